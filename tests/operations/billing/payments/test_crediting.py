"""Credit on account is used for the oldest open, each day and after a credit note, where the policy says so."""

import pytest

from autossa.operations.billing import credit_notes
from autossa.operations.billing.payments import allocating, crediting
from autossa.queries.billing.payments.credit import payers_with_credit
from autossa.store import models
from tests.cast.shop import Shop, d, on
from tests.operations.billing.payments.accounts import DAY, account, by, enter, invoices, rest
from tests.operations.billing.payments.accounts import FIONA as FIONA

pytestmark = [pytest.mark.store, pytest.mark.django_db, pytest.mark.usefixtures("all_is_right_afterwards")]


def _policy(uses_credit: bool) -> None:
    models.PaymentPolicy.objects.create(
        starts_on=d("2026-01-01"), methods=[], tolerance=5, uses_credit=uses_credit, passes_on_fees=True,
        prenotify_days=5, lead_days=1, core_final_days=56, b2b_final_days=3, mandate_months=36, set_at=by(FIONA).now,
    )  # fmt: skip


def test_after_a_credit_note_the_money_pays_what_is_open(shop: Shop) -> None:
    first, second = invoices(shop)
    gross, other = rest(first), rest(second)
    enter(shop, gross, first)
    credit_notes.credit(invoice=first, reason="Sorry", ctx=on(DAY))
    assert (rest(first), rest(second)) == (0, max(other - gross, 0))
    assert payers_with_credit() == []


@pytest.mark.parametrize(("uses", "used"), [(True, 1), (False, 0)])
def test_each_day_what_is_on_account_is_used(shop: Shop, uses: bool, used: int) -> None:
    first, _ = invoices(shop)
    payment = enter(shop, rest(first), first)
    allocating.reverse(payment=payment, document=first, amount=5_00, ctx=by(FIONA))
    _policy(uses)
    assert payers_with_credit() == [(shop.alice, "EUR")]
    assert crediting.run(ctx=on("2026-03-02")) == used
    assert crediting.run(ctx=on("2026-03-02")) == 0
    assert account(shop).on_account(d("2026-03-02")) == (0 if uses else 5_00)


def test_nobody_without_credit_or_without_debts_is_looked_at(shop: Shop) -> None:
    first, _ = invoices(shop)
    assert payers_with_credit() == []
    enter(shop, account(shop).owed(d(DAY)) + 1_00, first)
    assert payers_with_credit() == []
    assert crediting.run(ctx=on(DAY)) == 0


def test_a_disputed_invoice_waits(shop: Shop) -> None:
    first, second = invoices(shop)
    payment = enter(shop, rest(first) + rest(second), first)
    for one in (first, second):
        allocating.reverse(payment=payment, document=one, amount=1_00, ctx=by(FIONA))
    models.Dispute.objects.create(
        claim_id=first, reason="Not ours", day=d(DAY), set_at=by(FIONA).now
    )  # fmt: skip
    crediting.run(ctx=on(DAY))
    assert (rest(first), rest(second)) == (1_00, 0)
