"""The table of limits is whole: every deed, in an order that makes sense."""

from itertools import groupby

import pytest

from autossa.domain.limits import LONGEST, TABLE, Deed, Whose


def test_every_deed_has_limits() -> None:
    assert set(TABLE) == set(Deed)
    assert all(TABLE.values())
    assert max(limit.span for limits in TABLE.values() for limit in limits) == LONGEST


@pytest.mark.parametrize("deed", Deed)
def test_a_longer_span_allows_more_and_a_person_least(deed: Deed) -> None:
    limits = sorted(TABLE[deed], key=lambda limit: (limit.whose, limit.span))
    for _, of_one in groupby(limits, key=lambda limit: limit.whose):
        allowed = [limit.most for limit in of_one]
        assert allowed == sorted(set(allowed))
    least = {limit.whose: limit.most for limit in reversed(limits)}
    if Whose.PERSON in least:
        assert least[Whose.PERSON] == min(least.values())
