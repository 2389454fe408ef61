"""The price of a license before it is charged is the very one that is booked."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from autossa.domain.settlements import Settlement
from autossa.operations import contracts, credits, licenses
from autossa.operations.errors import Refused
from autossa.operations.runs import renewals
from autossa.queries.licenses.previews import Additions, RequestedLicense, preview_additions, preview_confirmations
from tests.cast.shop import ALICE, Shop, d, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def _covered_with_credits(shop: Shop) -> UUID:
    project = shop.covered(months=3)
    credits.top_up(project=project, ssc=500_00, ctx=on("2026-01-16"))
    return project


def _covered_without_credits(shop: Shop) -> UUID:
    return shop.covered(months=3)


def _booked_with_some_credits(shop: Shop) -> UUID:
    project = shop.booked()
    credits.top_up(project=project, ssc=3_21, ctx=on("2026-01-16"))
    return project


def _yearly(shop: Shop) -> UUID:
    return shop.booked(option="annual_yearly")


def _by_hand_then_by_contract(shop: Shop) -> UUID:
    """Two runs with anchors of their own: an addition crosses both."""
    project = shop.covered(day="2026-01-10", months=1)
    contracts.conclude(project=project, option="flex_monthly", ctx=on("2026-01-15", ALICE))
    contracts.approve(project=project, ctx=on("2026-01-16"))
    renewals.run_project(project=project, ctx=on("2026-01-31"))
    return project


def _cancelled(shop: Shop) -> UUID:
    project = shop.booked(option="flex_monthly")
    contracts.cancel(project=project, ctx=on("2026-01-16", ALICE))
    return project


STATES: list[tuple[Callable[[Shop], UUID], list[str]]] = [
    (Shop.project, ["2026-01-20"]),
    (Shop.in_review, ["2026-01-20"]),
    (Shop.under_contract, ["2026-01-15", "2026-01-20", "2026-04-02"]),
    (Shop.booked, ["2026-01-15", "2026-01-31", "2026-02-01", "2026-02-28", "2026-06-17"]),
    (_yearly, ["2026-01-15", "2026-02-28", "2026-12-31", "2027-01-01"]),
    (_booked_with_some_credits, ["2026-01-20", "2026-03-15"]),
    (_covered_with_credits, ["2026-01-20", "2026-04-14", "2026-04-15", "2026-09-09"]),
    (_covered_without_credits, ["2026-01-20", "2026-04-15"]),
    (_by_hand_then_by_contract, ["2026-02-05", "2026-02-10"]),
    (_cancelled, ["2026-02-20", "2026-03-15", "2026-08-01"]),
]
CASES = [(state, day) for state, days in STATES for day in days]
IDS = [f"{state.__name__} {day}" for state, day in CASES]


def figures(settlement: Settlement | None) -> tuple[Any, ...]:
    if settlement is None:
        return ()
    parts = tuple((part.charge.ssc, part.from_balance, part.invoiced, part.net) for part in settlement.parts)
    invoice = settlement.invoice
    return parts, (invoice.net, invoice.tax, invoice.gross) if invoice else ()


def check_against(found: Additions | None, do_it: Callable[[], Any]) -> None:
    """The preview and what is then booked, or refused, are the same."""
    assert found is not None
    if found.refusal is not None:
        with pytest.raises(Refused) as caught:
            do_it()
        assert caught.value.refusal == found.refusal
        assert found.now is not None
        assert found.refusal.missing_ssc == found.now.ssc - found.free
        return
    outcome = do_it()
    booked = [e for e in outcome.entries if isinstance(e, Settlement) and e.reason.value == "addition"]
    shown = [one.now.settlement for one in found.each if one.now]
    assert [figures(one) for one in shown] == [figures(one) for one in booked]
    gross = sum(one.invoice.gross for one in booked if one.invoice)
    assert (found.now.gross if found.now else 0) == gross


@pytest.mark.parametrize(("state", "day"), CASES, ids=IDS)
@pytest.mark.parametrize(("kind", "quantity"), [("PORT", 13), ("OPERATOR", 101)])
def test_the_price_shown_for_an_addition_is_booked(
    shop: Shop, state: Callable[[Shop], UUID], day: str, kind: str, quantity: int
) -> None:
    project = state(shop)
    new: dict[str, Any] = {"license_id": "L9", "license_type": kind, "quantity": quantity}
    found = preview_additions(project, d(day), [RequestedLicense(**new)])
    check_against(found, lambda: licenses.add(project=project, ctx=on(day), **new))


@pytest.mark.parametrize(("state", "day"), CASES, ids=IDS)
@pytest.mark.parametrize("count", [1, 3])
def test_the_price_shown_for_a_confirmation_is_booked(
    shop: Shop, state: Callable[[Shop], UUID], day: str, count: int
) -> None:
    project = state(shop)
    ctx = on("2026-01-31" if state is _by_hand_then_by_contract else "2026-01-16" if day > "2026-01-16" else day, ALICE)
    asked = [RequestedLicense(f"L{number}", "PORT", number * 11) for number in range(7, 7 + count)]
    licenses.request_all(project=project, asked=asked, origin="customer", ctx=ctx)
    found = preview_confirmations(project, d(day))
    assert found is not None
    lines = [one.line.number for one in found.each]
    check_against(found, lambda: licenses.confirm_all(project=project, lines=lines, ctx=on(day)))


def test_a_full_year_is_shown_at_the_price_of_the_contract(shop: Shop) -> None:
    found = preview_additions(shop.booked(), d("2026-01-20"), [RequestedLicense("L2", "OPERATOR", 7)])
    assert found is not None
    (one,) = found.each
    assert one.yearly is not None
    assert figures(one.yearly.settlement) == (((84_00, 0, 84_00, 84_00),), (84_00, 15_96, 99_96))
