"""Adjustments of a balance on the pages."""

import pytest

from tests.cast.pages import address, do, text_of
from tests.cast.people import People
from tests.store.looking import stored_balance, value

pytestmark = pytest.mark.store


@pytest.mark.parametrize("ssc_typed", ["", "0", "1.234", "abc", "9999999", "-9999999", "--1"])
def test_a_wrong_adjustment_stays(people: People, ssc_typed: str) -> None:
    page = address(people.shop.project(), "credits/adjust/")
    given = {"ssc": ssc_typed, "reason": "Goodwill", "step": "do"}
    response = people["finance"].post(page, given)
    assert "Please fix the highlighted fields" in text_of(response)
    assert value("SELECT count(*) FROM transfers") == 0


def test_an_adjustment_is_done_once_and_never_below_nothing(people: People) -> None:
    project = people.shop.project()
    page = address(project, "credits/adjust/")
    check = people["finance"].post(page, {"ssc": "15", "reason": "Goodwill"})
    assert "Available afterwards 15.00 SSC" in text_of(check)
    assert "Adjusted by +15.00 SSC." in text_of(do(people["finance"], page, check))
    assert "Something has changed" in text_of(do(people["finance"], page, check))
    assert stored_balance(project) == (15_00, 0)
    below = people["finance"].post(page, {"ssc": "−15.01", "reason": "Typo"})
    assert "Only 15.00 SSC are available" in text_of(below)
    do(people["finance"], page, people["finance"].post(page, {"ssc": "−15,00", "reason": "Typo"}))
    assert stored_balance(project) == (0, 0)
    assert "Goodwill" in text_of(people["owner"].get(address(project, "credits/")))
