"""Loads the demo: its two years are played through the use cases, day by day, as people and the nightly run would."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from autossa.domain.amounts import parse_decimal
from autossa.domain.scenarios import Event
from autossa.operations.context import Actor, Occasion
from autossa.operations.contracts import contracts
from autossa.operations.licenses import licenses
from autossa.operations.organisations import organisations
from autossa.operations.projects import projects
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue, settings
from autossa.operations.vendor.schema import FIRST_DAY, set_first_policy
from autossa.queries.runs.due import first_wake
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
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Planned:
    day: date
    project: UUID
    payer: UUID | None
    step: Step


def is_loaded() -> bool:
    """The demo's vendor is there."""
    return models.Organisation.objects.filter(kind="vendor").exists()


def load(by: Occasion, progress: Callable[[date], None] = lambda _: None) -> None:
    """Load the demo into an empty database, so that its last day is the occasion's day."""
    begin = by.day - timedelta(days=max(ago for ago, _ in PRICES))
    start = Occasion(STAFF, begin, by.now)
    set_first_policy(start)
    organisations.create(kind="vendor", name="Brightline Telephony", number="VENDOR", by=start)
    price_list = _prices(start, by.day)
    _types(start)
    payers = {
        number: organisations.create(kind="partner", name=name, number=number, tax_rate=VAT, by=start)
        for number, name in PARTNERS.items()
    }
    customers = {number: _customer(number, name, start) for number, name in CUSTOMERS.items()}
    planned = [
        step for project in PROJECTS for step in _plan(project, customers[project.customer], price_list, payers, by)
    ]
    _play(sorted(planned, key=lambda item: item.day), by, progress)
    # Two years of mails are history: nobody is to find them all on the first day.
    models.OutboxMessage.objects.filter(delivered_at=None).update(delivered_at=by.now)
    end = Occasion(STAFF, by.day, by.now)
    settings.set_how_to_pay(text=HOW_TO_PAY, by=end)
    demo_people.load(end)


def _customer(number: str, name: str, by: Occasion) -> UUID:
    return organisations.create(kind="customer", name=name, number=number, tax_rate=VAT, by=by)


def _prices(by: Occasion, today: date) -> UUID:
    price_list = catalogue.add_price_list(name="List EUR", currency="EUR", by=by)
    for ago, price in PRICES:
        starts_on = today - timedelta(days=ago)
        catalogue.set_price(price_list=price_list, price=parse_decimal(price), starts_on=starts_on, by=by)
    return price_list


def _types(by: Occasion) -> None:
    for code, (name, rate) in LICENSE_TYPES.items():
        catalogue.add_license_type(
            code=code, name=name, ssc_per_year=parse_decimal(rate), starts_on=FIRST_DAY, by=by, note="Demo value"
        )


def _plan(
    project: DemoProject, customer: UUID, price_list: UUID, payers: dict[str, UUID], by: Occasion
) -> list[_Planned]:
    first = by.day - timedelta(days=max(step.ago for step in project.steps))
    created = Occasion(STAFF, first, by.now)
    key = projects.create(customer=customer, name=project.name, price_list=price_list, by=created)
    payer = payers[project.payer] if project.payer else None
    return [_Planned(by.day - timedelta(days=step.ago), key, payer, step) for step in project.steps]


def _play(planned: list[_Planned], by: Occasion, progress: Callable[[date], None]) -> None:
    for day, steps in groupby(planned, key=lambda item: item.day):
        _run_until(day - DAY, by)
        progress(day)
        for item in steps:
            _do(item, Occasion(STAFF, day, by.now))
        renewals.run(by=Occasion(STAFF, day, by.now))
    _run_until(by.day, by)
    progress(by.day)


def _run_until(last: date, by: Occasion) -> None:
    """The daily run of each day on which a project wakes, as the nightly schedule would have done it."""
    while (day := first_wake()) is not None and day <= last:
        renewals.run(by=Occasion(STAFF, day, by.now))


def _do(item: _Planned, by: Occasion) -> None:
    given, step = dict(item.step.arguments), item.step
    match step.action:
        case "conclude_contract":
            days = given.get("end_after")
            end = by.day + timedelta(days=days) if days else None
            contracts.conclude(project=item.project, option=given["option"], fixed_end=end, payer=item.payer, by=by)
        case "request_license":
            origin = "partner" if item.payer else "customer"
            licenses.request(
                project=item.project, license_id=given["id"], license_type=given["type"],
                quantity=given["quantity"], origin=origin, by=by,
            )  # fmt: skip
        case "ask_question":
            contracts.ask(project=item.project, question=given["question"], by=by)
        case _:
            scenario_player.perform(item.project, Event(by.day, step.action, given), by)
