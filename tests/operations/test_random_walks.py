"""Random use cases, corrections among them, on a project: each is done or refused, and all books stay right.

What scenario files cannot say is here: voids, adjustments, requests, questions, keys, orders, new prices, rates and
policies and those that are withdrawn; other payers, partners' access, merges, and other VAT.
"""

from collections.abc import Callable
from datetime import timedelta
from random import Random
from uuid import UUID

import pytest
from django.db import connection, transaction

from autossa.operations.errors import OperationError, Refused
from autossa.operations.runs import renewals
from autossa.queries.runs.verify import check_all
from autossa.store.exact import fraction
from tests.cast.shop import Shop, d, open_shop
from tests.operations.walks import ACTIONS, LIKELY, WITHOUT, Walk, by_a_partner, with_rates
from tests.store.looking import broken_laws, column, rows
from tests.trials import a_few_of

pytestmark = [pytest.mark.store, pytest.mark.django_db]

OPENINGS: dict[str, Callable[[Shop], UUID]] = {
    "a contract": Shop.booked,
    "a project": Shop.project,
    "by hand": Shop.covered,
    "in review": Shop.in_review,
    "flex": lambda shop: shop.booked(option="flex_monthly"),
    "by a partner": by_a_partner,
}
CURRENCIES = ("EUR", "EUR", "JPY", "KWD")
"""With two decimal places, with none, with three."""
DAYS = (0, 0, 0, 0, 0, 0, 1, 2, 5, 14, 20, 31, 45, 100)
STEPS = 35


def walk(chance: Random) -> Walk:
    """Opened somehow, some steps, and a last run; nothing of it stays in the database."""
    with transaction.atomic():
        shop = open_shop(chance.choice(CURRENCIES))
        opening = chance.choice(sorted(OPENINGS))
        walker = Walk(shop, OPENINGS[opening](shop), d("2026-01-15"), [opening])
        with_rates(walker)
        try:
            for _ in range(STEPS):
                step(walker, chance)
            renewals.run(ctx=walker.staff)
            connection.check_constraints()
            assert column("SELECT parked_cause FROM projects WHERE parked_at IS NOT NULL") == []
            assert broken_laws() == {}
            assert list(check_all()) == []
            assert foreign_vat(walker) == []
        except BaseException as error:
            error.add_note("\n".join(walker.said))
            raise
        transaction.set_rollback(True)
    return walker


def foreign_vat(walker: Walk) -> list[object]:
    """Invoices at a rate that their payer never had."""
    found = rows("SELECT payer, tax_rate, start, reason FROM invoices")
    return [row for row in found if fraction(row[1]) not in walker.rates[row[0]]]  # type: ignore[arg-type, index]


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
    except OperationError as error:
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
