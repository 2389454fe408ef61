"""On which day an invoice is due by each way to pay, and that `verify` expects the same (billing 9, 12)."""

import pytest

from autossa.domain.billing.documents import Method
from autossa.domain.policies import Policy
from autossa.operations.billing.payments import methods
from autossa.operations.billing.payments.policy import set_payment_policy
from autossa.operations.vendor import catalogue
from autossa.queries.billing.payments.policies import payment_terms
from autossa.queries.runs.verify import check_all
from tests.cast.shop import ALICE, Shop, d, on
from tests.operations.billing.bank.debtors import CREDITOR_ID, DAY, RUN, give, invoiced, offer_debits

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.mark.parametrize(
    ("method", "payment_days", "prenotify_days", "due_on"),
    [
        (Method.TRANSFER, 14, 5, "2026-03-06"),
        (Method.TRANSFER, 0, 5, RUN),
        (Method.CARD, 14, 5, RUN),
        (Method.CARD, 0, 5, RUN),
        (Method.DIRECT_DEBIT, 14, 5, "2026-02-25"),
        (Method.DIRECT_DEBIT, 0, 5, "2026-02-25"),
        (Method.DIRECT_DEBIT, 14, 1, "2026-02-23"),  # Saturday is no TARGET day
        (Method.DIRECT_DEBIT, 14, 42, "2026-04-07"),  # Good Friday and Easter Monday are none either
    ],
)
def test_an_invoice_is_due_as_it_is_paid(
    shop: Shop, method: Method, payment_days: int, prenotify_days: int, due_on: str
) -> None:
    catalogue.set_policy(policy=Policy(payment_days=payment_days), starts_on=d("2026-02-12"), ctx=on("2026-01-10"))
    offer_debits(prenotify_days=prenotify_days)
    policy = payment_terms(d(DAY)).policy
    offered = [Method.DIRECT_DEBIT, Method.CARD]
    set_payment_policy(methods=offered, creditor_id=CREDITOR_ID, policy=policy, ctx=on(DAY))
    if method is Method.DIRECT_DEBIT:
        give(shop.alice)
    else:
        methods.choose(payer=shop.alice, method=method, ctx=on(DAY, ALICE))
    (invoice,) = invoiced(shop)
    assert (invoice.method, invoice.due_on) == (method, d(due_on))
    assert list(check_all()) == []


def test_a_policy_of_the_same_day_makes_no_right_invoice_wrong(shop: Shop) -> None:
    offer_debits()
    give(shop.alice)
    (invoice,) = invoiced(shop)
    offer_debits(RUN, prenotify_days=14)
    assert invoice.due_on == d("2026-02-25")
    assert list(check_all()) == []
