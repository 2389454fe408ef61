"""What needs attention, in words: every matter has some in both languages, and a figure where one matters."""

from datetime import date
from fractions import Fraction

import pytest
from django.utils import translation

from autossa.queries.projects.alerts import Decision, Matter
from autossa.wording.notices import notice, notices, without_money

DAY = date(2027, 1, 31)


def decision(matter: Matter) -> Decision:
    return Decision(matter, DAY, ssc=9750, missing=1250, ordered=1000, times=Fraction(2), count=3, text="no price")


@pytest.mark.parametrize("matter", Matter)
def test_every_matter_is_said_in_both_languages(matter: Matter) -> None:
    said = []
    for language in ("en", "de"):
        with translation.override(language):
            found = notice(decision(matter))
        assert found.short
        assert found.text
        assert "%(" not in found.short + found.text
        said.append(found.text)
    assert said[0] != said[1]


def test_a_late_gap_is_said_with_its_cost_and_what_is_missing() -> None:
    with translation.override("en"):
        found = notice(decision(Matter.GAP_LATE))
    assert (found.tone, found.short) == ("danger", "Gap counts twice")
    for part in ("today 97.50\xa0SSC", "12.50\xa0SSC are missing there", "10.00\xa0SSC are ordered"):
        assert part in found.text


def test_who_must_not_see_amounts_reads_none() -> None:
    hidden = without_money([decision(matter) for matter in Matter])
    with translation.override("en"):
        assert not any("SSC" in found.text and "97.50" in found.text for found in notices(hidden))
    assert {Matter.PARKED, Matter.NO_PRICE}.isdisjoint(one.matter for one in hidden)
