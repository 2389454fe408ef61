"""The money ahead as the database adds it up is what the pure rule says of every account, and of every run."""

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from autossa.domain.billing.documents import Method
from autossa.domain.billing.forecast import Certainty, forecast, months_before, of_item
from autossa.domain.renewals import booked_periods, days_ahead
from autossa.operations import credits
from autossa.operations.billing.payments import receiving
from autossa.operations.runs import renewals
from autossa.queries.billing.forecast.money import money_ahead
from autossa.queries.billing.payments.accounts import accounts_of
from autossa.queries.billing.payments.policies import payment_terms
from autossa.store import models
from autossa.store.engine.load import load_projects
from autossa.store.ids import new_id
from tests.cast.shop import Shop, d, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
DAY = "2026-03-20"


def _claims(shop: Shop) -> list[models.Claim]:
    for name, quantity in (("Office", 1200), ("Branch", 600), ("Lager", 100)):
        shop.under_contract(name, quantity=quantity)
    for day in ("2026-02-01", "2026-02-20", DAY):
        renewals.run(ctx=on(day))
    return list(models.Claim.objects.order_by("id"))


def _enter(shop: Shop, amount: int, day: str, *documents: UUID) -> None:
    receiving.enter(
        payment=new_id(), payer=shop.alice, amount=amount, currency="EUR", method=Method.TRANSFER, day=d(day),
        documents=documents, ctx=on(day),
    )  # fmt: skip


def _hold(shop: Shop, claims: list[models.Claim]) -> dict[str, date]:
    """One is disputed, another promised; what the promise says by document."""
    models.Dispute.objects.create(claim=claims[0], day=d(DAY), reason="Wrong", set_at=on(DAY).now)
    for until in ("2026-04-30", "2026-04-10"):
        models.PaymentPromise.objects.create(
            payer_id=shop.alice, day=d("2026-03-19"), until=d(until), documents=[claims[1].pk], set_at=on(DAY).now
        )
    return {str(claims[1].pk): d("2026-04-30")}


def test_what_is_open_is_as_the_rule_says(shop: Shop) -> None:
    claims = _claims(shop)
    _enter(shop, claims[2].rest + 5_00, "2026-03-02", claims[2].pk)
    promised = _hold(shop, claims)
    expected = [
        one
        for account in accounts_of([shop.alice]).values()
        for key, item in account.items.items()
        if (one := of_item(item, d(DAY), Method.TRANSFER, promised.get(key), key == str(claims[0].pk)))
    ]
    (said,) = forecast(expected, d(DAY))
    (found,) = money_ahead(d(DAY))
    ours = {key: amount for key, amount in found.outlook.amounts.items() if key[2] is not Certainty.RENEWAL}
    assert ours == said.amounts
    assert {Certainty.DISPUTED, Certainty.PROMISED, Certainty.OVERDUE} <= {key[2] for key in ours}


def test_the_months_before_are_as_the_rule_says(shop: Shop) -> None:
    claims = _claims(shop)
    _enter(shop, claims[2].rest, "2026-02-27", claims[2].pk)
    _enter(shop, 12_34, "2026-03-02")
    (found,) = money_ahead(d(DAY))
    assert found.months == months_before(accounts_of([shop.alice]).values(), "EUR", d(DAY))
    assert sum(one.received for one in found.months) == sum(models.Payment.objects.values_list("amount", flat=True))


@pytest.mark.parametrize("balance", [0, 30_00, 100_00])
def test_renewals_are_what_the_runs_will_invoice(shop: Shop, balance: int) -> None:
    """With one line a project nothing is rounded otherwise; a balance is used by the first period."""
    _claims(shop)
    project = models.Project.objects.get(name="Office").pk
    if balance:
        credits.top_up(project=project, ssc=balance, ctx=on(DAY))
    wanted: Counter[date] = Counter()
    last = d(DAY) + timedelta(days=90)
    for key in models.Project.objects.values_list("id", flat=True):
        loaded = load_projects([key], d(DAY), lock=False)[key]
        for day, outcome in days_ahead(loaded.project, loaded.touched_on, d(DAY)):
            if day >= last:
                break
            for one in booked_periods(outcome):
                if one.invoice and day + timedelta(days=14) < last:
                    wanted[day + timedelta(days=14)] += one.invoice.gross
    (found,) = money_ahead(d(DAY))
    ours = {key[0]: amount for key, amount in found.outlook.amounts.items() if key[2] is Certainty.RENEWAL}
    assert ours.keys() == wanted.keys()
    assert all(abs(ours[day] - wanted[day]) <= 3 for day in ours), (ours, wanted)


def test_methods_that_were_chosen_count(shop: Shop) -> None:
    _claims(shop)
    assert payment_terms(d(DAY)).offered == {Method.TRANSFER}
    models.PaymentChoice.objects.create(payer_id=shop.alice, method="card", set_at=on(DAY).now)
    contract = models.Contract.objects.first()
    models.PaymentChoice.objects.create(
        payer_id=shop.alice, contract=contract, method="direct_debit", set_at=on(DAY).now
    )
    (found,) = money_ahead(d(DAY))
    assert {key[1] for key in found.outlook.amounts if key[2] is Certainty.RENEWAL} == {
        Method.CARD,
        Method.DIRECT_DEBIT,
    }


def test_without_anything_nothing_is_expected(shop: Shop) -> None:
    assert money_ahead(d(DAY)) == ()


def test_it_takes_a_constant_number_of_queries(shop: Shop, django_assert_max_num_queries: Any) -> None:
    _claims(shop)
    with django_assert_max_num_queries(14):
        money_ahead(d(DAY))
