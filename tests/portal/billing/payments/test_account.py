"""A payer's account on its page: who sees what, one transfer for everything, and what staff does about it."""

from uuid import UUID

import pytest

from autossa.domain.billing.documents import Method
from autossa.domain.billing.references import everything_reference, grouped
from autossa.domain.rights import Right
from autossa.operations.billing.payments import receiving
from autossa.operations.runs import renewals
from autossa.operations.vendor.seller import SellerText, save_seller
from autossa.store import models
from autossa.store.ids import new_id, public_id
from autossa.wording import formats
from tests.cast.people import People
from tests.cast.shop import Shop, d, on
from tests.portal.staff import said
from tests.portal.vendor.test_pages import page

pytestmark = [pytest.mark.store, pytest.mark.django_db]
IBAN = "DE02120300000000202051"


@pytest.fixture
def owing(people: People) -> People:
    """Alice's company owes for two projects, on 1 March 2026; the vendor has a bank."""
    for name in ("Office", "Branch"):
        people.shop.under_contract(name, quantity=100)
    renewals.run(ctx=on("2026-02-20"))
    save_seller(new=SellerText(iban=IBAN, bic="BYLADEM1001", bank="Example Bank"), ctx=on("2026-02-20"))
    people.today("2026-03-01")
    return people


def path(people: People, rest: str = "") -> str:
    return f"/organisations/{public_id('org', people.shop.alice)}/account/{rest}"


def enter(shop: Shop, amount: int) -> UUID:
    key = new_id()
    receiving.enter(
        payment=key, payer=shop.alice, amount=amount, currency="EUR", method=Method.TRANSFER, day=d("2026-03-01"),
        ctx=on("2026-03-01"), reference="Thanks",
    )  # fmt: skip
    return key


def owed() -> int:
    return sum(int(row.rest) for row in models.Claim.objects.all())


def test_everything_open_has_one_reference(owing: People) -> None:
    html = page(owing["alice"], path(owing))
    assert "What you owe" in html
    assert grouped(everything_reference("C1")) in html
    assert grouped(IBAN) in html
    assert formats.money(owed(), "EUR") in html
    assert 'class="girocode"' in html
    assert "Enter a payment" not in html


def test_credit_is_taken_off_what_is_to_pay(owing: People) -> None:
    enter(owing.shop, owed() + 5_00)
    html = page(owing["victor"], path(owing))
    assert "Nothing to pay" in html
    assert 'class="girocode"' not in html
    assert formats.money(5_00, "EUR") in html


@pytest.mark.parametrize("who", ["billing", "contracts", "paul"])
def test_others_find_nothing(owing: People, who: str) -> None:
    client = owing[who]
    for rest in ("", "statement/eur/", "statement/eur/pdf/", "refunds-to/", "enter/", "refund/eur/"):
        page(client, path(owing, rest), 404)


def test_who_may_not_pay_sees_the_last_four_signs(owing: People) -> None:
    sent = {"iban": IBAN, "holder": "Alice Ltd", "bic": "", "confirmed": "on"}
    bob = owing["bob"]
    wrong = {**sent, "iban": IBAN[:-1] + "2"}
    assert "not an IBAN" in said(bob, path(owing, "refunds-to/"), wrong)
    assert "Refunds go to this account" in said(bob, path(owing, "refunds-to/"), sent)
    assert IBAN in page(bob, path(owing))
    for who in ("victor", "vera", "sam"):
        html = page(owing[who], path(owing))
        assert "•••• 2051" in html
        assert "DE0212030000000020" not in html.replace(grouped(IBAN), "")  # the vendor's own is for everybody
    page(owing["victor"], path(owing, "refunds-to/"), 404)
    page(owing["fiona"], path(owing, "refunds-to/"), 404)
    assert "Removed." in said(bob, path(owing, "refunds-to/remove/"), {})
    assert not models.PayoutAccount.objects.filter(withdrawn_at=None).exists()


def test_finance_enters_a_payment_once(owing: People) -> None:
    fiona, form = owing["fiona"], path(owing, "enter/")
    html = page(fiona, form)
    key = html.split('name="payment" value="')[1].split('"')[0]
    claim = models.Claim.objects.order_by("-id")[0]
    sent = {
        "payment": key, "amount": "1.50", "currency": "EUR", "day": "2026-02-27", "method": "transfer",
        "reference": "INV", "claims": [public_id("inv", claim.id)],
    }  # fmt: skip
    assert "Payment entered." in said(fiona, form, sent)
    assert "entered before" in said(fiona, form, sent)
    assert "future" in said(fiona, form, {**sent, "payment": public_id("pmt", new_id()), "day": "2026-03-02"})
    assert "above 0" in said(fiona, form, {**sent, "payment": public_id("pmt", new_id()), "amount": "0.001"})
    row = models.Payment.objects.get()
    assert (row.amount, row.payer_id, row.allocations.get().claim_id) == (1_50, owing.shop.alice, claim.id)
    for who in ("rita", "sam", "bob"):
        page(owing[who], form, 404)


def test_two_people_write_off(owing: People) -> None:
    fiona, claim = owing["fiona"], models.Claim.objects.order_by("id")[0]
    form = path(owing, f"write-off/{public_id('inv', claim.id)}/")
    assert "Write off" in page(fiona, form)
    assert "Please fix" in said(fiona, form, {"reason": ""})
    assert "Another person has to approve" in said(fiona, form, {"reason": "Insolvent"})
    assert "write-off waits" in page(fiona, path(owing))
    key = models.WriteOff.objects.get().public_id
    assert "Yours: another person" in page(fiona, "/payments/waiting/")
    assert "another person has to approve it" in said(fiona, f"/payments/write-offs/{key}/", {"answer": "approve"})
    vera = owing["vera"]
    assert "Insolvent" in page(vera, "/payments/waiting/")
    assert "Written off." in said(vera, f"/payments/write-offs/{key}/", {"answer": "approve"})
    assert "in the meantime" in said(vera, f"/payments/write-offs/{key}/", {"answer": "decline"})
    claim.refresh_from_db()
    assert (claim.rest, claim.given_up) == (0, claim.gross)
    page(fiona, form, 404)  # nothing is left of it


def test_what_changed_meanwhile_is_shown_again(owing: People) -> None:
    fiona, claim = owing["fiona"], models.Claim.objects.order_by("due_on", "id")[0]
    form = path(owing, f"write-off/{public_id('inv', claim.id)}/")
    seen = page(fiona, form).split('name="seen" value="')[1].split('"')[0]
    enter(owing.shop, 1_00)
    html = fiona.post(form, {"reason": "Insolvent", "seen": seen}).content.decode()
    assert "has changed" in html
    assert not models.WriteOff.objects.exists()


def test_two_people_pay_out(owing: People) -> None:
    enter(owing.shop, owed() + 20_00)
    fiona, form = owing["fiona"], path(owing, "refund/eur/")
    assert "not confirmed an account" in said(fiona, form, {"amount": "20.00", "reason": "Asked for"})
    said(owing["alice"], path(owing, "refunds-to/"), {"iban": IBAN, "holder": "Alice", "confirmed": "on"})
    assert "more than what can be paid out" in said(fiona, form, {"amount": "20.01", "reason": "Asked for"})
    assert "Another person has to approve" in said(fiona, form, {"amount": "20.00", "reason": "Asked for"})
    key = models.Refund.objects.get().public_id
    assert "Declined." in said(owing["vera"], f"/payments/refunds/{key}/", {"answer": "decline"})
    said(fiona, form, {"amount": "20.00", "reason": "Asked for"})
    key = models.Refund.objects.latest("id").public_id
    assert "Approved." in said(owing["vera"], f"/payments/refunds/{key}/", {"answer": "approve"})
    assert models.Payout.objects.get().amount == 20_00
    page(owing["rita"], "/payments/waiting/", 404)


def test_a_statement_is_the_same_on_page_and_as_pdf(owing: People) -> None:
    enter(owing.shop, 3_00)
    alice = owing["alice"]
    html = page(alice, path(owing, "statement/eur/?first=2026-01-01&last=2026-03-01"))
    for row in models.Claim.objects.all():
        assert row.number in html
    assert formats.money(owed(), "EUR") in html
    assert "at most three years" in page(alice, path(owing, "statement/eur/?first=2026-03-02&last=2026-03-01"))
    response = alice.get(path(owing, "statement/eur/pdf/?first=2026-01-01&last=2026-03-01&print"))
    assert response.content.startswith(b"%PDF")
    assert response["Content-Disposition"].startswith("inline")
    assert alice.get(path(owing, "statement/eur/pdf/?first=2026-03-02&last=2026-03-01")).status_code == 302
    page(alice, path(owing, "statement/euro/"), 404)


def test_a_partner_sees_its_own_account_alone(owing: People) -> None:
    paul = owing["paul"]
    own = f"/organisations/{public_id('org', owing.partner)}/account/"
    assert "Nothing to pay" in page(paul, own)
    owing.hand_over(Right.BILLING)  # invoices of the customer's projects, never the customer's account
    page(paul, path(owing), 404)
