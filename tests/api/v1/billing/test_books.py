"""The books: figures, files, accounts; what is expected."""

import io
from zipfile import ZipFile

import pytest

from autossa.store import models
from tests.cast.callers import Callers, euros

pytestmark = pytest.mark.store


def test_the_books_say_what_is_owed_and_the_vat_of_a_month(owing: Callers, claims: list[models.Claim]) -> None:
    found = owing.done("finance", "GET", "books?month=2026-01")
    (owed,) = found["receivables"]
    assert owed["everybody"]["rest"] == euros(sum(claim.rest for claim in claims))
    assert owed["most"][0]["payer"] == owing.company
    (vat,) = found["vat"]
    january = models.Invoice.objects.filter(issued_on__year=2026, issued_on__month=1)
    assert vat["tax"] == euros(sum(january.values_list("tax", flat=True)))
    assert (found["first"], found["last"], vat["rate"]) == ("2026-01-01", "2026-01-31", "0.19")
    assert owing.refused("finance", "GET", "books?month=2026-13") == (400, "not_valid")


@pytest.mark.parametrize(
    ("form", "kind"),
    [("beancount", "text/plain"), ("datev", "text/csv"), ("xlsx", "openxmlformats"), ("vat", "text/csv"),
     ("open-items", "text/csv"), ("deferred", "text/csv")],
)  # fmt: skip
def test_the_books_are_files(owing: Callers, form: str, kind: str) -> None:
    reply = owing.reply("finance", "GET", f"books/files/{form}?month=2026-01")
    assert reply.status == 200
    assert kind in reply.headers["content-type"]
    assert "attachment" in reply.headers["content-disposition"]
    assert reply.body if form != "xlsx" else ZipFile(io.BytesIO(reply.body)).testzip() is None
    assert owing.refused("alice", "GET", f"books/files/{form}") == (404, "not_found")


def test_datev_has_two_decimals(owing: Callers) -> None:
    reply = owing.reply("finance", "GET", "books/files/datev?currency=KWD&month=2026-01")
    assert (reply.status, reply.code) == (422, "currency_not_for_datev")


def test_the_accounts_of_the_books_are_set(owing: Callers) -> None:
    sent = {**owing.done("finance", "GET", "books/accounts"), "chart": "SKR04", "accounts": {"bank": 1810}}
    found = owing.changed("finance", "PUT", "books/accounts", sent)
    assert (found["chart"], found["accounts"]) == ("SKR04", {"bank": 1810})
    wrong = {**sent, "accounts": {"bank": 123456}}
    assert owing.refused("finance", "PUT", "books/accounts", wrong, If_Match="*") == (422, "account_invalid")
    assert owing.refused("alice", "PUT", "books/accounts", sent, If_Match="*") == (404, "not_found")


def test_what_is_expected_is_the_sum_of_its_days(owing: Callers) -> None:
    (found,) = owing.done("finance", "GET", "forecast")["currencies"]
    cents = sum(round(float(one["amount"]) * 100) for one in found["expected"])
    assert (euros(cents), found["currency"]) == (found["total"], "EUR")
    assert owing.refused("alice", "GET", "forecast") == (404, "not_found")
