"""Bank statements and unmatched payments as pages: imported, matched and why, assigned with a click, set aside."""

import re
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from autossa.operations.runs import renewals
from autossa.operations.vendor.seller import SellerText, save_seller
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import html, text_of
from tests.cast.people import People
from tests.cast.shop import Shop, on
from tests.cast.statements import OTHERS, OURS, bring, paid, returned, statement, went

pytestmark = pytest.mark.store
DAY = "2026-03-01"


@pytest.fixture
def finance(people: People) -> Client:
    """Vera, on a day on which two invoices of Alice's are open."""
    save_seller(new=SellerText(iban=OURS), ctx=on("2026-01-02"))
    for name, quantity in (("Office", 100), ("Branch", 200)):
        people.shop.under_contract(name, quantity=quantity)
    renewals.run(ctx=on("2026-01-20"))
    people.today(DAY)
    return people["vera"]


def _claims(shop: Shop) -> list[models.Claim]:
    return list(models.Claim.objects.filter(payer=shop.alice).order_by("id")[:2])


def _upload(finance: Client, *files: tuple[str, bytes]) -> str:
    given = {"statements": [SimpleUploadedFile(name, content) for name, content in files]}
    return text_of(finance.post("/bank/import/", given, follow=True))


def _button(page: str, label: str) -> tuple[str, dict[str, list[str]]]:
    """Where the form with a button leads, and what it sends."""
    form = next(one for one in re.findall(r"<form.*?</form>", page, re.S) if label in one)
    found = re.search(r'action="([^"]+)"', form)
    assert found is not None
    sent: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form):
        sent.setdefault(name, []).append(value)
    return found[1], sent


def test_files_are_imported_and_say_what_became_of_them(people: People, finance: Client) -> None:
    first, second = _claims(people.shop)
    right = statement(paid(first.rest, first.number), paid(7_77, "?", iban=OTHERS)).getvalue()
    said = _upload(finance, ("march.xml", right), ("wrong.xml", statement(paid(1), account=OTHERS).getvalue()))
    assert "march.xml: 2 new entries." in said
    assert "wrong.xml: This statement is of another account; nothing of it was imported." in said
    assert "1 payment was matched. 1 payment is unmatched." in said
    assert models.BankFile.objects.count() == 1
    assert "march.xml: all of it was imported before." in _upload(finance, ("march.xml", right))
    assert second.rest > 0


def test_a_wrong_upload_is_one_sentence(finance: Client) -> None:
    assert "required" in text_of(finance.post("/bank/import/", {}, follow=True))
    large = statement(paid(1)).getvalue() + b" " * 20_000_000
    assert "large.xml: This file is too large: up to 20 MB are read." in _upload(finance, ("large.xml", large))
    assert not models.BankFile.objects.exists()


def test_without_an_iban_of_our_own_it_says_what_to_do(people: People) -> None:
    people.today(DAY)
    said = _upload(people["vera"], ("a.xml", statement(paid(1)).getvalue()))
    assert "Enter the IBAN of your bank account first" in said


def test_an_import_says_of_each_entry_what_it_was_and_why(people: People, finance: Client) -> None:
    first, second = _claims(people.shop)
    bring(
        paid(first.rest, first.number, end_to_end_id="T1"),
        paid(second.rest, "thanks"),
        went(4_00, code="PMNT-MCOP-CHRG"),
    )
    bring(returned(first.gross, "FOCR", "T1"), paid(9, "?", iban=OTHERS))
    files = [models.BankFile.objects.order_by("id")[place].public_id for place in (0, 1)]
    said = text_of(finance.get(f"/bank/imports/{files[0]}/"))
    for part in (
        first.number,
        "its text names it", "exactly this amount, from an account that is known", "A charge of the bank", "Alice Ltd",
    ):  # fmt: skip
        assert part in said, part
    said = text_of(finance.get(f"/bank/imports/{files[1]}/"))
    for part in ("Went back", "open again: the bank took the money back", "recall (FOCR)", "Unmatched"):
        assert part in said, part
    assert OTHERS not in said
    assert OTHERS[-4:] in said


def test_a_suggestion_is_taken_with_one_click(people: People, finance: Client) -> None:
    first, _ = _claims(people.shop)
    bring(paid(first.rest, "thanks", iban=OTHERS))
    page = html(finance.get("/bank/unmatched/"))
    assert "the same amount" in page
    assert "nobody has paid from this account before" in page
    where, sent = _button(page, "Assign<")
    assert "Assigned." in text_of(finance.post(where, sent, follow=True))
    first.refresh_from_db()
    assert first.rest == 0
    assert "Everything is matched" in text_of(finance.get("/bank/unmatched/"))
    assert "This payment was assigned" in text_of(finance.post(where, sent, follow=True))


def test_a_payer_is_searched_for_and_its_invoices_are_ticked(people: People, finance: Client) -> None:
    first, second = _claims(people.shop)
    bring(paid(first.rest + second.rest - 5, "sum", iban=OTHERS))
    payment = models.Payment.objects.get()
    at = f"/bank/unmatched/{payment.public_id}/"
    for words in ("alice", "C1", first.number):
        page = html(finance.get(at, {"q": words}))
        assert "Alice Ltd" in page.partition('id="payer"')[2], words
    assert "Nobody is found" in text_of(finance.get(at, {"q": "zzz"}))
    choice = re.search(r'href="(\?payer=[^"]+)"', page)
    assert choice is not None
    page = html(finance.get(at + choice[1]))
    where, sent = _button(page, "Assign to Alice Ltd")
    sent["document"] = [str(second.pk), str(first.pk)]
    finance.post(where, sent)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.rest, second.rest) == (5, 0)


def test_what_is_no_customers_is_set_aside_with_a_reason(people: People, finance: Client) -> None:
    bring(paid(5_00, "tax office", iban=OTHERS), returned(3_00, "AC04", "UNKNOWN"))
    page = html(finance.get("/bank/unmatched/"))
    assert "Went out, and not explained" in page
    for address in re.findall(r'href="(/bank/lines/[^"]+)"', page):
        assert "required" in text_of(finance.post(address, {"reason": ""}))
        assert "Set aside." in text_of(finance.post(address, {"reason": "Tax refund"}, follow=True))
        assert finance.get(address).status_code == 404
    assert "Everything is matched" in text_of(finance.get("/bank/unmatched/"))
    assert models.SetAside.objects.filter(by__isnull=False).count() == 2


def test_what_came_too_early_is_matched_again(people: People, finance: Client) -> None:
    bring(paid(50_00, "INV-2026-000099 in advance", iban=OTHERS))
    assert "0 payments were matched." in text_of(finance.post("/bank/unmatched/again/", follow=True))


def test_others_find_no_such_page(people: People, finance: Client) -> None:
    for path in ("/bank/", "/bank/unmatched/"):
        assert people["owner"].get(path).status_code == 404


@pytest.mark.parametrize("wrong", ["org_00000000000000000000000000", "x"])
def test_nothing_is_assigned_to_nobody(people: People, finance: Client, wrong: str) -> None:
    bring(paid(5_00, "?", iban=OTHERS))
    payment = models.Payment.objects.get()
    finance.post(f"/bank/unmatched/{payment.public_id}/assign/", {"payer": wrong, "document": str(UUID(int=1))})
    payment.refresh_from_db()
    assert payment.payer is None


@pytest.mark.parametrize("wrong", ["x", "", "ord_x", "lor_", str(UUID(int=1)), "inv_\N{SNOWMAN}"])
def test_what_is_no_document_is_said_and_nothing_is_done(people: People, finance: Client, wrong: str) -> None:
    bring(paid(5_00, "?", iban=OTHERS))
    payment = models.Payment.objects.get()
    sent = {"payer": public_id("org", people.shop.alice), "document": wrong}
    page = text_of(finance.post(f"/bank/unmatched/{payment.public_id}/assign/", sent, follow=True))
    assert "This is not there any more" in page
    payment.refresh_from_db()
    assert payment.payer is None
