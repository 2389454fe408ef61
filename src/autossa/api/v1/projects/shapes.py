"""How a project is written and read."""

from collections.abc import Iterable

from ninja import Field

from autossa.api.v1.credits.shapes import EntryOut
from autossa.api.v1.frame.shapes import Answer, Body, Currency, Day, Id, Line, SscText, ssc_text
from autossa.api.v1.licenses.shapes import LineOut
from autossa.domain.coverage import Period
from autossa.queries.projects.brief import ProjectBrief


class ProjectIn(Body):
    """A project to be."""

    name: Line = Field(min_length=1)
    price_list: Id


class ProjectName(Body):
    """Another name."""

    name: Line = Field(min_length=1)


class ContractOut(Answer):
    """The newest contract."""

    number: int
    status: str
    starts_on: Day
    booked_until: Day = Field(description="The first day that is not booked.")
    ends_on: Day | None = Field(description="The first day that it does not hold any more.")


class Balance(Answer):
    """SSC that are there."""

    free: SscText
    held: SscText = Field(description="Put aside for the gap of a contract in review.")


class CoverageOut(Answer):
    """A covered period."""

    starts_on: Day
    until: Day
    source: str


class ProjectOut(Answer):
    """A project today."""

    id: Id
    name: str
    customer: str
    customer_number: str
    currency: Currency
    covered_until: Day | None = Field(description="The first day that is not covered; null: never covered.")
    is_covered: bool
    has_gap: bool
    balance: Balance | None = Field(description="Null for whoever may not see credits.")
    contract: ContractOut | None
    lines: list[LineOut] | None = Field(None, description="Null where they are not asked for.")
    coverage: list[CoverageOut] | None = Field(None, description="Null where it is not asked for.")
    ledger: list[EntryOut] | None = Field(None, description="The newest entries; null for whoever may not see credits.")


def coverage_out(found: Iterable[Period]) -> list[CoverageOut]:
    """Covered periods, the earliest first."""
    return [
        CoverageOut(starts_on=one.start, until=one.end, source=one.source.value)
        for one in sorted(found, key=lambda one: one.start)
    ]


def project_out(found: ProjectBrief, *, sees_money: bool) -> ProjectOut:
    """A project for somebody who may see it."""
    contract = found.contract
    return ProjectOut(
        id=found.id, name=found.name, customer=found.customer, customer_number=found.customer_number,
        currency=found.currency, covered_until=found.covered_until, is_covered=found.is_covered,
        has_gap=found.has_gap,
        balance=Balance(free=ssc_text(found.free), held=ssc_text(found.held)) if sees_money else None,
        contract=ContractOut(
            number=contract.number, status=contract.status.value, starts_on=contract.starts_on,
            booked_until=contract.booked_until, ends_on=contract.ends_on,
        ) if contract else None,
        lines=None, coverage=None, ledger=None,
    )  # fmt: skip
