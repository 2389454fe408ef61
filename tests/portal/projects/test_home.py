"""The list of projects: what it is narrowed to, its orders, its pages by key, what each reader sees and may do."""

import html
import re
from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from autossa.domain.rights import Role
from autossa.operations.context import SYSTEM, ActionContext
from autossa.queries.projects.counts import count_projects
from autossa.queries.projects.listing import list_projects
from autossa.queries.projects.search import ProjectFilter, RemainingCoverage, Sort, State, find_heads
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.people import make_person, sign_in
from tests.cast.world import NOW, TODAY, World

pytestmark = pytest.mark.store

GRACE = 30


def names(page: str) -> list[str]:
    return [html.unescape(name) for name in re.findall(r'<a href="/projects/prj_\w+/">([^<]+)</a>\s*<span', page)]


def on_one_line(response: Any) -> str:
    """Where lines are broken does not matter to HTML."""
    return " ".join(response.content.decode().split())


def listed(asked: ProjectFilter) -> list[str]:
    return [head.name for head in find_heads(asked, TODAY, GRACE, 100)]


# ---------------------------------------------------------------- orders and pages


def test_by_urgency_what_runs_out_first_stands_on_top_then_what_lapsed_then_the_rest(world: World) -> None:
    until = {head.name: models.Project.objects.get(pk=head.id).covered_until for head in _all(ProjectFilter())}
    in_time = [name for name, day in until.items() if day and day > TODAY - timedelta(days=GRACE)]
    lapsed = [name for name, day in until.items() if day and day <= TODAY - timedelta(days=GRACE)]
    never = [name for name, day in until.items() if not day]
    assert [*in_time, *lapsed, *never] == list(until)
    assert [until[name] for name in in_time] == sorted(filter(None, (until[name] for name in in_time)))
    assert "Office" in in_time
    assert lapsed == ["Call centre"]
    assert "Quarter West" in never


def test_by_name_capitals_and_accents_do_not_matter(world: World) -> None:
    assert listed(ProjectFilter(sort=Sort.NAME)) == sorted(world.projects, key=str.casefold)


def test_by_customer_an_accent_does_not_go_behind_z(world: World) -> None:
    customers = [head.customer for head in _all(ProjectFilter(sort=Sort.CUSTOMER))]
    assert customers.index("Gärtnerei Immergrün") == customers.index("Hafenwerk Hotels") - 1


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("size", [1, 2, 5])
def test_pages_by_key_show_each_project_once_in_order(world: World, sort: Sort, size: int) -> None:
    found, asked = list[str](), ProjectFilter(sort=sort)
    for _ in range(len(world.projects) + 1):
        heads = find_heads(asked, TODAY, GRACE, size)
        found += [head.name for head in heads]
        if not heads:
            break
        asked = replace(asked, after=heads[-1].key)
    assert found == listed(ProjectFilter(sort=sort))
    assert Counter(found) == Counter(list(world.projects))


def test_the_page_leads_to_the_next_one_and_back_to_the_first(world: World, staff: Client) -> None:
    first = list_projects(ProjectFilter(), TODAY, page=5)
    assert [row.name for row in first.rows] == listed(ProjectFilter())[:5]
    page = staff.get("/", {"after": first.next_after}).content.decode()
    assert names(page) == listed(ProjectFilter())[5:]
    assert "First page" in page
    assert "First page" not in staff.get("/").content.decode()


@pytest.mark.parametrize(
    "after", ["x", "W10", "WzAsIngiXQ", "Wzk5LCJ4Il0", "WzAsIjIwMjctMDEtMDEiLCAiXHVkODAwIl0", "a" * 999]
)
@pytest.mark.parametrize("sort", list(Sort))
def test_a_key_that_is_none_is_the_beginning(world: World, after: str, sort: Sort) -> None:
    assert listed(ProjectFilter(sort=sort, after=after)) == listed(ProjectFilter(sort=sort))


# ---------------------------------------------------------------- what it is narrowed to


@pytest.mark.parametrize(
    ("left", "expected"),
    [
        (RemainingCoverage.WEEK, []),
        (RemainingCoverage.MONTH, ["Front desks", "Telephony Kiel", "Greenhouses"]),
        (RemainingCoverage.GRACE, ["Branches", "Office"]),
        (RemainingCoverage.LAPSED, ["Call centre"]),
        (RemainingCoverage.IN_USE, ["Showrooms"]),
        (RemainingCoverage.NEVER, ["Quarter West", "Two school sites with one shared exchange"]),
    ],
)
def test_by_days_left(world: World, left: RemainingCoverage, expected: list[str]) -> None:
    found = listed(ProjectFilter(left=left))
    assert set(expected) <= set(found) if left is RemainingCoverage.MONTH else sorted(found) == expected


@pytest.mark.parametrize(
    ("left", "least", "most"),
    [
        (RemainingCoverage.WEEK, 0, 7),
        (RemainingCoverage.MONTH, 0, 30),
        (RemainingCoverage.QUARTER, 0, 90),
        (RemainingCoverage.GRACE, -30, -1),
    ],
)
def test_the_filters_count_days_as_the_rows_do(world: World, left: RemainingCoverage, least: int, most: int) -> None:
    last = models.Project.objects.get(pk=world.projects["Telephony Kiel"]).covered_until - timedelta(days=1)
    for days in (least - 1, least, most, most + 1):
        day = last - timedelta(days=days)
        rows = {row.name: row.days_left for row in list_projects(ProjectFilter(), day).rows}
        assert rows["Telephony Kiel"] == days
        expected = {name for name, found in rows.items() if found is not None and least <= found <= most}
        assert {row.name for row in list_projects(ProjectFilter(left=left), day).rows} == expected
        assert count_projects(day, GRACE).of(State.ALL, left) == len(expected)


@pytest.mark.parametrize("left", list(RemainingCoverage))
@pytest.mark.parametrize("state", list(State))
def test_what_is_counted_is_what_is_listed(world: World, state: State, left: RemainingCoverage) -> None:
    counts = count_projects(TODAY, GRACE)
    assert counts.of(state, left) == len(listed(ProjectFilter(state=state, left=left)))


def test_every_project_has_one_state_and_is_covered_for_some_time_or_not(world: World) -> None:
    counts = count_projects(TODAY, GRACE)
    assert (
        counts.total
        == len(world.projects)
        == sum(counts.of(s, RemainingCoverage.ANY) for s in State if s is not State.ALL)
    )
    disjoint = (RemainingCoverage.GRACE, RemainingCoverage.LAPSED, RemainingCoverage.IN_USE, RemainingCoverage.NEVER)
    assert sum(counts.of(State.ALL, left) for left in disjoint) < counts.total


@pytest.mark.parametrize("words", ["GÄRTNEREI", "gartnerei", "immergrün green", "c-1010"])
def test_words_are_found_in_any_spelling(world: World, words: str) -> None:
    assert listed(ProjectFilter(words=words)) == ["Greenhouses"]


def test_links_lead_to_as_many_projects_as_they_say(world: World, staff: Client) -> None:
    page = on_one_line(staff.get("/"))
    links = re.findall(r'<a id="\w+-\w+" href="\?([^"#]*)#list"[^>]*>[^<]*<span class="count">(\d+)</span>', page)
    assert len(links) > 8
    for query, count in links:
        assert len(names(staff.get(f"/?{html.unescape(query)}").content.decode())) == int(count), query


def test_what_needs_a_decision_leads_to_as_many_projects_as_it_says(world: World, staff: Client) -> None:
    """Also of contracts in review: one that waits for its customer's answer is not to be reviewed."""
    page = on_one_line(staff.get("/"))
    links = re.findall(
        r'<a href="\?([^"#]*)#list"><span class="matter-count">(\d+)</span>.*?<span>([^<]+)</span></a>', page
    )
    assert {word: count for _, count, word in links}["Contracts to review"] == "1"
    for query, count, word in links:
        assert len(names(staff.get(f"/?{html.unescape(query)}").content.decode())) == int(count), word


def test_filters_keep_each_other_and_the_order(world: World, staff: Client) -> None:
    page = on_one_line(staff.get("/?state=none&left=grace&sort=name&q=office"))
    assert names(page) == ["Office"]
    assert '<option value="name" selected>' in page
    assert '<input type="hidden" name="left" value="grace">' in page
    assert re.search(r'href="\?q=office&amp;left=grace&amp;sort=name#list"', page)


# ---------------------------------------------------------------- what each reader sees


@pytest.fixture
def partner(world: World, request: pytest.FixtureRequest) -> Client:
    """A partner that looks after two customers, with these rights at the first and all at the second."""
    rights = frozenset(request.param)
    ctx = ActionContext(SYSTEM, TODAY - timedelta(days=1), NOW - timedelta(days=1))
    name = "-".join(sorted(rights)) or "none"
    organisation = models.Organisation.objects.create(kind="partner", name=f"Partner {name}", number=f"P-{name}")
    office = models.Project.objects.get(pk=world.projects["Office"])
    school = models.Project.objects.get(pk=world.projects["Showrooms"])
    for project, given in ((office, sorted(rights)), (school, ["contracts", "billing", "licenses"])):
        models.HandOver.objects.create(
            customer=project.customer, partner=organisation, rights=given, starts_on=ctx.today, created_at=ctx.now
        )
    return sign_in(Client(), make_person(f"{name}@example.com", (organisation.id, Role.MANAGER)))


@pytest.mark.parametrize("partner", [["licenses"]], indirect=True)
def test_without_the_right_to_see_billing_a_row_tells_no_money_and_cannot_be_chosen(partner: Client) -> None:
    page = partner.get("/").content.decode()
    rows = dict(zip(names(page), page.split('<tr role="row">')[2:], strict=True))
    assert set(rows) == {"Office", "Showrooms"}
    assert "SSC" not in rows["Office"]
    assert "Gap: normal price until 22 January 2027" in rows["Office"]
    assert "next-step" not in rows["Office"]
    assert "checkbox" not in rows["Office"]
    assert "SSC" in rows["Showrooms"]
    assert "checkbox" in rows["Showrooms"]


@pytest.mark.parametrize("partner", [["contracts"]], indirect=True)
def test_with_the_right_to_contracts_it_does(partner: Client) -> None:
    page = partner.get("/").content.decode()
    rows = dict(zip(names(page), page.split('<tr role="row">')[2:], strict=True))
    assert "Gap: normal price until" in rows["Office"]
    assert 'name="project" value="prj_' in rows["Office"]
    assert 'formaction="/contracts/several/"' in page


def test_staff_chooses_nothing_and_sees_the_next_run(staff: Client) -> None:
    page = staff.get("/").content.decode()
    assert "checkbox" not in page
    assert "Next run" in page
    assert "Contracts to review" in page


@pytest.mark.parametrize(("count", "said"), [(1, "1 project has something"), (2, "2 projects have something")])
def test_what_is_due_tonight_is_counted_in_words(
    staff: Client, monkeypatch: pytest.MonkeyPatch, count: int, said: str
) -> None:
    monkeypatch.setattr("autossa.queries.projects.dashboard.count_due", lambda _: count)
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", staff.get("/").content.decode()))
    assert f"{said} due tonight" in page


def test_a_customer_sees_its_next_charge_and_what_waits_for_it(world: World) -> None:
    customer = models.Project.objects.get(pk=world.projects["Telephony Kiel"]).customer_id
    owner = sign_in(Client(), make_person("kiel@example.com", (customer, Role.OWNER)))
    page = owner.get("/").content.decode()
    assert names(page) == ["Telephony Kiel"]
    assert re.search(r"43\.85\xa0EUR.{1,200}17 January 2027", page, re.DOTALL)
    assert "You're all caught up." in page
    assert "Create project" in page


# ---------------------------------------------------------------- creating and renaming


@pytest.fixture
def fresh(world: World) -> tuple[Client, str]:
    """The owner of a customer without projects, and the customer's id."""
    known = models.Organisation.objects.filter(name="Fresh Ltd").first()
    if known is None:
        known = models.Organisation.objects.create(kind="customer", name="Fresh Ltd", number="C-FRESH")
        make_person("fresh@example.com", (known.id, Role.OWNER))
        make_person("reads@example.com", (known.id, Role.VIEWER))
    user = models.User.objects.get(email="fresh@example.com")
    return sign_in(Client(), user.id), public_id("org", known.id)


def test_without_a_project_creating_one_is_the_next_step(fresh: tuple[Client, str]) -> None:
    owner, organisation = fresh
    page = owner.get("/").content.decode()
    assert "No projects yet" in page
    assert f'class="button" href="/organisations/{organisation}/projects/new/"' in page
    assert 'id="list"' not in page
    reader = sign_in(Client(), models.User.objects.get(email="reads@example.com").id)
    page = reader.get("/").content.decode()
    assert "No projects yet" in page
    assert "projects/new/" not in page


def test_a_project_is_created_once_and_renamed(fresh: tuple[Client, str]) -> None:
    owner, organisation = fresh
    path = f"/organisations/{organisation}/projects/new/"
    assert "Price list" not in owner.get(path).content.decode()
    response = owner.post(path, {"name": " Head office "})
    assert re.fullmatch(r"/projects/prj_\w+/licenses/", response["location"])
    again = owner.post(path, {"name": "Head office"})
    assert again.status_code == 200
    assert "There is already a project with this name" in again.content.decode()
    assert 'value="Head office"' in again.content.decode()
    owner.post(path, {"name": "Depot"})
    rename = response["location"].replace("licenses/", "rename/")
    assert "There is already a project with this name" in owner.post(rename, {"name": "Depot"}).content.decode()
    assert "a character that cannot be displayed" in owner.post(rename, {"name": "a\x07b"}).content.decode()
    assert owner.post(rename, {"name": "Hauptsitz Süd"}).status_code == 302
    assert names(owner.get("/?q=hauptsitz+sud").content.decode()) == ["Hauptsitz Süd"]
    assert names(owner.get("/?q=head").content.decode()) == []
    log = models.Activity.objects.filter(action="rename_project").get()
    assert log.details == {"name": "Hauptsitz Süd", "before": "Head office"}


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\x00b"])
def test_a_name_that_is_none_is_refused_in_words(fresh: tuple[Client, str], name: str) -> None:
    owner, organisation = fresh
    response = owner.post(f"/organisations/{organisation}/projects/new/", {"name": name})
    assert response.status_code == 200
    assert 'class="error"' in response.content.decode()


def _all(asked: ProjectFilter) -> list:  # type: ignore[type-arg]
    return find_heads(asked, TODAY, GRACE, 100)
