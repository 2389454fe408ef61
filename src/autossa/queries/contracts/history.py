"""All contracts of a project, newest first, each with its journal."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from autossa.domain.billing.terms import TermsDeed
from autossa.domain.contracts import Status
from autossa.domain.plans import Option
from autossa.queries.billing.settlements import GapTerms
from autossa.queries.vendor.terms.acceptances import Acceptance, acceptances_of
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class Event:
    """A change of state, or (without a status) an end that was set, or taken back when `ends_on` is empty."""

    day: date
    status: Status | None
    ends_on: date | None
    booked_at: datetime


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One contract with its events, oldest first; what of the vendor's terms it was concluded with, where asked for."""

    key: UUID
    id: str
    number: int
    status: Status
    option: Option
    payer: str
    order_number: str
    invoice_contact: str
    concluded_on: date
    start: date
    booked_until: date
    fixed_end: date | None
    ends_on: date | None
    gap_start: date | None
    gap_terms: GapTerms
    events: tuple[Event, ...]
    accepted: tuple[Acceptance, ...] = ()

    @property
    def newest_events(self) -> tuple[Event, ...]:
        """The journal, newest first."""
        return self.events[::-1]


def load_contracts(project: models.Project, *, with_terms: bool = False) -> tuple[ContractRow, ...]:
    """Two queries; one more `with_terms`."""
    found = models.Contract.objects.filter(project=project).select_related("plan__policy", "payer")
    rows = tuple(_row(contract) for contract in found.prefetch_related("events").order_by("-number"))
    if not with_terms:
        return rows
    accepted = acceptances_of(TermsDeed.CONTRACT, [row.key for row in rows])
    return tuple(replace(row, accepted=accepted.get(row.key, ())) for row in rows)


def _row(contract: models.Contract) -> ContractRow:
    plan = contract.plan
    option = Option(plan.name, plan.term_months, plan.notice_months, plan.billed_months, fraction(plan.adjustment))
    events = sorted(contract.events.all(), key=lambda event: event.id)
    return ContractRow(
        key=contract.id,
        id=public_id("con", contract.id),
        number=contract.number,
        status=Status(contract.status),
        option=option,
        payer=contract.payer.name,
        order_number=contract.order_number,
        invoice_contact=contract.invoice_contact,
        concluded_on=contract.concluded_on,
        start=contract.start,
        booked_until=contract.booked_until,
        fixed_end=contract.fixed_end,
        ends_on=contract.ends_on,
        gap_start=contract.gap_start,
        gap_terms=GapTerms(plan.policy.grace_days, contract.gap_excused, contract.gap_waived),
        events=tuple(Event(e.day, Status(e.status) if e.status else None, e.ends_on, e.booked_at) for e in events),
    )
