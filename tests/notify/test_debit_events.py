"""A mandate that is given or changed, and a debit on another day, are told by e-mail; accounts by their last four."""

from datetime import date

import pytest

from autossa.domain.billing.payments.mandates import Scheme
from autossa.operations.billing.bank import collecting
from autossa.operations.billing.payments import mandates
from autossa.operations.billing.payments.mandates import Account
from autossa.store import models
from tests.cast.shop import ALICE, Shop, on
from tests.notify.post import Post, check
from tests.operations.billing.bank.debtors import DAY, HERS, debited, give, offer_debits

pytestmark = [pytest.mark.store, pytest.mark.django_db]
OTHER = "DE02120300000000202051"


def test_who_gives_a_mandate_gets_a_copy(shop: Shop, post: Post) -> None:
    offer_debits()
    post.forget(DAY)
    give(shop.alice)
    came = post.collect(DAY)
    check(
        came,
        "mandate_given",
        ["SEPA direct debit mandate C1-M1", f"•••• {HERS[-4:]}"],
        ["SEPA-Lastschriftmandat C1-M1", f"•••• {HERS[-4:]}"],
    )
    assert all(mail.attachments for mail in came)
    assert not any(HERS in mail.text for mail in came)


def test_another_account_is_told_too(shop: Shop, post: Post) -> None:
    offer_debits()
    give(shop.alice)
    post.forget(DAY)
    mandates.amend(payer=shop.alice, account=Account(OTHER, "Alice Ltd"), ctx=on(DAY, ALICE))
    came = post.collect(DAY)
    check(
        came,
        "mandate_amended",
        ["SEPA direct debit mandate C1-M1: account changed", "•••• 2051"],
        ["SEPA-Lastschriftmandat C1-M1: Konto geändert", "•••• 2051"],
    )
    assert not any(OTHER in mail.text for mail in came)


def test_a_debit_on_another_day_is_told_before(shop: Shop, post: Post) -> None:
    (invoice,) = debited(shop)
    late = "2026-02-26"
    post.forget(late)
    collecting.make_file(day=date(2026, 3, 3), scheme=Scheme.CORE, ctx=on(late))
    check(
        post.collect(late),
        "collection_moved",
        [f"Direct debit on 3 March 2026: {invoice.full_number}"],
        [f"Lastschrift am 3. März 2026: {invoice.full_number}"],
    )
    assert models.DebitNotice.objects.count() == 1
