"""Help for everybody: in both languages, links lead somewhere, labels are those of the pages, nothing is inline."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.urls import reverse
from django.utils import translation

from autossa.portal.ui.tags.help import FOLDER, screen, size_of
from autossa.portal.web import help, urls
from tests.cast.people import PASSWORD, make_person
from tests.cast.world import World
from tests.docs.test_docs import without_code
from tools import messages, rules_pages, screens

pytestmark = pytest.mark.store

PAGES = [str(pattern.name) for pattern in urls.urlpatterns]
ASKED = {"help_code": ["not_valid"], "help_api_area": ["calendars"]}
TEMPLATES = Path(help.__file__).parents[1] / "templates/portal/help"
UI = re.compile(r'\{% ui "([^"]+)" %\}')
WORDS = {"en": "en", "de": "de"}


class Reading(HTMLParser):
    """What a page is made of: headings in order, anchors, links, pictures, and whatever is inline."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.headings: list[int] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.images: list[dict[str, str | None]] = []
        self.inline: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        self.ids += [value for name, value in attrs if name == "id" and value]
        if tag == "a" and given.get("href"):
            self.links.append(str(given["href"]))
        if tag == "img":
            self.images.append(given)
        self.inline += [f"<{tag} {name}>" for name in given if name == "style" or name.startswith("on")]
        self.inline += [f"<{tag}>"] if tag == "style" or (tag == "script" and not given.get("src")) else []


def read(visitor: Client, name: str) -> tuple[str, Reading]:
    response = visitor.get(reverse(name, args=ASKED.get(name)))
    assert response.status_code == 200
    assert set(response.cookies) <= {settings.CSRF_COOKIE_NAME}  # for the form of the language
    html = response.content.decode()
    return html, Reading(html)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_help(world: World, visitor: Client, language: str, name: str) -> None:
    """Open to everybody, in their language, with one title and no heading left out, and nothing inline."""
    html, page = read(visitor, name)
    assert f'<html lang="{language}">' in html
    content = Reading(html[html.index("<article") : html.index("</article>")])
    assert content.headings[0] == 1
    assert content.headings.count(1) == 1
    assert all(after <= before + 1 for before, after in zip(content.headings, content.headings[1:], strict=False))
    assert len(set(page.ids)) == len(page.ids)
    assert page.inline == []
    assert not re.search(r"\{[{%#]|[#%]\}", html)
    assert 'aria-current="page"' in html


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(world: World, visitor: Client, client: Client, name: str) -> None:
    """Within the portal, and to an anchor that is there; those to pages behind the log-in too."""
    _, page = read(visitor, name)
    came: dict[str, set[str]] = {}
    for link in set(page.links):
        path, _, anchor = unquote(link).partition("#")
        if path.startswith(settings.STATIC_URL):
            assert finders.find(path.removeprefix(settings.STATIC_URL)), link
            continue
        where = path or reverse(name, args=ASKED.get(name))
        if where not in came:
            response = client.get(where)
            assert response.status_code in (200, 302), link
            came[where] = set(Reading(response.content.decode()).ids)
        assert not anchor or anchor in came[where], link


def _texts(folder: str) -> list[Path]:
    return [path for path in TEMPLATES.rglob("*.html") if path.parent.name == folder]


def _folder(name: str) -> Path:
    return TEMPLATES / Path(name).parent


def test_both_languages_have_the_same_pages_and_the_same_steps() -> None:
    files = {
        folder: {path.relative_to(TEMPLATES).as_posix().replace(f"{folder}/", "", 1) for path in _texts(folder)}
        for folder in WORDS
    }
    assert (
        files["en"]
        == files["de"]
        == {f"{name}.html" for name in [*help.TOPICS, *help.STATEMENTS, "index", "rules_text"]}
        | {f"programs/{name}.html" for name in ("api", "area", "code", "codes")}
    )
    for name in files["en"] - {"rules_text.html"}:
        english, german = ((_folder(name) / folder / Path(name).name).read_text("utf-8") for folder in WORDS)
        for marks in (r"<(h[1-3]|li|tr|p|dt)[ >]", r'\{% (?:screen "\w+"|url \'\w+\')'):
            assert re.findall(marks, english) == re.findall(marks, german), (name, marks)


def test_labels_are_those_of_the_pages() -> None:
    """What the help calls a button stands on one: each label is a text of the catalogue of the pages."""
    known = {str(message.id) for message in messages.extracted() if message.id}
    used = {label for path in TEMPLATES.rglob("*.html") for label in UI.findall(path.read_text("utf-8"))}
    assert used - known == set()
    assert len(used) > 20


# ---------------------------------------------------------------- pictures

MAX_BYTES = 60_000


def test_every_picture_is_named_and_small() -> None:
    named = {
        found
        for path in TEMPLATES.rglob("*.html")
        for found in re.findall(r'\{% screen "(\w+)"', path.read_text("utf-8"))
    }
    assert named == set(screens.HELP_PICTURES)
    stored = {path.name: path for path in FOLDER.glob("*.png")}
    assert stored
    for file, path in stored.items():
        name, language = path.stem.rsplit("-", 1)
        assert name in named, file
        assert language in ("en", "de"), file
        assert path.stat().st_size <= MAX_BYTES, file
        assert size_of(file) is not None


def test_a_picture_that_is_missing_is_left_out(world: World, visitor: Client) -> None:
    html, page = read(visitor, "help_customer")
    assert page.images
    for image in page.images:
        assert image["alt"] == ""
        assert int(str(image["width"])) == screens.HELP_WIDTH
    assert html.count("<figure") == html.count("<figcaption") == len(page.images)
    with translation.override("en"):
        assert screen("never-taken", "A page") == ""


# ---------------------------------------------------------------- rules, words, privacy


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_rules_are_those_of_the_docs(language: str) -> None:
    page = rules_pages.target(language).read_text("utf-8")
    assert page == rules_pages.generated(language), rules_pages.FIX
    assert page.startswith("{# Generated from docs/rules")


def test_the_page_of_rules_says_everything_that_the_docs_say(world: World, visitor: Client, language: str) -> None:
    html, page = read(visitor, "rules")
    headings = re.findall(r"^#+ (.+)$", without_code(rules_pages.SOURCES[language].read_text("utf-8")), re.MULTILINE)
    text = unescape(html)
    assert [heading for heading in headings if f">{heading}</h" not in text] == []
    assert {f"rule-{number}" for number in range(1, 11)} <= set(page.ids)
    assert "simulate docs/" not in text


def test_the_words_are_those_of_the_glossary(world: World, visitor: Client, language: str) -> None:
    glossary = (rules_pages.DOCS / "glossary.md").read_text("utf-8")
    rows = re.findall(r"^\| (.+?) \| (.+?) \| .+ \|$", glossary, re.MULTILINE)[2:]
    known = {german if language == "de" else english for english, german in rows}
    html, _ = read(visitor, "help_words")
    terms = [unescape(term) for term in re.findall(r"<dt>([^<]+)</dt>", html)]
    assert set(terms) - known == set()
    assert len(terms) > 30


def test_every_cookie_is_on_the_page_about_privacy(world: World, visitor: Client, language: str) -> None:
    """Whoever logs in and chooses a language has got these cookies and no others."""
    email = f"cookie.{language}@example.com"
    make_person(email, password=PASSWORD, factor=False, language=language)
    visitor.get("/account/login/")
    visitor.post("/account/login/", {"login": email, "password": PASSWORD, "remember": "on"})
    visitor.post("/language/", {"language": language})
    for path in ("/", "/account/", "/account/sessions/", "/help/"):
        visitor.get(path)
    seen = {name: morsel["max-age"] for name, morsel in visitor.cookies.items()}
    html = visitor.get("/privacy/").content.decode()
    assert set(re.findall(r'scope="row"><code>([\w-]+)</code>', html)) == set(seen)
    for cookie in help.cookies().values():
        assert seen[cookie.name] == cookie.days * 24 * 3600, cookie
        assert f"{cookie.days} {'Tage' if language == 'de' else 'days'}" in html


def test_the_vendors_own_statement_is_linked(world: World, visitor: Client) -> None:
    settings.PRIVACY_URL, before = "/statement", settings.PRIVACY_URL
    try:
        assert 'href="/statement"' in visitor.get("/privacy/").content.decode()
    finally:
        settings.PRIVACY_URL = before


def test_every_page_leads_to_the_help(world: World, client: Client, visitor: Client) -> None:
    for reader, path in ((visitor, "/account/login/"), (client, "/"), (client, "/nothing/")):
        html = reader.get(path).content.decode()
        for name in ("help", "rules", "privacy", "accessibility"):
            assert f'href="{reverse(name)}"' in html, (path, name)
