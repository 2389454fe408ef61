"""Mandates of payers as pages and commands show them, with where each stands (billing 12)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from autossa.domain.billing.bank.ibans import masked
from autossa.domain.billing.payments.mandates import Mandate, MandateState, Scheme, state_of
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.engine.billing.mandates import with_history


@dataclass(frozen=True, slots=True)
class MandateRow:
    """A mandate on a day; `account` and `holder` as amended by then. `iban` is whole: for those who may pay alone."""

    key: UUID
    id: str
    reference: str
    scheme: Scheme
    state: MandateState
    signed_on: date
    iban: str
    bic: str
    holder: str
    town: str
    country: str
    text: str
    confirmed_on: date | None
    last_used_on: date | None
    stopped_on: date | None
    stop_code: str
    revoked_on: date | None

    @property
    def account(self) -> str:
        """The account for everybody: its last four signs."""
        return masked(self.iban)

    @property
    def is_in_force(self) -> bool:
        """Neither stopped nor revoked: another can only be given once it is."""
        return self.stopped_on is None and self.revoked_on is None


def mandates_of(payer: UUID, day: date, months: int) -> tuple[MandateRow, ...]:
    """All mandates of a payer, the newest first. Four queries."""
    return _rows(models.Mandate.objects.filter(payer=payer).order_by("-id"), day, months)


def mandate_in_force(payer: UUID, day: date, months: int) -> MandateRow | None:
    """The one that was neither stopped nor revoked. Up to four queries."""
    found = models.Mandate.objects.filter(payer=payer, stopped_on=None, revoked_on=None)
    return next(iter(_rows(found, day, months)), None)


def mandate_row(mandate: UUID, day: date, months: int) -> MandateRow | None:
    """One by its id."""
    return next(iter(_rows(models.Mandate.objects.filter(pk=mandate), day, months)), None)


def find_mandate(reference: str) -> models.Mandate:
    """By its reference. Raises Unknown."""
    found = models.Mandate.objects.filter(reference=reference).first()
    if found is None:
        raise Unknown(f"there is no mandate {reference}")
    return found


def _rows(found: QuerySet[models.Mandate], day: date, months: int) -> tuple[MandateRow, ...]:
    pairs = with_history(found)
    changed = {
        one.mandate_id: one
        for one in models.MandateAmendment.objects.filter(
            mandate__in=[row.pk for row, _ in pairs], day__lte=day
        ).order_by("day", "id")
    }
    return tuple(_row(row, mandate, changed.get(row.pk), day, months) for row, mandate in pairs)


def _row(
    row: models.Mandate, mandate: Mandate, changed: models.MandateAmendment | None, day: date, months: int
) -> MandateRow:
    now = changed or row
    return MandateRow(
        key=row.pk,
        id=row.public_id,
        reference=row.reference,
        scheme=mandate.scheme,
        state=state_of(mandate, day, months),
        signed_on=row.signed_on,
        iban=now.iban,
        bic=now.bic,
        holder=now.holder,
        town=now.town,
        country=now.country,
        text=row.text,
        confirmed_on=row.confirmed_on,
        last_used_on=mandate.last_use(day),
        stopped_on=row.stopped_on,
        stop_code=row.stop_code,
        revoked_on=row.revoked_on,
    )
