"""How payers pay, page by page: who may see, who may give a mandate, and that no whole account is shown to others."""

from typing import Any

import pytest

from autossa.domain.billing.documents import Method
from autossa.operations.billing.payments import mandates
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import address
from tests.cast.people import People
from tests.cast.shop import ALICE, Shop, on
from tests.operations.billing.bank.debtors import DAY, HERS, give, offer_debits

pytestmark = [pytest.mark.store, pytest.mark.django_db]
SWISS_OK = "CH5604835012345678009"


@pytest.fixture(autouse=True)
def _on_the_day(people: People) -> None:
    people.today(DAY)


def _at(shop: Shop, path: str = "") -> str:
    return f"/organisations/{public_id('org', shop.alice)}/payment/{path}"


def _answers(text_seen: str, **more: str) -> dict[str, str]:
    return {"holder": "Alice Ltd", "iban": HERS, "agreed": "on", "mandate_shown": text_seen, **more}


def _seen(response: Any) -> str:
    return str(response.context["form"].mandate_seen)


def test_an_owner_gives_a_mandate_and_pays_by_it(shop: Shop, people: People) -> None:
    offer_debits()
    path = _at(shop, "mandate/")
    page = people["owner"].get(path)
    assert "I authorise" in page.content.decode()
    wrong = people["owner"].post(path, _answers(_seen(page), iban=HERS[:-1] + "0"))
    assert "This is not an IBAN" in wrong.content.decode()
    unread = people["owner"].post(path, _answers("something else"))
    assert "tick the box" in unread.content.decode()
    abroad = people["owner"].post(path, _answers(_seen(page), iban=SWISS_OK))
    assert "enter the BIC as well" in abroad.content.decode()
    assert not models.Mandate.objects.exists()
    given = people["owner"].post(path, _answers(_seen(page)), follow=True)
    mandate = models.Mandate.objects.get()
    assert (mandate.iban, mandate.holder, mandate.signed_by) == (HERS, "Alice Ltd", people.alice)
    assert mandate.text == page.context["form"].mandate
    assert models.PaymentChoice.objects.get().method == Method.DIRECT_DEBIT.value
    text = given.content.decode()
    assert "•••• 6199" in text
    assert HERS not in text
    copy = people["owner"].get(_at(shop, f"mandates/{mandate.public_id}/pdf/"))
    assert copy.content.startswith(b"%PDF")
    assert "no-store" in copy["Cache-Control"]


@pytest.mark.parametrize("who", ["viewer", "contracts", "licenses", "billing"])
def test_nobody_else_gives_changes_or_revokes_it(shop: Shop, people: People, who: str) -> None:
    offer_debits()
    give(shop.alice)
    mandate = models.Mandate.objects.get().public_id
    paths = ["method/", "mandate/", "mandate/account/", "mandate/revoke/", f"mandates/{mandate}/pdf/"]
    for path in paths:
        assert people[who].get(_at(shop, path)).status_code in (404, 405)
        assert people[who].post(_at(shop, path), {"method": "transfer"}).status_code in (404, 405)
    page = people[who].get(_at(shop))
    assert page.status_code == (200 if who == "viewer" else 404)
    assert HERS not in page.content.decode()


def test_a_partner_with_billing_chooses_for_its_customers_contract_others_do_not(shop: Shop, people: People) -> None:
    offer_debits()
    project = shop.in_review(day=DAY)
    path = address(project, "contracts/payment/")
    for who in ("contracts", "licenses", "viewer"):
        assert people[who].get(path).status_code == 404
        assert people[who].post(path, {"method": "direct_debit"}).status_code == 404
    page = people["billing"].get(path)
    chosen = people["billing"].post(path, {"method": "direct_debit", **_answers(_seen(page))})
    assert chosen.status_code == 302
    choice = models.PaymentChoice.objects.get()
    assert (choice.contract_id, choice.method) == (models.Contract.objects.get().pk, "direct_debit")
    assert models.Mandate.objects.get().payer_id == shop.alice


def test_who_does_not_pay_for_the_payer_decides_nothing(shop: Shop, people: People) -> None:
    offer_debits()
    project = shop.in_review(day=DAY)
    assert people["contracts"]  # who comes with a partner
    models.Contract.objects.update(payer_id=people.partners["contracts"])
    path = address(project, "contracts/payment/")
    people["owner"].post(path, {"method": "direct_debit", **_answers("")})
    assert "The payer of this contract decides" in people["owner"].get(path).content.decode()
    assert not models.PaymentChoice.objects.exists()
    assert not models.Mandate.objects.exists()


def test_another_account_and_the_end(shop: Shop, people: People) -> None:
    offer_debits()
    give(shop.alice)
    path = _at(shop, "mandate/account/")
    people["owner"].post(path, {"holder": "Alice", "iban": "AT611904300234573201"})
    amended = models.MandateAmendment.objects.get()
    assert (amended.iban, amended.holder) == ("AT611904300234573201", "Alice")
    assert "•••• 3201" in people["owner"].get(_at(shop)).content.decode()
    people["owner"].post(_at(shop, "mandate/revoke/"))
    assert models.Mandate.objects.get().revoked_on is not None


def test_finance_confirms_and_stops_and_support_only_looks(shop: Shop, people: People) -> None:
    offer_debits()
    give(shop.alice, scheme=mandates.Scheme.B2B)
    mandate = models.Mandate.objects.get().public_id
    confirm, stop = (f"/staff/direct-debits/mandates/{mandate}/{act}/" for act in ("confirm", "stop"))
    assert people["support"].post(confirm).status_code == 404
    assert "Confirm" not in people["support"].get(_at(shop)).content.decode()
    assert "Confirm" in people["finance"].get(_at(shop)).content.decode()
    people["finance"].post(confirm, {"next": _at(shop)})
    assert models.Mandate.objects.get().confirmed_on is not None
    people["finance"].post(stop, {"next": _at(shop)})
    assert models.Mandate.objects.get().stopped_on is not None


def test_no_account_is_in_the_log_or_in_what_waits_to_be_sent(shop: Shop) -> None:
    offer_debits()
    give(shop.alice)
    mandates.amend(payer=shop.alice, account=mandates.Account("AT611904300234573201", "A"), ctx=on(DAY, ALICE))
    logged = models.Activity.objects.values_list("details", flat=True)
    waiting = models.OutboxMessage.objects.values_list("payload", flat=True)
    for row in (*logged, *waiting):
        assert HERS not in str(row)
        assert "AT611904300234573201" not in str(row)
