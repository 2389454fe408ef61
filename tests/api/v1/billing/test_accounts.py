"""A payer's account: its figures and statement, where refunds go; what two people give up and pay out."""

import pytest

from autossa.domain.rights import Role
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.callers import Callers, euros
from tests.cast.statements import ALICES

pytestmark = pytest.mark.store


def account(owing: Callers) -> dict[str, str]:
    (found,) = owing.done("alice", "GET", f"{owing.payer}/account")["accounts"]
    return dict(found)


def pay(owing: Callers, amount: str, *claims: str) -> dict[str, object]:
    sent = {"amount": amount, "currency": "EUR", "day": "2026-03-19", "claims": list(claims), "reference": "Thanks"}
    return dict(owing.done("finance", "POST", f"{owing.payer}/payments", sent))


def test_an_account_says_what_is_owed(owing: Callers, claims: list[models.Claim]) -> None:
    found = account(owing)
    assert (found["currency"], found["owed"]) == ("EUR", euros(sum(claim.rest for claim in claims)))
    assert {row["number"] for row in found["claims"]} == {claim.number for claim in claims}  # type: ignore[index]


def test_a_statement_has_the_balance_after_each_movement(owing: Callers, claims: list[models.Claim]) -> None:
    pay(owing, "1.00")
    found = owing.done("alice", "GET", f"{owing.payer}/statements/EUR?first=2026-01-01&last=2026-03-20")
    assert (found["opening"], found["closing"]) == ("0.00", euros(sum(claim.rest for claim in claims) - 1_00))
    assert found["lines"][-1]["balance"] == found["closing"]
    pdf = owing.reply("alice", "GET", f"{owing.payer}/statements/eur/pdf")
    assert pdf.body[:5] == b"%PDF-"
    assert owing.refused("alice", "GET", f"{owing.payer}/statements/ZZZ") == (404, "not_found")
    turned = f"{owing.payer}/statements/EUR?first=2026-03-02&last=2026-03-01"
    assert owing.refused("alice", "GET", turned) == (422, "statement_days")


def test_a_payer_says_where_refunds_go(owing: Callers) -> None:
    path, sent = f"{owing.payer}/payout-account", {"iban": ALICES, "holder": "Alice Ltd"}
    assert owing.changed("alice", "PUT", path, sent)["account"]["iban"] == ALICES
    masked = owing.done("finance", "GET", f"{owing.payer}/account")["payout"]["iban"]
    assert masked != ALICES
    assert masked.endswith(ALICES[-4:])
    wrong = {**sent, "iban": "DE00"}
    assert owing.refused("alice", "PUT", path, wrong, If_Match="*") == (422, "payout_iban_invalid")
    assert owing.refused("finance", "PUT", path, sent, If_Match="*") == (404, "not_found")
    owing.hidden("PUT", path, sent)
    assert owing.reply("alice", "DELETE", path, If_Match="*").status == 204
    assert owing.refused("alice", "DELETE", path, If_Match="*") == (404, "no_payout_account")


def test_small_amounts_are_given_up_by_one_person(owing: Callers, claims: list[models.Claim]) -> None:
    claim = claims[0]
    name = public_id("inv", claim.id)
    pay(owing, euros(claim.rest - 5), name)
    path = f"{owing.payer}/claims/{name}/write-off"
    assert owing.refused("finance", "POST", path, {"reason": "Short", "rest": "0.04"}) == (409, "changed_since_shown")
    done = owing.done("finance", "POST", path, {"reason": "Short", "rest": "0.05"})
    assert (done["is_in_force"], done["amount"]) == (True, "0.05")
    assert owing.done("alice", "GET", f"invoices/{name}")["given_up"][0]["reason"] == "Short"
    assert owing.refused("finance", "POST", path, {"reason": "Again"}) == (404, "not_found")
    owing.hidden("POST", path, {"reason": "No"})


def test_larger_ones_need_a_second_person(owing: Callers, claims: list[models.Claim]) -> None:
    paths = [f"{owing.payer}/claims/{public_id('inv', claim.id)}/write-off" for claim in claims[:2]]
    first, second = (owing.done("finance", "POST", path, {"reason": "Insolvent"}) for path in paths)
    assert not first["is_in_force"]
    assert owing.refused("finance", "POST", f"write-offs/{first['id']}/approve") == (422, "same_person")
    waiting = owing.done("second", "GET", "payment-decisions")["data"]
    assert [(row["id"], row["is_refund"], row["is_mine"]) for row in waiting] == [
        (first["id"], False, False), (second["id"], False, False),
    ]  # fmt: skip
    owing.done("second", "POST", f"write-offs/{first['id']}/approve")
    owing.done("second", "POST", f"write-offs/{second['id']}/decline")
    assert [row.rest for row in models.Claim.objects.order_by("due_on", "id")[:2]] == [0, claims[1].rest]
    assert owing.refused("alice", "POST", f"write-offs/{first['id']}/approve") == (404, "not_found")


def test_credit_is_paid_out_once_two_agree(owing: Callers) -> None:
    total = sum(claim.rest for claim in models.Claim.objects.all())
    pay(owing, euros(total + 20_00))
    path, sent = f"{owing.payer}/refunds", {"amount": "20.00", "currency": "EUR", "reason": "Too much"}
    assert owing.refused("finance", "POST", path, sent) == (422, "iban_not_confirmed")
    to = {"iban": ALICES, "holder": "Alice Ltd"}
    owing.done("alice", "PUT", f"{owing.payer}/payout-account", to, If_Match="*")
    assert owing.refused("finance", "POST", path, {**sent, "amount": "20.01"}) == (422, "more_than_credit")
    first = owing.done("finance", "POST", path, sent)["id"]
    assert owing.refused("finance", "POST", f"refunds/{first}/approve") == (422, "same_person")
    owing.done("second", "POST", f"refunds/{first}/decline")
    again = owing.done("finance", "POST", path, sent)["id"]
    owing.done("second", "POST", f"refunds/{again}/approve")
    made = owing.done("finance", "POST", "bank/files", {"kind": "refunds"})
    assert (made["kind"], made["total"], made["state"]) == ("refunds", "20.00", "made")


def test_money_asks_for_the_scope_of_money(owing: Callers, token: Tokens) -> None:
    reader = token("read", "contracts", organisation=owing.shop.vendor, role=Role.FINANCE)
    assert ask("POST", "bank/match", token=reader).code == "scope_missing"
    reply = ask("POST", "bank/files", {"kind": "refunds"}, token=reader)
    assert (reply.status, reply.code) == (403, "scope_missing")
