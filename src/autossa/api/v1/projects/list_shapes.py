"""How lists over projects are asked for and read."""

from ninja import Field, Schema
from pydantic import ConfigDict

from autossa.api.v1.frame.figures import ChargeOut, DerivationOut
from autossa.api.v1.frame.paging import PageAsk
from autossa.api.v1.frame.shapes import Answer, Day, MoneyOut, SscText, money, ssc_text
from autossa.api.v1.projects.shapes import Balance, ContractOut
from autossa.queries.projects.alerts import Alert
from autossa.queries.projects.calendar import CalendarEvent
from autossa.queries.projects.listing import ProjectFilter, ProjectRow
from autossa.queries.projects.search import RemainingCoverage, Sort, State
from autossa.wording import notices


class ProjectsNarrowed(Schema):
    """Which projects, in which order."""

    model_config = ConfigDict(extra="forbid")

    search: str = Field("", max_length=200, description="Words of the project's or customer's name or number.")
    state: State = State.ALL
    left: RemainingCoverage = Field(RemainingCoverage.ANY, description="How long still covered, or since when not.")
    sort: Sort = Sort.URGENCY

    @property
    def filter(self) -> ProjectFilter:
        """As the query takes it."""
        return ProjectFilter(words=self.search, state=self.state, left=self.left, sort=self.sort)


class ProjectsAsk(ProjectsNarrowed, PageAsk):
    """Which part of them."""


class ChargeBrief(Answer):
    """The next charge."""

    day: Day
    ssc: SscText
    gross: MoneyOut


class AlertOut(Answer):
    """What needs attention."""

    kind: str
    day: Day | None
    ssc: SscText | None
    missing: SscText | None
    text: str


class ProjectRowOut(Answer):
    """A project of the list."""

    id: str
    name: str
    customer: str
    customer_number: str
    currency: str
    covered_until: Day | None = Field(description="The first day that is not covered; null: never covered.")
    is_covered: bool
    has_gap: bool
    option: str | None
    contract: ContractOut | None
    balance: Balance | None
    next_charge: ChargeBrief | None
    alerts: list[AlertOut]


class NextChargeOut(Answer):
    """The next charge of a project."""

    day: Day
    starts_on: Day | None = Field(description="Of the period; null while there is no price to book it with.")
    until: Day | None
    ssc: SscText
    invoiced: SscText
    gross: MoneyOut
    paid_by: str = Field(description="Who is invoiced, where that is not the customer.")
    collective_on: Day | None
    derivation: DerivationOut | None = Field(description="Of the amount that is invoiced.")
    lines: list[ChargeOut]


class SpanOut(Answer):
    """Days."""

    starts_on: Day
    until: Day


class PeriodOut(SpanOut):
    """Covered days."""

    source: str


class TimelineOut(Answer):
    """The coverage of a project over time, and what comes next."""

    periods: list[PeriodOut]
    gaps: list[SpanOut]
    planned: SpanOut | None = Field(description="The period of the next charge.")
    charged_on: Day | None
    cancel_by: Day | None = Field(description="The last day to cancel for the next end.")
    cancels_to: Day | None = Field(description="That end: the first day without the contract.")
    ends_on: Day | None


class CalendarDayOut(Answer):
    """How often what happens on a day."""

    day: Day
    event: CalendarEvent
    count: int


class CalendarRowOut(Answer):
    """What happens to a project on a day."""

    event: CalendarEvent
    project: str
    name: str
    customer: str


class DayOut(Answer):
    """What happens on a day."""

    day: Day
    events: list[CalendarRowOut]
    left_out: int = Field(description="So many more.")


class WeekOut(Answer):
    """Periods that will be booked in a week, of contracts that go on and of those that end."""

    monday: Day
    active: int
    ending: int


def row_out(row: ProjectRow) -> ProjectRowOut:
    """A project of the list, for somebody who sees it there."""
    contract, charge = row.contract, row.next_charge
    alerts = row.alerts if row.shows_money else tuple(notices.without_money(row.alerts))
    return ProjectRowOut(
        id=row.id, name=row.name, customer=row.customer, customer_number=row.customer_number, currency=row.currency,
        covered_until=row.covered_until, is_covered=row.is_covered, has_gap=row.has_gap,
        option=row.option.name if row.option else None,
        contract=ContractOut(
            number=contract.number, status=contract.status.value, starts_on=contract.start,
            booked_until=contract.booked_until, ends_on=contract.ends_on,
        ) if contract else None,
        balance=Balance(free=ssc_text(row.free), held=ssc_text(row.held)) if row.shows_money else None,
        next_charge=ChargeBrief(
            day=charge.day, ssc=ssc_text(charge.ssc), gross=money(charge.gross, charge.currency)
        ) if charge else None,
        alerts=[_alert(one) for one in alerts],
    )  # fmt: skip


def _alert(found: Alert) -> AlertOut:
    tells = found.tells_money
    return AlertOut(
        kind=found.kind.value, day=found.day, ssc=ssc_text(found.ssc) if tells else None,
        missing=ssc_text(found.missing) if tells else None, text=notices.notice(found).text,
    )  # fmt: skip
