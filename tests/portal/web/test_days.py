"""Days in forms and addresses: what is none is said beside its field; and what cannot be done today says so, once."""

import re
from datetime import date, timedelta
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from autossa.operations import contracts
from autossa.store import models
from tests.cast.hostile_days import FAR_DAYS, NO_DAYS
from tests.cast.pages import decide
from tests.cast.people import People, ctx, sign_in
from tests.portal import walking
from tests.portal.test_hostile import Sender, fields_of, read_by_sources
from tests.portal.test_walk import own_pages, someone
from tests.portal.walking import TODAY, Address, Stage, now
from tests.trials import a_few_of

pytestmark = pytest.mark.store

SAID = {
    "en": ("Enter a date between 1900 and 2199, such as 2026-12-31 or 31/12/2026 (day first).", "too far away"),
    "de": ("Geben Sie ein Datum zwischen 1900 und 2199 ein, etwa 31.12.2026", "zu weit in der Zukunft"),
}
EARLIER = "it is still 14 January 2026, but the project's last entry is from 15 January 2026"


def asked(stage: Stage, address: Address) -> Sender:
    """A browser of the first who may open the page."""
    assert address.permission is not None
    found = [(someone(stage, address, target, "in"), target) for target in walking.targets(address.permission)]
    who, target = next((who, target) for who, target in found if who is not None)
    client = sign_in(Client(), stage.users[who.name])
    return Sender(client, walking.link(address, stage, target))


def days_of(html: str) -> list[tuple[bool, str]]:
    """The fields of a page's forms that are days, each with whether its form asks and changes nothing."""
    return [
        ('method="get"' in form, name)
        for form, inside in re.findall(r"(<form[^>]*>)(.*?)</form>", html, re.DOTALL)
        for tag in re.findall(r"<input[^>]*type=\"date\"[^>]*>", inside)
        for name in re.findall(r'name="(\w+)"', tag)
    ]


def test_every_parameter_of_every_page_may_be_any_day(stage: Stage) -> None:
    names, failed = read_by_sources(), []
    days = [*NO_DAYS, *FAR_DAYS]
    for place, address in enumerate(own_pages()):
        sender = asked(stage, address)
        for turn in (place, place + 7):
            sender.get(urlencode({name: days[(turn + one) % len(days)] for one, name in enumerate(names)}))
        failed += sender.failed
    assert not failed, "\n".join(failed)


@pytest.mark.parametrize("language", a_few_of(["de", "en"], 1))
def test_what_is_no_day_is_said_beside_its_field(stage: Stage, language: str) -> None:
    models.User.objects.update(language=language)
    failed, tried = [], []
    for address in own_pages():
        sender = asked(stage, address)
        html = sender.get()
        for asks, name in days_of(html):
            tried.append(address.name)
            held = fields_of(html)[0]
            for day in NO_DAYS:
                given = {**held, name: day}
                said = sender.get(urlencode(given)) if asks else sender.post(urlencode(given))
                wanted = SAID[language][1 if day in ("9999-12-31", "2200-01-01") else 0]
                if wanted not in said:
                    failed.append(f"{address} {name}={day}")
            for day in FAR_DAYS:
                sender.post(urlencode({**held, name: day}))
        failed += sender.failed
    assert len(set(tried)) >= 8, tried
    assert not failed, "\n".join(failed)


def plain(response: Any) -> str:
    """A page with its no-break spaces as spaces, and its signs as signs."""
    return unescape(response.content.decode()).replace("\xa0", " ")


@pytest.mark.parametrize("page", ["activity", "organisations/{}/activity"])
def test_an_export_of_no_day_is_none_of_everything(people: People, page: str) -> None:
    link = people.of_project("activity") if page == "activity" else people.organisation(people.shop.alice, "activity")
    assert people["owner"].get(f"{link}.csv?since=2026-01-01").streaming
    answer = people["owner"].get(f"{link}.csv?since=31.2.2026&actor=Vera")
    assert (answer.status_code, answer["location"]) == (302, f"{link}/?since=31.2.2026&actor=Vera")
    assert SAID["en"][0] in people["owner"].get(answer["location"]).content.decode()


# ---- today is earlier than what was done: the vendor's zone moved west, or a clock was set back


@pytest.mark.parametrize(
    ("who", "page", "given"),
    [
        ("owner", "contracts/cancel/", {"last_day": "2027-02-14"}),
        ("owner", "rename/", {"name": "Branch"}),
        ("fiona", "contracts/suspend/", {"reason": "Unpaid"}),
        ("vera", "retry/", {}),
    ],
)
def test_before_the_last_entry_a_page_says_when_to_come_again(
    people: People, who: str, page: str, given: dict[str, str]
) -> None:
    link = people.of_project(page)
    before = models.Activity.objects.filter(project=people.project).count()
    people.today("2026-01-14")
    said = plain(decide(people[who], link, given, follow=True))
    for wanted in (EARLIER, "(Europe/Berlin)", "Nothing was done. Try again from 15 January 2026 on."):
        assert wanted in said
    assert models.Activity.objects.filter(project=people.project).count() == before
    people.today("2026-01-15")
    assert "Nothing was done" not in plain(decide(people[who], link, given, follow=True))


def test_no_form_of_a_project_fails_on_the_day_before_its_last_entry(stage: Stage, settings: Any) -> None:
    models.Activity.objects.create(
        at=now(), day=TODAY, actor_name="Vera", action="top_up", project=stage.projects["A1"]
    )
    settings.TODAY = (TODAY - timedelta(days=1)).isoformat()
    failed = []
    for address in own_pages():
        if "project_id" not in address.parameters:
            continue
        sender = asked(stage, address)
        held, buttons = fields_of(sender.get())
        for step in [{}, *({name: value} for name, values in buttons.items() for value in values), {"step": "do"}]:
            sender.post(urlencode(held | step))
        failed += sender.failed
    assert not failed, "\n".join(failed)


def test_nobody_is_refused_on_the_day_of_the_last_entry(people: People) -> None:
    contracts.cancel(project=people.project, ctx=ctx(people.bob, date(2026, 1, 20)))
    assert "Nothing was done" not in plain(decide(people["bob"], people.of_project("contracts/undo/"), follow=True))
