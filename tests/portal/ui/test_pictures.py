"""Pictures: what they show is what the books say, nothing in them collides, and a table says the same."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, pairwise
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import Client
from django.utils import translation

from autossa.domain.comparisons import Offer, compare
from autossa.domain.plans import Option
from autossa.operations.context import SYSTEM
from autossa.operations.runs import renewals
from autossa.portal.ui import pictures
from autossa.queries.credits.forecasts import CreditCourse, CreditDay, Why, credit_course
from autossa.queries.projects.coverage import Timeline
from autossa.queries.projects.page import Tab, project_page
from autossa.store import models
from autossa.store.engine.load import load_projects
from autossa.store.ids import public_id
from tests.cast import world as small_world
from tests.cast.databases import own_copy
from tests.cast.shop import on
from tests.cast.world import TODAY, World

pytestmark = pytest.mark.store

NAMES = [name for _, name, _ in small_world._HISTORIES]
PHONE, DESK = 324, 1150  # pixels that a picture has
LETTER = {"label": 7.1, "axis": 6.6}  # pixels, bold and not


def timeline(world: World, name: str, day: date) -> Timeline:
    page = project_page(public_id("prj", world.projects[name]), day, tabs=frozenset({Tab.OVERVIEW}))
    assert page is not None
    return page.timeline


def pixels(percent: str, width: int) -> float:
    return float(percent.rstrip("%")) * width / 100


# ---------------------------------------------------------------- coverage

DAYS = [TODAY + timedelta(days=days) for days in (0, 20, 45, 100, 190, 300, 420)]


@pytest.mark.parametrize("name", NAMES)
def test_labels_of_the_timeline_never_collide(world: World, language: str, name: str) -> None:
    with translation.override(language):
        for day in DAYS:
            picture = pictures.coverage_picture(timeline(world, name, day))
            for width in (PHONE, DESK):
                assert list(collisions(picture, width)) == [], (day, width)


def collisions(picture: Any, width: int) -> Iterator[str]:
    """Labels that leave the picture, share a place, or are cut off."""
    for mark in picture.marks:
        left, right = extent(mark, width)
        if left < 0 or right > width:
            yield f"{mark.label} leaves the picture"
    lanes = [mark.lane for mark in picture.marks]
    if len(set(lanes)) < len(lanes) or not set(lanes) <= {0, 1, 2}:
        yield f"lanes {lanes}"
    ticks = [tick for tick in picture.ticks if width == DESK or not tick.minor]
    for one, following in pairwise(ticks):
        if pixels(one.x, width) + len(one.label) * LETTER["axis"] > pixels(following.x, width):
            yield f"{one.label} meets {following.label}"
    if ticks and pixels(ticks[-1].x, width) + len(ticks[-1].label) * LETTER["axis"] > width:
        yield f"{ticks[-1].label} is cut off"


def extent(mark: Any, width: int) -> tuple[float, float]:
    at, length = pixels(mark.x, width), 10 + len(mark.label) * LETTER["label"]
    return (at - length, at) if mark.turned else (at, at + length)


def test_lines_cross_no_label_where_that_can_be_helped(world: World) -> None:
    crossed = []
    for name in NAMES:
        for day in DAYS:
            picture = pictures.coverage_picture(timeline(world, name, day))
            for width in (PHONE, DESK):
                for upper, lower in combinations(sorted(picture.marks, key=lambda mark: mark.lane), 2):
                    left, right = extent(lower, width)
                    if left + 1 < pixels(upper.x, width) < right - 1:
                        crossed.append((name, day, width, upper.label, lower.label))
    assert crossed == []


@pytest.mark.parametrize(
    ("name", "kinds", "marks"),
    [
        ("Telephony Kiel", {"auto", "planned"}, {"today", "charge", "cancel"}),
        ("Dock 4", {"manual", "back_payment", "auto", "planned"}, {"today", "charge", "cancel"}),
        ("Office", {"auto", "gap"}, {"today"}),
        ("Front desks", {"auto"}, {"today", "end"}),
        ("Showrooms", {"gap"}, {"today"}),
        ("Quarter West", set(), {"today"}),
    ],
)
def test_the_timeline_shows_what_there_is(world: World, name: str, kinds: set[str], marks: set[str]) -> None:
    data = timeline(world, name, TODAY)
    picture = pictures.coverage_picture(data)
    assert {box.kind for box in picture.boxes} == kinds
    assert {mark.kind for mark in picture.marks} == marks
    assert len(picture.rows) == len(data.periods) + len(data.gaps) + bool(data.planned)


# ---------------------------------------------------------------- credits


def course(world: World, name: str, day: date = TODAY) -> CreditCourse:
    key = world.projects[name]
    return credit_course(load_projects([key], day, lock=False)[key], day)


@pytest.mark.parametrize("name", NAMES)
def test_the_course_of_credits_adds_up(world: World, name: str) -> None:
    """From one day to the next by the movements between, past and planned; today's balance is the ledger's."""
    found = course(world, name)
    project = models.Project.objects.get(pk=world.projects[name])
    past = [day for day in found.days if not day.is_planned]
    assert (past[-1].free, past[-1].held) == (project.free, project.held)
    for before, after in pairwise(found.days):
        change = sum({Why.IN: 1, Why.USED: -1}.get(m.why, 0) * m.ssc for m in after.movements)
        assert (before.balance + change, before.day < after.day or after.is_planned) == (after.balance, True)
        assert after.free >= 0
        assert after.held >= 0


def test_what_is_foreseen_is_what_the_runs_then_book(django_db_blocker: Any, world: World) -> None:
    with own_copy(django_db_blocker, small_world.build) as (_, own):
        foreseen = {name: [day for day in course(own, name).days if day.is_planned] for name in NAMES}
        for days in range(0, 366, 15):
            renewals.run(ctx=on((TODAY + timedelta(days=days)).isoformat(), SYSTEM))
        for name in NAMES:
            booked = course(own, name, TODAY + timedelta(days=365)).days
            assert [moved(day) for day in booked if day.day > TODAY and day.movements][: len(foreseen[name])] == [
                moved(day) for day in foreseen[name]
            ], name
    assert {name for name in NAMES if foreseen[name]} == {
        "Telephony Kiel", "Warehouse South", "Control room", "Dock 4"
    }  # fmt: skip


def moved(day: CreditDay) -> list[tuple[Why, int]]:
    return [(movement.why, movement.ssc) for movement in day.movements]


@pytest.mark.parametrize("name", NAMES)
def test_the_bars_fill_the_year_without_gaps(world: World, name: str) -> None:
    found = course(world, name)
    picture = pictures.burn_down(found)
    if picture is None:
        assert not any(day.movements for day in found.days)
        return
    assert picture.most == max(day.balance for day in found.days)
    assert all(0 < bar.height <= 100 and bar.y + bar.height <= 150 for bar in picture.bars)
    assert len(picture.rows) == sum(bool(day.movements) for day in found.days)
    free = [bar for bar in picture.bars if bar.kind.startswith("free")]
    for one, following in pairwise(free):
        assert pixels(one.x, 100) + pixels(one.width, 100) <= pixels(following.x, 100) + 0.02


@pytest.mark.parametrize(
    ("name", "kinds"),
    [
        ("Showrooms", {"held", "held-planned", "free", "free-planned", "in"}),
        ("Dock 4", {"free", "free-planned", "used"}),
        ("Two school sites with one shared exchange", None),
    ],
)
def test_held_credits_and_what_lies_ahead_look_different(world: World, name: str, kinds: set[str] | None) -> None:
    picture = pictures.burn_down(course(world, name))
    assert (picture.kinds if picture else None) == kinds


def test_the_credits_tab_shows_them(world: World, client: Client, language: str) -> None:
    html = client.get(f"/projects/{public_id('prj', world.projects['Dock 4'])}/credits/").content.decode()
    assert html.count('class="burn-down"') == 1
    assert 'class="credit free-planned"' in html


# ---------------------------------------------------------------- options


def offers(world: World, name: str) -> list[tuple[Option, Offer]]:
    loaded = load_projects([world.projects[name]], TODAY, lock=False)[world.projects[name]]
    return [(option, offer) for option, offer in compare(loaded.project, TODAY) if isinstance(offer, Offer)]


@pytest.mark.parametrize("name", NAMES)
def test_the_charges_of_an_option_come_to_what_it_costs(world: World, name: str) -> None:
    found = offers(world, name)
    picture = pictures.option_months(found, "EUR")
    if not found:
        assert picture is None
        return
    assert picture is not None
    for row, (option, offer) in zip(picture.rows, found, strict=True):
        year = offer.costs[0]
        assert (row.option, row.ssc, row.from_balance) == (option, year.ssc, year.from_balance)
        assert (row.net, row.gross) == (year.net, year.gross)
        assert [charge.day for charge in row.charges] == sorted(charge.day for charge in row.charges)
        assert all(y + height <= 66 and y >= 20 for stack in row.stacks for _, y, height in stack.parts)


def test_yearly_charges_once_and_monthly_twelve_times(world: World) -> None:
    picture = pictures.option_months(offers(world, "Quarter West"), "EUR")
    assert picture is not None
    assert {row.option.name: len(row.charges) for row in picture.rows} == {
        "annual_yearly": 1, "annual_quarterly": 4, "annual_monthly": 12, "flex_monthly": 12
    }  # fmt: skip
    assert picture.kinds == {"balance", "invoiced"}
    html = render_to_string("portal/contracts/wizard/_option_months.html", {"option_months": picture})
    assert html.count('class="month-bars"') == 4
    assert html.count("<tr>") == 4 + 29


def test_without_an_offer_there_is_no_picture(world: World) -> None:
    assert pictures.option_months([], "EUR") is None
    assert render_to_string("portal/contracts/wizard/_option_months.html", {"option_months": None}).strip() == ""
