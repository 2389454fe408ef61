"""Every page in both languages: it answers, says the right thing, and keeps to the content security policy."""

import re
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.test import Client

from autossa.store.ids import public_id
from tests.cast import world as small_world
from tests.cast.databases import own_copy, own_database
from tests.cast.world import World
from tests.portal.staff import as_staff, count_queries

pytestmark = pytest.mark.store

NAMES = [name for _, name, _ in small_world._HISTORIES]
UNKNOWN = "prj_00000000000000000000000000"


TABS = ["", "licenses/", "credits/", "contracts/", "invoices/", "activity/"]


def address(world: World, name: str, tab: str = "") -> str:
    return f"/projects/{public_id('prj', world.projects[name])}/{tab}"


def page(client: Client, path: str, status: int = 200) -> str:
    response = client.get(path)
    assert response.status_code == status
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", response.content.decode())


class Inline(HTMLParser):
    """Collects whatever a strict policy forbids inside a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.found += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.found.append(f"<{tag}>")
        self.found += [f"{tag}: {v}" for v in given.values() if v and v.startswith(("javascript:", "data:", "http"))]


# ---------------------------------------------------------------- each page


def test_home_lists_every_project_by_urgency(world: World, client: Client, language: str) -> None:
    html = page(client, "/")
    places = [html.index(f">{name}<") for name in ("Office", "Branches", "Front desks", "Telephony Kiel")]
    assert places == sorted(places)
    assert all(f">{name}<" in html for name in NAMES)
    assert f'<html lang="{language}">' in html
    assert ("Projekte" if language == "de" else "Projects") in html


@pytest.mark.parametrize("name", NAMES)
def test_project_page(world: World, client: Client, name: str) -> None:
    for tab in TABS:
        html = page(client, address(world, name, tab))
        assert f"<h1>{name}</h1>" in html
        assert re.findall(r'<a href="(/projects/[^"]+)" aria-current="page"', html) == [address(world, name, tab)]
        assert html == page(client, address(world, name, tab))


@pytest.mark.parametrize("language", ["en"], indirect=True)
@pytest.mark.parametrize(
    ("tab", "name", "parts"),
    [
        ("licenses/", "Telephony Kiel", ["Operator console", "Voicemail", "L-PORT"]),
        ("licenses/", "Quarter West", ["Mobility client", "Requested"]),
        ("credits/", "Quarter West", ["Welcome credit, order 4711"]),
        ("credits/", "Telephony Kiel", ["Goodwill after the outage in December"]),
        ("contracts/", "Dock 4", ["Contract 1", "Werft Sonnenfels", "Billed through"]),
        ("contracts/", "Office", ["ended"]),
        ("invoices/", "Warehouse South", ["INV-2026-", "EUR"]),
    ],
)
def test_what_a_tab_of_a_project_says(world: World, client: Client, tab: str, name: str, parts: list[str]) -> None:
    html = page(client, address(world, name, tab))
    assert [part for part in parts if part not in html] == []


@pytest.mark.parametrize("language", ["en"], indirect=True)
@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (
            "Telephony Kiel",
            ["Covered until 30 January 2027", "Auto SSA active", "next charge 43.85\xa0EUR on 17 January 2027"],
        ),
        ("Front desks", ["Covered until 19 January 2027", "Auto SSA ends on 19 January 2027"]),
        ("Dock 4", ["Auto SSA active", "next charge 50.00\xa0SSC from the balance on 15 February 2027"]),
        (
            "Office",
            [
                "Not covered since 24 December 2026",
                "Auto SSA ended",
                "22 January 2027",
                "after that day they are charged twice",
            ],
        ),
        ("Call centre", ["Gap: charged twice", "are missing there"]),
        ("Branches", ["Auto SSA suspended", "Payment outstanding"]),
        ("Showrooms", ["question open", "75.00\xa0SSC held for a gap", "Are the 150 ports"]),
        ("Quarter West", ["New, not covered yet", "1 license requested", "Welcome credit, order 4711"]),
        ("Greenhouses", ["no Auto SSA contract", "Coverage ends on 31 January 2027"]),
    ],
)
def test_what_a_project_page_says_first(world: World, client: Client, name: str, parts: list[str]) -> None:
    html = page(client, address(world, name))
    assert [part for part in parts if part not in html] == []


@pytest.mark.parametrize("language", ["de"], indirect=True)
def test_german_amounts_and_dates(world: World, client: Client) -> None:
    html = page(client, address(world, "Telephony Kiel"))
    assert "SSA gültig bis 30. Januar 2027" in html
    assert "nächste Abrechnung 43,85\xa0EUR am 17. Januar 2027" in html


def test_everything_is_shown_on_request(world: World, client: Client) -> None:
    path = address(world, "Telephony Kiel", "credits/")
    assert page(client, f"{path}?show=all").count('<tr id="trf_') > page(client, path).count('<tr id="trf_') == 7


# ---------------------------------------------------------------- the list


def test_an_empty_portal_says_what_it_is_for(client: Client, django_db_blocker: object, world: World) -> None:
    with own_database(django_db_blocker):
        html = page(as_staff(), "/")
    assert "No projects yet" in html or "Noch keine Projekte" in html


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("q=kiel", ["Telephony Kiel"]),
        ("q=C-1004", ["Control room"]),
        ("q=stadtwerke+room", ["Control room"]),
        ("q=100%25", []),
        ("q=_", []),
        ("state=suspended", ["Branches"]),
        ("state=review", ["Two school sites with one shared exchange"]),
        ("state=question", ["Showrooms"]),
        ("state=ending&q=desk", ["Front desks"]),
        ("state=none", ["Office", "Greenhouses", "Call centre", "Quarter West"]),
    ],
)
@pytest.mark.parametrize("language", ["en"], indirect=True)
def test_search_and_filter(world: World, client: Client, query: str, names: list[str]) -> None:
    html = page(client, f"/?{query}")
    assert re.findall(r'<a href="/projects/prj_\w+/">([^<]+)</a>', html) == names
    assert ("No project matches" in html) is (not names)


@pytest.mark.parametrize("query", ["state=nonsense", "after=x", "after=9.prj_x", "after=" + "9" * 400, "q=%00"])
def test_nonsense_in_the_address_is_passed_over(world: World, client: Client, query: str) -> None:
    assert NAMES[0] in page(client, f"/?{query}")


# ---------------------------------------------------------------- not there, not so


@pytest.mark.parametrize("path", ["/projects/x/", f"/projects/{UNKNOWN}/", "/projects/con_x/", "/nothing/"])
def test_what_is_not_there_is_404_in_words(world: World, client: Client, path: str, language: str) -> None:
    html = page(client, path, 404)
    assert ("Hier ist nichts" if language == "de" else "Nothing found here") in html
    assert ("beginnen Sie bei den Projekten" if language == "de" else "start from the projects") in html


def test_a_failure_is_500_in_words(world: World, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("autossa.portal.projects.home.read_home", lambda *_, **__: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/")
    assert response.status_code == 500
    assert "<h1>" in response.content.decode()


def test_a_strange_host_is_400(world: World, client: Client) -> None:
    assert client.get("/", headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize("path", ["/", "/language/", "/theme.css"])
def test_pages_do_not_take_other_methods(world: World, client: Client, path: str) -> None:
    assert client.delete(path).status_code == 405


# ---------------------------------------------------------------- policy, cookies, language


def test_strict_headers_and_nothing_inline(world: World, client: Client) -> None:
    tabs = [address(world, name, tab) for name in NAMES for tab in TABS]
    for path in ["/", *tabs, "/nothing/"]:
        response = client.get(path)
        policy = dict(part.strip().split(" ", 1) for part in response["content-security-policy"].split(";"))
        assert policy == {
            "default-src": "'none'",
            **dict.fromkeys(("script-src", "style-src", "img-src", "font-src", "form-action"), "'self'"),
            **dict.fromkeys(("frame-ancestors", "base-uri"), "'none'"),
            **({"connect-src": "'self'"} if path == "/" else {}),
        }
        assert response["x-content-type-options"] == "nosniff"
        assert response["referrer-policy"] == "same-origin"
        assert response["x-frame-options"] == "DENY"
        scan = Inline()
        scan.feed(response.content.decode())
        assert scan.found == []
        assert set(response.cookies) <= {settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_NAME}


def test_a_visitor_gets_no_cookie_before_a_form_asks_for_one(visitor: Client) -> None:
    for path in ["/", "/theme.css"]:
        assert not visitor.get(path).cookies
    assert list(visitor.get("/nothing/").cookies) == [settings.CSRF_COOKIE_NAME]  # the form of the language


def test_the_switcher_remembers_the_language(world: World) -> None:
    visitor = Client(headers={"accept-language": "fr"}, enforce_csrf_checks=True)
    html = visitor.get("/account/login/").content.decode()
    assert '<html lang="en">' in html
    token = html.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    form = {"language": "de", "next": "/?state=active"}
    assert visitor.post("/language/", form).status_code == 403
    response = visitor.post("/language/", {**form, "csrfmiddlewaretoken": token})
    assert (response.status_code, response["location"]) == (302, "/?state=active")
    cookie = response.cookies[settings.LANGUAGE_COOKIE_NAME]
    assert (cookie["samesite"], bool(cookie["httponly"])) == ("Lax", True)
    assert '<html lang="de">' in page(visitor, "/account/login/")


def test_the_switcher_stores_the_language_of_who_is_signed_in(client: Client, language: str) -> None:
    other = "de" if language == "en" else "en"
    client.post("/language/", {"language": other})
    assert f'<html lang="{other}">' in page(client, "/")
    assert f'<html lang="{other}">' in page(as_staff(other), "/")


def test_the_switcher_leads_nowhere_else_and_takes_no_other_language(world: World) -> None:
    response = Client().post("/language/", {"language": "xx", "next": "https://elsewhere.example/"})
    assert response["location"] == "/"
    assert not response.cookies


def test_the_theme_is_a_style_sheet(client: Client) -> None:
    response = client.get("/theme.css")
    assert response["content-type"].startswith("text/css")
    assert "--accent: #0b5d73" in response.content.decode()


# ---------------------------------------------------------------- effort


def test_the_number_of_queries_does_not_grow(django_db_blocker: object, world: World) -> None:
    with own_copy(django_db_blocker, small_world.build) as (_, own):
        paths = ["/", *(address(own, "Telephony Kiel", tab) for tab in TABS)]
        few = {path: count_queries(path) for path in paths}
        small_world.many(own, 48)
        many = {path: count_queries(path) for path in paths}
    assert few == many
    assert max(few.values()) <= 55, few
