"""Payments for staff: found, looked into, assigned, allocated, taken back, returned; and shown with their invoice."""

from uuid import UUID

import pytest

from autossa.domain.billing.documents import Method
from autossa.operations.billing.payments import receiving
from autossa.operations.runs import renewals
from autossa.store import models
from autossa.store.ids import new_id, public_id
from tests.cast.people import People
from tests.cast.shop import d, on
from tests.portal.staff import said
from tests.portal.vendor.test_pages import page

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def owing(people: People) -> People:
    for name in ("Office", "Branch"):
        people.shop.under_contract(name, quantity=100)
    renewals.run(ctx=on("2026-02-20"))
    people.today("2026-03-01")
    return people


def claims() -> list[models.Claim]:
    return list(models.Claim.objects.order_by("due_on", "id"))


def of_nobody(amount: int, reference: str = "Thank you") -> UUID:
    """As a bank statement brings it."""
    key = new_id()
    receiving.record(
        key, d("2026-02-27"), amount, "EUR", on("2026-02-27"), method="transfer", source="bank", reference=reference,
        sender="Alice & Co", sender_iban="DE02120300000000202051",
    )  # fmt: skip
    return key


def of_alice(people: People, amount: int, *documents: UUID, reference: str = "") -> UUID:
    key = new_id()
    receiving.enter(
        payment=key, payer=people.shop.alice, amount=amount, currency="EUR", method=Method.TRANSFER,
        day=d("2026-02-27"), documents=documents, ctx=on("2026-03-01"), reference=reference,
    )  # fmt: skip
    return key


def at(key: UUID, rest: str = "") -> str:
    return f"/payments/{public_id('pmt', key)}/{rest}"


def test_a_payment_of_nobody_is_assigned_by_one_click(owing: People) -> None:
    first = claims()[0]
    key, fiona = of_nobody(first.gross), owing["fiona"]
    html = page(fiona, at(key))
    assert "Whose payment is this?" in html
    assert "•••• 2051" in html
    assert "DE02" not in html
    assert first.number in html
    sent = {"payer": "C1", "claim": public_id("inv", first.id)}
    assert "Assigned." in said(fiona, at(key, "assign/"), sent)
    first.refresh_from_db()
    assert first.rest == 0
    assert "assigned in the meantime, to Alice Ltd" in said(fiona, at(key, "assign/"), sent)
    assert "Allocated manually" in page(fiona, at(key))


@pytest.mark.parametrize(
    ("payer", "words"),
    [
        ("C9", "no payer"),
        ("V1", "no payer"),
        ("", "no payer"),
        ("a\0b", "no payer"),
        ("c1", "Assigned."),
        ("alice ltd", "Assigned."),
    ],
)
def test_a_payer_is_named_by_number_or_name(owing: People, payer: str, words: str) -> None:
    key = of_nobody(1_00)
    assert words in said(owing["fiona"], at(key, "assign/"), {"payer": payer})


def test_what_is_found(owing: People) -> None:
    first, second = claims()[:2]
    of_alice(owing, first.gross, first.id, reference="RF18 5390 0754")
    of_nobody(77_77, "Mystery")
    fiona = owing["fiona"]
    for words, there, not_there in [
        ("", ("Mystery", "RF18"), ()),
        ("rf185390", ("RF18",), ("Mystery",)),
        ("77,77", ("Mystery",), ("RF18",)),
        ("77.77", ("Mystery",), ("RF18",)),
        (first.number, ("RF18",), ("Mystery",)),
        (second.number, (), ("RF18", "Mystery")),
        ("Alice", ("RF18", "Mystery"), ()),  # the payer, and the name of a sender
        ("mystery alice", ("Mystery",), ("RF18",)),
        ("100%", (), ("RF18", "Mystery")),
    ]:
        html = page(fiona, f"/payments/?q={words.replace('%', '%25')}")
        assert all(one in html for one in there), words
        assert not any(f">{one}" in html or f"{one} " in html for one in not_there), words
    assert "RF18" not in page(fiona, "/payments/?state=unassigned")
    assert "No payment matches" in page(fiona, "/payments/?state=returned")
    assert "Mystery" in page(fiona, "/payments/?after=nonsense&state=nonsense")


def test_pages_follow_each_other(owing: People) -> None:
    for number in range(51):
        of_nobody(1_00 + number, f"No{number:03d}")
    fiona = owing["fiona"]
    first = page(fiona, "/payments/")
    more = first.split("after=")[1].split('"')[0].replace("&amp;", "&")
    second = page(fiona, f"/payments/?after={more}")
    found = [f"No{number:03d}" for number in range(51)]
    assert [sum(one in html for one in found) for html in (first, second)] == [50, 1]
    assert not any(one in first and one in second for one in found)


def test_an_allocation_is_taken_back_and_made_anew(owing: People) -> None:
    first, second = claims()[:2]
    key, fiona = of_alice(owing, first.gross, first.id), owing["fiona"]
    assert "open again" in said(fiona, at(key, "reverse/"), {"claim": public_id("inv", first.id), "amount": ""})
    assert "more than what is left" in said(
        fiona, at(key, "allocate/"), {"claim": public_id("inv", second.id), "amount": "999"}
    )
    assert "Allocated." in said(fiona, at(key, "allocate/"), {"claim": public_id("inv", second.id), "amount": ""})
    assert "nothing to allocate" in page(fiona, at(key, "allocate/"))
    html = page(fiona, at(key))
    assert "Reversed: it was for something else" in html
    assert second.number in html
    for who in ("rita", "sam"):
        assert "/allocate/" not in page(owing[who], at(key))
        page(owing[who], at(key, "allocate/"), 404)


def test_a_payment_is_returned(owing: People) -> None:
    first = claims()[0]
    key, fiona = of_alice(owing, first.gross, first.id), owing["fiona"]
    assert "The account is closed" in page(fiona, at(key, "return/"))
    assert "more than what is there" in said(fiona, at(key, "return/"), {"amount": "999", "code": "", "fee": ""})
    assert "Returned." in said(fiona, at(key, "return/"), {"amount": "", "code": "AC04", "fee": "3.50"})
    html = page(fiona, at(key))
    assert "The account is closed (AC04)" in html
    fee = models.Claim.objects.get(kind="fee")
    account = f"/organisations/{public_id('org', owing.shop.alice)}/account/"
    assert fee.number in page(owing["alice"], account)
    waive = f"{account}write-off/{public_id('fee', fee.id)}/"
    assert "Written off." in said(fiona, waive, {"reason": "Good will"})


def test_a_payment_is_moved_to_its_payer(owing: People) -> None:
    first = claims()[0]
    key, fiona = of_alice(owing, first.gross, first.id, reference="Charlie pays"), owing["fiona"]
    html = page(fiona, at(key, "move/"))
    assert first.number in html
    assert "no payer with this number" in said(fiona, at(key, "move/"), {"payer": "C9"})
    assert "already" in said(fiona, at(key, "move/"), {"payer": "C1"})
    html = said(fiona, at(key, "move/"), {"payer": "C2"})
    assert "Moved to its payer." in html
    there = at(models.PaymentMove.objects.get().to_id)
    assert there in html
    assert at(key) in page(fiona, there)
    first.refresh_from_db()
    assert first.rest == first.gross
    html = page(fiona, at(key))
    assert "Moved to another payer" in html
    assert "/return/" not in html
    assert "/move/" not in html
    account = page(owing["alice"], f"/organisations/{public_id('org', owing.shop.alice)}/account/")
    assert "moved to another payer" in account
    other = models.Organisation.objects.get(pk=owing.shop.charlie).name
    assert other not in account


def test_an_invoice_says_what_was_paid(owing: People) -> None:
    first = claims()[0]
    key = of_alice(owing, 1_00, first.id, reference="A first part")
    path = f"/invoices/{public_id('inv', first.id)}/"
    html = page(owing["alice"], path)
    assert "A first part" in html
    assert "received on 27 February 2026" in html.replace('<time datetime="2026-02-27">', "").replace("</time>", "")
    assert at(key) not in html
    assert at(key) in page(owing["fiona"], path)
    untouched = f"/invoices/{public_id('inv', claims()[1].id)}/"
    assert "Nothing was paid yet." in page(owing["alice"], untouched)


@pytest.mark.parametrize("who", ["alice", "victor", "billing", "paul"])
def test_payments_are_for_staff(owing: People, who: str) -> None:
    key = of_nobody(1_00)
    for one in (
        "/payments/",
        "/payments/waiting/",
        at(key),
        at(key, "return/"),
        at(key, "allocate/"),
        at(key, "move/"),
    ):
        page(owing[who], one, 404)
