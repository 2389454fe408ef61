"""`next` leads to pages of this portal alone, at every door by the same function."""

from typing import Any

import pytest
from django.test import Client

from autossa.portal.web.requests import own_path
from tests.cast.world import World
from tests.portal.staff import as_staff

pytestmark = pytest.mark.store

OWN = [
    "/",
    "/projects/prj_x/",
    "/?state=active&sort=name",
    "/projects/prj_x/?q=a%20b%5Cc//d",
    "/a/#top",
    "/account/login/",
]
ELSEWHERE = [
    "",
    "//elsewhere.example",
    "///elsewhere.example",
    "/\\elsewhere.example",
    "\\\\elsewhere.example",
    "/\\/elsewhere.example",
    "https://elsewhere.example/",
    "https:elsewhere.example",
    "https:///elsewhere.example",
    "http://testserver/",
    "javascript:alert(1)",
    "data:text/html,x",
    "elsewhere.example",
    "elsewhere.example/",
    "@elsewhere.example",
    "?next=x",
    "#",
    " /",
    "/ /elsewhere.example",
    "/\t/elsewhere.example",
    "/\n/elsewhere.example",
    "/\r\nSet-Cookie: a=b",
    "/\x00",
    "/\x7f",
    "\t//elsewhere.example",
    "/\u2028/elsewhere.example",
    "/\uff0felsewhere.example",
    "/\u3002elsewhere.example",
    "/%09/elsewhere.example",
    "/%0d%0aLocation:%20https://elsewhere.example",
    "/%5celsewhere.example",
    "/%2f/elsewhere.example",
    "/%2felsewhere.example",
    "/%252felsewhere.example",
    "/%25252felsewhere.example",
    "/a//elsewhere.example",
    "/..//elsewhere.example",
    "/../",
    "/a/%2e%2e/%2e%2e//elsewhere.example",
    "/.//elsewhere.example",
    "/x" * 1500,
]


@pytest.mark.parametrize("path", OWN)
def test_a_page_of_the_portal(path: str) -> None:
    assert own_path(path) == path


@pytest.mark.parametrize("wanted", [*ELSEWHERE, None])
def test_anything_else_is_none(wanted: str | None) -> None:
    assert own_path(wanted) is None


def test_the_doors(own: World, settings: Any) -> None:
    """The language, the organisation, and log-out; for log-in and reauthentication see the accounts' tests."""
    client = as_staff()
    for wanted in ELSEWHERE:
        assert client.post("/language/", {"language": "en", "next": wanted})["location"] == "/", wanted
        assert client.post("/account/organisation/", {"organisation": "", "next": wanted})["location"] == "/", wanted
    assert client.post("/language/", {"language": "en", "next": OWN[2]})["location"] == OWN[2]
    for wanted in ELSEWHERE[1:8]:
        answer = as_staff().post("/account/logout/", {"next": wanted})
        assert answer["location"] == "/account/login/", wanted


def test_the_language_is_protected_like_any_post(own: World) -> None:
    strict = Client(enforce_csrf_checks=True, headers={"accept-language": "en"})
    assert strict.post("/language/", {"language": "de"}).status_code == 403
    assert "language" not in strict.cookies
    html = strict.get("/help/").content.decode()
    token = html.split('action="/language/"')[1].split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    answer = strict.post("/language/", {"language": "de", "next": "/help/", "csrfmiddlewaretoken": token})
    assert answer["location"] == "/help/"
    assert '<html lang="de"' in strict.get("/help/").content.decode()


def test_no_view_is_exempt_from_the_protection_of_forms() -> None:
    """But those that ask for the token themselves, once it is known who sends a file (tests of releases, of terms)."""
    from tests.portal.walking import addresses

    assert [one.name for one in addresses() if getattr(one.view, "csrf_exempt", False)] == [
        "import_statements",
        "card_events",
        "add_artifact",
        "import_book",
        "new_terms",
    ]
