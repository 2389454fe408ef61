"""Who sees which way to act on credits."""

import pytest

from tests.cast.pages import address
from tests.cast.people import People
from tests.portal.credits.ordering import order

pytestmark = pytest.mark.store


@pytest.mark.parametrize(
    ("who", "present", "absent"),
    [
        ("owner", ["top-up/", "extend/", "withdraw/"], ["adjust/", "book/", "decline/"]),
        ("billing", ["top-up/", "withdraw/"], ["extend/", "adjust/", "book/"]),
        ("contracts", ["extend/"], ["top-up/", "withdraw/", "adjust/", "book/"]),
        ("viewer", [], ["top-up/", "extend/", "withdraw/", "adjust/", "book/"]),
        ("support", [], ["top-up/", "extend/", "withdraw/", "adjust/", "book/"]),
        ("finance", ["adjust/", "book/", "decline/"], ["top-up/", "extend/", "withdraw/"]),
    ],
)
def test_what_one_may_not_is_absent(people: People, who: str, present: list[str], absent: list[str]) -> None:
    project = people.shop.covered()
    order(people, project)
    html = people[who].get(address(project, "credits/")).content.decode()
    assert [part for part in present if f"{part}" not in html] == []
    assert [part for part in absent if part in html] == []
