"""Organisations: the vendor, its partners, their customers."""

import secrets
from dataclasses import dataclass
from fractions import Fraction
from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.domain.amounts import show_fraction
from autossa.domain.vat_ids import read_vat_id
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import merging
from autossa.operations.validation import read_text
from autossa.store import models
from autossa.store.exact import numeric

_TRIES = 5


@dataclass(frozen=True, slots=True)
class Address:
    """Where an organisation is, and its VAT id: what its invoices say."""

    address: str
    country: str
    vat_id: str


@dataclass(frozen=True, slots=True)
class Terms:
    """What only staff sets: name, customer number, and the share of VAT on its invoices (19 % is 19/100)."""

    name: str
    number: str
    tax_rate: Fraction


def create(
    *,
    kind: str,
    name: str,
    number: str,
    ctx: ActionContext,
    tax_rate: Fraction = Fraction(0),
    country: str = "",
    vat_id: str = "",
    verified: bool = True,
) -> UUID:
    """A new organisation; `tax_rate` is a share (19 % is 19/100). One that staff enters is verified by that.

    Raises Invalid: another kind, no name, a number or a vendor twice, VAT of 100 % or more, no VAT id.
    """
    if kind not in ("vendor", "partner", "customer"):
        raise Invalid("an organisation is a vendor, a partner or a customer")
    name, number = read_text(name, "the name", 200), read_text(number, "the number", 40)
    if not 0 <= tax_rate < 1:
        raise Invalid("the share of VAT lies below 100 %")
    if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
        raise Invalid(f"{country} is no country; give its two letters, such as DE")
    plain = _vat_id(country, vat_id)
    try:
        with transaction.atomic():
            row = models.Organisation.objects.create(
                kind=kind,
                name=name,
                number=number,
                tax_rate=numeric(tax_rate),
                country=country,
                vat_id=plain,
                verified_on=ctx.today if verified else None,
            )
            details = {"organisation": row.public_id, "name": name}
            record_activity(ctx, "create_organisation", organisation=row.id, details=details)
    except IntegrityError:
        raise Invalid(f"there is a {kind} with the number {number} already") from None
    return row.id


def draw_number(prefix: str) -> str:
    """A free number that nobody guesses: who knows it was told it. Staff may give another one later."""
    for _ in range(_TRIES):
        number = f"{prefix}-{secrets.randbelow(900_000_000) + 100_000_000}"
        if not models.Organisation.objects.filter(number=number).exists():
            break
    return number


def edit(*, organisation: UUID, new: Address, ctx: ActionContext) -> bool:
    """Change address, country and VAT id. Raises NotFound, Invalid for a VAT id that is none.

    Another country or VAT id must be verified anew before the next contract; whether that is so is given back.
    """
    vat_id = _vat_id(new.country, new.vat_id)
    with transaction.atomic():
        row = _locked(organisation)
        changed = {"address": new.address.strip(), "country": new.country, "vat_id": vat_id}
        anew = row.verified_on is not None and (row.country, row.vat_id) != (new.country, vat_id)
        anew = anew and row.kind != "vendor"
        if anew:
            changed["verified_on"] = None  # type: ignore[assignment]
        models.Organisation.objects.filter(pk=row.pk).update(**changed)
        details = {"organisation": row.public_id, "country": new.country, "vat_id": vat_id}
        record_activity(ctx, "edit_organisation", organisation=row.id, details=details)
    return anew


def _vat_id(country: str, text: str) -> str:
    try:
        return read_vat_id(country, text)
    except ValueError:
        raise Invalid("this is no VAT id of the country") from None


def set_terms(*, organisation: UUID, new: Terms, ctx: ActionContext) -> None:
    """Staff changes name, number and share of VAT. Raises NotFound, Invalid for a number that another one has."""
    if not new.name.strip() or not new.number.strip() or not 0 <= new.tax_rate < 1:
        raise Invalid("an organisation needs a name, a number, and a share of VAT below 100 %")
    try:
        with transaction.atomic():
            row = _locked(organisation)
            models.Organisation.objects.filter(pk=row.pk).update(
                name=new.name.strip(), number=new.number.strip(), tax_rate=numeric(new.tax_rate)
            )
            details = {"organisation": row.public_id, "name": new.name.strip(), "number": new.number.strip()}
            details["tax_percent"] = show_fraction(new.tax_rate * 100)
            record_activity(ctx, "set_terms", organisation=row.id, details=details)
    except IntegrityError:
        raise Invalid(f"another organisation has the number {new.number.strip()}") from None


def verify(*, organisation: UUID, tax_rate: Fraction, ctx: ActionContext) -> None:
    """Staff has checked who it is: it may conclude contracts. Nothing happens to one that is verified. Raises NotFound.

    The share of VAT (19 % is 19/100) is said with it, each time: a share that nobody chose stands on no invoice.
    What is suspended or merged into another is not verified (Invalid).
    """
    if not 0 <= tax_rate < 1:
        raise Invalid("the share of VAT lies below 100 %")
    with transaction.atomic():
        row = _locked(organisation)
        if row.suspended_on is not None:
            raise Invalid("it is suspended; restore it first")
        verified = {"verified_on": ctx.today, "tax_rate": numeric(tax_rate)}
        if models.Organisation.objects.filter(pk=row.pk, verified_on=None).update(**verified):
            details = {"organisation": row.public_id, "tax_percent": show_fraction(tax_rate * 100)}
            record_activity(ctx, "verify_organisation", organisation=row.id, details=details)


def suspend(*, organisation: UUID, reason: str, ctx: ActionContext) -> None:
    """Shut an organisation out at once, with all its people as its members. Contracts run on. Raises NotFound, Invalid.

    The vendor cannot be suspended.
    """
    if not reason.strip():
        raise Invalid("say why")
    with transaction.atomic():
        row = _locked(organisation)
        if row.kind == "vendor" or row.suspended_on is not None:
            raise Invalid("it is suspended already" if row.suspended_on else "the vendor cannot be suspended")
        models.Organisation.objects.filter(pk=row.pk).update(suspended_on=ctx.today)
        details = {"organisation": row.public_id, "reason": reason.strip()}
        record_activity(ctx, "suspend_organisation", organisation=row.id, details=details)


def restore(*, organisation: UUID, ctx: ActionContext) -> None:
    """Let a suspended organisation in again. Raises NotFound, Invalid for one that was merged into another."""
    with transaction.atomic():
        row = _locked(organisation)
        if row.merged_into_id is not None:
            raise Invalid("it was merged into another organisation")
        if row.suspended_on is None:
            raise Invalid("it is not suspended")
        models.Organisation.objects.filter(pk=row.pk).update(suspended_on=None)
        record_activity(ctx, "restore_organisation", organisation=row.id, details={"organisation": row.public_id})


def merge(*, double: UUID, into: UUID, ctx: ActionContext) -> None:
    """Staff moves everything of a double to the organisation that stays: projects, people, hand-overs, contacts.

    What is append-only stays: invoices keep their payer, and the activity log what was done. Projects whose names
    clash get the double's number behind the name. Raises NotFound, Invalid.
    """
    with transaction.atomic():
        merging.lock_projects(double, into)
        first, second = sorted([double, into])
        rows = {row.id: row for row in (_locked(first), _locked(second))}
        gone, kept = rows[double], rows[into]
        _check_mergeable(gone, kept)
        moved = merging.move(gone, kept, ctx)
        models.Organisation.objects.filter(pk=gone.pk).update(
            merged_into=kept, suspended_on=gone.suspended_on or ctx.today
        )
        for row in (gone, kept):
            details = {"double": gone.public_id, "number": gone.number, "into": kept.public_id, "renamed": moved}
            record_activity(ctx, "merge_organisations", organisation=row.id, details=details)


def _check_mergeable(gone: models.Organisation, kept: models.Organisation) -> None:
    if gone.id == kept.id:
        raise Invalid("an organisation is not merged into itself")
    if gone.kind != kept.kind or gone.kind == "vendor":
        raise Invalid("two customers are merged, or two partners")
    if gone.merged_into_id or kept.merged_into_id:
        raise Invalid("one of them was merged into another already")
    if kept.suspended_on is not None:
        raise Invalid("the one that stays is suspended")


def _locked(organisation: UUID) -> models.Organisation:
    row = models.Organisation.objects.select_for_update().filter(pk=organisation).first()
    if row is None:
        raise NotFound("there is no such organisation")
    return row
