"""How a project is written and read."""

from ninja import Field

from autossa.api.v1.frame.shapes import Answer, Body, Currency, Day, Id, Line, SscText, ssc_text
from autossa.queries.projects.page import ProjectPage


class ProjectIn(Body):
    """A project to be."""

    name: Line = Field(min_length=1)
    price_list: Id


class ProjectName(Body):
    """Another name."""

    name: Line = Field(min_length=1)


class ContractBrief(Answer):
    """The newest contract."""

    number: int
    status: str
    option: str = Field(description="The one in force.")
    starts_on: Day | None
    ends_on: Day | None = Field(description="The first day that it does not hold any more.")


class Balance(Answer):
    """SSC that are there."""

    free: SscText
    held: SscText = Field(description="Put aside for the gap of a contract in review.")


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


def project_out(page: ProjectPage, *, sees_money: bool) -> ProjectOut:
    """A project for somebody who may see it."""
    project, until = page.project, page.project.covered_until
    credits = project.credits
    return ProjectOut(
        id=page.id, name=page.name, customer=page.customer, customer_number=page.customer_number,
        currency=page.currency, covered_until=until, is_covered=until is not None and page.today < until,
        has_gap=page.has_gap,
        balance=Balance(free=ssc_text(credits.free), held=ssc_text(credits.held)) if sees_money else None,
    )  # fmt: skip
