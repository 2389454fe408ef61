"""A change of a contract's option becomes the right mail, in both languages."""

import pytest

from autossa.operations import contracts
from tests.cast.shop import ALICE, Shop, on
from tests.notify.post import Post, check

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_another_option_from_a_term_end_says_from_when_and_what_it_is(shop: Shop, post: Post) -> None:
    project = shop.booked()
    post.forget()
    contracts.change_option(project=project, option="flex_monthly", ctx=on("2026-01-20", ALICE))
    check(
        post.collect(),
        "option_changed",
        [
            "Full flex, billed monthly from 15 January 2027: the contract for your project Office",
            "- Option until then: Annual, billed monthly", "- Term and notice: 1 month, notice 1 month",
            "- Price per SSC: list price +3 %", "You can undo the change until",
        ],
        ["- Option bis dahin:", "- Vertragslaufzeit und Kündigungsfrist: 1 Monat, Kündigungsfrist 1 Monat"],
    )  # fmt: skip


def test_a_change_that_is_undone_says_what_goes_on(shop: Shop, post: Post) -> None:
    project = shop.booked()
    contracts.change_option(project=project, option="annual_yearly", ctx=on("2026-01-20", ALICE))
    post.forget()
    contracts.undo_change_option(project=project, ctx=on("2026-01-20", ALICE))
    check(
        post.collect(),
        "option_undone",
        [
            "Change of the option undone: the contract for your project Office",
            "that was to begin on 15 January 2027 has been undone. It continues with Annual, billed monthly.",
            "- Option that was planned: Annual, billed yearly",
        ],
        ["- Geplante Option:", "wurde rückgängig gemacht"],
    )


def test_in_review_it_is_replaced_at_once(shop: Shop, post: Post) -> None:
    project = shop.in_review()
    post.forget()
    contracts.change_option(project=project, option="annual_quarterly", ctx=on("2026-01-20", ALICE))
    check(
        post.collect(),
        "option_replaced",
        [
            "Option replaced: the contract in review for your project Office",
            "- Option before: Annual, billed monthly", "- Option: Annual, billed quarterly",
            "The day it was submitted, its start and a gap that is back-paid stay as they were.",
        ],
        ["- Option bisher:", "Tag der Einreichung, Beginn und eine nachzuzahlende Lücke bleiben, wie sie waren."],
    )  # fmt: skip
