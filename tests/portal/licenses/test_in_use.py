"""Licenses in use on the pages: returned, activated."""

import pytest

from tests.cast.pages import address, do, text_of
from tests.cast.people import People
from tests.cast.shop import d
from tests.store.looking import rows, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_a_return_shows_its_day_and_what_stays(people: People) -> None:
    project = people.shop.booked()
    path = address(project, "licenses/1/return/")
    check = people["owner"].post(path, {"quantity": "200"})
    said = text_of(check)
    assert "15 February 2026" in said
    assert "paid and usable until 14 February 2026" in said
    assert "1,000 × Port" in said
    assert "Returned: 200 of L1." in text_of(do(people["owner"], path, check))
    assert "changed in the meantime" in text_of(do(people["owner"], path, check))
    assert rows("SELECT quantity, ended_on FROM license_lines ORDER BY number") == [
        (1200, d("2026-02-15")),
        (1000, None),
    ]


@pytest.mark.parametrize("quantity", ["0", "-1", "1.5", "abc", "", "1201", "9" * 40])
def test_a_wrong_quantity_is_not_returned(people: People, quantity: str) -> None:
    project = people.shop.booked()
    response = people["owner"].post(address(project, "licenses/1/return/"), {"quantity": quantity, "step": "do"})
    assert "Please fix the highlighted fields" in text_of(response)
    assert value("SELECT count(*) FROM license_lines") == 1


def test_the_last_license_under_a_contract_stays(people: People) -> None:
    project = people.shop.booked()
    path = address(project, "licenses/1/return/")
    check = people["owner"].post(path, {"quantity": "1200"})
    assert "last license of a project with a contract" in text_of(check)
    assert 'value="do"' not in check.content.decode()
    do(people["owner"], path, check)
    assert value("SELECT ended_on FROM license_lines") is None


def test_an_activation_warns_before_a_gap_begins_and_happens_once(people: People) -> None:
    project = people.shop.project()
    path = address(project, "licenses/1/activate/")
    assert "every day without coverage is a gap" in text_of(people["owner"].get(path))
    assert "Activated: L1." in text_of(people["owner"].post(path, follow=True))
    assert "already activated" in text_of(people["owner"].post(path, follow=True))
    assert value("SELECT activated_on FROM licenses") == d("2026-01-20")
    assert "licenses/1/activate/" not in people["owner"].get(address(project, "licenses/")).content.decode()


def test_nobody_is_warned_of_a_gap_that_cannot_arise(people: People) -> None:
    said = text_of(people["owner"].get(address(people.shop.in_review(), "licenses/1/activate/")))
    assert "is a gap" not in said


@pytest.mark.parametrize(
    "page",
    [
        "licenses/99/return/",
        "licenses/99/activate/",
        "licenses/1/confirm/",
        "licenses/1/withdraw/",
        "licenses/1/refuse/",
        "licenses/9/refuse/",
    ],
)
def test_a_line_that_is_not_there_is_404(people: People, page: str) -> None:
    who = "reviewer" if "confirm" in page or "refuse" in page else "owner"
    assert people[who].get(address(people.shop.project(), page)).status_code == 404
