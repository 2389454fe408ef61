"""New organisations: the vendor, a partner, a customer; by registration, by invitation, or entered by staff."""

import secrets
from dataclasses import asdict, dataclass
from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.domain.billing.addresses import PostalAddress
from autossa.domain.rights import Kind
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.organisations import contacts, invitations
from autossa.operations.organisations.errors import NumberTaken
from autossa.operations.organisations.vat import NewTreatment, clean_address, clean_vat_id, enter_treatment
from autossa.operations.outbox import tell
from autossa.operations.validation import read_name, read_number
from autossa.store import models

_TRIES = 5


class UnknownKind(Invalid):
    """An organisation is a vendor, a partner or a customer, not {kind}."""

    field = "kind"


class VendorExists(Invalid):
    """There is only one vendor. Add a partner or a customer."""

    field = "kind"


NOWHERE = PostalAddress()
_GERMAN_SPEAKING = ("DE", "AT", "CH", "LI")


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    """Who is entered; a number is drawn where none is given. `vat` says how it is taxed.

    `owner` is the address of whoever is to lead it; nobody is invited without one.
    """

    kind: Kind
    name: str
    number: str
    country: str
    vat_id: str
    vat: NewTreatment
    address: PostalAddress = NOWHERE
    owner: str = ""
    language: str = "en"


def create(
    *,
    kind: str,
    name: str,
    number: str,
    ctx: ActionContext,
    vat: NewTreatment | None = None,
    country: str = "",
    vat_id: str = "",
    address: PostalAddress = NOWHERE,
    verified: bool = True,
) -> UUID:
    """A new organisation. One that staff enters is verified by that, with the treatment `vat`; without, it has none.

    Its documents are in the language of its country. Raises UnknownKind, UnknownCountry, InvalidVatId, NumberTaken,
    VendorExists, as `vat.enter_treatment`, and Invalid for a name or number that is no text.
    """
    if kind not in ("vendor", "partner", "customer"):
        raise UnknownKind(kind=kind)
    name, number = read_name(name), read_number(number)
    plain = clean_vat_id(country, vat_id)
    where = clean_address(address)
    try:
        with transaction.atomic():
            row = models.Organisation.objects.create(
                kind=kind,
                name=name,
                number=number,
                country=country,
                vat_id=plain,
                **asdict(where),
                language="de" if country in _GERMAN_SPEAKING else "en",
                verified_on=ctx.today if verified else None,
                changed_at=ctx.now,
            )
            if vat is not None:
                enter_treatment(row, vat, ctx)
            details = {"organisation": row.public_id, "name": name}
            record_activity(ctx, "create_organisation", organisation=row.id, details=details)
            if not verified:
                tell("mail.company_waiting", {"organisation": str(row.id)}, ctx)
    except IntegrityError:
        if kind == "vendor" and models.Organisation.objects.filter(kind=kind).exists():
            raise VendorExists from None
        raise NumberTaken(number=number) from None
    return row.id


def draw_number(prefix: str) -> str:
    """A free number that nobody guesses: who knows it was told it. Staff may give another one later."""
    for _ in range(_TRIES):
        number = f"{prefix}-{secrets.randbelow(900_000_000) + 100_000_000}"
        if not models.Organisation.objects.filter(number=number).exists():
            break
    return number


def enter(*, new: NewOrganisation, ctx: ActionContext) -> UUID:
    """All or nothing: the organisation, verified by being entered, its contact, and its owner's invitation.

    Raises VendorExists, Invalid as `create`, and for what is no e-mail address.
    """
    if new.kind is Kind.VENDOR:
        raise VendorExists
    with transaction.atomic():
        key = create(
            kind=new.kind.value,
            name=new.name,
            number=new.number.strip() or draw_number(new.kind[0].upper()),
            vat=new.vat,
            country=new.country,
            vat_id=new.vat_id,
            address=new.address,
            ctx=ctx,
        )
        if new.owner:
            contacts.add_everywhere(organisation=key, email=new.owner, language=new.language, ctx=ctx)
            invitations.invite_owner(organisation=key, email=new.owner, ctx=ctx, language=new.language)
    return key
