"""Several licenses are requested on one form, and confirmed together or one by one."""

import re
from typing import Any
from uuid import UUID

import pytest

from autossa.operations import licenses
from autossa.queries.licenses.previews import RequestedLicense
from autossa.wording.formats import money, ssc
from tests.cast.pages import address, do, hidden_of, html, text_of
from tests.cast.people import People
from tests.cast.shop import ALICE, on
from tests.store.looking import rows, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]

FIRST = {"license_type": "OPERATOR", "quantity": "7", "license_id": "L2"}
SECOND = {"2-license_type": "PORT", "2-quantity": "120", "2-license_id": "Site <B>"}
CONFIRMED = "SELECT i.code, l.confirmed FROM license_lines l JOIN licenses i ON i.id = l.license_id ORDER BY l.number"


def test_several_are_requested_on_one_form(people: People) -> None:
    project = people.shop.booked()
    path = address(project, "licenses/create/")
    check = people["owner"].post(path, FIRST | SECOND)
    said = text_of(check)
    for part in ("7 × Operator", "120 × Port", "Site <B>", "Price of all together", "Request 2 licenses"):
        assert part in said, part
    assert said.count("for a full year: how is this calculated?") == 2
    assert value("SELECT count(*) FROM license_lines") == 1
    assert "They become active and billable once the vendor confirms them." in text_of(do(people["owner"], path, check))
    assert rows(CONFIRMED) == [("L1", True), ("L2", False), ("Site <B>", False)]
    assert "the form was sent twice" in text_of(do(people["owner"], path, check))
    assert value("SELECT count(*) FROM license_lines") == 3


def test_a_line_more_and_a_line_less_keep_what_was_entered(people: People) -> None:
    path = address(people.shop.project(), "licenses/create/")
    more = html(people["owner"].post(path, FIRST | {"step": "more"}))
    for part in ('value="7"', 'name="2-license_type"', 'name="2-license_id" value="L3"', 'value="drop-2"'):
        assert part in more, part
    assert 'class="error"' not in more
    less = html(people["owner"].post(path, FIRST | SECOND | {"step": "drop-1"}))
    assert 'value="Site &lt;B&gt;"' in less
    assert 'value="120"' in less
    assert "2-license_type" not in less
    assert value("SELECT count(*) FROM license_lines") == 1


def test_there_is_no_line_beyond_the_most(people: People) -> None:
    path = address(people.shop.project(), "licenses/create/")
    sent = {f"{place}-license_id": f"X{place}" for place in range(2, 40)} | FIRST
    shown = html(people["owner"].post(path, sent | {"step": "more"}))
    assert "20-license_type" in shown
    assert "21-license_type" not in shown
    assert 'value="more"' not in shown


def test_a_line_left_empty_asks_for_nothing(people: People) -> None:
    path = address(people.shop.project(), "licenses/create/")
    empty = {"3-license_type": "", "3-quantity": "", "3-license_id": "L9"}
    assert "Request 2 licenses" in text_of(people["owner"].post(path, FIRST | SECOND | empty))
    assert "Request 7 × Operator" in text_of(people["owner"].post(path, FIRST | empty))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"2-license_id": "L2"}, "This ID is used twice in the request."),
        ({"2-license_id": "L1"}, "already a license with this ID"),
        ({"2-quantity": "0"}, "The number must be at least 1."),
        ({"2-quantity": ""}, "This field is required."),
        ({"2-license_type": "FAX"}, "Select a valid choice."),
        ({"2-license_type": ""}, "This field is required."),
    ],
)
def test_what_is_wrong_with_one_line_is_said_there_and_none_is_requested(
    people: People, wrong: dict[str, str], said: str
) -> None:
    path = address(people.shop.project(), "licenses/create/")
    page = people["owner"].post(path, FIRST | SECOND | wrong | {"step": "do"})
    assert said in text_of(page)
    assert html(page).count('class="error"') == 1
    assert 'aria-invalid="true"' in html(page)
    assert value("SELECT count(*) FROM license_lines") == 1


# ---------------------------------------------------------------- confirmed together, or each


def _waiting(people: People, *quantities: int, project: UUID | None = None) -> UUID:
    project = project or people.shop.booked()
    asked = [RequestedLicense(f"L{place}", "OPERATOR", q) for place, q in enumerate(quantities, start=2)]
    licenses.request_all(project=project, asked=asked, origin="customer", ctx=on("2026-01-16", ALICE))
    return project


def _tick(people: People, path: str, page: Any, *numbers: int, step: str = "do") -> Any:
    return people["reviewer"].post(
        path, {**hidden_of(page), "line": [str(number) for number in numbers], "step": step}, follow=True
    )


def test_the_vendor_confirms_all_that_wait_on_one_page(people: People) -> None:
    project = _waiting(people, 7, 3)
    assert "Check and confirm all 2" in text_of(people["reviewer"].get(address(project, "licenses/")))
    assert "Check and confirm all" not in text_of(people["owner"].get(address(project, "licenses/")))
    path = address(project, "licenses/confirm/")
    page = people["reviewer"].get(path)
    for part in ("L2 7 × Operator", "L3 3 × Operator"):
        assert part in text_of(page), part
    assert html(page).count(" checked") == 2
    (said,) = set(re.findall(r'data-label="(Up to [^"]+)"', html(page)))
    assert said.replace("\xa0", " ") in text_of(page)  # as the head of the table says it, which phones do not show
    assert "Confirmed: 2 licenses." in text_of(_tick(people, path, page, 2, 3))
    assert all(confirmed for _, confirmed in rows(CONFIRMED))
    gross = value("SELECT sum(gross) FROM invoices WHERE reason = 'addition'")
    assert f"Confirm 2 licenses for {money(int(gross), 'EUR')}".replace("\xa0", " ") in text_of(page)
    assert "no longer waiting" in text_of(_tick(people, path, page, 2, 3))
    assert people["reviewer"].get(path).status_code == 404


def test_what_is_cleared_keeps_waiting_and_the_price_is_shown_anew_before(people: People) -> None:
    project = _waiting(people, 7, 3, 5)
    path = address(project, "licenses/confirm/")
    again = _tick(people, path, people["reviewer"].get(path), 2, 4)
    assert "The selection has changed. This is its price." in text_of(again)
    assert "Confirm 2 licenses for" in text_of(again)
    assert re.findall(r'id="tick-(\d)"', html(again)) == ["2", "3", "4"]  # no line moves
    assert rows(CONFIRMED) == [("L1", True), ("L2", False), ("L3", False), ("L4", False)]
    _tick(people, path, again, 2, 4)
    assert rows(CONFIRMED) == [("L1", True), ("L2", True), ("L3", False), ("L4", True)]


def test_the_price_of_a_selection_is_shown_and_nothing_done(people: People) -> None:
    path = address(_waiting(people, 7, 3), "licenses/confirm/")
    shown = _tick(people, path, people["reviewer"].get(path), 3, step="show")
    assert "Confirm 3 × Operator for" in text_of(shown)
    assert html(shown).count(" checked") == 1
    assert "Select at least one license." in text_of(_tick(people, path, shown, step="do"))
    assert value("SELECT count(*) FROM license_lines WHERE confirmed") == 1


def test_a_price_that_changed_since_is_shown_again(people: People) -> None:
    path = address(_waiting(people, 7, 3), "licenses/confirm/")
    page = people["reviewer"].get(path)
    people.today("2026-02-02")
    assert "Something has changed since this page was shown" in text_of(_tick(people, path, page, 2, 3))
    assert value("SELECT count(*) FROM license_lines WHERE confirmed") == 1


def test_what_the_balance_lacks_is_said_for_all_of_them(people: People) -> None:
    project = _waiting(people, 7, 3, project=people.shop.covered(months=2))
    path = address(project, "licenses/confirm/")
    page = people["reviewer"].get(path)
    # 7.00 and 3.00 a month, two months less five of the 31 days to 14 February
    assert f"{ssc(18_39)} are missing there".replace("\xa0", " ") in text_of(page)
    assert 'value="do"' not in html(page)


@pytest.mark.parametrize("who", ["owner", "licenses", "finance", "viewer"])
def test_who_may_not_confirm_finds_no_page(people: People, who: str) -> None:
    assert people[who].get(address(_waiting(people, 7, 3), "licenses/confirm/")).status_code == 404
