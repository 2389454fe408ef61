"""The page of direct debits: finance makes, downloads, marks and discards files; nobody else."""

import pytest
from django.db import connection

from autossa.store import models
from tests.cast.pages import text_of
from tests.cast.people import People
from tests.cast.shop import Shop
from tests.documents.billing.sepa.made import assert_valid
from tests.operations.billing.bank.debtors import COLLECTED, CREDITOR_ID, HERS, RUN, debited, offer_debits

pytestmark = [pytest.mark.store, pytest.mark.django_db]
PAGE = "/staff/direct-debits/"


def test_from_the_list_to_the_file_that_was_sent(shop: Shop, people: People) -> None:
    debited(shop)
    people.today(RUN)
    finance = people["finance"]
    page = text_of(finance.get(PAGE))
    assert "Create file for 9.91 EUR" in page
    assert "Alice Ltd" in page
    assert "•••• 6199" in page
    assert HERS not in page
    form = {"day": COLLECTED.isoformat(), "scheme": "CORE"}
    assert "File created." in text_of(finance.post(f"{PAGE}file/", form, follow=True))
    assert "Nothing is to be collected" in text_of(finance.post(f"{PAGE}file/", form, follow=True))
    file = models.BankOrder.objects.get()
    answer = finance.get(f"{PAGE}files/{file.public_id}/")
    assert_valid(answer.content, "pain.008.001.08")
    assert "no-store" in answer["Cache-Control"]
    assert finance.get(f"{PAGE}files/{file.public_id}/").content == answer.content
    connection.check_constraints()  # as at the end of its transaction
    assert "Discarded" in text_of(finance.post(f"{PAGE}files/{file.public_id}/take-back/", follow=True))
    finance.post(f"{PAGE}file/", form)
    again = models.BankOrder.objects.order_by("-id")[0].public_id
    assert "Sent to the bank" in text_of(finance.post(f"{PAGE}files/{again}/sent/", follow=True))
    assert "cannot be discarded" in text_of(finance.post(f"{PAGE}files/{again}/take-back/", follow=True))


def test_the_page_of_an_invoice_says_from_which_account_it_is_collected(shop: Shop, people: People) -> None:
    (invoice,) = debited(shop)
    people.today(RUN)
    page = text_of(people["owner"].get(f"/invoices/{invoice.public_id}/"))
    assert "Due 25 February 2026" in page
    assert "Payment method Direct debit Direct debits are collected from account •••• 6199." in page
    assert HERS not in page


@pytest.mark.parametrize("who", ["support", "reviewer", "owner", "billing"])
def test_it_is_for_finance_alone(shop: Shop, people: People, who: str) -> None:
    assert people[who].get(PAGE).status_code == 404
    assert people[who].post(f"{PAGE}file/", {"day": RUN, "scheme": "CORE"}).status_code == 404
    assert people[who].get("/settings/payments/").status_code == 404


def test_what_is_left_out_is_there_with_its_reason(shop: Shop, people: People) -> None:
    (invoice,) = debited(shop)
    models.Mandate.objects.update(stopped_on=RUN, stop_code="AC04")
    people.today(RUN)
    page = text_of(people["finance"].get(PAGE))
    assert f"{invoice.full_number} Alice Ltd The mandate was stopped." in page


def test_the_settings_check_the_creditor_identifier(shop: Shop, people: People) -> None:
    offer_debits()
    people.today("2026-02-11")
    finance, path = people["finance"], "/settings/payments/"
    page = finance.get(path)
    given = {
        "methods": "direct_debit", "prenotify_days": "7", "lead_days": "1", "core_final_days": "56",
        "b2b_final_days": "3", "mandate_months": "36", "tolerance": "5", "uses_credit": "on", "passes_on_fees": "on",
        "seen": page.context["seen"],
    }  # fmt: skip
    for wrong, words in (("", "need your creditor identifier"), (CREDITOR_ID[:-1] + "8", "not a creditor identifier")):
        assert words in text_of(finance.post(path, {**given, "creditor_id": wrong}))
    assert "Saved." in text_of(finance.post(path, {**given, "creditor_id": CREDITOR_ID}, follow=True))
    assert models.PaymentPolicy.objects.order_by("-id")[0].prenotify_days == 7
    assert models.PaymentPolicy.objects.count() == 2
