"""Who pays and how it is invoiced: changes of the payer, order numbers, collective invoices, files by e-mail."""

import pytest

from autossa.domain.rights import Right, Role
from autossa.operations.organisations import create, delegations
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.callers import Callers
from tests.cast.shop import on

pytestmark = pytest.mark.store


@pytest.fixture
def partner(owing: Callers) -> str:
    """A partner with Alice's billing, and its program as `second`."""
    key = create.create(kind="partner", name="Paul's Phones", number="P1", ctx=on("2026-01-02"))
    delegations.give(customer=owing.shop.alice, partner=key, rights=list(Right), ctx=on("2026-01-02"))
    owing.second = owing.make(organisation=key, role=Role.OWNER)
    return public_id("org", key)


@pytest.fixture
def office(owing: Callers) -> str:
    return f"projects/{public_id('prj', models.Project.objects.get(name='Office').id)}"


def test_a_change_of_the_payer_is_asked_and_agreed_to(owing: Callers, partner: str, office: str) -> None:
    shown = owing.done("alice", "GET", f"{office}/payer")
    assert (shown["payer"], partner in [one["id"] for one in shown["possible"]]) == ("Alice Ltd", True)
    asked = owing.done("alice", "POST", f"{office}/payer/ask", {"payer": partner})
    change = asked["change"]["id"]
    again = owing.refused("alice", "POST", f"{office}/payer/ask", {"payer": partner})
    assert again == (422, "payer_change_waits")
    requests = f"organisations/{partner}/payer-requests"
    assert [row["id"] for row in owing.done("second", "GET", requests)["data"]] == [change]
    owing.hidden("POST", f"{requests}/{change}/confirm")
    owing.done("second", "POST", f"{requests}/{change}/confirm")
    assert owing.done("alice", "GET", f"{office}/payer")["payer"] == "Paul's Phones"


def test_a_change_is_refused_or_withdrawn(owing: Callers, partner: str, office: str) -> None:
    requests = f"organisations/{partner}/payer-requests"
    change = owing.done("alice", "POST", f"{office}/payer/ask", {"payer": partner})["change"]["id"]
    owing.done("second", "POST", f"{requests}/{change}/refuse")
    assert owing.refused("second", "POST", f"{requests}/{change}/refuse") == (404, "payer_change_not_found")
    owing.done("alice", "POST", f"{office}/payer/ask", {"payer": partner})
    assert owing.done("alice", "POST", f"{office}/payer/withdraw")["change"] is None
    assert owing.refused("alice", "POST", f"{office}/payer/withdraw") == (404, "payer_change_not_found")
    nobody = {"payer": "org_" + "0" * 26}
    assert owing.refused("alice", "POST", f"{office}/payer/ask", nobody) == (422, "cannot_pay")
    owing.hidden("POST", f"{office}/payer/ask", nobody)


def test_order_numbers_are_set_for_all_or_for_one(owing: Callers) -> None:
    path = f"{owing.payer}/order-numbers"
    contract = owing.done("alice", "GET", path)["contracts"][0]["id"]
    owing.done("alice", "POST", path, {"number": "PO 1", "starts_on": "2026-03-20"})
    found = owing.done("alice", "POST", path, {"number": "PO 2", "starts_on": "2026-03-20", "contract": contract})
    assert {row["id"]: row["order_number"] for row in found["contracts"]}[contract] == "PO 2"
    assert {row["number"] for row in found["history"]} == {"PO 1", "PO 2"}
    late = {"number": "PO 3", "starts_on": "2026-03-19"}
    assert owing.refused("alice", "POST", path, late) == (422, "order_number_in_the_past")
    owing.hidden("POST", path, late)


def test_who_needs_a_number_is_missed(owing: Callers) -> None:
    path = f"{owing.payer}/order-numbers"
    assert owing.done("finance", "GET", "order-numbers/missing")["data"] == []
    assert owing.changed("alice", "PUT", f"{path}/need", {"needed": True}, of=path)["needed"]
    assert len(owing.done("finance", "GET", "order-numbers/missing")["data"]) == 2
    assert owing.refused("alice", "GET", "order-numbers/missing") == (404, "not_found")


def test_finance_says_how_a_payer_is_invoiced(owing: Callers) -> None:
    path, sent = f"{owing.payer}/invoicing", {"every": "monthly", "day": 5, "starts_on": "2026-03-20"}
    found = owing.done("finance", "POST", path, sent)
    assert (found["cycle"], len(found["settings"])) == ({"every": "monthly", "day": 5}, 1)
    for more, code in (
        ({"day": None}, "day_of_month_wrong"), ({"every": "daily"}, "day_of_month_wrong"),
        ({"starts_on": "2026-03-19"}, "cycle_in_the_past"),
    ):  # fmt: skip
        assert owing.refused("finance", "POST", path, {**sent, **more}) == (422, code)
    assert owing.refused("alice", "POST", path, sent) == (404, "not_found")


def test_a_payer_says_what_goes_with_its_invoices(owing: Callers) -> None:
    path = f"{owing.payer}/invoice-mails"
    assert owing.changed("alice", "PUT", path, {"xml": "cii"})["xml"] == "cii"
    assert owing.refused("alice", "PUT", path, {"xml": "doc"}, If_Match="*") == (422, "unknown_xml")
    owing.hidden("PUT", path, {"xml": ""})
