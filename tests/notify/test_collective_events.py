"""A booking that waits sends no e-mail; its collective invoice does, and a credit note for that."""

import pytest

from autossa.domain.billing.credit_notes import Pick
from autossa.domain.billing.cycles import Cycle, Every
from autossa.operations.billing import collective, credit_notes
from autossa.store import models
from tests.cast.shop import Shop, d, on
from tests.notify.post import Post, check

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_a_collective_invoice_is_told_instead_of_its_bookings(shop: Shop, post: Post) -> None:
    daily = Cycle(Every.DAILY)
    collective.set_cycle(payer=shop.alice, cycle=daily, starts_on=d("2026-01-15"), ctx=on("2026-01-15"))
    post.forget()
    shop.booked()
    assert not [mail for mail in post.collect() if "Invoice" in mail.subject or "Rechnung" in mail.subject]
    post.forget()
    collective.issue_due(ctx=on("2026-01-16"))
    check(
        post.collect(),
        "collective_invoice",
        ["Invoice INV-2026-000001: 119.00 EUR", "- For: 1 project", "- Net: 100.00 EUR"],
        ["Rechnung INV-2026-000001: 119,00 EUR", "- USt: 19,00 EUR"],
    )
    post.forget()
    invoice = models.Invoice.objects.get()
    credit_notes.credit(invoice=invoice.id, picks=[Pick(0, amount=10_00)], reason="Sorry", ctx=on("2026-01-16"))
    check(
        post.collect(),
        "collective_credited",
        ["- Credit note: CN-2026-000001", "- For invoice: INV-2026-000001", "- Gross: −11.90 EUR", "> Sorry"],
        ["- Rechnungskorrektur: CN-2026-000001", "- Brutto: −11,90 EUR"],
    )
