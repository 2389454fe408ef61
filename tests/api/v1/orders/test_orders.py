"""Orders of credits and licenses: previewed, placed, taken back, booked, declined."""

import pytest

from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.callers import Callers
from tests.cast.sold import dearer, sell

pytestmark = pytest.mark.store
TEN = [{"license_type": "PORT", "quantity": 10}]


@pytest.fixture
def office(callers: Callers) -> str:
    sell(callers.shop)
    return public_id("prj", callers.shop.project())


def order(callers: Callers, office: str, **more: object) -> dict[str, object]:
    sent = {"ssc": "250.00", "payer": callers.company, **more}
    return dict(callers.done("alice", "POST", f"projects/{office}/credit-orders", sent))


def test_an_order_is_previewed_and_placed_as_shown(callers: Callers, office: str) -> None:
    shown = callers.done("alice", "POST", "previews/order", {"project": office, "ssc": "250.00"})
    assert (shown["net"], shown["tax"], shown["gross"], shown["currency"]) == ("250.00", "47.50", "297.50", "EUR")
    assert (shown["booking"], shown["payer"], shown["unverified"]) == ("on_payment", callers.company, None)
    placed = order(callers, office, agreed=shown["agreed"], order_number="PO 7")
    assert (placed["state"], placed["gross"], placed["ssc"]) == ("open", "297.50", "250.00")
    row = models.CreditOrder.objects.get()
    assert (row.gross, row.order_number) == (297_50, "PO 7")
    path = f"projects/{office}/credit-orders"
    assert callers.done("alice", "GET", path)["data"] == [callers.done("alice", "GET", f"{path}/{placed['id']}")]


def test_a_preview_of_something_else_is_no_agreement(callers: Callers, office: str) -> None:
    shown = callers.done("alice", "POST", "previews/order", {"project": office, "ssc": "100.00"})
    sent = {"ssc": "250.00", "payer": callers.company, "agreed": shown["agreed"]}
    assert callers.refused("alice", "POST", f"projects/{office}/credit-orders", sent) == (409, "changed_since_shown")
    assert not models.CreditOrder.objects.exists()


@pytest.mark.parametrize(
    ("sent", "code"),
    [
        ({"ssc": "0.00"}, "order_out_of_bounds"), ({"ssc": "5.00", "payer": "org_" + "0" * 26}, "payer_not_allowed"),
        ({"ssc": "5.00", "terms": ["tdo_" + "0" * 26]}, "terms_changed"),
    ],
)  # fmt: skip
def test_what_cannot_be_ordered_is_refused(callers: Callers, office: str, sent: dict[str, object], code: str) -> None:
    given = {"payer": callers.company, **sent}
    assert callers.refused("alice", "POST", f"projects/{office}/credit-orders", given) == (422, code)


def test_finance_books_an_order_and_declines_another(callers: Callers, office: str) -> None:
    first, second = order(callers, office), order(callers, office)
    waiting = callers.done("finance", "GET", "credit-orders", None)
    assert [row["id"] for row in waiting["data"]] == [first["id"], second["id"]]
    booked = callers.done("finance", "POST", f"credit-orders/{first['id']}/book", {"paid_on": "2026-03-20"})
    assert booked["state"] == "booked"
    late = f"credit-orders/{second['id']}/book"
    assert callers.refused("finance", "POST", late, {"paid_on": "2026-03-21"}) == (422, "payment_day_wrong")
    declined = callers.done("finance", "POST", f"credit-orders/{second['id']}/decline", {"reason": "Twice"})
    assert (declined["state"], declined["reason"]) == ("declined", "Twice")
    assert callers.refused("finance", "POST", late, {}) == (404, "order_decided")
    past = callers.done("finance", "GET", "credit-orders?state=past&limit=1")
    assert (len(past["data"]), past["has_more"]) == (1, True)
    after = callers.done("finance", "GET", f"credit-orders?state=past&starting_after={past['data'][0]['id']}")
    assert {past["data"][0]["id"], after["data"][0]["id"]} == {first["id"], second["id"]}
    callers.hidden("POST", late, {})
    assert callers.refused("alice", "GET", "credit-orders") == (404, "not_found")


def test_an_order_is_taken_back(callers: Callers, office: str) -> None:
    path = f"projects/{office}/credit-orders/{order(callers, office)['id']}"
    for method, rest in (("GET", ""), ("POST", "/withdraw")):
        callers.hidden(method, f"{path}{rest}")
    assert callers.done("alice", "POST", f"{path}/withdraw")["state"] == "withdrawn"
    assert callers.refused("alice", "POST", f"{path}/withdraw") == (404, "order_decided")


def test_licenses_are_ordered_as_shown(callers: Callers, office: str) -> None:
    shown = callers.done("alice", "POST", "previews/order", {"project": office, "licenses": TEN})
    assert (shown["about"], shown["gross"], shown["lines"][0]["price"]) == ("licenses", "595.00", "50")
    sent = {"licenses": TEN, "payer": callers.company, "agreed": shown["agreed"]}
    path = f"projects/{office}/license-orders"
    dearer(callers.shop, "2026-03-20")
    assert callers.refused("alice", "POST", path, sent) == (409, "changed_since_shown")
    placed = callers.done("alice", "POST", path, {**sent, "agreed": None})
    assert (placed["gross"], placed["lines"][0]["quantity"], placed["state"]) == ("714.00", 10, "open")
    assert callers.done("alice", "GET", f"{path}/{placed['id']}") == callers.done("alice", "GET", path)["data"][0]
    assert callers.done("finance", "GET", "license-orders")["data"] == [placed]
    callers.hidden("GET", f"{path}/{placed['id']}")
    booked = callers.done("finance", "POST", f"license-orders/{placed['id']}/book", {})
    assert booked["state"] == "booked"
    assert models.License.objects.filter(lines__quantity=10).exists()
    refused = callers.refused("finance", "POST", f"license-orders/{placed['id']}/decline", {"reason": "No"})
    assert refused == (404, "order_decided")


def test_an_order_of_licenses_is_taken_back_or_declined(callers: Callers, office: str) -> None:
    path = f"projects/{office}/license-orders"
    sent = {"licenses": TEN, "payer": callers.company}
    first, second = (callers.done("alice", "POST", path, sent)["id"] for _ in range(2))
    assert callers.done("alice", "POST", f"{path}/{first}/withdraw")["state"] == "withdrawn"
    declined = callers.done("finance", "POST", f"license-orders/{second}/decline", {"reason": "No"})
    assert declined["state"] == "declined"
    unknown = {**sent, "licenses": [{"license_type": "NONE", "quantity": 1}]}
    assert callers.refused("alice", "POST", path, unknown) == (422, "ordered_type_unknown")


def test_a_preview_is_of_credits_or_of_licenses(callers: Callers, office: str) -> None:
    for more in ({}, {"ssc": "5.00", "licenses": TEN}):
        sent = {"project": office, **more}
        assert callers.refused("alice", "POST", "previews/order", sent) == (422, "one_of_both")
    callers.hidden("POST", "previews/order", {"project": office, "ssc": "5.00"})


def test_finance_says_whose_orders_wait(callers: Callers, office: str) -> None:
    path = f"{callers.payer}/order-booking"
    sent = {"booking": "on_issue", "reason": "Pays always"}
    found = callers.changed("finance", "PUT", path, sent)
    assert (found["booking"], found["history"][0]["reason"]) == ("on_issue", "Pays always")
    assert order(callers, office)["state"] == "booked"
    assert callers.refused("alice", "PUT", path, sent, If_Match="*") == (404, "not_found")
    papers = callers.done("alice", "GET", f"{callers.payer}/orders")["data"]
    assert [(row["kind"], row["gross"]) for row in papers] == [("credits", "297.50")]
    callers.hidden("GET", f"{callers.payer}/orders")
