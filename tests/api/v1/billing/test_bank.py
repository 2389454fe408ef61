"""Bank statements and payments that wait: imported, suggested, set aside, compared again."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from autossa.store import models
from tests.cast.api_calls import ask
from tests.cast.callers import Callers, euros
from tests.cast.device_calls import Reply
from tests.cast.statements import OTHERS, bring, paid, returned, statement

pytestmark = pytest.mark.store


def upload(owing: Callers, *files: tuple[str, bytes], who: str = "finance") -> Reply:
    given = {"statements": [SimpleUploadedFile(name, content) for name, content in files]}
    body = encode_multipart(BOUNDARY, given)
    return ask("POST", "bank/statements", body, token=getattr(owing, who), kind=MULTIPART_CONTENT)


def test_files_are_imported_and_say_what_became_of_them(owing: Callers, claims: list[models.Claim]) -> None:
    right = statement(paid(claims[0].rest, claims[0].number), paid(7_77, "?", iban=OTHERS)).getvalue()
    wrong = statement(paid(1), account=OTHERS).getvalue()
    done = upload(owing, ("march.xml", right), ("wrong.xml", wrong)).json()
    assert [(one["name"], one["refused"], one["new"]) for one in done["files"]] == [
        ("march.xml", None, 2), ("wrong.xml", "wrong_account", 0),
    ]  # fmt: skip
    assert (done["assigned"], done["waiting"]) == (1, 1)
    again = upload(owing, ("march.xml", right)).json()
    assert [one["new"] for one in again["files"]] == [0]
    files = owing.done("finance", "GET", "bank/imports")["data"]
    key = files[-1]["id"]
    assert (files[-1]["name"], owing.done("finance", "GET", f"bank/imports/{key}")) == ("march.xml", files[-1])
    path = f"bank/imports/{key}/lines"
    lines = owing.done("finance", "GET", path)["data"]
    assert OTHERS not in str(lines)
    assert {line["amount"] for line in lines} == {euros(claims[0].rest), "7.77"}
    assert [one["number"] for line in lines for one in line["paid_for"]] == [claims[0].number]
    first = owing.done("finance", "GET", f"{path}?limit=1")
    rest = owing.done("finance", "GET", f"{path}?starting_after={first['data'][0]['id']}")
    assert first["data"] + rest["data"] == lines


def test_a_list_goes_on_after_what_is_in_it(owing: Callers) -> None:
    for path in ("bank/imports", "bank/unmatched"):
        assert owing.refused("finance", "GET", f"{path}?starting_after=x") == (422, "not_in_list")


def test_the_server_lets_files_through(settings: Any) -> None:
    assert settings.UPLOAD_ADDRESS.fullmatch("/api/v1/bank/statements")


def test_only_finance_imports_and_something(owing: Callers) -> None:
    file = ("march.xml", statement(paid(1)).getvalue())
    assert (upload(owing).code, upload(owing, file, who="alice").code) == ("no_file_sent", "not_found")
    assert not models.BankFile.objects.exists()


def test_a_suggestion_is_assigned(owing: Callers, claims: list[models.Claim]) -> None:
    bring(paid(claims[0].rest, "thanks", iban=OTHERS))
    (row,) = owing.done("finance", "GET", "bank/unmatched")["data"]
    suggested = row["suggestions"][0]  # beside whoever is named as the sender
    assert (row["reason"], suggested["hint"]) == ("unknown_payer", "same_amount")
    assert row["account"].endswith(OTHERS[-4:])
    sent = {"payer": suggested["payer"]["id"], "claims": [one["claim"] for one in suggested["documents"]]}
    owing.done("finance", "POST", f"payments/{row['id']}/assign", sent)
    assert models.Claim.objects.get(pk=claims[0].pk).rest == 0
    assert owing.done("finance", "GET", "bank/unmatched")["data"] == []


def test_a_payer_is_searched_for(owing: Callers, claims: list[models.Claim]) -> None:
    bring(paid(1_23, "sum", iban=OTHERS))
    path = f"bank/unmatched/{models.Payment.objects.get().public_id}"
    assert [one["id"] for one in owing.done("finance", "GET", f"{path}?q=alice")["found"]] == [owing.company]
    chosen = owing.done("finance", "GET", f"{path}?payer={owing.company}")
    assert {one["number"] for one in chosen["open"]} == {claim.number for claim in claims}
    assert owing.refused("alice", "GET", path) == (404, "not_found")


def test_what_is_no_customers_is_set_aside(owing: Callers) -> None:
    bring(paid(5_00, "tax office", iban=OTHERS), returned(3_00, "AC04", "UNKNOWN"))
    (row,), (out,) = (owing.done("finance", "GET", f"bank/{path}")["data"] for path in ("unmatched", "unexplained"))
    assert (out["amount"], out["return_code"]) == ("-3.00", "AC04")
    for line in (row["line"], out["id"]):
        path = f"bank/lines/{line}/set-aside"
        assert owing.refused("alice", "POST", path, {"reason": "Tax"}) == (404, "not_found")
        owing.done("finance", "POST", path, {"reason": "Tax refund"})
        assert owing.refused("finance", "POST", path, {"reason": "Again"})[1] == "not_to_set_aside"
    assert models.SetAside.objects.count() == 2


def test_all_that_waits_is_compared_again(owing: Callers) -> None:
    bring(paid(50_00, "INV-2026-000099 in advance", iban=OTHERS))
    assert owing.done("finance", "POST", "bank/match") == {"matched": 0}
    assert owing.refused("alice", "POST", "bank/match") == (404, "not_found")
