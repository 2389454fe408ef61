"""Quotes: prepared, read, taken as a file, accepted, withdrawn, sent to somebody who approves."""

from datetime import timedelta

import pytest
import time_machine

from autossa.domain.rights import Role
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.callers import Callers
from tests.cast.people import make_person
from tests.cast.sold import dearer, sell

pytestmark = pytest.mark.store
PORTS = {"licenses": [{"license_type": "PORT", "quantity": 10}]}


@pytest.fixture
def quotes(callers: Callers) -> str:
    sell(callers.shop)
    return f"projects/{public_id('prj', callers.shop.project(day='2026-03-10'))}/quotes"


def prepare(callers: Callers, quotes: str, **sent: object) -> str:
    return str(callers.done("alice", "POST", quotes, {"payer": callers.company, **(sent or PORTS)})["id"])


@pytest.mark.parametrize(
    ("sent", "about", "gross"),
    [
        (PORTS, "licenses", "595.00"), ({"ssc": "100.00"}, "credits", "119.00"),
        ({"option": "annual_monthly"}, "contract", None),
    ],
)  # fmt: skip
def test_each_kind_is_prepared(
    callers: Callers, quotes: str, sent: dict[str, object], about: str, gross: str | None
) -> None:
    found = callers.done("alice", "GET", f"{quotes}/{prepare(callers, quotes, **sent)}")
    assert (found["about"], found["state"], found["holds"]) == (about, "open", True)
    assert gross is None or found["gross"] == gross
    assert callers.done("alice", "GET", quotes)["data"][0]["id"] == found["id"]
    assert callers.done("finance", "GET", "quotes?state=open")["data"][0]["number"] == found["number"]
    callers.hidden("GET", f"{quotes}/{found['id']}")


@pytest.mark.parametrize(
    ("sent", "code"),
    [({}, "one_of_three"), ({"ssc": "1.00", "option": "x"}, "one_of_three"), ({"option": "x"}, "option_not_offered"),
     ({"ssc": "0.00"}, "order_out_of_bounds")],
)  # fmt: skip
def test_what_cannot_be_quoted_is_refused(callers: Callers, quotes: str, sent: dict[str, object], code: str) -> None:
    assert callers.refused("alice", "POST", quotes, {"payer": callers.company, **sent}) == (422, code)


def test_a_quote_is_accepted_once_at_its_prices(callers: Callers, quotes: str, clock: time_machine.Traveller) -> None:
    quote = f"{quotes}/{prepare(callers, quotes)}"
    dearer(callers.shop, "2026-03-21")
    clock.shift(timedelta(days=1))
    assert callers.done("alice", "POST", f"{quote}/accept", {})["state"] == "accepted"
    assert models.LicenseOrder.objects.get().gross == 595_00
    assert callers.done("alice", "POST", f"{quote}/accept", {})["state"] == "accepted"
    assert models.LicenseOrder.objects.count() == 1
    assert callers.refused("alice", "POST", f"{quote}/withdraw") == (422, "quote_ended")


def test_accepting_asks_for_what_it_becomes(callers: Callers, quotes: str, token: Tokens) -> None:
    order, contract = (prepare(callers, quotes, **sent) for sent in (PORTS, {"option": "annual_monthly"}))
    billing, contracts = token("read", "billing"), token("read", "contracts")
    for secret, quote, wanted in ((billing, contract, "contracts"), (contracts, order, "billing")):
        reply = ask("POST", f"{quotes}/{quote}/accept", {}, token=secret)
        assert (reply.status, reply.code) == (403, "scope_missing")
        assert wanted in reply.json()["detail"]
    viewer = token(role=Role.VIEWER)
    assert ask("POST", f"{quotes}/{order}/accept", {}, token=viewer).status == 404
    assert ask("POST", f"{quotes}/{contract}/accept", {}, token=contracts).status == 200
    callers.hidden("POST", f"{quotes}/{order}/accept", {})


def test_a_quote_is_withdrawn_and_a_file(callers: Callers, quotes: str) -> None:
    quote = f"{quotes}/{prepare(callers, quotes)}"
    assert callers.reply("alice", "GET", f"{quote}/pdf").body[:5] == b"%PDF-"
    assert callers.done("alice", "POST", f"{quote}/withdraw")["state"] == "withdrawn"
    assert callers.refused("alice", "POST", f"{quote}/accept", {}) == (422, "quote_ended")
    for rest in ("withdraw", "ask", "approvers", "pdf"):
        method = "GET" if rest in ("approvers", "pdf") else "POST"
        callers.hidden(method, f"{quote}/{rest}", {"approver": "x"} if rest == "ask" else None)


def test_somebody_is_asked_to_approve(callers: Callers, quotes: str) -> None:
    make_person("boss@alice.example", (callers.shop.alice, Role.OWNER))
    quote = f"{quotes}/{prepare(callers, quotes)}"
    people = callers.done("alice", "GET", f"{quote}/approvers")["data"]
    boss = next(one for one in people if one["email"] == "boss@alice.example")
    asked = callers.done("alice", "POST", f"{quote}/ask", {"approver": boss["id"], "message": "Before March"})
    assert [(one["email"], one["state"]) for one in asked["consents"]] == [("boss@alice.example", "asked")]
    assert callers.refused("alice", "POST", f"{quote}/ask", {"approver": "usr_x"}) == (422, "approver_not_found")
