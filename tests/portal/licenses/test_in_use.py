"""Licenses in use on the pages: given up, kept after all; what is on devices."""

from fractions import Fraction

import pytest

from autossa.domain.lines import Ssa
from autossa.operations import licenses
from autossa.operations.vendor import catalogue, license_types
from tests.cast.pages import address, do, text_of
from tests.cast.people import People
from tests.cast.shop import d, on
from tests.operations.devices.machines import activate, two_machines
from tests.store.looking import rows, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_giving_up_shows_its_day_and_what_stays(people: People) -> None:
    project = people.shop.booked(option="flex_monthly")
    path = address(project, "licenses/1/return/")
    check = people["owner"].post(path, {"quantity": "200"})
    said = text_of(check)
    assert "15 February 2026" in said
    assert "paid and usable until 14 February 2026" in said
    assert "1,000 × Port" in said
    assert "Given up: 200 of L1." in text_of(do(people["owner"], path, check))
    assert "changed in the meantime" in text_of(do(people["owner"], path, check))
    assert rows("SELECT quantity, ended_on FROM license_lines ORDER BY number") == [
        (1200, d("2026-02-15")),
        (1000, None),
    ]


def test_under_a_contract_the_term_binds_what_is_given_up(people: People) -> None:
    path = address(people.shop.booked(), "licenses/1/return/")
    said = text_of(people["owner"].post(path, {"quantity": "200"}))
    assert "15 January 2027" in said
    assert "paid until 14 February 2026" in said
    assert "the contract term binds it until 14 January 2027" in said
    assert "You can still keep it before that day" in said


def test_what_was_given_up_can_be_kept_until_its_day(people: People) -> None:
    project = people.shop.booked()
    for quantity, line in (("200", 1), ("300", 2)):
        path = address(project, f"licenses/{line}/return/")
        do(people["owner"], path, people["owner"].post(path, {"quantity": quantity}))
    shown = text_of(people["owner"].get(address(project, "licenses/")))
    assert ("Given up until 14 January 2027" in shown, "Continues from 15 January 2027" in shown) == (True, True)
    keep = address(project, "licenses/1/keep/")
    page = text_of(people["owner"].get(keep))
    assert ("500 × Port" in page, "15 January 2027" in page) == (True, True)
    assert "Kept: L1 goes on." in text_of(people["owner"].post(keep, follow=True))
    assert "changed in the meantime" in text_of(people["owner"].post(keep, follow=True))
    shown = text_of(people["owner"].get(address(project, "licenses/")))
    assert ("Given up" in shown, "1,200" in shown, "Keep it" in shown) == (False, True, False)


def test_what_was_never_charged_ends_at_once(people: People) -> None:
    project = people.shop.booked()
    catalogue.add_license_type(
        code="HEADSET", name="Headset", ssc_per_year=Fraction(0), starts_on=d("2026-01-01"), ssa=Ssa.NONE,
        ctx=on("2026-01-15"),
    )  # fmt: skip
    licenses.add(project=project, license_id="H1", license_type="HEADSET", quantity=3, ctx=on("2026-01-16"))
    assert "Not part of SSA" in text_of(people["owner"].get(address(project, "licenses/")))
    said = text_of(people["owner"].post(address(project, "licenses/2/return/"), {"quantity": "3"}))
    assert "at once: SSA never charges for it" in said


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


def test_what_is_on_devices_and_free_is_said_beside_the_license(people: People) -> None:
    project, device, _ = two_machines(people.shop)
    activate(project, device, 7)
    shown = text_of(people["owner"].get(address(project, "licenses/")))
    assert "7 3 free" in shown
    said = text_of(people["owner"].get(address(project, "licenses/1/return/")))
    assert "Giving up ends the license." in said
    assert "release it from its device" in said
    licenses.return_license(project=project, license_id="L1", quantity=5, ctx=on("2026-01-20"))
    assert "7 5 licensed" in text_of(people["owner"].get(address(project, "licenses/")))


@pytest.mark.parametrize(
    "page",
    [
        "licenses/99/return/",
        "licenses/1/keep/",
        "licenses/1/confirm/",
        "licenses/1/withdraw/",
        "licenses/1/refuse/",
        "licenses/9/refuse/",
    ],
)
def test_a_line_that_is_not_there_is_404(people: People, page: str) -> None:
    who = "reviewer" if "confirm" in page or "refuse" in page else "owner"
    assert people[who].get(address(people.shop.project(), page)).status_code == 404


def test_a_type_that_cannot_be_given_up_has_no_button_and_is_refused(people: People) -> None:
    project = people.shop.booked()
    shown = address(project, "licenses/")
    path = address(project, "licenses/1/return/")
    check = people["owner"].post(path, {"quantity": "200"})
    assert path in people["owner"].get(shown).content.decode()
    license_types.set_acts(code="PORT", acts=license_types.Acts(can_be_given_up=False), ctx=on("2026-01-20"))
    assert path not in people["owner"].get(shown).content.decode()
    assert people["owner"].get(path).status_code == 404
    assert "changed in the meantime" in text_of(do(people["owner"], path, check))
    assert rows("SELECT quantity, ended_on FROM license_lines") == [(1200, None)]
