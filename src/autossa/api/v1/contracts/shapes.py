"""How contracts are written and read."""

from typing import Any

from ninja import Field

from autossa.api.v1.frame.figures import Agreed
from autossa.api.v1.frame.shapes import Answer, Body, Day, Id, Line
from autossa.domain.amounts import show_fraction
from autossa.domain.billing.documents import Method
from autossa.domain.plans import Option
from autossa.queries.contracts.history import ContractRow, Event
from autossa.queries.contracts.thread import ThreadEntry

_ACCEPTS: Any = Field(
    default_factory=list, max_length=20, description="Documents of the vendor's terms that you have read and accept."
)


class ConcludeIn(Body):
    """A contract to be."""

    option: Line = Field(min_length=1)
    ends_on: Day | None = Field(None, description="A fixed end: the first day without it.")
    payer: Id | None = Field(None, description="Of an organisation; else the customer pays.")
    method: Method | None = Field(None, description="How it is paid; else as the payer usually does.")
    order_number: Line = ""
    invoice_contact: Line = ""
    accepts: list[Id] = _ACCEPTS
    accepts_linked_terms: bool = Field(False, description="The terms at the address that the preview names.")
    agreed: str | None = Agreed


class ProjectToConclude(Body):
    """One of several projects."""

    project: Id
    agreed: str | None = Agreed


class ConcludeSeveralIn(Body):
    """A contract each for several projects."""

    option: Line = Field(min_length=1)
    payer: Id | None = None
    projects: list[ProjectToConclude] = Field(min_length=1, max_length=100)
    accepts: list[Id] = _ACCEPTS
    accepts_linked_terms: bool = False


class ConcludedOut(Answer):
    """What became of one project."""

    project: str
    is_concluded: bool
    code: str = Field(description="Why not; empty where it is concluded.")


class TextIn(Body):
    """What somebody writes."""

    text: str = Field(max_length=10_000)


class ContractReasonIn(Body):
    """Why."""

    reason: str = Field(max_length=10_000)


class OptionIn(Body):
    """With which option it goes on."""

    option: Line = Field(min_length=1)
    agreed: str | None = Agreed


class CancelIn(Body):
    """To which end."""

    ends_on: Day | None = Field(None, description="The first day without it; else the earliest end.")
    agreed: str | None = Agreed


class AgreedIn(Body):
    """What the preview said."""

    agreed: str | None = Agreed


class OptionOut(Answer):
    """An option of the policy."""

    name: str
    term_months: int
    notice_months: int
    billed_months: int
    adjustment: str = Field(description="Of the price, as an exact share: -1/50 is 2 % less.")


class ContractEventOut(Answer):
    """Something that happened to a contract."""

    day: Day
    status: str | None
    ends_on: Day | None
    option: str | None
    starts_on: Day | None
    undone: bool


class SaidOut(Answer):
    """What somebody did or said about a contract."""

    day: Day
    actor: str
    acting_for: str
    action: str
    text: str


class ScheduledOut(Answer):
    """Another option, from a day on."""

    option: str
    starts_on: Day


class ContractFull(Answer):
    """A contract and its history."""

    number: int
    id: str
    status: str
    option: OptionOut
    payer: str
    order_number: str
    invoice_contact: str
    concluded_on: Day
    starts_on: Day
    booked_until: Day
    fixed_end: Day | None
    ends_on: Day | None = Field(description="The first day that it does not hold any more.")
    gap_starts_on: Day | None
    scheduled: list[ScheduledOut]
    events: list[ContractEventOut]
    thread: list[SaidOut]


def option_out(found: Option) -> OptionOut:
    """An option."""
    return OptionOut(
        name=found.name, term_months=found.term_months, notice_months=found.notice_months,
        billed_months=found.billed_months, adjustment=show_fraction(found.adjustment),
    )  # fmt: skip


def contract_out(row: ContractRow, thread: tuple[ThreadEntry, ...]) -> ContractFull:
    """A contract for somebody who may see the project."""
    return ContractFull(
        number=row.number, id=row.id, status=row.status.value, option=option_out(row.option), payer=row.payer,
        order_number=row.order_number, invoice_contact=row.invoice_contact, concluded_on=row.concluded_on,
        starts_on=row.start, booked_until=row.booked_until, fixed_end=row.fixed_end, ends_on=row.ends_on,
        gap_starts_on=row.gap_start,
        scheduled=[ScheduledOut(option=one.option.name, starts_on=one.starts_on) for one in row.scheduled],
        events=[_event(one) for one in row.events], thread=said_out(thread),
    )  # fmt: skip


def said_out(thread: tuple[ThreadEntry, ...]) -> list[SaidOut]:
    """What was said about a contract, the oldest first."""
    return [
        SaidOut(day=one.day, actor=one.actor, acting_for=one.acting_for, action=one.action, text=one.text)
        for one in thread
    ]


def _event(found: Event) -> ContractEventOut:
    return ContractEventOut(
        day=found.day, status=found.status.value if found.status else None, ends_on=found.ends_on,
        option=found.option.name if found.option else None, starts_on=found.starts_on, undone=found.undone,
    )  # fmt: skip
