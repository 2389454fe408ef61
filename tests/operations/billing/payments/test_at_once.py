"""Two people at once at one account: the same money, claim or proposal is used by one of them alone."""

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

from autossa.operations.billing.payments import allocating, payout_accounts, refunds, returning, write_offs
from autossa.queries.runs.verify import check_all
from autossa.store import models
from autossa.workbench import servers
from tests.cast.sessions import said, starting, wait_until_waiting
from tests.cast.shop import ALICE, BOB, Shop, open_shop
from tests.operations.billing.payments.accounts import FIONA, IBAN, VERA, by, enter, invoices, owed, rest
from tests.store.looking import broken_laws

pytestmark = pytest.mark.store


@pytest.fixture
def shop(database: servers.Addresses) -> Any:
    yield open_shop()
    assert broken_laws() == {}
    assert list(check_all()) == []


def _at_once(addresses: servers.Addresses, shop: Shop, *jobs: Callable[[], Any]) -> list[str]:
    """What came of jobs that all wait for the payer's account before one of them gets it."""
    with starting() as start:
        with psycopg.connect(addresses.app) as session:
            session.execute("SELECT FROM organisations WHERE id = %s FOR UPDATE", [shop.alice])
            running = [start(job) for job in jobs]
            wait_until_waiting(len(jobs))
            session.rollback()
        return sorted(said(one) for one in running)


def test_one_payment_is_used_once(database: servers.Addresses, shop: Shop) -> None:
    first, second = invoices(shop)
    payment = enter(shop, rest(first), first)
    allocating.reverse(payment=payment, document=first, amount=5_00, ctx=by(VERA))
    jobs = [
        lambda one=one: allocating.allocate(payment=payment, document=one, amount=5_00, ctx=by(VERA))
        for one in (first, second)
    ]
    assert _at_once(database, shop, *jobs) == [
        "MoreThanLeftOfPayment: That is more than what is left of the payment.",
        "done",
    ]


def test_one_proposal_is_decided_once(database: servers.Addresses, shop: Shop) -> None:
    first, _ = invoices(shop)
    key = write_offs.propose(claim=first, reason="Insolvent", ctx=by(FIONA)).key
    jobs = [lambda who=who: write_offs.approve(write_off=key, ctx=by(who)) for who in (VERA, BOB)]
    assert _at_once(database, shop, *jobs) == [
        "NoSuchWriteOff: There is no such proposal, or it was decided meanwhile.",
        "done",
    ]
    assert rest(first) == 0


def test_a_refund_is_approved_or_its_money_returned(database: servers.Addresses, shop: Shop) -> None:
    invoices(shop)
    payment = enter(shop, owed(shop) + 10_00)
    payout_accounts.confirm_account(payer=shop.alice, iban=IBAN, holder="Alice Ltd", ctx=by(ALICE))
    key = refunds.propose(payer=shop.alice, currency="EUR", amount=10_00, reason="Asked for", ctx=by(FIONA))
    came = _at_once(
        database,
        shop,
        lambda: refunds.approve(refund=key, ctx=by(VERA)),
        lambda: returning.return_payment(payment=payment, amount=10_00, ctx=by(FIONA)),
    )
    # Returned first, nothing is left to be paid out; paid out first, what it had paid is open again.
    refused = "MoreThanCredit: That is more than what can be paid out: money that its bank can still take back stays."
    assert came in (["done", "done"], [refused, "done"])
    paid_out = models.Payout.objects.exists()
    assert owed(shop) == (10_00 if paid_out else 0)
