"""Random use cases, corrections among them, on a project: each is done or refused, and all books stay right.

What scenario files cannot say is here: voids, adjustments, requests, questions, keys, new prices and new policies.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction

from autossa.domain.policies import Policy
from autossa.operations import contracts, credits, licenses
from autossa.operations.billing import corrections
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound, Refused
from autossa.operations.licenses import activation_keys
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue
from autossa.queries.runs.verify import check_all
from tests.cast.shop import ALICE, NOW, VERA, Shop, d, open_shop
from tests.store.looking import broken_laws, column, rows, value
from tests.trials import a_few_of

pytestmark = [pytest.mark.store, pytest.mark.django_db]

OPTIONS = ("annual_monthly", "flex_monthly", "annual_yearly", "annual_quarterly")


@dataclass
class Walk:
    """A project, the day it is, and what has come of each step."""

    shop: Shop
    project: UUID
    today: date
    said: list[str] = field(default_factory=list)

    @property
    def staff(self) -> ActionContext:
        return ActionContext(VERA, self.today, NOW)

    @property
    def customer(self) -> ActionContext:
        return ActionContext(ALICE, self.today, NOW)

    def some_line(self, number: int) -> tuple[int, str, int]:
        found = rows(
            "SELECT l.number, i.code, l.quantity FROM license_lines l JOIN licenses i ON i.id = l.license_id"
            " WHERE l.project_id = %s ORDER BY l.ended_on IS NOT NULL, l.number",
            self.project,
        )
        return found[number % len(found)]  # type: ignore[return-value]

    def new_id(self) -> str:
        return f"L{value('SELECT count(*) FROM licenses') + 1}"


def add(walk: Walk, n: int) -> None:
    kind, quantity = ("PORT", "OPERATOR")[n % 2], n % 90 + 1
    licenses.add(project=walk.project, license_id=walk.new_id(), license_type=kind, quantity=quantity, ctx=walk.staff)


def request(walk: Walk, n: int) -> None:
    licenses.request(
        project=walk.project, license_id=walk.new_id(), license_type="PORT", quantity=n + 1, origin="partner",
        ctx=walk.customer,
    )  # fmt: skip


def confirm(walk: Walk, n: int) -> None:
    waiting = column("SELECT number FROM license_lines WHERE NOT confirmed ORDER BY 1") or [1]
    licenses.confirm(project=walk.project, line=waiting[n % len(waiting)], ctx=walk.staff)


def give_back(walk: Walk, n: int) -> None:
    _, code, quantity = walk.some_line(n)
    part = quantity if n % 3 == 0 else max(1, quantity // 2)
    licenses.return_license(project=walk.project, license_id=code, quantity=part, ctx=walk.customer)


def void(walk: Walk, n: int) -> None:
    """The newest settlement, mostly."""
    found = column("SELECT id FROM settlements ORDER BY id DESC") or [UUID(int=9)]
    corrections.void(settlement=found[n % 2 if len(found) > 1 else 0], reason="Wrong", ctx=walk.staff)


def redeem(walk: Walk, n: int) -> None:
    worth: dict[str, Any] = {"license_type": "PORT", "quantity": n + 1} if n % 3 else {}
    key = activation_keys.make(**worth, ssc=(n % 2) * 50_00 or (0 if worth else 1), ctx=walk.staff)
    activation_keys.redeem(key=key, project=walk.project, ctx=walk.customer)


def conclude(walk: Walk, n: int) -> None:
    fixed_end = walk.today + timedelta(days=n * 3) if n % 5 == 0 else None
    payer = walk.shop.charlie if n % 7 == 0 else None
    option = OPTIONS[n % 4]
    contracts.conclude(project=walk.project, option=option, fixed_end=fixed_end, payer=payer, ctx=walk.customer)


def cancel(walk: Walk, n: int) -> None:
    end = walk.today + timedelta(days=n * 2) if n % 3 == 0 else None
    contracts.cancel(project=walk.project, end=end, ctx=walk.customer)


def new_price(walk: Walk, n: int) -> None:
    starts_on = walk.today + timedelta(days=28 + n % 20)
    price = Fraction(n + 1, 100)
    catalogue.set_price(price_list=walk.shop.price_list, price=price, starts_on=starts_on, ctx=walk.staff)


def new_policy(walk: Walk, n: int) -> None:
    policy = Policy(grace_days=n % 60, renewal_lead_days=n % 28, late_multiplier=Fraction(n % 4), void_days=30 + n)
    catalogue.set_policy(policy=policy, starts_on=walk.today + timedelta(days=28), ctx=walk.staff)


def approve(walk: Walk, _: int) -> None:
    contracts.approve(project=walk.project, ctx=walk.staff)


ACTIONS: dict[str, Callable[[Walk, int], object]] = {
    "add": add,
    "request": request,
    "confirm": confirm,
    "activate": lambda w, n: licenses.activate(project=w.project, license_id=w.some_line(n)[1], ctx=w.customer),
    "give back": give_back,
    "top up": lambda w, n: credits.top_up(project=w.project, ssc=(n + 1) * 9_99, paid=n * 9_99, ctx=w.customer),
    "adjust up": lambda w, n: credits.adjust(project=w.project, ssc=n + 1, reason="Goodwill", ctx=w.staff),
    "adjust down": lambda w, n: credits.adjust(project=w.project, ssc=-(n + 1) * 99, reason="Typo", ctx=w.staff),
    "extend": lambda w, n: credits.extend(project=w.project, months=n % 14 + 1, ctx=w.customer),
    "conclude": conclude,
    "ask": lambda w, _: contracts.ask(project=w.project, question="Hm?", ctx=w.staff),
    "answer": lambda w, _: contracts.answer(project=w.project, text="Yes", ctx=w.customer),
    "approve": approve,
    "reject": lambda w, _: contracts.reject(project=w.project, ctx=w.staff),
    "withdraw": lambda w, _: contracts.withdraw(project=w.project, ctx=w.customer),
    "suspend": lambda w, _: contracts.suspend(project=w.project, ctx=w.staff),
    "resume": lambda w, _: contracts.resume(project=w.project, ctx=w.staff),
    "cancel": cancel,
    "undo": lambda w, _: contracts.undo_cancellation(project=w.project, ctx=w.customer),
    "void": void,
    "redeem": redeem,
    "run": lambda w, _: renewals.run(ctx=w.staff),
    "new price": new_price,
    "new policy": new_policy,
}

ANYTIME = (
    "add, request, confirm, activate, give back, top up, adjust up, adjust down, redeem, run, new price, new policy"
)
WITHOUT = f"{ANYTIME}, extend, extend, extend, top up, top up, conclude, conclude, conclude"
REVIEWED = "approve, approve, approve, approve, ask, ask, answer, answer, reject, withdraw, add, request, run"
RUNNING = f"{ANYTIME}, add, give back, confirm, run, run, run, void, void, void, void, cancel, cancel, undo, suspend"
LIKELY = {
    "in_review": REVIEWED,
    "question": REVIEWED,
    "active": RUNNING,
    "ending": f"{RUNNING}, undo, run, run",
    "suspended": f"{ANYTIME}, resume, resume, resume, resume, void",
}
"""What people do, by the state of the contract, as often as it is named; else what they do without one."""

OPENINGS: dict[str, Callable[[Shop], UUID]] = {
    "a contract": Shop.booked,
    "a project": Shop.project,
    "by hand": Shop.covered,
    "in review": Shop.in_review,
    "flex": lambda shop: shop.booked(option="flex_monthly"),
}
DAYS = (0, 0, 0, 0, 0, 0, 1, 2, 5, 14, 20, 31, 45, 100)
STEPS = 35


def walk(chance: Random) -> Walk:
    """Opened somehow, some steps, and a last run; nothing of it stays in the database."""
    with transaction.atomic():
        shop = open_shop()
        opening = chance.choice(sorted(OPENINGS))
        walker = Walk(shop, OPENINGS[opening](shop), d("2026-01-15"), [opening])
        try:
            for _ in range(STEPS):
                step(walker, chance)
            renewals.run(ctx=walker.staff)
            connection.check_constraints()
            assert column("SELECT parked_cause FROM projects WHERE parked_at IS NOT NULL") == []
            assert broken_laws() == {}
            assert list(check_all()) == []
        except BaseException as error:
            error.add_note("\n".join(walker.said))
            raise
        transaction.set_rollback(True)
    return walker


def step(walker: Walk, chance: Random) -> None:
    """One use case; an error that is no refusal fails the test."""
    status = (column("SELECT status FROM contracts ORDER BY number DESC LIMIT 1") or [""])[0]
    likely = LIKELY.get(status, WITHOUT).split(", ")
    action = chance.choice(sorted(ACTIONS)) if chance.random() < 0.1 else chance.choice(likely)
    number = chance.randrange(100)
    walker.today += timedelta(days=chance.choice(DAYS))
    walker.said.append(f"{walker.today} {action} {number}")
    try:
        ACTIONS[action](walker, number)
        came_of_it = "done"
    except Refused as refused:
        came_of_it = refused.refusal.code.value
    except (Invalid, NotFound) as error:
        came_of_it = str(error)
    walker.said[-1] += f": {came_of_it}"


@pytest.mark.parametrize("portion", range(8))
def test_whatever_is_done_the_books_stay_right(portion: int) -> None:
    chance = Random(portion)
    for _ in range(5):
        walk(chance)


@pytest.mark.slow
@pytest.mark.parametrize("portion", a_few_of(range(100, 130), 3))
def test_whatever_is_done_in_many_walks_the_books_stay_right(portion: int) -> None:
    chance = Random(portion)
    for _ in range(10):
        walk(chance)
