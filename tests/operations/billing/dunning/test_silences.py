"""After a silence of any length each payer stands where it stands without one (billing 18), through the store."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from autossa.operations.runs import dunning, renewals
from autossa.store import models
from tests.cast.shop import Shop, d, on, open_shop
from tests.laws.test_laws import calm
from tests.operations.billing.dunning.story import dunned, pay

pytestmark = [pytest.mark.store, pytest.mark.slow]
FIRST, DAYS = d("2026-01-15"), 90


def _told(runs: frozenset[int], paid_on: int | None) -> tuple[object, ...]:
    """What came of an unpaid year when the run took place on these days and the last eight; what is left of it."""
    with transaction.atomic():
        shop: Shop = open_shop()
        dunned()
        project = shop.under_contract("Office", option="annual_yearly")
        renewals.run(ctx=on(FIRST.isoformat()))
        for n in range(DAYS):
            day = (FIRST + timedelta(days=n)).isoformat()
            if n == paid_on:
                pay(shop, day)
            if n in runs or n >= DAYS - 8:
                assert not dunning.run(ctx=on(day)).failed
                assert dunning.run(ctx=on(day)) == dunning.Report()
        levels = [row.level for row in models.DunningLetter.objects.order_by("day", "id")]
        assert levels == sorted(set(levels))
        assert models.Fee.objects.count() == sum(level in (2, 3) for level in levels)
        for one in models.DunningSuspension.objects.all():
            warning = models.SuspensionWarning.objects.filter(contract=one.contract_id, day__lte=one.day).first()
            assert warning is not None
            assert (one.day - warning.day).days >= 7
        covered = list(models.Coverage.objects.filter(project=project).values_list("days", flat=True))
        found = (models.Contract.objects.get(project=project).status, levels[-1:], covered)
        transaction.set_rollback(True)
    return found


@pytest.mark.django_db
@settings(calm, max_examples=6)
@given(st.frozensets(st.integers(0, DAYS - 9), max_size=5), st.none() | st.integers(80, DAYS - 9))
def test_a_silence_changes_nothing_of_where_a_payer_stands(runs: frozenset[int], paid_on: int | None) -> None:
    status, last, covered = _told(runs, paid_on)
    daily_status, daily_last, daily_covered = _told(frozenset(range(DAYS)), paid_on)
    assert (status, covered) == (daily_status, daily_covered)
    if paid_on is None:
        assert last == daily_last
