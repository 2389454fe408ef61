"""Orders of licenses and quotes become the right mail, to the right people, in their language."""

import pytest

from autossa.domain.orders.orders import Booking, Wanted
from autossa.domain.rights import Right
from autossa.operations.billing.orders import terms
from autossa.operations.orders import accepting, consents
from autossa.operations.orders import licenses as orders
from autossa.operations.organisations import delegations
from autossa.operations.vendor import settings
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.members import ctx, member, partner
from tests.cast.shop import Shop, on
from tests.cast.sold import order, quote, sell
from tests.notify.post import Post, check, key_of

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_finance_and_the_customer_learn_of_an_order(shop: Shop, post: Post) -> None:
    sell(shop)
    project, fiona = shop.project(), member(shop.vendor, "fiona@vendor.example", "finance")
    settings.save_settings(how_to_pay="Example Bank", ctx=on("2026-01-16"))
    post.forget()
    order(shop, project, Wanted("PORT", 10), order_number="PO 7")
    found = post.collect()
    assert {mail.to for mail in found if key_of(mail) == "licenses_ordered"} == {fiona.email}
    reference = models.LicenseOrder.objects.get().public_id
    check(
        [mail for mail in found if key_of(mail) == "license_order_confirmed"],
        "license_order_confirmed",
        ["Order received for your project Office: 595.00 EUR", "10 × Port", "- Your order number: PO 7",
         f"- Reference: {reference}", "- VAT: 95.00 EUR", "> Example Bank"],
        ["Bestellung eingegangen für Ihr Projekt Office: 595,00 EUR", "- Ihre Bestellnummer: PO 7"],
    )  # fmt: skip


def test_who_ordered_learns_what_became_of_it(shop: Shop, post: Post) -> None:
    sell(shop)
    project = shop.project()
    settings.save_settings(how_to_pay="Example Bank", ctx=on("2026-01-16"))
    paid, declined = order(shop, project), order(shop, project)
    post.forget()
    orders.book(order=paid, ctx=on("2026-01-20"))
    found = post.collect()
    assert not [mail for mail in found if "Example Bank" in mail.text]
    assert {file.name for mail in found for file in mail.attachments} == {"INV-2026-000001.pdf"}
    check(
        found,
        "license_order_booked",
        ["Licenses added to your project Office", "10 × Port (L2)", "- Invoice: INV-2026-000001",
         "- Payment received on: 20 January 2026"],
        ["Lizenzen hinzugefügt für Ihr Projekt Office", "- Zahlungseingang am: 20. Januar 2026"],
    )  # fmt: skip
    orders.decline(order=declined, reason="Not paid", ctx=on("2026-01-20"))
    check(post.collect(), "license_order_declined", ["> Not paid"], ["> Not paid"])
    terms.set_booking(organisation=shop.alice, booking=Booking.ON_ISSUE, reason="Pays well", ctx=on("2026-01-20"))
    order(shop, project)
    (english, *_) = [mail for mail in post.collect() if key_of(mail) == "license_order_booked"]
    assert "> Example Bank" in english.text
    assert "Payment received" not in english.text


def test_who_is_asked_gets_the_link_and_who_asked_the_answer(shop: Shop, post: Post) -> None:
    sell(shop)
    project, firm = shop.project(), partner()
    alice = member(shop.alice, "alice@example.com", "owner", "de")
    pia = member(firm, "pia@example.com", "manager")
    delegations.give(customer=shop.alice, partner=firm, rights=[Right.CONTRACTS], ctx=on("2026-01-15"))
    post.forget()
    secrets = []
    for message in ("Before March", ""):
        key = quote(shop, project, ctx=ctx(pia))
        given = {"approver": public_id("usr", alice.id), "message": message}
        secrets.append(consents.ask(quote=key, ctx=ctx(pia), **given))
    first, second = post.collect()
    assert {key_of(mail) for mail in (first, second)} == {"quote_approval"}
    assert (first.to, second.to) == (alice.email, alice.email)
    assert f"/approvals/{secrets[0]}/" in first.text
    assert [file.name for mail in (first, second) for file in mail.attachments] == [
        "Q-2026-000001.pdf",
        "Q-2026-000002.pdf",
    ]
    assert first.attachments[0].content.startswith(b"%PDF-")
    assert "> Before March" in first.text
    assert "Pia bittet Sie, das Angebot Q-2026-000001" in first.text
    assert "Nachricht" not in second.text
    consents.decline(secret=secrets[0], reason="Too dear", ctx=on("2026-01-20"))
    (answer,) = post.collect()
    assert (key_of(answer), answer.to) == ("quote_declined", pia.email)
    assert "> Too dear" in answer.text
    consents.approve(secret=secrets[1], ctx=on("2026-01-20"))
    found = {(key_of(mail), mail.to) for mail in post.collect()}
    assert ("quote_accepted", pia.email) in found


def test_nobody_is_asked_about_what_was_decided(shop: Shop, post: Post) -> None:
    sell(shop)
    project, alice = shop.project(), member(shop.alice, "alice@example.com", "owner")
    key = quote(shop, project, ctx=ctx(alice))
    post.forget()
    consents.ask(quote=key, approver=public_id("usr", alice.id), ctx=ctx(alice))
    accepting.accept(quote=key, ctx=ctx(alice))
    assert "quote_approval" not in {key_of(mail) for mail in post.collect()}
