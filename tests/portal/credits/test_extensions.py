"""Extending by hand: what is shown is what is booked; what is missing leads to the top-up."""

from collections.abc import Callable
from uuid import UUID

import pytest

from autossa.domain.settlements import Settlement
from autossa.operations import contracts, credits, licenses
from autossa.operations.errors import Refused
from autossa.queries.credits.previews import preview_extensions
from tests.cast.pages import address, do, hidden_of, text_of
from tests.cast.people import People
from tests.cast.shop import ALICE, Shop, d, on
from tests.portal.credits.ordering import DAY, order
from tests.store.looking import stored_balance

pytestmark = pytest.mark.store


def _covered(shop: Shop) -> UUID:
    return shop.covered()


def _from_the_31st(shop: Shop) -> UUID:
    return shop.covered(day="2026-01-31")


def _activated(shop: Shop) -> UUID:
    project = shop.project()
    licenses.activate(project=project, license_id="L1", ctx=on("2026-01-15", ALICE))
    return project


def _after_a_contract(shop: Shop) -> UUID:
    project = shop.booked(option="flex_monthly")
    contracts.cancel(project=project, ctx=on("2026-01-16", ALICE))
    return project


def _without_licenses(shop: Shop) -> UUID:
    project = shop.project()
    licenses.return_license(project=project, license_id="L1", quantity=1200, ctx=on("2026-01-15", ALICE))
    return project


EXTENSIONS = [
    (Shop.project, "2026-01-20"),
    (_covered, "2026-01-20"),
    (_covered, "2026-02-15"),
    (_covered, "2026-02-27"),  # 12 days lapsed: once
    (_covered, "2026-09-03"),  # 200 days lapsed: twice
    (_from_the_31st, "2026-02-20"),  # goes on with its anchor
    (_activated, "2026-02-27"),
    (_after_a_contract, "2026-03-15"),
    (_after_a_contract, "2026-06-01"),  # it ended in days without a run
    (Shop.booked, "2026-01-20"),
    (Shop.in_review, "2026-01-20"),
    (_without_licenses, "2026-01-20"),
]


@pytest.mark.parametrize(("state", "day"), EXTENSIONS, ids=[f"{s.__name__} {day}" for s, day in EXTENSIONS])
@pytest.mark.parametrize(("months", "short_of"), [(1, 0), (7, 0), (12, 1), (3, 100_00)])
def test_the_extension_that_was_shown_is_booked(
    shop: Shop, state: Callable[[Shop], UUID], day: str, months: int, short_of: int
) -> None:
    project = state(shop)
    (before,) = preview_extensions(project, d(day), (months,))
    if before.missing > short_of:
        credits.top_up(project=project, ssc=before.missing - short_of, ctx=on(day))
    (found,) = preview_extensions(project, d(day), (months,))
    if found.refusal is not None:
        with pytest.raises(Refused) as caught:
            credits.extend(project=project, months=months, ctx=on(day, ALICE))
        assert caught.value.refusal == found.refusal
        assert found.missing == (found.refusal.missing_ssc or 0)
        return
    outcome = credits.extend(project=project, months=months, ctx=on(day, ALICE))
    booked = [entry for entry in outcome.entries if isinstance(entry, Settlement)]
    shown = [price.settlement for price in (found.gap, found.period) if price is not None]
    ours = booked[len(booked) - len(shown) :]
    assert [(s.reason, s.start, s.end, s.ssc, s.coverage) for s in ours] == [
        (s.reason, s.start, s.end, s.ssc, s.coverage) for s in shown
    ]
    assert found.end == outcome.project.covered_until
    assert sum(s.ssc for s in ours) == found.ssc
    assert found.free - found.ssc == stored_balance(project)[0]


def test_extending_shows_what_is_missing_and_leads_to_the_top_up(people: People) -> None:
    project = people.shop.covered()
    path = address(project, "credits/extend/")
    check = people["owner"].post(path, {"months": "2"})
    said = text_of(check)
    assert "200.00 SSC are missing" in said
    assert "14 April 2026" in said
    assert "credits/top-up/?ssc=200.00" in check.content.decode()
    assert 'value="do"' not in check.content.decode()
    assert "top-up" not in people["contracts"].post(path, {"months": "2"}).content.decode()
    order(people, project, "120")
    part = people["owner"].post(path, {"months": "2"})
    assert "120.00 SSC are ordered and wait for their payment; 80.00 SSC are still to be ordered." in text_of(part)
    assert "credits/top-up/?ssc=80.00" in part.content.decode()
    credits.top_up(project=project, ssc=500_00, ctx=on(DAY))
    check = people["owner"].post(path, {"months": "2"})
    assert "Extend by 2 months for 200.00 SSC" in text_of(check)
    assert "Extended by 2 months." in text_of(do(people["owner"], path, check))
    assert "Something has changed" in text_of(do(people["owner"], path, check))
    assert stored_balance(project) == (300_00, 0)


@pytest.mark.parametrize("months", ["0", "-1", "1.5", "abc", "", "61", "9" * 30])
def test_a_wrong_number_of_months_stays(people: People, months: str) -> None:
    response = people["owner"].post(address(people.shop.covered(), "credits/extend/"), {"months": months, "step": "do"})
    assert "Please fix the highlighted fields" in text_of(response)


def test_a_gap_is_named_before_it_is_paid(people: People) -> None:
    project = people.shop.covered()
    people.today("2026-09-03")
    path = address(project, "credits/extend/")
    assert "was not covered from 15 February 2026 to 2 September 2026" in text_of(people["owner"].get(path))
    said = text_of(people["owner"].post(path, {"months": "1"}))
    assert "The gap before" in said
    assert "calculated with the late multiplier" in said


def test_under_a_contract_nothing_is_extended_by_hand(people: People) -> None:
    project = people.shop.booked()
    assert "extend/" not in people["owner"].get(address(project, "credits/")).content.decode()
    page = people["owner"].get(address(project, "credits/extend/"))
    assert "it extends coverage automatically" in text_of(page)
    assert "months" not in hidden_of(page)
