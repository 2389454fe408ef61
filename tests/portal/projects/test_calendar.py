"""The year as a calendar: what it counts is what the rules do, what it names is what it counted, no amounts."""

import re
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from autossa.domain.cancellations import earliest_end
from autossa.domain.contracts import Status
from autossa.domain.dates import DAY
from autossa.portal.ui import pictures
from autossa.queries.access import ProjectScope
from autossa.queries.credits.forecasts import credit_course
from autossa.queries.projects.calendar import CalendarEvent, on_day, year_of
from autossa.store import models
from autossa.store.engine.load import load_projects
from autossa.store.ids import public_id
from tests.cast import world as small_world
from tests.cast.databases import own_copy
from tests.cast.world import TODAY, World

pytestmark = pytest.mark.store

END = pictures.first_and_end(TODAY)[1]


def counted(happening: CalendarEvent) -> Counter[date]:
    return Counter({day: n for (day, kind), n in year_of(TODAY, END).items() if kind is happening})


def test_charges_are_what_the_runs_will_book(world: World) -> None:
    booked: Counter[date] = Counter()
    keys = list(models.Project.objects.values_list("id", flat=True))
    for loaded in load_projects(keys, TODAY, lock=False).values():
        booked.update(d.day for d in credit_course(loaded, TODAY).days if d.is_planned and d.day < END)
    assert booked == counted(CalendarEvent.CHARGE)
    assert booked.total() > 20


def test_last_days_to_cancel_are_the_last_that_reach_an_end(world: World) -> None:
    expected: Counter[date] = Counter()
    for loaded in load_projects(world.projects.values(), TODAY, lock=False).values():
        contract = loaded.project.contract
        if contract is None or contract.status is not Status.ACTIVE:
            continue
        days = (TODAY + timedelta(days=n) for n in range((END - TODAY).days))
        reached = {day: earliest_end(contract.start, contract.option, day) for day in days}
        expected.update(d for d in reached if d + DAY in reached and reached[d] != reached[d + DAY])
    assert expected == counted(CalendarEvent.CANCEL)
    assert expected


def test_ends_are_shown_on_the_last_day(world: World) -> None:
    assert counted(CalendarEvent.END) == {date(2027, 1, 19): 1}  # Front desks
    assert counted(CalendarEvent.UNCOVERED) == {date(2027, 1, 31): 1}  # Greenhouses


def test_a_day_names_as_many_as_were_counted(world: World) -> None:
    counts = year_of(TODAY, END)
    for day in {day for day, _ in counts}:
        found = on_day(day, TODAY)
        assert Counter(row.happening for row in found.rows) == {k: n for (d, k), n in counts.items() if d == day}
        assert found.left_out == 0
    names = [row.name for row in on_day(date(2027, 1, 31), TODAY).rows if row.happening is CalendarEvent.UNCOVERED]
    assert names == ["Greenhouses"]
    short = on_day(date(2027, 1, 17), TODAY, limit=0)
    assert (short.rows, short.left_out) == ((), on_day(date(2027, 1, 17), TODAY).left_out + 1)


def test_only_what_somebody_sees_is_counted(world: World) -> None:
    seen = ProjectScope(projects=(world.projects["Front desks"],))
    counts = year_of(TODAY, END, seen)
    assert counts == {(date(2027, 1, 19), CalendarEvent.END): 1}
    assert [row.name for row in on_day(date(2027, 1, 19), TODAY, seen).rows] == ["Front desks"]
    assert year_of(TODAY, END, ProjectScope()) == {}
    assert on_day(date(2027, 1, 19), TODAY, ProjectScope()).rows == ()


def test_the_page_links_each_day_to_its_projects(world: World, client: Client, language: str) -> None:
    html = client.get("/projects/calendar/").content.decode()
    assert html.count('<table class="month">') == 12
    assert len(re.findall(r'href="\?day=[\d-]+#day"', html)) == len({day for day, _ in year_of(TODAY, END)})
    html = client.get("/projects/calendar/?day=2027-01-19").content.decode()
    project = public_id("prj", world.projects["Front desks"])
    assert f'<a href="/projects/{project}/">Front desks</a>' in html
    assert {"en": "19 January 2027", "de": "19. Januar 2027"}[language] in html
    words = re.sub(r"<head>.*?</head>|<footer.*?</footer>|<[^>]+>", "", html, flags=re.DOTALL)
    assert not re.search(r"\d[.,]\d\d\b|SSC|EUR", words)
    assert 'href="/projects/calendar/"' in client.get("/").content.decode()


@pytest.mark.parametrize("day", ["", "x", "2027-02-30", "2026-12-31", "2028-01-01", "9999-99-99"])
def test_what_is_no_day_of_the_calendar_is_passed_over(world: World, client: Client, day: str) -> None:
    response = client.get("/projects/calendar/", {"day": day})
    assert response.status_code == 200
    assert 'id="day"' not in response.content.decode()


def test_shades_are_told_apart(language: str) -> None:
    with translation.override(language):
        for most in (1, 2, 4, 5, 9, 40, 3000):
            counts = {(date(2027, 3, n), CalendarEvent.CHARGE): n for n in (1, 2, 3)} | {
                (date(2027, 4, 1), CalendarEvent.END): most
            }
            year = pictures.year_calendar(counts, TODAY)
            levels = {c.total: c.level for m in year.months for w in m.weeks for c in w if c}
            assert levels[0] == 0
            assert levels[max(levels)] == max(levels.values()) == len(year.shades) <= 4
            assert [levels[n] for n in sorted(levels)] == sorted(levels.values())
    assert [shade.words for shade in pictures.year_calendar({(TODAY, CalendarEvent.END): 24}, TODAY).shades] == [
        "1–2", "3–7", "8–15", "≥ 16"
    ]  # fmt: skip


def test_the_number_of_queries_does_not_grow(django_db_blocker: Any, world: World) -> None:
    with own_copy(django_db_blocker, small_world.build) as (_, own):
        few = queries()
        small_world.many(own, 24)
        assert queries() == few <= 6


def queries() -> int:
    with CaptureQueriesContext(connection) as found:
        counts = year_of(TODAY, END)
        on_day(min(counts)[0], TODAY)
    return len(found)
