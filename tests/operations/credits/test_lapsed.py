"""A lapsed project: what is missing is ordered with the contract, which follows once it is paid, as the rule says."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from autossa.domain import lapses
from autossa.domain.contracts import Contract
from autossa.domain.lapses import LapsePlan
from autossa.domain.projects import Outcome, paid_at
from autossa.domain.refusals import Refusal
from autossa.operations import contracts, credits
from autossa.operations.credits import lapsed, orders
from autossa.operations.errors import Refused
from autossa.operations.orders.checkouts import asking, opening
from autossa.queries.as_of import project_as_of
from autossa.queries.billing.possible_payers import tax_rates_of
from autossa.store import models
from autossa.store.ids import new_id
from autossa.workbench.cards.fake import FakeCards
from tests.cast.shop import ALICE, SYSTEM, Shop, d, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]
ORDERED, OPTION = "2026-05-01", "annual_monthly"


def _rule(shop: Shop, project: UUID, day: str = ORDERED) -> LapsePlan:
    found, rates = project_as_of(project, d(day)), tax_rates_of(shop.alice)
    assert found is not None
    assert rates is not None
    plan = lapses.plan(paid_at(found.project, rates), d(day))
    assert isinstance(plan, LapsePlan)
    return plan


def _order(shop: Shop, project: UUID, **more: Any) -> UUID:
    key, asked = new_id(), {"option": OPTION, "payer": shop.alice, "gross": _rule(shop, project).money, **more}
    assert lapsed.order_and_conclude(order=key, project=project, ctx=on(ORDERED, ALICE), **asked)
    return key


def _continuation() -> models.Continuation:
    return models.Continuation.objects.get()


def _contract(project: UUID, day: str) -> Contract | None:
    found = project_as_of(project, d(day))
    assert found is not None
    return found.project.contract


@pytest.mark.parametrize("paid_on", ["2026-05-01", "2026-05-04", "2026-05-15"])
def test_the_store_does_what_the_rule_says(shop: Shop, paid_on: str) -> None:
    project = shop.covered()
    plan = _rule(shop, project)
    order = _order(shop, project)
    before = project_as_of(project, d(paid_on))
    assert before is not None
    option = before.project.terms.policy.option(OPTION)
    said = lapses.continue_when_paid(before.project, d(paid_on), plan, option)
    assert isinstance(said, Outcome)
    orders.book(order=order, ctx=on(paid_on))
    after = project_as_of(project, d(paid_on))
    assert after is not None
    assert after.project.contract == said.project.contract
    assert after.project.credits == said.project.credits
    assert (_continuation().concluded_on, _continuation().contract is not None) == (d(paid_on), True)
    contracts.approve(project=project, ctx=on(paid_on))


def test_too_late_the_credits_stay_and_what_is_missing_is_told(shop: Shop) -> None:
    project = shop.covered()
    plan = _rule(shop, project)
    order = _order(shop, project)
    late = (plan.pay_until + timedelta(days=20)).isoformat()
    before = project_as_of(project, d(late))
    assert before is not None
    said = lapses.continue_when_paid(before.project, d(late), plan, before.project.terms.policy.option(OPTION))
    assert isinstance(said, Refusal)
    assert lapses.more_is_missing(said) > 0
    orders.book(order=order, ctx=on(late))
    found = project_as_of(project, d(late))
    assert found is not None
    assert (found.project.contract, found.project.credits.free) == (None, plan.ssc)
    assert (_continuation().refused_on, _continuation().refusal) == (d(late), said.code.value)
    assert models.OutboxMessage.objects.filter(topic="mail.contract_not_continued").count() == 1


def test_the_price_is_reserved_until_the_last_day(shop: Shop) -> None:
    project = shop.covered()
    gross = _rule(shop, project).money
    order = _order(shop, project)
    orders.book(order=order, ctx=on("2026-05-15"))
    assert models.Invoice.objects.get(credit_order=order).gross == gross


def test_what_could_not_follow_is_not_ordered(shop: Shop) -> None:
    project = shop.covered()
    with pytest.raises(Refused):
        _order(shop, project, fixed_end=d("2026-06-01"))
    with pytest.raises(contracts.UnknownOption):
        _order(shop, project, option="weekly")
    with pytest.raises(orders.PriceChanged):
        _order(shop, project, gross=1)
    assert not models.CreditOrder.objects.exists()
    credits.top_up(project=project, ssc=10_000_00, ctx=on(ORDERED))
    with pytest.raises(lapsed.NothingMissing):
        lapsed.order_and_conclude(
            order=new_id(), project=project, option=OPTION, payer=shop.alice, gross=1, ctx=on(ORDERED, ALICE)
        )


def test_one_such_order_waits_at_a_time_and_the_same_twice_is_one(shop: Shop) -> None:
    project = shop.covered()
    order = _order(shop, project)
    again: dict[str, Any] = {"option": OPTION, "payer": shop.alice, "gross": _rule(shop, project).money}
    assert not lapsed.order_and_conclude(order=order, project=project, ctx=on(ORDERED, ALICE), **again)
    with pytest.raises(lapsed.LapsedOrderWaits):
        lapsed.order_and_conclude(order=new_id(), project=project, ctx=on(ORDERED, ALICE), **again)
    orders.withdraw(order=order, project=project, ctx=on(ORDERED, ALICE))
    _order(shop, project)


def test_a_contract_that_came_meanwhile_stays(shop: Shop) -> None:
    project = shop.covered()
    order = _order(shop, project)
    credits.top_up(project=project, ssc=10_000_00, ctx=on(ORDERED))
    contracts.conclude(project=project, option="annual_yearly", ctx=on(ORDERED, ALICE))
    orders.book(order=order, ctx=on(ORDERED))
    assert _continuation().refusal == "contract_exists"
    contract = _contract(project, ORDERED)
    assert contract is not None
    assert contract.option.name == "annual_yearly"


def test_who_asked_for_it_cannot_approve_it(shop: Shop) -> None:
    project = shop.covered()
    order = _order(shop, project)
    orders.book(order=order, ctx=on(ORDERED))
    with pytest.raises(contracts.OwnConclusion):
        contracts.approve(project=project, ctx=on(ORDERED, ALICE))


def test_paid_by_card_it_follows_in_the_same_transaction(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    fake = FakeCards()
    settings.CARD_GATEWAY = "tests"
    for module in (opening, asking):
        monkeypatch.setattr(module, "cards", lambda: fake)
    project = shop.covered()
    order = models.CreditOrder.objects.get(pk=_order(shop, project))
    opening.pay_order(order=order.public_id, project=project, language="en", ctx=on(ORDERED, ALICE))
    checkout = models.Checkout.objects.get()
    fake.pay(checkout.provider_id)
    asking.ask(checkout=checkout.pk, ctx=on("2026-05-03", SYSTEM))
    assert (_continuation().concluded_on, _contract(project, "2026-05-03") is not None) == (d("2026-05-03"), True)
    assert models.Payment.objects.get().checkout_id == checkout.pk
