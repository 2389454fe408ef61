"""Payments for staff: entered, found, assigned, allocated, reversed, returned."""

from uuid import UUID

import pytest

from autossa.operations.billing.payments import receiving
from autossa.store import models
from autossa.store.ids import new_id, public_id
from tests.cast.callers import Callers, euros
from tests.cast.shop import d, on

pytestmark = pytest.mark.store
IBAN = "DE02120300000000202051"


def of_nobody(amount: int) -> str:
    """As a bank statement brings it."""
    key = new_id()
    receiving.record(
        key, d("2026-02-27"), amount, "EUR", on("2026-02-27"), method="transfer", source="bank", reference="Thank you",
        sender="Alice & Co", sender_iban=IBAN,
    )  # fmt: skip
    return public_id("pmt", key)


def rest(claim: models.Claim) -> int:
    return int(models.Claim.objects.get(pk=claim.pk).rest)


def name(claim: models.Claim) -> str:
    return public_id("inv", UUID(str(claim.pk)))


def test_a_payment_is_entered_for_what_it_names(owing: Callers, claims: list[models.Claim]) -> None:
    sent = {"amount": "3.00", "currency": "EUR", "day": "2026-03-19", "claims": [name(claims[1])]}
    path = f"{owing.payer}/payments"
    made = owing.done("finance", "POST", path, sent)
    assert (made["amount"], made["left"], made["parts"][0]["id"]) == ("3.00", "0.00", name(claims[1]))
    assert rest(claims[1]) == claims[1].rest - 3_00
    for more, code in (
        ({"day": "2026-03-21"}, "payment_day_to_come"), ({"amount": "0.00"}, "not_above_zero"),
        ({"amount": "1.234"}, "too_many_decimals"), ({"claims": ["inv_" + "0" * 26]}, "no_such_claim"),
    ):  # fmt: skip
        status, found = owing.refused("finance", "POST", path, {**sent, **more})
        assert (status in (404, 422), found) == (True, code)
    owing.hidden("POST", path, sent)
    assert owing.refused("alice", "POST", path, sent) == (404, "not_found")


def test_what_was_assigned_to_the_wrong_payer_is_moved(owing: Callers, claims: list[models.Claim]) -> None:
    payment = of_nobody(claims[0].rest)
    charlie = public_id("org", owing.shop.charlie)
    owing.done("finance", "POST", f"payments/{payment}/assign", {"payer": charlie})
    sent = {"payer": owing.company, "claims": [name(claims[0])]}
    assert owing.refused("alice", "POST", f"payments/{payment}/move", sent) == (404, "not_found")
    moved = owing.done("finance", "POST", f"payments/{payment}/move", sent)
    assert (moved["payer_id"], moved["moved_from"]["id"], rest(claims[0])) == (owing.company, payment, 0)
    assert owing.done("finance", "GET", f"payments/{payment}")["moved_to"]["id"] == moved["id"]
    assert owing.refused("finance", "POST", f"payments/{payment}/move", sent)[0] == 422
    other = {"payer": owing.company}
    assert owing.refused("finance", "POST", f"payments/{moved['id']}/move", other) == (422, "same_payer")


def test_a_payment_of_nobody_is_found_and_assigned(owing: Callers, claims: list[models.Claim]) -> None:
    payment = of_nobody(claims[0].rest + 1_00)
    found = owing.done("finance", "GET", "payments?state=unassigned")["data"]
    assert [(row["id"], row["payer_id"]) for row in found] == [(payment, None)]
    assert IBAN not in str(found)
    assert found[0]["sender_iban"].endswith(IBAN[-4:])
    sent = {"payer": owing.company, "claims": [name(claims[0])]}
    done = owing.done("finance", "POST", f"payments/{payment}/assign", sent)
    assert (done["payer_id"], done["assigned_why"]) == (owing.company, "by_hand")
    assert rest(claims[0]) == 0
    assert rest(claims[1]) == claims[1].rest - 1_00  # what is left pays the oldest by itself
    assert owing.refused("finance", "POST", f"payments/{payment}/assign", sent) == (422, "payment_assigned")
    assert owing.refused("finance", "GET", f"payments/pmt_{'0' * 26}") == (404, "not_found")


def test_what_is_left_is_allocated_and_taken_back(owing: Callers, claims: list[models.Claim]) -> None:
    policy = owing.done("finance", "GET", "payment-policy")
    sent = {**policy, "creditor_id": "", "uses_credit": False}
    assert not owing.changed("finance", "PUT", "payment-policy", sent)["uses_credit"]
    payment, claim = of_nobody(5_00), claims[0]
    owing.done("finance", "POST", f"payments/{payment}/assign", {"payer": owing.company})
    part = owing.done("finance", "POST", f"payments/{payment}/allocate", {"claim": name(claim), "amount": "2.00"})
    assert (part["left"], rest(claim)) == ("3.00", claim.rest - 2_00)
    owing.done("finance", "POST", f"payments/{payment}/allocate", {"claim": name(claim)})
    assert rest(claim) == claim.rest - 5_00
    more = {"claim": name(claim), "amount": "0.01"}
    assert owing.refused("finance", "POST", f"payments/{payment}/allocate", more)[0] == 422
    back = owing.done("finance", "POST", f"payments/{payment}/reverse", {"claim": name(claim)})
    assert (back["left"], rest(claim)) == ("5.00", claim.rest)
    assert [step["what"] for step in back["steps"]] == ["allocated"] * 3


def test_a_payment_is_returned(owing: Callers, claims: list[models.Claim]) -> None:
    payment, claim = of_nobody(claims[0].rest), claims[0]
    owing.done("finance", "POST", f"payments/{payment}/assign", {"payer": owing.company, "claims": [name(claim)]})
    path = f"payments/{payment}/return"
    assert owing.refused("finance", "POST", path, {"code": "??"}) == (422, "return_code_invalid")
    done = owing.done("finance", "POST", path, {"code": "MD06"})
    assert (done["returned"], rest(claim)) == (euros(claim.rest), claim.rest)
    assert owing.refused("finance", "POST", path, {"code": "MD06"}) == (422, "not_above_zero")


def test_payments_are_read_both_ways(owing: Callers) -> None:
    made = [of_nobody(amount) for amount in (1_00, 2_00, 3_00)]
    newest = sorted(made, reverse=True)
    first = owing.done("finance", "GET", "payments?limit=2")
    assert ([row["id"] for row in first["data"]], first["has_more"]) == (newest[:2], True)
    back = owing.done("finance", "GET", f"payments?ending_before={newest[2]}&limit=1")
    assert ([row["id"] for row in back["data"]], back["has_more"]) == (newest[1:2], True)
    assert owing.done("finance", "GET", f"payments?starting_after={newest[1]}")["data"][0]["id"] == newest[2]
