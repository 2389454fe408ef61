"""`autossa mandates` and `autossa payment-methods`: how payers pay, and what the vendor offers."""

from typing import Annotated, Any

import typer

from autossa.cli.answers import Day, Json, answering, print_rows
from autossa.cli.billing.acting import acting_on
from autossa.cli.boot import action_context, boot_ready
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.mandates import Scheme

app = typer.Typer(help="SEPA direct debit mandates of payers.", no_args_is_help=True)
methods = typer.Typer(help="Ways to pay: what the vendor offers, and what payers chose.", no_args_is_help=True)
Payer = Annotated[str, typer.Argument(metavar="PAYER", help="Number of the organisation that pays.")]
Reference = Annotated[str, typer.Argument(metavar="REFERENCE", help="Reference of a mandate, such as C1-M1.")]
Iban = Annotated[str, typer.Option("--iban", metavar="IBAN")]
Holder = Annotated[str, typer.Option("--holder", metavar="NAME", help="Account holder.")]
Bic = Annotated[str, typer.Option("--bic", metavar="BIC", help="Needed outside the EEA, with town and country.")]
Town = Annotated[str, typer.Option("--town", metavar="TOWN")]
Country = Annotated[str, typer.Option("--country", metavar="CODE", help="Two letters.")]


@app.command("list")
def listing(payer: Payer, as_json: Json = False) -> None:
    """List the mandates of a payer, the newest first; accounts by their last four signs."""
    boot_ready()
    from autossa.queries.billing.methods.methods import payer_methods
    from autossa.queries.identifiers import find_organisation

    with answering("mandates list", as_json=as_json):
        found = payer_methods(find_organisation(payer), action_context().today)
    print_rows([_row(one) for one in found.mandates], as_json=as_json)


@app.command()
def give(
    payer: Payer,
    iban: Iban,
    holder: Holder,
    scheme: Annotated[Scheme, typer.Option("--scheme", help="CORE, or B2B among companies.")] = Scheme.CORE,
    bic: Bic = "",
    town: Town = "",
    country: Country = "",
    on: Day = None,
) -> None:
    """Enter a mandate that a payer gave; its text is that of the portal, a copy goes to the payer by e-mail."""
    boot_ready()
    from autossa.operations.billing.payments.mandates import Account
    from autossa.operations.billing.payments.mandates import give as do
    from autossa.queries.billing.methods.methods import payer_methods
    from autossa.queries.identifiers import find_organisation
    from autossa.wording.billing.bank import mandate_text

    with answering("mandates give"):
        ctx = acting_on(on)
        found = payer_methods(find_organisation(payer), ctx.today)
        days = found.terms.policy.prenotify_days
        text = mandate_text(found.creditor, found.terms.creditor_id, days, scheme, found.language)
        account = Account(iban, holder, bic, town, country, scheme)
        print(do(payer=found.payer, account=account, text=text, ctx=ctx))


@app.command()
def amend(
    payer: Payer, iban: Iban, holder: Holder, bic: Bic = "", town: Town = "", country: Country = "", on: Day = None
) -> None:
    """From today on the mandate of a payer is of another account or holder."""
    boot_ready()
    from autossa.operations.billing.payments.mandates import Account
    from autossa.operations.billing.payments.mandates import amend as do
    from autossa.queries.identifiers import find_organisation

    with answering("mandates amend"):
        ctx = acting_on(on)
        do(payer=find_organisation(payer), account=Account(iban, holder, bic, town, country), ctx=ctx)
    print(f"{payer}: account changed")


@app.command()
def revoke(payer: Payer, on: Day = None) -> None:
    """The payer takes its mandate back."""
    boot_ready()
    from autossa.operations.billing.payments.mandates import revoke as do
    from autossa.queries.identifiers import find_organisation

    with answering("mandates revoke"):
        ctx = acting_on(on)
        do(payer=find_organisation(payer), ctx=ctx)
    print(f"{payer}: mandate revoked")


@app.command()
def confirm(reference: Reference, on: Day = None) -> None:
    """Say that the payer's bank knows a business mandate."""
    boot_ready()
    from autossa.operations.billing.payments.mandates import confirm as do
    from autossa.queries.billing.methods.mandates import find_mandate

    with answering("mandates confirm"):
        ctx = acting_on(on)
        do(mandate=find_mandate(reference).pk, ctx=ctx)
    print(f"{reference}: confirmed")


@app.command()
def stop(reference: Reference, on: Day = None) -> None:
    """Collect nothing more by a mandate."""
    boot_ready()
    from autossa.operations.billing.payments.mandates import stop as do
    from autossa.queries.billing.methods.mandates import find_mandate

    with answering("mandates stop"):
        ctx = acting_on(on)
        do(mandate=find_mandate(reference).pk, ctx=ctx)
    print(f"{reference}: stopped")


@methods.command("show")
def show_policy(as_json: Json = False) -> None:
    """Show what the vendor offers today, and its days."""
    boot_ready()
    from autossa.queries.billing.payments.policies import payment_terms

    found = payment_terms(action_context().today)
    facts = {name: getattr(found.policy, name) for name in found.policy.__dataclass_fields__}
    offered = [method.value for method in Method if method in found.offered]
    print_rows([{"methods": offered, "creditor_id": found.creditor_id, **facts}], as_json=as_json)


@methods.command("offer")
def offer(
    method: Annotated[list[Method] | None, typer.Option("--method", help="Beside a transfer; several times.")] = None,
    creditor_id: Annotated[str | None, typer.Option("--creditor-id", metavar="ID")] = None,
    prenotify_days: Annotated[int | None, typer.Option("--prenotify-days", min=0)] = None,
    lead_days: Annotated[int | None, typer.Option("--lead-days", min=1)] = None,
    mandate_months: Annotated[int | None, typer.Option("--mandate-months", min=1)] = None,
    on: Day = None,
) -> None:
    """Offer these methods from today on; what is not given stays as it is."""
    boot_ready()
    from dataclasses import replace

    from autossa.operations.billing.payments.policy import set_payment_policy
    from autossa.queries.billing.payments.policies import payment_terms

    with answering("payment-methods offer"):
        ctx = acting_on(on)
        now = payment_terms(ctx.today)
        given: dict[str, Any] = {
            "prenotify_days": prenotify_days,
            "lead_days": lead_days,
            "mandate_months": mandate_months,
        }
        policy = replace(now.policy, **{name: number for name, number in given.items() if number is not None})
        identifier = now.creditor_id if creditor_id is None else creditor_id
        set_payment_policy(methods=method or [], creditor_id=identifier, policy=policy, ctx=ctx)
    print("offered: transfer" + "".join(f", {one.value}" for one in method or []))


@methods.command("choose")
def choose(
    payer: Payer, method: Annotated[Method, typer.Argument(help="transfer, direct_debit or card.")], on: Day = None
) -> None:
    """Say by which method a payer pays what no contract says otherwise."""
    boot_ready()
    from autossa.operations.billing.payments.methods import choose as do
    from autossa.queries.identifiers import find_organisation

    with answering("payment-methods choose"):
        ctx = acting_on(on)
        do(payer=find_organisation(payer), method=method, ctx=ctx)
    print(f"{payer}: {method.value}")


def _row(one: Any) -> dict[str, Any]:
    return {
        "reference": one.reference,
        "scheme": one.scheme.value,
        "state": one.state.value,
        "account": one.account,
        "holder": one.holder,
        "signed_on": one.signed_on.isoformat(),
        "last_used_on": one.last_used_on.isoformat() if one.last_used_on else None,
    }
