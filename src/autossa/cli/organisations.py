"""`autossa organisations`: add partners and customers; invite people, first of all the first administrator."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import typer
from django.conf import settings

from autossa.cli.answers import REFUSED, Day, Json, answering
from autossa.cli.billing.taxes import STANDARD, TreatmentWord, treatment_of
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import Language, fail, print_json
from autossa.domain.billing.addresses import read_address
from autossa.domain.billing.vat import Confirmation
from autossa.domain.rights import Kind, Role

app = typer.Typer(help="Partners, customers, and invitations.", no_args_is_help=True)


class Entered(StrEnum):
    """What can be entered."""

    PARTNER = "partner"
    CUSTOMER = "customer"


MailLanguage = Annotated[Language, typer.Option("--language", help="Language of e-mails to people without an account.")]


@app.command()
def add(
    number: str,
    name: str,
    kind: Annotated[Entered, typer.Option("--kind")],
    vat: Annotated[
        TreatmentWord, typer.Option("--vat", help="How it is taxed: domestic, reverse-charge or third-country.")
    ],
    rate_class: Annotated[str, typer.Option("--rate", help="Which domestic rate, if not the standard one.")] = STANDARD,
    confirmation: Annotated[
        str, typer.Option("--confirmation", help="Under which number its VAT ID was confirmed.")
    ] = "",
    confirmed_on: Annotated[str, typer.Option("--confirmed-on", help="The day of it; default: today.")] = "",
    source: Annotated[str, typer.Option("--confirmed-by", help="Who confirmed it, such as BZSt.")] = "",
    country: Annotated[str, typer.Option("--country", help="Two-letter code, such as DE.")] = "",
    vat_id: Annotated[str, typer.Option("--vat-id")] = "",
    address: Annotated[
        str, typer.Option("--address", help="Street and town, separated by a line break or a comma.")
    ] = "",
    owner: Annotated[str, typer.Option("--owner", help="E-mail address of its owner, who gets an invitation.")] = "",
    language: MailLanguage = Language.EN,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Add a partner or customer; it counts as verified."""
    boot_ready()
    from autossa.operations.organisations import create
    from autossa.operations.organisations.vat import NewTreatment

    what, ctx = Kind(kind.value), action_context(on)
    proof = Confirmation(confirmation, _day(confirmed_on) or ctx.today, source) if confirmation else None
    new = create.NewOrganisation(
        kind=what,
        name=name,
        number=number,
        country=country.upper(),
        vat_id=vat_id,
        vat=NewTreatment(treatment_of(vat), rate_class, proof),
        address=read_address(address if "\n" in address else address.replace(", ", "\n")),
        owner=owner,
        language=language.value,
    )
    with answering("organisations add", as_json=as_json):
        create.enter(new=new, ctx=ctx)
    if as_json:
        print_json({"id": number})
    else:
        print(number)


@app.command()
def invite(
    email: str,
    role: Annotated[Role, typer.Option("--role", help="At the vendor: admin, reviewer, finance, support.")],
    organisation: Annotated[str, typer.Option("--organisation", help="Its number; default: the vendor.")] = "",
    language: MailLanguage = Language.EN,
    as_json: Json = False,
) -> None:
    """Invite a person and print the invitation link, which is also e-mailed. It is valid for seven days and works once.

    Also for the vendor's first administrator, or for a new one if none can log in any more.
    """
    boot_ready()
    from autossa.notify import links
    from autossa.operations.organisations import invitations
    from autossa.queries.identifiers import find_organisation

    if why := links.why_dead(settings.BASE_URL, settings.ALLOWED_HOSTS, https=settings.HTTPS):
        fail(f"nobody was invited: {why}", REFUSED)
    with answering("organisations invite", as_json=as_json):
        key = find_organisation(organisation)
        secret = invitations.invite(
            organisation=key, email=email, role=role, ctx=action_context(), language=language.value
        )
    link = f"{settings.BASE_URL}{links.invitation(secret)}"
    if as_json:
        print_json({"link": link})
    else:
        print(link)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        fail(f"{text!r} is not a day: write it as 2026-01-31")
