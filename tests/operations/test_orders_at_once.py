"""Two at once: a quote is accepted once, an order booked once, numbers of quotes have no gap."""

from typing import Any

import pytest

from autossa.operations.orders import accepting, consents, making
from autossa.operations.orders import licenses as orders
from autossa.queries.runs.verify import check_all
from autossa.store import models
from autossa.store.ids import public_id
from autossa.workbench import servers
from tests.cast.members import member
from tests.cast.sessions import at_once
from tests.cast.shop import ALICE, BOB, VERA, Shop, on, open_shop
from tests.cast.sold import order, quote, sell
from tests.store.looking import broken_laws, column, value

pytestmark = pytest.mark.store


@pytest.fixture(autouse=True)
def _nothing_is_found(database: servers.Addresses) -> Any:
    yield
    assert broken_laws() == {}
    assert list(check_all()) == []


def shop() -> Shop:
    found = open_shop()
    sell(found)
    return found


def test_a_quote_is_accepted_once(database: servers.Addresses) -> None:
    own = shop()
    project = own.project()
    key = quote(own, project)
    jobs = [lambda by=by: accepting.accept(quote=key, ctx=on("2026-01-25", by)) for by in (ALICE, BOB)]
    assert at_once(database, project, *jobs) == ["done", "done"]
    assert value("SELECT count(*) FROM license_orders") == 1


def test_a_quote_is_accepted_or_withdrawn(database: servers.Addresses) -> None:
    own = shop()
    project = own.project()
    key = quote(own, project)
    results = at_once(
        database,
        project,
        lambda: accepting.accept(quote=key, ctx=on("2026-01-25", ALICE)),
        lambda: making.withdraw(quote=key, ctx=on("2026-01-25", BOB)),
    )
    assert results == ["QuoteEnded: This quote was accepted or withdrawn already.", "done"]
    accepted = value("SELECT accepted_at IS NOT NULL FROM quotes")
    assert value("SELECT count(*) FROM license_orders") == (1 if accepted else 0)


def test_a_link_works_once_while_somebody_else_accepts(database: servers.Addresses) -> None:
    own = shop()
    project = own.project()
    alice = member(own.alice, "alice@example.com", "owner")
    key = quote(own, project)
    secret = consents.ask(quote=key, approver=public_id("usr", alice.id), ctx=on("2026-01-20"))
    results = at_once(
        database,
        project,
        lambda: consents.approve(secret=secret, ctx=on("2026-01-25", VERA)),
        lambda: accepting.accept(quote=key, ctx=on("2026-01-25", BOB)),
        lambda: consents.approve(secret=secret, ctx=on("2026-01-25", VERA)),
    )
    assert results.count("done") >= 1
    assert value("SELECT count(*) FROM license_orders") == 1


def test_an_order_is_booked_once(database: servers.Addresses) -> None:
    own = shop()
    project = own.project()
    key = order(own, project)
    jobs = [lambda: orders.book(order=key, ctx=on("2026-01-25"))] * 2
    assert at_once(database, project, *jobs) == ["OrderDecided: This order was decided already.", "done"]
    assert column("SELECT code FROM licenses ORDER BY 1") == ["L1", "L2"]
    assert value("SELECT count(*) FROM invoices") == 1


def test_quotes_made_at_once_have_numbers_without_a_gap(database: servers.Addresses) -> None:
    own = shop()
    project = own.project()
    jobs = [lambda: quote(own, project)] * 4
    assert at_once(database, project, *jobs) == ["done"] * 4
    assert column("SELECT number FROM quotes ORDER BY 1") == [1, 2, 3, 4]
    assert models.Quote.objects.count() == 4
