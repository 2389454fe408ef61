"""What everybody can read without logging in: days and ends of support, as a page and as Atom feeds."""

import re
import xml.etree.ElementTree as ET
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from autossa.store import models
from tests.cast.pages import queries
from tests.cast.world import NOW, TODAY, World
from tests.portal.staff import as_staff

pytestmark = pytest.mark.store
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def product(own: World) -> models.Product:
    """One release of each kind, of a branch that ended and of one that goes on."""
    product = models.Product.objects.create(code="PBX", name="The PBX")
    old = product.branches.create(name="13", supported_until=TODAY - timedelta(days=1))
    new = product.branches.create(name="14", supported_until=TODAY)
    for branch, version, day, more in (
        (old, "13.0", TODAY - timedelta(days=300), {}),
        (new, "14.0", TODAY - timedelta(days=90), {"withdrawn_on": TODAY, "withdrawal": "Calls <drop>"}),
        (new, "14.1", TODAY, {"release_class": "security", "entitled_as_of": TODAY, "entitled_reason": "Internal"}),
        (new, "14.2", TODAY + timedelta(days=30), {"notes": "Secret notes"}),
        (new, "14.3", TODAY, {"published_at": None}),
    ):
        given = {"release_class": "feature", "published_at": NOW, **more}
        product.releases.create(branch=branch, version=version, released_on=day, **given)
    return product


def row(html: str, version: str) -> str:
    found = re.search(rf"<tr[^>]*>\s*<th[^>]*>\s*(?:<span[^>]*>)?{re.escape(version)}.*?</tr>", html, re.S)
    assert found, version
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_days_states_and_ends_of_support(product: models.Product) -> None:
    html = Client().get("/releases/").content.decode()
    assert "Withdrawn" in row(html, "14.0")
    assert "Calls &lt;drop&gt;" in row(html, "14.0")
    assert "Security update" in row(html, "14.1")
    assert "Announced" in row(html, "14.2")
    assert "14.3" not in html  # a draft
    assert "Secret notes" not in html
    assert "Internal" not in html
    assert html.count("Support ended") == 1  # on its last day a branch is supported still
    assert "may run it for ever" in html
    german = Client(headers={"accept-language": "de"}).get("/releases/").content.decode()
    assert "Sicherheitsupdate" in german
    assert "Support beendet" in german


def test_a_withdrawal_to_come_is_said_as_one(product: models.Product) -> None:
    product.releases.filter(version="14.1").update(withdrawn_on="2199-06-01", withdrawal="Replaced")
    for language, words in (
        ("en", "Released Withdrawn from 1 June 2199 : Replaced"),
        ("de", "Erschienen Zurückgezogen ab 1. Juni 2199 : Replaced"),
    ):
        html = Client(headers={"accept-language": language}).get("/releases/").content.decode()
        assert words in row(html, "14.1")


def test_nothing_is_said_before_anything_is_published(own: World) -> None:
    models.Product.objects.create(code="PBX", name="Secret product").branches.create(name="1")
    html = Client().get("/releases/").content.decode()
    assert "Nothing released yet" in html
    assert "Secret product" not in html


def test_a_browser_may_keep_the_page_for_itself(product: models.Product) -> None:
    answer = Client().get("/releases/")
    assert set(answer["Cache-Control"].split(", ")) == {"max-age=300", "private"}
    assert {"Cookie", "Accept-Language"} <= {name.strip() for name in answer["Vary"].split(",")}
    assert "no-store" in as_staff().get("/releases/")["Cache-Control"]


def entries(answer: Any) -> dict[str, ET.Element]:
    feed = ET.fromstring(answer.content)
    return {str(entry.findtext(f"{ATOM}title")): entry for entry in feed.findall(f"{ATOM}entry")}


def test_the_feed_has_releases_and_ends_of_support(product: models.Product, settings: Any) -> None:
    settings.BASE_URL = "https://portal.example"
    answer = Client().get("/releases/feed.atom", headers={"host": "testserver"})
    assert answer["Content-Type"].startswith("application/atom+xml")
    found = entries(answer)
    assert set(found) == {
        "The PBX 13.0: Feature release",
        "The PBX 14.0: Feature release (Withdrawn)",
        "The PBX 14.1: Security update",
        "The PBX 14.2: Feature release (Announced)",
        f"The PBX 13: support ended on {_day(TODAY - timedelta(days=1))}",
        f"The PBX 14: supported until {_day(TODAY)}",
    }
    withdrawn = found["The PBX 14.0: Feature release (Withdrawn)"]
    assert "Calls <drop>" in str(withdrawn.findtext(f"{ATOM}summary"))
    assert str(withdrawn.findtext(f"{ATOM}updated")).startswith(TODAY.isoformat())
    assert all(str(one.findtext(f"{ATOM}id")).startswith("urn:uuid:") for one in found.values())
    body = answer.content.decode()
    assert "testserver" not in body  # addresses are never taken from a request
    assert "https://portal.example/releases/#rel_" in body
    for secret in ("14.3", "Secret notes", "Internal"):
        assert secret not in body


def _day(day: Any) -> str:
    return f"{day.day} {day:%B %Y}"


def test_a_new_end_of_support_is_a_new_entry(product: models.Product) -> None:
    before = set(re.findall(r"urn:uuid:[0-9a-f-]+", Client().get("/releases/feed.atom").content.decode()))
    product.branches.filter(name="14").update(supported_until=TODAY + timedelta(days=100))
    after = set(re.findall(r"urn:uuid:[0-9a-f-]+", Client().get("/releases/feed.atom").content.decode()))
    assert len(before - after) == len(after - before) == 1


def test_a_feed_of_one_product(product: models.Product) -> None:
    other = models.Product.objects.create(code="CC", name="Contact Center")
    branch = other.branches.create(name="3")
    other.releases.create(branch=branch, version="3.0", released_on=TODAY, release_class="feature", published_at=NOW)
    quiet = models.Product.objects.create(code="Q", name="Quiet")
    found = entries(Client().get(f"/releases/{other.public_id}/feed.atom"))
    assert list(found) == ["Contact Center 3.0: Feature release"]
    assert len(entries(Client().get("/releases/feed.atom"))) == 7
    for path in (f"/releases/{quiet.public_id}/feed.atom", "/releases/pro_x/feed.atom", "/releases/PBX/feed.atom"):
        assert Client().get(path).status_code == 404


@pytest.mark.parametrize(
    ("query", "header", "words"),
    [
        ("", "en", "Security update"),
        ("", "de", "Sicherheitsupdate"),
        ("?language=de", "en", "Sicherheitsupdate"),
        ("?language=xx", "de", "Sicherheitsupdate"),
    ],
)
def test_the_feed_speaks_the_language_of_its_address(
    product: models.Product, query: str, header: str, words: str
) -> None:
    answer = Client(headers={"accept-language": header}).get(f"/releases/feed.atom{query}")
    assert words in answer.content.decode()


@pytest.mark.parametrize(
    ("query", "header", "language"), [("?language=de", "en", "de"), ("", "de", "de"), ("", "en", "en")]
)
def test_a_feed_names_itself_in_its_own_language(
    product: models.Product, settings: Any, query: str, header: str, language: str
) -> None:
    settings.BASE_URL = "https://portal.example"
    for path in ("/releases/feed.atom", f"/releases/{product.public_id}/feed.atom"):
        feed = ET.fromstring(Client(headers={"accept-language": header}).get(path + query).content)
        itself = f"https://portal.example{path}?language={language}"
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert (links["self"], feed.findtext(f"{ATOM}id")) == (itself, itself)


def test_the_feed_is_kept_and_asked_for_again_cheaply(product: models.Product) -> None:
    first = Client().get("/releases/feed.atom")
    assert "public" in first["Cache-Control"]
    again = Client().get("/releases/feed.atom", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    product.branches.filter(name="13").update(supported_until=TODAY - timedelta(days=2))
    assert Client().get("/releases/feed.atom", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_the_page_takes_a_fixed_number_of_queries(product: models.Product) -> None:
    before = queries(Client(), "/releases/")
    branch = product.branches.get(name="14")
    for number in range(5):
        product.releases.create(
            branch=branch, version=f"14.9.{number}", released_on=TODAY, release_class="feature", published_at=NOW
        )
    assert queries(Client(), "/releases/") == before
