"""Pages of webhooks and calendars: for whoever manages the people of an organisation; secrets are shown once."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar

from autossa.domain.rights import Right
from autossa.gateways.webhooks.memory import MemoryWebhooks
from autossa.gateways.webhooks.protocol import NotDelivered
from autossa.operations import contracts
from autossa.operations.accounts.webhooks import sending, taking_up
from autossa.operations.organisations import delegations
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import html
from tests.cast.people import People, ctx, signed_in

pytestmark = [pytest.mark.store, pytest.mark.django_db]

FORM = {"url": "https://example.com/hooks", "note": "ERP", "form": "thin"}
SECRET = re.compile(r"whsec_[\w+/=]{40,}")


def hooks(team: People, page: str = "") -> str:
    return team.organisation(team.shop.alice, f"webhooks/{page}")


def add(team: People) -> tuple[str, str]:
    """Its id and its secret."""
    answer = html(signed_in(team.alice).post(hooks(team, "new/"), FORM))
    (secret,) = set(SECRET.findall(answer))
    return models.WebhookEndpoint.objects.latest("id").public_id, secret


def test_a_secret_is_shown_once(team: People) -> None:
    key, secret = add(team)
    alice = signed_in(team.alice)
    for page in ("", f"{key}/", f"{key}/edit/", f"{key}/rotate/", f"{key}/remove/"):
        shown = html(alice.get(hooks(team, page)))
        assert secret not in shown
        assert "example.com/hooks" in shown
    (fresh,) = set(SECRET.findall(html(alice.post(hooks(team, f"{key}/rotate/")))))
    assert fresh != secret
    assert models.WebhookSecret.objects.filter(kind="v1").count() == 2


def test_webhooks_are_for_owners(team: People) -> None:
    key, _ = add(team)
    for who in (team.bob, team.paul, team.rita):
        for page in ("", f"{key}/"):
            assert signed_in(who).get(hooks(team, page)).status_code == 404
    theirs = team.organisation(team.shop.vendor, f"webhooks/{key}/")
    assert signed_in(team.vera).get(theirs).status_code == 404
    assert signed_in(team.vera).get(team.organisation(team.shop.vendor, "webhooks/")).status_code == 200


def test_a_failing_webhook_is_seen_on_its_page_and_on_that_of_the_organisation(team: People) -> None:
    key, _ = add(team)
    alice, now = signed_in(team.alice), datetime.now(UTC)
    assert "A webhook is failing" not in html(alice.get(team.organisation(team.shop.alice)))
    contracts.cancel(project=team.project, ctx=ctx(team.alice))
    models.WebhookEndpoint.objects.update(created_at=now - timedelta(days=4000))
    taking_up.take_up(today=now.date(), now=now)
    refused = MemoryWebhooks(lambda _: NotDelivered("refused"))
    for hours in range(12):
        moment = now + timedelta(hours=hours)
        while sending.send_next(gateway=refused, today=moment.date(), now=moment):
            pass
    assert "A webhook is failing" in html(alice.get(team.organisation(team.shop.alice)))
    shown = html(alice.get(hooks(team, f"{key}/")))
    assert "This webhook is failing." in shown
    assert "the connection was refused" in shown
    assert "contract.cancelled" in shown
    models.User.objects.filter(pk=team.alice).update(language="de")
    german = html(signed_in(team.alice, "de").get(hooks(team, f"{key}/")))
    assert "die Verbindung wurde abgelehnt" in german


def test_buttons_do_what_they_say(team: People) -> None:
    key, _ = add(team)
    alice = signed_in(team.alice)
    assert alice.post(hooks(team, f"{key}/test/")).status_code == 302
    assert models.WebhookDelivery.objects.filter(event=None).count() == 1
    alice.post(hooks(team, f"{key}/switch/"), {"on": "0"})
    assert models.WebhookEndpoint.objects.get().disabled_why == "by_hand"
    assert "Switch it on first" in html(alice.post(hooks(team, f"{key}/test/"), follow=True))
    alice.post(hooks(team, f"{key}/switch/"), {"on": "1"})
    changed = {**FORM, "note": "Shop", "form": "full", "types": ["contract.approved"]}
    page = html(alice.get(hooks(team, f"{key}/edit/")))
    (seen,) = re.findall(r'name="seen" value="([^"]+)"', page)
    assert alice.post(hooks(team, f"{key}/edit/"), {**changed, "seen": seen}).status_code == 302
    row = models.WebhookEndpoint.objects.get()
    assert (row.note, row.is_full, row.types) == ("Shop", True, ["contract.approved"])
    assert "cannot be called" in html(alice.post(hooks(team, "new/"), {**FORM, "url": "https://10.0.0.1/"}))
    assert alice.post(hooks(team, f"{key}/remove/")).status_code == 302
    assert alice.get(hooks(team, f"{key}/")).status_code == 404


# ---------------------------------------------------------------- calendars

ADDRESS = re.compile(r"/calendar/([\w-]{40,})\.ics")


def made(team: People, where: str = "/account/calendars/new/") -> str:
    (secret,) = set(ADDRESS.findall(html(signed_in(team.alice).post(where))))
    return secret


def read(client: Any, secret: str) -> dict[str, Any]:
    """The entries by the kind that stands first in their ids."""
    answer = client.get(f"/calendar/{secret}.ics")
    assert answer.status_code == 200
    assert answer["content-type"] == "text/calendar; charset=utf-8"
    calendar = Calendar.from_ical(answer.content)
    assert not calendar.errors
    return {str(event["uid"]).partition("-")[0]: event for event in calendar.walk("VEVENT")}


def test_a_calendar_says_what_pages_say(team: People, client: Any) -> None:
    project = team.project
    row = signed_in(team.alice)
    found = read(client, made(team))
    assert set(found) == {"covered", "cancel", "charge"}
    page = html(row.get(team.of_project()))
    for event in found.values():
        assert event["dtend"].dt - event["dtstart"].dt == timedelta(days=1)
        assert type(event["dtstart"].dt) is date
        assert "Office" in event["summary"]
        assert event["url"].endswith(f"/projects/{public_id('prj', project)}/")
    for kind in ("covered", "charge"):
        assert f'datetime="{found[kind]["dtstart"].dt.isoformat()}"' in page
    assert f'datetime="{found["cancel"]["dtstart"].dt.isoformat()}"' in html(row.get(team.of_project("contracts/")))
    assert "119.00" in found["charge"]["summary"]


def test_an_entry_keeps_its_id_and_counts_its_changes(team: People, client: Any) -> None:
    project, secret, now = team.project, made(team), datetime.now(UTC)
    taking_up.take_up(today=now.date(), now=now)
    before = read(client, secret)
    contracts.cancel(project=project, ctx=ctx(team.alice))
    taking_up.take_up(today=now.date(), now=now)
    after = read(client, secret)
    assert before["covered"]["uid"] == after["covered"]["uid"]
    assert int(after["covered"]["sequence"]) > int(before["covered"]["sequence"])
    assert "cancel" not in after


def test_an_address_is_secret_and_revocable(team: People, client: Any) -> None:
    alice, secret = signed_in(team.alice), made(team)
    assert secret not in html(alice.get("/account/calendars/"))
    assert client.get("/calendar/nonsense.ics").status_code == 404
    key = models.CalendarFeed.objects.get().public_id
    assert signed_in(team.bob).post(f"/account/calendars/{key}/revoke/").status_code == 404
    assert alice.post(f"/account/calendars/{key}/revoke/").status_code == 302
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_a_calendar_shows_what_its_maker_may_see_at_the_time(team: People, client: Any) -> None:
    given = team.hand_over(Right.LICENSES)
    paul = signed_in(team.paul)
    (secret,) = set(ADDRESS.findall(html(paul.post(team.of_project("calendar/")))))
    assert set(read(client, secret)) == {"covered", "cancel"}  # no money
    delegations.revoke(delegation=given, customer=team.shop.alice, ctx=ctx(team.alice))
    assert client.get(f"/calendar/{secret}.ics").status_code == 404
    assert signed_in(team.paul).post(team.of_project("calendar/")).status_code == 404


def test_a_person_who_is_blocked_has_no_calendar(team: People, client: Any) -> None:
    secret = made(team)
    models.User.objects.filter(pk=team.alice).update(is_active=False)
    assert client.get(f"/calendar/{secret}.ics").status_code == 404
