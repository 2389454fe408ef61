"""What needs attention, in words: every matter has some in both languages, and a figure where one matters."""

from datetime import date
from fractions import Fraction

import pytest
from django.utils import translation

from autossa.queries.projects.alerts import Alert, AlertKind
from autossa.wording.notices import notice, notices, without_money

DAY = date(2027, 1, 31)


def alert(kind: AlertKind) -> Alert:
    return Alert(kind, DAY, ssc=9750, missing=1250, ordered=1000, times=Fraction(2), count=3, text="no price")


@pytest.mark.parametrize("kind", AlertKind)
def test_every_matter_is_said_in_both_languages(kind: AlertKind) -> None:
    said = []
    for language in ("en", "de"):
        with translation.override(language):
            found = notice(alert(kind))
        assert found.short
        assert found.text
        assert "%(" not in found.short + found.text
        said.append(found.text)
    assert said[0] != said[1]


def test_a_late_gap_is_said_with_its_cost_and_what_is_missing() -> None:
    with translation.override("en"):
        found = notice(alert(AlertKind.GAP_LATE))
    assert (found.tone, found.short) == ("danger", "Gap: charged twice")
    for part in ("97.50\xa0SSC as of today", "12.50\xa0SSC are missing there", "10.00\xa0SSC are ordered"):
        assert part in found.text


def test_who_must_not_see_amounts_reads_none() -> None:
    hidden = without_money([alert(kind) for kind in AlertKind])
    with translation.override("en"):
        assert not any("SSC" in found.text and "97.50" in found.text for found in notices(hidden))
    assert {AlertKind.PARKED, AlertKind.NO_PRICE}.isdisjoint(one.kind for one in hidden)
