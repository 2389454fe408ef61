"""Credits through the ledger: lots, oldest first, and what is held (rules 4, 5, 8)."""

from uuid import UUID

import pytest

from autossa.operations import contracts, credits, licenses
from autossa.operations.errors import Refused
from autossa.operations.runs import renewals
from autossa.queries.runs.verify import check_all
from tests.cast.shop import ALICE, Shop, on
from tests.store.looking import broken_laws, lots, rows, stored_balance

pytestmark = [pytest.mark.store, pytest.mark.django_db]


TRANSFERS = "SELECT kind, debit, credit, ssc, lots, lot_ssc FROM transfers ORDER BY id"


def test_each_way_in_has_its_account_and_its_lot(shop: Shop) -> None:
    project = shop.project()
    credits.open_balance(project=project, ssc=1_00, ctx=on("2026-01-15"))
    credits.top_up(project=project, ssc=2_00, paid=2_38, ctx=on("2026-01-16", ALICE))
    credits.adjust(project=project, ssc=3_00, reason="Goodwill", ctx=on("2026-01-17"))
    assert rows(TRANSFERS) == [
        ("opening", "granted", "free", 1_00, [1], [1_00]),
        ("top_up", "bought", "free", 2_00, [2], [2_00]),
        ("adjustment", "granted", "free", 3_00, [3], [3_00]),
    ]
    assert rows("SELECT number, source, ssc, paid FROM lots ORDER BY 1") == [
        (1, "opening", 1_00, None),
        (2, "top_up", 2_00, 2_38),
        (3, "adjustment", 3_00, None),
    ]


def test_what_is_taken_away_comes_from_the_oldest_lot(shop: Shop) -> None:
    project = shop.project()
    for ssc in (1_00, 2_00, 3_00):
        credits.top_up(project=project, ssc=ssc, ctx=on("2026-01-15"))
    credits.adjust(project=project, ssc=-2_50, reason="Typed twice", ctx=on("2026-01-16"))
    assert rows(TRANSFERS)[-1] == ("write_off", "free", "written_off", 2_50, [1, 2], [1_00, 1_50])
    assert [free for _, _, free, _ in lots(project).values()] == [0, 50, 3_00]
    assert stored_balance(project) == (3_50, 0)


def test_taking_away_all_there_is_and_one_more(shop: Shop) -> None:
    project = shop.project()
    credits.top_up(project=project, ssc=1_00, ctx=on("2026-01-15"))
    with pytest.raises(Refused) as caught:
        credits.adjust(project=project, ssc=-1_01, reason="Typo", ctx=on("2026-01-16"))
    assert caught.value.refusal.missing_ssc == 1
    credits.adjust(project=project, ssc=-1_00, reason="Typo", ctx=on("2026-01-16"))
    assert stored_balance(project) == (0, 0)


def gap_of_100_days(shop: Shop) -> UUID:
    """Activated, never covered; on 26 April 2026 a late gap of a hundred days costs twice 330.65 SSC."""
    project = shop.project()
    licenses.activate(project=project, license_id="L1", ctx=on("2026-01-15"))
    for ssc in (400_00, 300_00):
        credits.top_up(project=project, ssc=ssc, ctx=on("2026-04-25"))
    return project


def test_a_late_gap_is_held_by_lot_and_released_into_the_same_lots(shop: Shop) -> None:
    project = gap_of_100_days(shop)
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-04-26", ALICE))
    held = rows(TRANSFERS)[-1]
    assert (held[0], held[4]) == ("hold", [1, 2])
    assert held[5][0] == 400_00
    assert stored_balance(project) == (700_00 - held[3], held[3])
    assert broken_laws() == {}
    contracts.withdraw(project=project, ctx=on("2026-04-27", ALICE))
    assert rows(TRANSFERS)[-1] == ("release", "held", "free", *held[3:])
    assert stored_balance(project) == (700_00, 0)
    assert list(check_all()) == []


def test_what_is_held_cannot_be_used_for_anything_else(shop: Shop) -> None:
    project = gap_of_100_days(shop)
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-04-26", ALICE))
    free, _ = stored_balance(project)
    with pytest.raises(Refused):
        credits.adjust(project=project, ssc=-free - 1, reason="Typo", ctx=on("2026-04-26"))
    credits.adjust(project=project, ssc=-free, reason="Typo", ctx=on("2026-04-26"))


def test_what_was_held_pays_the_gap_when_the_contract_is_approved(shop: Shop) -> None:
    project = gap_of_100_days(shop)
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-04-26", ALICE))
    _, held = stored_balance(project)
    contracts.approve(project=project, ctx=on("2026-04-28"), book_at_once=False)
    assert rows(TRANSFERS)[-1][:4] == ("consume_gap", "held", "used", held)
    assert stored_balance(project) == (700_00 - held, 0)
    renewals.run(ctx=on("2026-04-28"))
    assert broken_laws() == {}
    assert list(check_all()) == []


def test_a_period_takes_the_balance_first_and_recharges_the_rest(shop: Shop) -> None:
    project = shop.under_contract()
    credits.top_up(project=project, ssc=30_00, ctx=on("2026-01-15", ALICE))
    renewals.run(ctx=on("2026-01-15"))
    assert rows(TRANSFERS)[1:] == [
        ("recharge", "bought", "free", 70_00, [2], [70_00]),
        ("consume_extension", "free", "used", 100_00, [1, 2], [30_00, 70_00]),
    ]
    assert rows("SELECT net, tax, gross FROM invoices") == [(70_00, 13_30, 83_30)]
    assert rows("SELECT source, paid FROM lots ORDER BY number") == [("top_up", None), ("recharge", 70_00)]
