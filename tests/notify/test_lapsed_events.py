"""Who paid too late for the contract that was to follow learns what is missing, and how to go on."""

import pytest

from autossa.operations.credits import lapsed, orders
from autossa.queries.contracts.lapsed import lapsed_page
from autossa.store.ids import new_id
from tests.cast.members import ctx, member
from tests.cast.shop import Shop, d, on
from tests.notify.post import Post, check, key_of

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_too_late(shop: Shop, post: Post) -> None:
    project, ada = shop.covered(), member(shop.alice, "ada@example.com", "owner")
    found = lapsed_page(project, ada.pk, d("2026-05-01"))
    assert found is not None
    assert found.plan is not None
    order = new_id()
    lapsed.order_and_conclude(
        order=order, project=project, option="annual_monthly", payer=shop.alice, gross=found.plan.money,
        ctx=ctx(ada, "2026-05-01"),
    )  # fmt: skip
    post.forget()
    orders.book(order=order, ctx=on("2026-06-15"))
    mails = [mail for mail in post.collect("2026-06-15") if key_of(mail) == "contract_not_continued"]
    assert "ada@example.com" in {mail.to for mail in mails}
    check(
        mails,
        "contract_not_continued",
        ["Contract not concluded for your project Office", "are missing there", "/contracts/lapsed/"],
        ["Vertrag für Ihr Projekt Office nicht abgeschlossen", "/contracts/lapsed/"],
    )
