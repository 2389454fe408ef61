"""`autossa orders lapsed`: what a lapsed project lacks for a contract, and how it grows; ordered with the contract."""

from typing import TYPE_CHECKING, Annotated

import typer

from autossa.cli.answers import Day, Json, ProjectName, answering, print_rows
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.orders.accepting import AcceptTerms, agreeing
from autossa.cli.orders.orders import Number, Payer
from autossa.domain.amounts import show

if TYPE_CHECKING:
    from autossa.domain.lapses import LapsePlan

Option = Annotated[
    str | None,
    typer.Option("--option", metavar="NAME", help="Order it, with a contract of this option; else only show."),
]


def command(
    project: ProjectName,
    option: Option = None,
    payer: Payer = None,
    order_number: Number = "",
    accept_terms: AcceptTerms = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Show what a lapsed project lacks day by day; with --option order that and the contract that follows."""
    boot_ready()
    from autossa.domain.refusals import Refusal
    from autossa.operations.credits.lapsed import NothingMissing, order_and_conclude
    from autossa.operations.days import check_day
    from autossa.operations.errors import Refused
    from autossa.queries.identifiers import find_project
    from autossa.queries.orders.order_listing import lapse_of, new_order_name

    with answering("orders lapsed", as_json=as_json), agreeing(accept_terms) as terms:
        ctx, key = action_context(on), find_project(project)
        check_day(ctx)
        who, plan = lapse_of(key, ctx.today, payer)
        if isinstance(plan, Refusal):
            raise Refused(plan)
        if plan is None:
            raise NothingMissing
        if option is None:
            _show(plan, as_json=as_json)
            return
        name, order = new_order_name("ord")
        order_and_conclude(
            order=order, project=key, option=option, payer=who, gross=plan.money, order_number=order_number,
            terms=terms, ctx=ctx,
        )  # fmt: skip
    print(name)


def _show(plan: "LapsePlan", *, as_json: bool) -> None:
    rows = [
        {"paid_on": one.day.isoformat(), "gap_ssc": show(one.gap), "missing_ssc": show(one.missing)}
        | {"order_ssc": show(plan.ssc), "gross": show(plan.money, plan.quote.places)}
        for one in plan.growth
    ]
    print_rows(rows, as_json=as_json, right=("gap_ssc", "missing_ssc", "order_ssc", "gross"))
