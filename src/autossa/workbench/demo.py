"""Loads the demo: its two years are played through the use cases, day by day, as people and the nightly run would."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from autossa.domain.amounts import parse_decimal
from autossa.domain.dates import DAY
from autossa.domain.scenarios import Event
from autossa.operations import contracts, licenses
from autossa.operations.context import ActionContext, Actor
from autossa.operations.organisations import create
from autossa.operations.projects.edit import create_project
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue, settings
from autossa.operations.vendor.schema import FIRST_DAY, set_first_policy
from autossa.queries.runs.due import first_run_day
from autossa.store import models
from autossa.workbench import demo_people, scenario_player
from autossa.workbench.demo_data import (
    CUSTOMERS,
    HOW_TO_PAY,
    LICENSE_TYPES,
    PARTNERS,
    PRICES,
    PROJECTS,
    VAT,
    DemoProject,
    Step,
)

STAFF = Actor("Demo staff")


@dataclass(frozen=True, slots=True)
class _Planned:
    day: date
    project: UUID
    payer: UUID | None
    step: Step


def is_loaded() -> bool:
    """The demo's vendor is there."""
    return models.Organisation.objects.filter(kind="vendor").exists()


def load(ctx: ActionContext, progress: Callable[[date], None] = lambda _: None) -> None:
    """Load the demo into an empty database, so that its last day is the context's today."""
    begin = ctx.today - timedelta(days=max(ago for ago, _ in PRICES))
    start = ActionContext(STAFF, begin, ctx.now)
    set_first_policy(start)
    create.create(kind="vendor", name="Brightline Telephony", number="VENDOR", ctx=start)
    price_list = _prices(start, ctx.today)
    _types(start)
    payers = {
        number: create.create(kind="partner", name=name, number=number, tax_rate=VAT, ctx=start)
        for number, name in PARTNERS.items()
    }
    customers = {number: _customer(number, name, start) for number, name in CUSTOMERS.items()}
    planned = [
        step for project in PROJECTS for step in _plan(project, customers[project.customer], price_list, payers, ctx)
    ]
    _play(sorted(planned, key=lambda item: item.day), ctx, progress)
    # Two years of mails are history: nobody is to find them all on the first day.
    models.OutboxMessage.objects.filter(delivered_at=None).update(delivered_at=ctx.now)
    end = ActionContext(STAFF, ctx.today, ctx.now)
    settings.save_settings(how_to_pay=HOW_TO_PAY, ctx=end)
    demo_people.load(end)


def _customer(number: str, name: str, ctx: ActionContext) -> UUID:
    return create.create(kind="customer", name=name, number=number, tax_rate=VAT, ctx=ctx)


def _prices(ctx: ActionContext, today: date) -> UUID:
    price_list = catalogue.add_price_list(name="List EUR", currency="EUR", ctx=ctx)
    for ago, price in PRICES:
        starts_on = today - timedelta(days=ago)
        catalogue.set_price(price_list=price_list, price=parse_decimal(price), starts_on=starts_on, ctx=ctx)
    return price_list


def _types(ctx: ActionContext) -> None:
    for code, (name, rate) in LICENSE_TYPES.items():
        catalogue.add_license_type(
            code=code, name=name, ssc_per_year=parse_decimal(rate), starts_on=FIRST_DAY, ctx=ctx, note="Demo value"
        )


def _plan(
    project: DemoProject, customer: UUID, price_list: UUID, payers: dict[str, UUID], ctx: ActionContext
) -> list[_Planned]:
    first = ctx.today - timedelta(days=max(step.ago for step in project.steps))
    created = ActionContext(STAFF, first, ctx.now)
    key = create_project(customer=customer, name=project.name, price_list=price_list, ctx=created)
    payer = payers[project.payer] if project.payer else None
    return [_Planned(ctx.today - timedelta(days=step.ago), key, payer, step) for step in project.steps]


def _play(planned: list[_Planned], ctx: ActionContext, progress: Callable[[date], None]) -> None:
    for day, steps in groupby(planned, key=lambda item: item.day):
        _run_until(day - DAY, ctx)
        progress(day)
        for item in steps:
            _do(item, ActionContext(STAFF, day, ctx.now))
        renewals.run(ctx=ActionContext(STAFF, day, ctx.now))
    _run_until(ctx.today, ctx)
    progress(ctx.today)


def _run_until(last: date, ctx: ActionContext) -> None:
    """The daily run of each day on which a project has something due, as the nightly schedule would have done it."""
    while (day := first_run_day()) is not None and day <= last:
        renewals.run(ctx=ActionContext(STAFF, day, ctx.now))


def _do(item: _Planned, ctx: ActionContext) -> None:
    given, step = dict(item.step.arguments), item.step
    match step.action:
        case "conclude_contract":
            days = given.get("end_after")
            end = ctx.today + timedelta(days=days) if days else None
            contracts.conclude(project=item.project, option=given["option"], fixed_end=end, payer=item.payer, ctx=ctx)
        case "request_license":
            origin = "partner" if item.payer else "customer"
            licenses.request(
                project=item.project, license_id=given["id"], license_type=given["type"],
                quantity=given["quantity"], origin=origin, ctx=ctx,
            )  # fmt: skip
        case "ask_question":
            contracts.ask(project=item.project, question=given["question"], ctx=ctx)
        case _:
            scenario_player.perform(item.project, Event(ctx.today, step.action, given), ctx)
