"""Invoices and credit notes: found in lists, read, taken as files, sent again, credited."""

import csv
import io
from zipfile import ZipFile

import pytest

from autossa.domain.rights import Role
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.callers import Callers

pytestmark = pytest.mark.store


@pytest.fixture
def invoice(claims: list[models.Claim]) -> str:
    return f"invoices/{public_id('inv', claims[0].id)}"


def ids(answered: dict[str, list[dict[str, str]]]) -> list[str]:
    return [row["id"] for row in answered["data"]]


def test_every_register_lists_the_same_documents(owing: Callers, claims: list[models.Claim]) -> None:
    expected = {public_id("inv", claim.id) for claim in claims}
    assert set(ids(owing.done("finance", "GET", "invoices"))) == expected
    assert set(ids(owing.done("alice", "GET", f"{owing.payer}/invoices"))) == expected
    office = public_id("prj", models.Project.objects.get(name="Office").id)
    (row,) = owing.done("alice", "GET", f"projects/{office}/invoices")["data"]
    claim = models.Claim.objects.get(number=row["number"])
    assert (row["project_id"], row["state"], row["currency"]) == (office, "overdue", "EUR")
    assert (row["gross"], row["left"]) == tuple(f"{amount / 100:.2f}" for amount in (claim.gross, claim.rest))
    for path in (f"{owing.payer}/invoices", f"projects/{office}/invoices", f"projects/{office}/collected"):
        owing.hidden("GET", path)
    assert owing.refused("alice", "GET", "invoices") == (404, "not_found")


@pytest.mark.parametrize("sort", ["newest", "oldest", "largest"])
def test_a_register_is_read_page_by_page_both_ways(owing: Callers, sort: str) -> None:
    for name in ("Annex", "Barn"):
        owing.shop.booked(name)
    path = f"{owing.payer}/invoices?sort={sort}"
    whole = ids(owing.done("alice", "GET", path))
    assert len(whole) == 4
    first = owing.done("alice", "GET", f"{path}&limit=3")
    assert (ids(first), first["has_more"]) == (whole[:3], True)
    rest = owing.done("alice", "GET", f"{path}&limit=3&starting_after={whole[2]}")
    assert (ids(rest), rest["has_more"]) == (whole[3:], False)
    back = owing.done("alice", "GET", f"{path}&limit=2&ending_before={whole[3]}")
    assert (ids(back), back["has_more"]) == (whole[1:3], True)
    unknown = f"{path}&starting_after=inv_{'0' * 26}"
    assert owing.refused("alice", "GET", unknown) == (422, "not_in_list")


def test_a_register_is_narrowed(owing: Callers, claims: list[models.Claim]) -> None:
    path, claim = f"{owing.payer}/invoices", claims[0]
    assert ids(owing.done("alice", "GET", f"{path}?q={claim.number}")) == [public_id("inv", claim.id)]
    assert ids(owing.done("alice", "GET", f"{path}?state=paid")) == []
    gross = f"{claim.gross / 100:.2f}"
    assert public_id("inv", claim.id) in ids(owing.done("alice", "GET", f"{path}?least={gross}&most={gross}"))
    assert owing.refused("alice", "GET", f"{path}?least=1,5") == (400, "not_valid")


def test_a_register_is_a_file(owing: Callers, claims: list[models.Claim]) -> None:
    path = f"{owing.payer}/exports/invoices"
    said = owing.reply("alice", "GET", f"{path}?format=csv")
    assert said.headers["content-type"].startswith("text/csv")
    assert all(claim.number.encode() in said.body for claim in claims)
    sheet = owing.reply("finance", "GET", "exports/invoices?format=xlsx")
    assert ZipFile(io.BytesIO(sheet.body)).testzip() is None
    owing.hidden("GET", path)


def test_a_document_is_read_with_its_lines_and_money(owing: Callers, claims: list[models.Claim], invoice: str) -> None:
    found = owing.done("alice", "GET", invoice)
    assert (found["number"], found["kind"], found["state"]) == (claims[0].number, "invoice", "overdue")
    assert sum(round(float(line["net"]) * 100) for line in found["lines"]) == round(float(found["net"]) * 100)
    assert (found["vat"][0]["rate"], found["payments"], found["files"][0]) == ("0.19", [], "pdf")
    owing.hidden("GET", invoice)


def test_a_document_is_a_file(owing: Callers, invoice: str) -> None:
    pdf = owing.reply("alice", "GET", f"{invoice}/files/pdf")
    assert (pdf.headers["content-type"], pdf.body[:5]) == ("application/pdf", b"%PDF-")
    assert owing.refused("alice", "GET", f"{invoice}/files/doc") == (400, "not_valid")
    owing.hidden("GET", f"{invoice}/files/pdf")


def test_the_lines_of_a_document_are_a_table(owing: Callers, invoice: str) -> None:
    found = owing.done("alice", "GET", invoice)
    table = list(csv.reader(io.StringIO(owing.reply("alice", "GET", f"{invoice}/lines").body.decode("utf-8-sig"))))
    assert table[0][:3] == ["Invoice", "Project", "License"]
    assert [row[0] for row in table[1:]] == [found["number"]] * len(found["lines"])
    assert [float(row[-2].replace(",", ".")) for row in table[1:]] == [float(line["net"]) for line in found["lines"]]
    sheet = owing.reply("alice", "GET", f"{invoice}/lines?format=xlsx")
    assert ZipFile(io.BytesIO(sheet.body)).testzip() is None
    owing.hidden("GET", f"{invoice}/lines")


def test_a_document_is_sent_again(owing: Callers, invoice: str, token: Tokens) -> None:
    assert owing.refused("alice", "POST", f"{invoice}/mail", {"contact": "ctc_" + "0" * 26}) == (
        422, "addressee_not_found",
    )  # fmt: skip
    models.Contact.objects.create(
        organisation_id=owing.shop.alice, purpose="invoice", name="Books", email="books@alice.example"
    )
    owing.done("alice", "POST", f"{invoice}/mail", {})
    assert models.OutboxMessage.objects.filter(topic__contains="document").exists()
    reader = token("read", role=Role.OWNER)
    reply = ask("POST", f"{invoice}/mail", {}, token=reader)
    assert (reply.status, reply.code) == (403, "scope_missing")


def test_finance_credits_what_the_preview_showed(owing: Callers, invoice: str, claims: list[models.Claim]) -> None:
    (line,) = owing.done("finance", "GET", f"{invoice}/creditable")["data"]
    assert line["left"] == line["net"]
    asked = {"lines": [{"place": 0, "amount": "1.00"}]}
    shown = owing.done("finance", "POST", f"{invoice}/credit/preview", asked)
    assert (shown["net"], shown["tax"], shown["gross"]) == ("1.00", "0.19", "1.19")
    sent = {**asked, "reason": "Goodwill", "agreed": shown["agreed"]}
    made = owing.done("finance", "POST", f"{invoice}/credit", sent)
    note = models.Invoice.objects.get(corrects=claims[0].id)
    assert (made["number"], note.gross) == (note.full_number, -1_19)
    assert owing.refused("finance", "POST", f"{invoice}/credit", sent) == (409, "changed_since_shown")
    whole = owing.done("finance", "POST", f"{invoice}/credit", {"reason": "All of it"})
    assert owing.done("finance", "GET", f"invoices/{whole['id']}")["kind"] == "credit_note"
    assert owing.refused("finance", "POST", f"{invoice}/credit", {"reason": "Again"}) == (422, "nothing_left")
    assert owing.done("finance", "GET", invoice)["state"] == "credited"


def test_a_credit_is_not_of_more_than_there_is(owing: Callers, invoice: str) -> None:
    path = f"{invoice}/credit/preview"
    for line, code in (
        ({"place": 7, "amount": "1.00"}, "no_such_line"), ({"place": 0, "amount": "99999.00"}, "more_than_left"),
        ({"place": 0, "amount": "1.00", "quantity": 1}, "amount_or_quantity"),
        ({"place": 0, "amount": "1.001"}, "too_many_decimals"),
    ):  # fmt: skip
        assert owing.refused("finance", "POST", path, {"lines": [line]}) == (422, code)
    assert owing.refused("alice", "POST", path, {}) == (404, "not_found")
