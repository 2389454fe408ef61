"""How payers pay: methods, mandates with the text that was agreed to, the choice of a contract."""

from datetime import date

import pytest
from django.db import connection

from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.callers import Callers
from tests.operations.billing.bank.debtors import COLLECTED, HERS, OTHER, debited, give, offer_debits

pytestmark = pytest.mark.store
ACCOUNT = {"iban": HERS, "holder": "Alice Ltd"}


@pytest.fixture
def mandates(callers: Callers) -> str:
    offer_debits()
    return f"{callers.payer}/mandates"


def test_a_mandate_is_given_for_the_text_that_was_read(callers: Callers, mandates: str) -> None:
    text = callers.done("alice", "GET", f"{mandates}/text")
    assert "I authorise" in text["text"]
    sent = {**ACCOUNT, "agreed": text["agreed"]}
    assert callers.refused("alice", "POST", mandates, {**sent, "agreed": "x"}) == (409, "changed_since_shown")
    assert callers.refused("alice", "POST", mandates, {**sent, "iban": "DE00"}) == (422, "account_not_an_iban")
    given = callers.done("alice", "POST", mandates, sent)
    row = models.Mandate.objects.get()
    assert (row.iban, row.text, given["state"]) == (HERS, text["text"], "active")
    assert HERS not in str(given)
    assert given["account"].endswith(HERS[-4:])
    assert callers.refused("alice", "POST", mandates, sent) == (422, "mandate_in_force")
    copy = callers.reply("alice", "GET", f"{mandates}/{given['id']}/pdf")
    assert copy.body[:5] == b"%PDF-"
    for method, path in (("POST", mandates), ("GET", f"{mandates}/text"), ("GET", f"{mandates}/{given['id']}/pdf")):
        callers.hidden(method, path, sent if method == "POST" else None)
    assert callers.refused("finance", "GET", f"{mandates}/{given['id']}/pdf") == (404, "not_found")


def test_a_mandate_gets_another_account_and_is_revoked(callers: Callers, mandates: str) -> None:
    assert callers.refused("alice", "POST", f"{mandates}/amend", ACCOUNT) == (404, "not_found")
    give(callers.shop.alice)
    changed = callers.done("alice", "POST", f"{mandates}/amend", {**ACCOUNT, "iban": OTHER})
    assert changed["account"].endswith(OTHER[-4:])
    callers.done("alice", "POST", f"{mandates}/revoke")
    assert callers.refused("alice", "POST", f"{mandates}/revoke") == (404, "mandate_not_found")
    shown = callers.done("alice", "GET", f"{callers.payer}/payment-methods")["mandates"]
    assert [one["state"] for one in shown] == ["revoked"]


def test_finance_confirms_and_stops(callers: Callers, mandates: str) -> None:
    text = callers.done("alice", "GET", f"{mandates}/text?scheme=B2B")
    sent = {**ACCOUNT, "scheme": "B2B", "agreed": text["agreed"]}
    key = callers.done("alice", "POST", mandates, sent)["id"]
    assert callers.refused("alice", "POST", f"mandates/{key}/confirm") == (404, "not_found")
    callers.done("finance", "POST", f"mandates/{key}/confirm")
    assert callers.refused("finance", "POST", f"mandates/{key}/confirm") == (422, "mandate_not_confirmable")
    callers.done("finance", "POST", f"mandates/{key}/stop")
    assert models.Mandate.objects.get().stopped_on == date(2026, 3, 20)


def test_a_payer_chooses_for_all_contracts(callers: Callers, mandates: str) -> None:
    path = f"{callers.payer}/payment-methods"
    assert callers.done("alice", "GET", path)["offered"] == ["transfer", "direct_debit"]
    assert callers.refused("alice", "PUT", path, {"method": "direct_debit"}, If_Match="*") == (422, "no_mandate")
    assert callers.refused("alice", "PUT", path, {"method": "card"}, If_Match="*") == (422, "method_not_offered")
    assert callers.changed("alice", "PUT", path, {"method": "transfer"})["chosen"] == "transfer"
    callers.hidden("PUT", path, {"method": "transfer"})


def test_a_contract_is_paid_otherwise_with_a_mandate_at_once(callers: Callers, mandates: str) -> None:
    path = f"projects/{public_id('prj', callers.shop.under_contract())}/payment-method"
    shown = callers.done("alice", "GET", path)
    assert (shown["chosen"], shown["account"], shown["may_choose"]) == (None, None, True)
    sent = {"method": "direct_debit", "account": ACCOUNT}
    assert callers.refused("alice", "POST", path, sent) == (422, "mandate_text_missing")
    wrong = {**sent, "agreed": "another text"}
    assert callers.refused("alice", "POST", path, wrong) == (409, "changed_since_shown")
    done = callers.done("alice", "POST", path, {**sent, "agreed": shown["mandate"]["agreed"]})
    assert (done["chosen"], done["account"][-4:], done["mandate"]) == ("direct_debit", HERS[-4:], None)
    callers.hidden("POST", path, {"method": "transfer"})


def test_finance_collects_by_files(callers: Callers) -> None:
    (invoice,) = debited(callers.shop)
    models.Debit.objects.all().delete()
    plan = callers.done("finance", "GET", "direct-debits")
    file = plan["planned"][0]
    assert (file["scheme"], file["total"], file["debits"][0]["parts"][0]["number"]) == (
        "CORE", "9.91", invoice.full_number,
    )  # fmt: skip
    assert HERS not in str(plan)
    wanted = {"day": file["day"], "scheme": "CORE"}
    assert callers.refused("finance", "POST", "bank/files", {"scheme": "CORE"}) == (422, "day_and_scheme")
    made = callers.done("finance", "POST", "bank/files", wanted)
    assert (made["state"], made["total"], made["count"]) == ("made", "9.91", 1)
    assert callers.refused("finance", "POST", "bank/files", wanted) == (422, "nothing_to_collect")
    connection.check_constraints()  # each of these calls is a transaction of its own
    path = f"bank/files/{made['id']}"
    xml = callers.reply("finance", "GET", f"{path}/xml")
    assert xml.headers["content-type"] == "application/xml"
    assert b"pain.008.001.08" in xml.body
    assert callers.done("finance", "POST", f"{path}/take-back")["state"] == "taken_back"
    again = f"bank/files/{callers.done('finance', 'POST', 'bank/files', wanted)['id']}"
    assert callers.done("finance", "POST", f"{again}/sent")["state"] == "sent"
    assert callers.refused("finance", "POST", f"{again}/take-back") == (422, "bank_file_sent")
    retry = f"direct-debits/{public_id('inv', invoice.id)}/retry"
    assert callers.refused("finance", "POST", retry) == (422, "not_returned")
    for method, place in (("POST", "bank/files"), ("GET", f"{path}/xml"), ("POST", f"{again}/sent"), ("POST", retry)):
        assert callers.refused("alice", method, place, wanted if place == "bank/files" else None)[0] == 404
    assert date.fromisoformat(file["day"]) > COLLECTED
