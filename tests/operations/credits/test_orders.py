"""Credit orders: placed at the price seen, decided once, booked when paid."""

from dataclasses import replace
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest

from autossa.domain.rights import Right
from autossa.operations.context import ActionContext
from autossa.operations.credits import orders
from autossa.operations.errors import Invalid, NotFound, Refused
from autossa.operations.organisations import delegations
from autossa.operations.vendor import catalogue
from autossa.queries.credits.orders import Offer, offer_top_up, open_orders, orders_of, past_orders, possible_payers
from autossa.queries.runs.verify import check_all
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.members import at, ctx, member, partner
from tests.cast.shop import ALICE, CHARLIE, VERA, Shop, d, on
from tests.store.looking import activities, lots, stored_balance, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def place(shop: Shop, project: UUID, **more: Any) -> UUID:
    given: dict[str, Any] = {
        "order": new_id(),
        "project": project,
        "ssc": 100_00,
        "payer": shop.alice,
        "gross": 119_00,
        "ctx": on("2026-01-20", ALICE),
        **more,
    }
    orders.place(**given)
    return UUID(str(given["order"]))


def test_an_order_keeps_the_price_it_was_placed_at(shop: Shop) -> None:
    project = shop.project()
    order = place(shop, project)
    catalogue.set_price(price_list=shop.price_list, price=Fraction(2), starts_on=d("2026-01-21"), ctx=on("2026-01-02"))
    orders.book(order=order, ctx=on("2026-01-25"))
    (row,) = orders_of(project)
    assert (row.price, row.net, row.tax, row.gross, row.state) == (1, 100_00, 19_00, 119_00, "booked")
    assert stored_balance(project) == (100_00, 0)
    assert {lot[0] for lot in lots(project).values()} == {"top_up"}
    assert value("SELECT paid FROM lots") == 100_00
    assert list(check_all()) == []


def test_what_the_offer_says_is_what_is_ordered(shop: Shop) -> None:
    project = shop.booked(option="annual_yearly")
    catalogue.set_price(
        price_list=shop.price_list, price=Fraction(1155, 1000), starts_on=d("2026-01-20"), ctx=on("2026-01-02")
    )
    for ssc in (1, 3, 99, 100_01, orders.MAX_SSC):
        offer = offer_top_up(project, d("2026-01-20"), ssc, shop.alice)
        assert isinstance(offer, Offer)
        order = place(shop, project, ssc=ssc, gross=offer.quote.gross)
        row = models.CreditOrder.objects.get(pk=order)
        assert (row.net, row.tax, row.gross) == (offer.quote.net, offer.quote.tax, offer.quote.gross)
        assert row.net == (2 * ssc * 1155 + 1000) // 2000  # half up, no plan's adjustment
        assert offer.why.result == f"{row.gross // 100}.{row.gross % 100:02d}"


def test_who_orders_again_under_the_same_id_orders_once(shop: Shop) -> None:
    project, other = shop.project("One"), shop.project("Two")
    order = place(shop, project)
    assert not orders.place(
        order=order, project=project, ssc=100_00, payer=shop.alice, gross=119_00, ctx=on("2026-01-20", ALICE)
    )
    with pytest.raises(NotFound):
        place(shop, other, order=order)
    assert len(orders_of(project)) == 1
    assert orders_of(other) == ()


@pytest.mark.parametrize("ssc", [0, -1, orders.MAX_SSC + 1])
def test_an_order_has_bounds(shop: Shop, ssc: int) -> None:
    with pytest.raises(Invalid, match="above 0"):
        place(shop, shop.project(), ssc=ssc)


def test_another_price_than_the_one_seen_is_not_ordered(shop: Shop) -> None:
    with pytest.raises(Invalid, match="changed"):
        place(shop, shop.project(), gross=118_99)


def test_without_a_price_nothing_is_ordered(shop: Shop) -> None:
    project = shop.project()
    empty = catalogue.add_price_list(name="Empty", currency="EUR", ctx=on("2026-01-16"))
    models.Project.objects.filter(pk=project).update(price_list=empty)
    with pytest.raises(Refused, match="no_price"):
        place(shop, project)


def test_nobody_pays_on_anothers_word(shop: Shop) -> None:
    project = shop.project()
    with pytest.raises(Invalid, match="customer pays"):
        place(shop, project, payer=shop.charlie)
    assert possible_payers(project, ALICE.user, d("2026-01-20")) == ((shop.alice, "Alice Ltd"),)


def test_who_pays_the_contract_does_not_pay_for_orders_without_its_word(shop: Shop) -> None:
    project = shop.booked()
    models.Contract.objects.filter(project=project).update(payer=shop.charlie)
    assert [key for key, _ in possible_payers(project, ALICE.user, d("2026-01-20"))] == [shop.alice]


def test_an_order_carries_the_vat_of_its_payer(shop: Shop) -> None:
    """A partner abroad is invoiced without VAT, whatever the customer's rate."""
    project, abroad = shop.project(), partner()
    delegations.give(customer=shop.alice, partner=abroad, rights=[Right.BILLING], ctx=on("2026-01-15"))
    pia = ctx(member(abroad, "pia@example.com", "manager"))
    with pytest.raises(Invalid, match="price has changed"):
        place(shop, project, payer=abroad, ctx=pia)
    place(shop, project, payer=abroad, gross=100_00, ctx=pia)
    (row,) = orders_of(project)
    assert (row.payer, row.net, row.tax, row.gross) == ("Paul's Phones", 100_00, 0, 100_00)


def _book(order: UUID, _project: UUID) -> None:
    orders.book(order=order, ctx=on("2026-01-21"))


def _decline(order: UUID, _project: UUID) -> None:
    orders.decline(order=order, reason="Not paid", ctx=on("2026-01-21"))


def _withdraw(order: UUID, project: UUID) -> None:
    orders.withdraw(order=order, project=project, ctx=on("2026-01-21", ALICE))


@pytest.mark.parametrize("first", [_book, _decline, _withdraw])
@pytest.mark.parametrize("then", [_book, _decline, _withdraw])
def test_an_order_is_decided_once(shop: Shop, first: Any, then: Any) -> None:
    project = shop.project()
    order = place(shop, project)
    first(order, project)
    state, balance = value("SELECT state FROM credit_orders"), stored_balance(project)
    with pytest.raises(NotFound):
        then(order, project)
    assert value("SELECT state FROM credit_orders") == state
    assert stored_balance(project) == balance
    assert balance == ((100_00, 0) if first is _book else (0, 0))


def test_an_order_is_withdrawn_where_it_is(shop: Shop) -> None:
    project, other = shop.project("One"), shop.project("Two")
    order = place(shop, project)
    with pytest.raises(NotFound):
        _withdraw(order, other)
    assert value("SELECT state FROM credit_orders") == "open"


@pytest.mark.parametrize("reason", ["", "  ", "x" * 501])
def test_a_declined_order_has_a_reason(shop: Shop, reason: str) -> None:
    order = place(shop, shop.project())
    with pytest.raises(Invalid, match="reason"):
        orders.decline(order=order, reason=reason, ctx=on("2026-01-21"))
    assert value("SELECT state FROM credit_orders") == "open"


def test_a_booking_that_fails_leaves_the_order_open(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    project = shop.project()
    order = place(shop, project)

    def fail(**_: Any) -> None:
        raise Invalid("the day has gone by")

    monkeypatch.setattr(orders, "top_up", fail)
    with pytest.raises(Invalid):
        orders.book(order=order, ctx=on("2026-01-21"))
    assert value("SELECT state FROM credit_orders") == "open"


def test_who_ordered_and_who_decided_is_on_record(shop: Shop) -> None:
    project = shop.project()
    first, second = place(shop, project), place(shop, project, ctx=on("2026-01-20", CHARLIE))
    orders.book(order=first, ctx=on("2026-01-21", VERA))
    orders.decline(order=second, reason="Twice", ctx=on("2026-01-21", VERA))
    assert [row[:2] for row in activities(project)[-5:]] == [
        ("Alice", "order_credits"),
        ("Charlie", "order_credits"),
        ("Vera", "top_up"),
        ("Vera", "book_order"),
        ("Vera", "decline_order"),
    ]
    assert activities(project)[-1][2]["reason"] == "Twice"


def test_open_orders_are_paged_by_key_oldest_first(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autossa.queries.credits.orders.PAGE", 2)
    project = shop.project()
    placed = [place(shop, project) for _ in range(5)]  # all at the same moment
    orders.book(order=placed[1], ctx=on("2026-01-21"))
    found, after = [], ""
    for _ in range(4):
        page = open_orders(after)
        found += [order.key for order in page.rows]
        after = page.next_after or ""
        if not after:
            break
    assert found == [placed[0], *placed[2:]]
    assert open_orders("nonsense").rows[0].key == placed[0]


def test_past_orders_are_paged_by_key_newest_decision_first(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autossa.queries.credits.orders.PAGE", 2)
    project = shop.project()
    placed = [place(shop, project) for _ in range(6)]
    booked, declined, withdrawn, *others = placed
    orders.withdraw(order=withdrawn, project=project, ctx=_at(9))
    orders.book(order=booked, ctx=_at(10))
    for order in (*others[:2], declined):
        orders.decline(order=order, reason="Not paid", ctx=_at(11))  # all at the same moment
    found, after = [], ""
    for _ in range(4):
        page = past_orders(after)
        found += [order.key for order in page.rows]
        after = page.next_after or ""
        if not after:
            break
    assert found == [others[1], others[0], declined, booked, withdrawn]
    for nonsense in ("nonsense", str(models.CreditOrder.objects.get(pk=others[2]).public_id)):  # unreadable, or open
        assert past_orders(nonsense).rows[0].key == others[1]


def _at(hour: int) -> ActionContext:
    return replace(on("2026-01-21", ALICE), now=at("2026-01-21", hour))
