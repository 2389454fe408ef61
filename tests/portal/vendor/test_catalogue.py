"""The catalogue: new types, rates, prices and policies are checked, then saved; wrong inputs are said."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from autossa.domain.rights import Role
from autossa.store import models
from tests.cast.world import TODAY, World
from tests.portal.staff import as_role, said
from tests.portal.vendor.test_pages import page

pytestmark = pytest.mark.store
EARLIEST = (TODAY + timedelta(days=15)).isoformat()


@pytest.mark.parametrize(
    ("value", "starts_on", "words"),
    [
        ("1,25", EARLIEST, None),
        ("1.25", TODAY.isoformat(), "at the earliest"),
        ("1.25", (TODAY + timedelta(days=14)).isoformat(), "starts on 20 January 2027 at the earliest"),
        ("1.25", "2026-07-01", "at the earliest"),
        ("-1", EARLIEST, "must not be negative"),
        ("1e3", EARLIEST, "Enter a number such as 1.08."),
        ("abc", EARLIEST, "Enter a number such as 1.08."),
        ("1.1234567", EARLIEST, "at most 6 decimals"),
        ("99999999999", EARLIEST, "at most 6 decimals"),
        ("", EARLIEST, "This field is required."),
        ("1.25", "2027-02-30", "Enter a date between 1900 and 2199"),
        ("1.25", "", "This field is required."),
        ("1.25", "9999999-01-01", "Enter a date between 1900 and 2199"),
    ],
)
def test_a_new_price_is_checked_then_set(
    own: World, staff: Client, value: str, starts_on: str, words: str | None
) -> None:
    path = f"/catalogue/prices/{models.PriceList.objects.get().public_id}/price/"
    data = {"value": value, "starts_on": starts_on}
    html = said(staff, path, {**data, "step": "check"})
    if words is not None:
        assert words in html
        assert not value or f'value="{value}"' in html  # what was entered stays
        assert models.SscPrice.objects.count() == 2
        return
    assert "Who is affected, and when" in html
    assert "Save the price of 1.25 EUR" in html
    assert models.SscPrice.objects.count() == 2  # checking sets nothing
    assert "Preview impact" in said(staff, path, {**data, "step": "edit"})
    assert "Price saved." in said(staff, path, {**data, "step": "add"})
    assert models.SscPrice.objects.get(starts_on=starts_on).price == Decimal("1.25")
    assert "There is already a version from this day" in said(staff, path, {**data, "step": "add"})
    html = page(staff, "/catalogue/prices/")
    assert "Who is affected by the price from" in html


def test_a_new_rate_is_checked_then_set(own: World, staff: Client) -> None:
    path = f"/catalogue/types/{models.LicenseType.objects.get(code='PORT').public_id}/rate/"
    data = {"value": "2", "starts_on": EARLIEST}
    asked = said(staff, path, {**data, "step": "check"})
    assert "That is +100\xa0% compared with the version before." in asked
    assert "Yes, this unusual value is right." in asked
    data["unusual"] = "on"
    asked = said(staff, path, {**data, "step": "check"})
    assert "keep the rate they were added with" in asked
    assert 'name="unusual" value="on"' in asked
    assert "Rate saved." in said(staff, path, {**data, "step": "add"})
    assert "There is already a version from this day" in said(staff, path, {**data, "step": "add"})
    assert models.LicenseRate.objects.filter(license_type__code="PORT").count() == 2


@pytest.mark.parametrize(
    ("value", "starts_on", "words"),
    [
        ("0", EARLIEST, "Nothing would be charged|−100"),
        ("100000", EARLIEST, "compared with the version before"),
        ("1.25", "2137-01-01", "more than ten years ahead"),
    ],
)
def test_a_slip_in_a_price_is_asked_about(own: World, staff: Client, value: str, starts_on: str, words: str) -> None:
    path = f"/catalogue/prices/{models.PriceList.objects.get().public_id}/price/"
    for step in ("check", "add"):
        assert re.search(words, said(staff, path, {"value": value, "starts_on": starts_on, "step": step}))
    assert models.SscPrice.objects.count() == 2


@pytest.mark.parametrize(
    ("path", "data", "words"),
    [
        ("types", {"code": "TRUNK", "name": "Trunk"}, "added."),
        ("types", {"code": "TRUNK", "name": "Trunk", "ssa": "free"}, "Select a valid choice."),
        ("types", {"code": "PORT", "name": "Port"}, "There is already a license type with this code."),
        ("types", {"code": "lower", "name": "x"}, "Enter a valid value."),
        ("prices", {"name": "Swiss", "currency": "CHF"}, "added."),
        ("prices", {"name": "Europe", "currency": "EUR"}, "There is already a price list with this name."),
        ("prices", {"name": "Swiss", "currency": "Franc"}, "Enter a valid value."),
        ("prices", {"name": "Nippon", "currency": "JPY"}, "added."),
        ("prices", {"name": "Nowhere", "currency": "XXA"}, "XXA is not the code of a currency"),
    ],
)
def test_new_types_and_lists(own: World, staff: Client, path: str, data: dict[str, str], words: str) -> None:
    given = {"ssa": "charged", **data, "value": "1.5", "starts_on": TODAY.isoformat()}
    html = said(staff, f"/catalogue/{path}/new/", given)
    assert words in html
    entered = [value for name, value in data.items() if name != "ssa"]
    assert words == "added." or all(f'value="{value}"' in html for value in entered)  # what was entered stays
    assert models.PriceList.objects.count() == (2 if path == "prices" and words == "added." else 1)


def test_how_a_type_stands_to_ssa_is_chosen_and_shown(own: World, staff: Client) -> None:
    html = page(staff, "/catalogue/types/new/")
    assert "SSA entitles it to nothing" in html
    given = {"code": "HEADSET", "name": "Headset", "ssa": "none", "value": "0", "starts_on": TODAY.isoformat()}
    assert "Not part of SSA" in said(staff, "/catalogue/types/new/", given)
    assert models.LicenseType.objects.get(code="HEADSET").ssa == "none"


def policy_form(staff: Client) -> dict[str, str]:
    """The form of a new policy version as it is filled in."""
    html = page(staff, "/catalogue/policies/new/")
    given = {}
    for tag in re.findall(r"<input[^>]*>", html):
        name, value = re.search(r'name="([^"]+)"', tag), re.search(r' value="([^"]*)"', tag)
        if name and (value or "checkbox" in tag) and ("checkbox" not in tag or "checked" in tag):
            given[name[1]] = value[1] if value else "on"
    for name, options in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', html, re.DOTALL):
        given[name] = re.findall(r'value="([^"]*)" selected', options)[0]
    given.pop("csrfmiddlewaretoken", None)
    return {**given, "starts_on": EARLIEST, "step": "check"}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {
                "grace_days": "45",
                "late_multiplier": "2,5",
                "annual_yearly-adjustment": "-3",
                "reaction_days": "7",
                "give_up": "period",
                "entitlement_day": "branch",
            },
            None,
        ),
        ({"late_multiplier": "0,99"}, "at least 1"),
        ({"give_up": "never"}, "Select a valid choice."),
        ({}, "Nothing changes."),
        ({"starts_on": TODAY.isoformat()}, "at the earliest"),
        ({"renewal_lead_days": "28"}, "at most 27 days"),
        ({"annual_quarterly-billed": "5"}, "The billed months must divide the term."),
        ({"flex_monthly-term": ""}, "An option needs its own code"),
        ({"new-offered": "on", "new-name": "annual_yearly"}, "An option needs its own code"),
        ({"expiry_days": "soon"}, "Enter numbers of days"),
        ({"grace_days": "-1"}, "whole number in digits"),
        ({"annual_yearly-adjustment": "-100"}, "at least -99"),
    ],
)
def test_a_new_policy_version(own: World, staff: Client, change: dict[str, str], words: str | None) -> None:
    path, data = "/catalogue/policies/new/", {**policy_form(staff), **change}
    html = said(staff, path, data)
    if words is not None:
        assert words in html
        assert models.PolicyVersion.objects.count() == 1
        return
    parts = ["30 days", "45 days", "× 2.5", "open contracts keep the terms they were concluded under"]
    for part in (*parts, "7 days", "with what is paid", "the first of its branch"):
        assert part in html, part
    assert re.search(r'<button name="step" value="add">\s*Save the version from 20 January 2027\s*</button>', html)
    assert "New version saved." in said(staff, path, {**data, "step": "add"})
    row = models.PolicyVersion.objects.latest("starts_on")
    assert (row.grace_days, row.late_multiplier) == (45, Decimal("2.5"))
    assert (row.reaction_days, row.give_up, row.entitlement_day) == (7, "period", "branch")
    assert row.plans.get(name="annual_yearly").adjustment == Decimal("-0.03")
    assert row.plans.count() == 4
    assert "There is already a version from this day" in said(staff, path, {**data, "step": "add"})


def test_options_come_and_go(own: World, staff: Client) -> None:
    data = policy_form(staff)
    del data["annual_monthly-offered"]
    data |= {"new-offered": "on", "new-name": "two_years", "new-term": "24", "new-notice": "6", "new-billed": "12"}
    data |= {"new-adjustment": "-5", "step": "add"}
    assert "New version saved." in said(staff, "/catalogue/policies/new/", data)
    names = set(models.PolicyVersion.objects.latest("starts_on").plans.values_list("name", flat=True))
    assert names == {"annual_yearly", "annual_quarterly", "flex_monthly", "two_years"}
    assert "Term 24 months" in page(staff, "/catalogue/policies/")


def test_who_may_only_look_finds_no_acts(own: World) -> None:
    support = as_role(Role.SUPPORT)
    for path in ("/catalogue/", "/catalogue/prices/", "/catalogue/policies/"):
        html = page(support, path)
        assert "/new/" not in html
        assert "/rate/" not in html
        assert "/price/" not in html
    page(support, "/catalogue/keys/", 404)
    page(support, "/settings/", 404)


def test_a_coming_version_is_withdrawn_or_corrected_with_a_reason(own: World, staff: Client) -> None:
    price_list, kind = models.PriceList.objects.get(), models.LicenseType.objects.get(code="PORT")
    given = {"starts_on": EARLIEST, "step": "add"}
    said(staff, f"/catalogue/prices/{price_list.public_id}/price/", {**given, "value": "1.25"})
    said(staff, f"/catalogue/types/{kind.public_id}/rate/", {**given, "value": "1.25"})
    said(staff, "/catalogue/policies/new/", {**policy_form(staff), "grace_days": "9", **given})
    for path, back, table in (
        (f"/catalogue/prices/{price_list.public_id}/{EARLIEST}/withdraw/", "/catalogue/prices/", models.SscPrice),
        (f"/catalogue/types/{kind.public_id}/{EARLIEST}/withdraw/", "/catalogue/", models.LicenseRate),
        (f"/catalogue/policies/{EARLIEST}/withdraw/", "/catalogue/policies/", models.PolicyVersion),
    ):
        assert path in page(staff, back)
        assert "This field is required." in said(staff, path, {"reason": ""})
        assert table.objects.filter(starts_on=EARLIEST).exists()
        step = "correct" if table is models.SscPrice else "withdraw"
        html = said(staff, path, {"reason": "A slip", "step": step})
        assert "Version withdrawn." in html
        assert ("Preview impact" in html) == (step == "correct")
        assert not table.objects.filter(starts_on=EARLIEST).exists()
        assert table.every.get(starts_on=EARLIEST).withdrawal == "A slip"
        assert staff.get(path).status_code == 404
        assert path not in page(staff, back)


def test_what_has_begun_is_not_offered_for_withdrawal(own: World, staff: Client) -> None:
    price_list = models.PriceList.objects.get()
    for row in price_list.versions.all():
        assert staff.get(f"/catalogue/prices/{price_list.public_id}/{row.starts_on}/withdraw/").status_code == 404
    for day in ("2000-01-01", "x", "9999-12-31"):
        assert staff.get(f"/catalogue/policies/{day}/withdraw/").status_code == 404


def test_a_type_says_what_may_be_done_with_its_licenses(own: World, staff: Client) -> None:
    kind = models.LicenseType.objects.get(code="PORT")
    path = f"/catalogue/types/{kind.public_id}/acts/"
    html = page(staff, path)
    assert html.count(" checked") == 2
    assert "Sent" not in html  # a hidden field has no label
    assert "Saved." in said(staff, path, {"sent": "True", "acts": ["released"]})
    html = page(staff, "/catalogue/")
    assert "cannot be given up" in html
    assert "stays on its device" not in html
    assert page(staff, path).count(" checked") == 1
    assert "Saved." in said(staff, path, {"sent": "True"})
    assert "stays on its device" in page(staff, "/catalogue/")
    assert as_role(Role.SUPPORT).get(path).status_code == 404


def test_a_new_type_says_it_too(own: World, staff: Client) -> None:
    given = {"code": "BOX", "name": "Box", "ssa": "charged", "acts": ["released"], "value": "1"}
    assert "BOX added" in said(staff, "/catalogue/types/new/", {**given, "starts_on": TODAY.isoformat()})
    row = models.LicenseType.objects.get(code="BOX")
    assert (row.can_be_given_up, row.can_be_released) == (False, True)
