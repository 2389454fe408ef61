"""All contracts of a project, newest first, each with its journal."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from autossa.domain.billing.terms import TermsDeed
from autossa.domain.contracts import Contract, OptionFrom, Status, option_on
from autossa.domain.plans import Option
from autossa.queries.billing.settlements import GapTerms
from autossa.queries.vendor.terms.acceptances import Acceptance, acceptances_of
from autossa.store import models
from autossa.store.ids import public_id
from autossa.store.options import contract_of, load_options, option_of


@dataclass(frozen=True, slots=True)
class Event:
    """A change of state, or (without a status) an end that was set, or taken back when `ends_on` is empty.

    With an `option` it is another one from `starts_on` on, or (`undone`) that again which was to be replaced.
    """

    day: date
    status: Status | None
    ends_on: date | None
    booked_at: datetime
    option: Option | None = None
    starts_on: date | None = None
    undone: bool = False


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One contract with its events, oldest first; what of the vendor's terms it was concluded with, where asked for.

    `option` is that of the day it is looked at; `scheduled` are those that lie ahead and can be taken back (rule 7).
    """

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
    scheduled: tuple[OptionFrom, ...] = ()
    accepted: tuple[Acceptance, ...] = ()

    @property
    def newest_events(self) -> tuple[Event, ...]:
        """The journal, newest first."""
        return self.events[::-1]


def load_contracts(project: models.Project, today: date, *, with_terms: bool = False) -> tuple[ContractRow, ...]:
    """Three queries; one more where a contract changed its option, and one `with_terms`."""
    found = models.Contract.objects.filter(project=project).select_related("plan__policy", "payer")
    contracts = list(found.prefetch_related("events", "option_changes__plan").order_by("-number"))
    options = load_options(row.option_plans for row in contracts)
    rows = tuple(_row(row, contract_of(row, options), today) for row in contracts)
    if not with_terms:
        return rows
    accepted = acceptances_of(TermsDeed.CONTRACT, [row.key for row in rows])
    return tuple(replace(row, accepted=accepted.get(row.key, ())) for row in rows)


def _row(contract: models.Contract, terms: Contract, today: date) -> ContractRow:
    plan = contract.plan
    return ContractRow(
        key=contract.id,
        id=public_id("con", contract.id),
        number=contract.number,
        status=Status(contract.status),
        option=option_on(terms, today),
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
        events=_events(contract),
        scheduled=terms.scheduled if terms.is_open else (),
    )


def _events(contract: models.Contract) -> tuple[Event, ...]:
    """Both journals as one, in the order in which things happened."""
    found = {
        event.id: Event(event.day, Status(event.status) if event.status else None, event.ends_on, event.booked_at)
        for event in contract.events.all()
    }
    for one in contract.option_changes.all():
        found[one.id] = Event(one.day, None, None, one.booked_at, option_of(one.plan), one.starts_on, one.undone)
    return tuple(found[key] for key in sorted(found))
