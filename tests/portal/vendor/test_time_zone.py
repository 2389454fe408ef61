"""The vendor's time zone: set on the settings page, asked again when it is another day there, kept by every page."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.db import OperationalError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import get_current_timezone_name

from autossa.operations.vendor.settings import save_settings
from autossa.queries.vendor.settings import look
from autossa.store import models
from tests.cast.shop import on
from tests.cast.world import World
from tests.portal.staff import as_staff

pytestmark = pytest.mark.store

NOON = datetime(2026, 11, 25, 10, 30, tzinfo=UTC)
"""11:30 in Berlin; the next day in Kiritimati already, the day before in Midway still."""
BERLIN, AHEAD, BEHIND = "Europe/Berlin", "Pacific/Kiritimati", "Pacific/Midway"
BY = on("2026-11-25")


@pytest.fixture(autouse=True)
def own(world: World, settings: Any) -> Iterator[None]:
    """The real clock, which stands still; what a test sets is taken back."""
    settings.TODAY = ""
    with time_machine.travel(NOON, tick=False), transaction.atomic():
        yield
        transaction.set_rollback(True)


def send(zone: str, **more: str) -> str:
    """What the page says after the form."""
    response = as_staff().post("/settings/", {"zone_form": "1", "zone": zone, **more}, follow=True)
    assert response.status_code == 200
    return response.content.decode()


def day_shown(path: str = "/account/login/") -> date:
    """The day that a page goes by, for anybody."""
    response = Client().get(path)
    assert response.status_code == 200
    found: date = response.context["today"]
    return found


# ---------------------------------------------------------------- the form


def test_it_follows_the_environment_until_it_is_set() -> None:
    html = as_staff().get("/settings/").content.decode()
    assert f"<strong>{BERLIN}</strong>: 25 November 2026, 11:30" in html
    assert f'<option value="" selected>Default: {BERLIN}</option>' in html
    assert '<optgroup label="Pacific Ocean">' in html
    german = as_staff("de").get("/settings/").content.decode()
    assert german.index('<optgroup label="Indischer Ozean">') < german.index('<optgroup label="Pazifik">')


def test_a_zone_with_the_same_day_is_set_at_once_and_taken_back() -> None:
    html = send("Europe/London")
    assert "Saved. The time zone is Europe/London from now on." in html
    assert "<strong>Europe/London</strong>: 25 November 2026, 10:30" in html
    assert '<option value="Europe/London" selected>' in html
    log = as_staff().get("/staff/activity/").content.decode()
    assert "Name, colour, logo, time zone or how to pay changed" in log
    assert "Europe/London" in log
    assert f"Saved. The time zone is {BERLIN} from now on." in send("")
    assert look().own_time_zone == ""


@pytest.mark.parametrize(
    ("zone", "words", "there", "other"),
    [
        (AHEAD, "It is 26 November 2026 there already", "2026-11-26", "2026-11-24"),
        (BEHIND, "It is 24 November 2026 there still", "2026-11-24", "2026-11-26"),
    ],
)
def test_another_day_takes_a_tick(zone: str, words: str, there: str, other: str) -> None:
    for more in ({}, {"other_day": other}):  # a tick that was made for another zone is none for this one
        html = send(zone, **more)
        assert words in html
        assert f'name="other_day" value="{there}"' in html
        assert f'<option value="{zone}" selected>' in html
        assert look().time_zone == BERLIN
    assert "Saved." in send(zone, other_day=there)
    assert look().time_zone == zone


def test_it_is_the_present_zone_that_the_day_is_compared_with() -> None:
    save_settings(time_zone=AHEAD, ctx=BY)
    assert "It is 25 November 2026 there still" in send("")
    assert "Saved." in send("", other_day="2026-11-25")


def test_a_day_that_the_demo_shows_is_the_same_everywhere(settings: Any) -> None:
    settings.TODAY = "2027-01-05"
    assert "Saved." in send(AHEAD)
    assert day_shown() == date(2027, 1, 5)


@pytest.mark.parametrize("zone", ["Mars/Base", "localtime", "../etc/passwd"])
def test_what_is_no_zone_is_not_set(zone: str) -> None:
    assert "Please fix the highlighted fields" in send(zone)
    assert not models.VendorSettings.objects.exists()


def test_a_zone_that_is_not_listed_stays_chosen() -> None:
    save_settings(time_zone="US/Eastern", ctx=BY)
    assert '<option value="US/Eastern" selected>' in as_staff().get("/settings/").content.decode()


def test_the_other_forms_leave_it() -> None:
    save_settings(time_zone="Europe/London", ctx=BY)
    assert "Saved." in as_staff().post("/settings/", {"name": "Brightline", "accent": ""}, follow=True).content.decode()
    assert (look().name, look().time_zone) == ("Brightline", "Europe/London")


# ---------------------------------------------------------------- every page


@pytest.mark.parametrize(
    ("zone", "day", "moment"),
    [
        ("", "2026-11-25", "25 November 2026, 11:30"),
        (AHEAD, "2026-11-26", "26 November 2026, 00:30"),
        (BEHIND, "2026-11-24", "24 November 2026, 23:30"),
    ],
)
def test_everybody_sees_days_and_moments_of_the_zone(zone: str, day: str, moment: str) -> None:
    save_settings(time_zone=zone, ctx=BY)
    assert day_shown().isoformat() == day
    staff = as_staff()
    assert staff.get("/").context["today"].isoformat() == day
    staff.post("/settings/", {"name": "Brightline", "accent": ""})
    assert models.Activity.objects.latest("id").day.isoformat() == day  # what is done is done on that day
    assert moment in staff.get("/staff/activity/").content.decode()


def test_a_zone_is_for_one_request() -> None:
    save_settings(time_zone=AHEAD, ctx=BY)
    assert day_shown() == date(2026, 11, 26)
    assert get_current_timezone_name() == BERLIN
    models.VendorSettings.objects.update(time_zone="")
    assert day_shown() == date(2026, 11, 25)


def test_a_request_that_fails_leaves_no_zone_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    save_settings(time_zone=AHEAD, ctx=BY)
    monkeypatch.setattr("autossa.portal.projects.home.read_home", lambda *_, **__: 1 / 0)
    staff = as_staff()
    with pytest.raises(ZeroDivisionError):
        staff.get("/")
    assert get_current_timezone_name() == BERLIN


@pytest.mark.parametrize("path", ["/", "/settings/", "/account/login/", "/theme.css", "/nothing/"])
def test_what_the_vendor_has_set_is_read_once_a_page(path: str) -> None:
    client = Client() if "login" in path else as_staff()
    with CaptureQueriesContext(connection) as found:
        client.get(path)
    asked = [query["sql"] for query in found if "vendor_settings" in query["sql"] and "trial_days" not in query["sql"]]
    assert len(asked) == 1  # beside what holds for devices, on the page that sets it


@pytest.mark.parametrize("path", ["/help/", "/theme.css"])
def test_pages_for_anybody_do_without_a_database(path: str) -> None:
    def away(*_: object) -> None:
        raise OperationalError("the database is away")

    save_settings(time_zone=AHEAD, ctx=BY)
    with connection.execute_wrapper(away):
        response = Client().get(path)
    assert response.status_code == 200
    if response.context:
        assert response.context["today"] == date(2026, 11, 25)
