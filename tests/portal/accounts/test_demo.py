"""The demo's doors: there in the demo on this machine, and nowhere else."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from autossa.domain.rights import Role
from autossa.operations.organisations import create
from autossa.queries.vendor import demo_clock
from autossa.store import models
from autossa.workbench import demo_clock as mover
from autossa.workbench import demo_people, servers
from autossa.workbench.demo_organisations import CUSTOMERS, PARTNERS, VENDOR
from tests.cast.people import make_person, sign_in
from tests.cast.sessions import starting
from tests.portal.accounts.entering import BY

pytestmark = pytest.mark.store

INES, RUTH, PAUL = (demo_people.PEOPLE[0].email, "ruth.arnold@brightline.example", "paul.neumann@neumann.example")
HERE = {"host": "127.0.0.1:8000"}
MAIL = (
    "To: ines@nordwind.example\r\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\r\nContent-Type: text/plain; charset=utf-8\r\n"
    "Content-Transfer-Encoding: 8bit\r\n\r\nFollow https://portal.example/signup/abc/ <script>alert(1)</script>\r\n"
)


@pytest.fixture
def demo(database: servers.Addresses, settings: Any, tmp_path: Path) -> Path:
    """The demo's people, without its two years; the folder of its mails."""
    demo_people.enter(VENDOR, "vendor", BY)
    for kind, companies in (("partner", PARTNERS), ("customer", CUSTOMERS)):
        for company in companies.values():
            demo_people.enter(company, kind, BY)
    demo_people.load(BY)
    models.OutboxMessage.objects.update(delivered_at=BY.now)
    settings.DEMO = True
    settings.ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "portal.example"]
    settings.EMAIL_FILE_PATH = settings.MAIL_FOLDER = str(tmp_path)
    settings.DEMO_CLOCK, settings.TODAY = str(tmp_path / demo_clock.FILE), ""
    return tmp_path


def doors(client: Client, **more: Any) -> tuple[bool, int, int, int]:
    """Whether the cards are shown, and what the addresses answer: entering, the mails, the clock."""
    page = client.get("/account/login/", **more)
    shown = page.status_code == 200 and "Try the demo" in page.content.decode()
    entered = client.post("/demo/enter/", {"person": INES}, **more).status_code
    if entered == 404:  # by a password: in a real installation people are signed in, too
        sign_in(client, models.User.objects.order_by("id").values_list("id", flat=True)[0])
    moved = client.post("/demo/clock/", {"step": "day"}, **more).status_code
    return shown, entered, client.get("/dev/mail/", **more).status_code, moved


OPEN, SHUT = (True, 302, 200, 302), (False, 404, 404, 404)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:8000", "localhost", "[::1]:8000", "127.0.0.1"])
def test_in_the_demo_on_this_machine_the_doors_are_open(demo: Path, host: str) -> None:
    assert doors(Client(headers={"host": host})) == OPEN
    assert doors(Client(REMOTE_ADDR="::1", headers={"host": host})) == OPEN


def test_outside_the_demo_they_are_shut(demo: Path, settings: Any) -> None:
    settings.DEMO = False
    assert doors(Client(headers=HERE)) == SHUT


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1", "::ffff:192.0.2.1", "", "localhost"])
def test_from_another_machine_they_are_shut(demo: Path, address: str) -> None:
    assert doors(Client(REMOTE_ADDR=address, headers=HERE)) == SHUT


@pytest.mark.parametrize(
    "header",
    [
        {"x-forwarded-for": "127.0.0.1"},
        {"x-forwarded-for": "192.0.2.1"},
        {"x-real-ip": "127.0.0.1"},
        {"forwarded": "for=127.0.0.1"},
        {"x-forwarded-host": "localhost"},
        {"x-forwarded-proto": "https"},
        {"via": "1.1 proxy"},
    ],
)
def test_a_forged_header_opens_nothing_and_a_proxy_shuts(demo: Path, settings: Any, header: dict[str, str]) -> None:
    assert doors(Client(REMOTE_ADDR="192.0.2.1", headers={**HERE, **header})) == SHUT
    assert doors(Client(headers={**HERE, **header})) == SHUT
    settings.BEHIND_PROXY = True
    assert doors(Client(headers={**HERE, **header})) == SHUT


def test_under_another_name_they_are_shut(demo: Path, settings: Any) -> None:
    assert doors(Client(headers={"host": "portal.example"})) == SHUT
    settings.ALLOWED_HOSTS = ["*"]
    for host in ("elsewhere.example", "localhost.elsewhere.example", "127.0.0.1.elsewhere.example"):
        assert doors(Client(headers={"host": host})) == SHUT


def test_over_another_database_they_are_shut(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "HOST", "db.internal")
    assert doors(Client(headers=HERE)) == SHUT


def test_over_a_database_without_the_demos_people_they_are_shut(database: servers.Addresses, settings: Any) -> None:
    settings.DEMO, settings.ALLOWED_HOSTS = True, ["127.0.0.1"]
    vendor = create.create(kind="vendor", name="Real", number="VENDOR", ctx=BY)
    make_person("real@vendor.example", (vendor, Role.ADMIN))
    assert doors(Client(headers=HERE)) == SHUT


# ---------------------------------------------------------------- through them


def test_one_click_enters_without_the_second_factor_for_this_session_only(demo: Path) -> None:
    client = Client(headers={**HERE, "accept-language": "de"})
    assert "ohne Passwort" in client.get("/account/login/").content.decode()
    assert client.post("/demo/enter/", {"person": RUTH})["location"] == "/"
    home = client.get("/")
    assert home.status_code == 200
    assert '<html lang="de">' in home.content.decode()
    client.post("/account/logout/")
    other = sign_in(Client(headers=HERE), models.User.objects.get(email=RUTH).id)
    assert other.get("/")["location"] == "/account/factors/"


@pytest.mark.parametrize("person", ["", "nobody@nordwind.example", "ole.petersen@nordwind.example"])
def test_only_the_demos_people_can_be_entered_as(demo: Path, person: str) -> None:
    make_person("nobody@nordwind.example")
    assert Client(headers=HERE).post("/demo/enter/", {"person": person}).status_code == 404


def test_there_is_somebody_for_every_role(demo: Path) -> None:
    found = {(person.number[0], person.role) for person in demo_people.PEOPLE}
    assert found == {
        *(("V", role) for role in ("admin", "reviewer", "finance", "support")),
        ("P", "owner"), ("P", "manager"), ("C", "owner"), ("C", "viewer"), ("C", "manager"),
    }  # fmt: skip
    assert not models.HandOver.objects.filter(partner__number="P3").exists()
    assert models.HandOver.objects.count() == len(demo_people.DELEGATIONS)


def test_loading_twice_changes_nothing(demo: Path) -> None:
    before = models.User.objects.count(), models.HandOver.objects.count()
    demo_people.load(BY)
    assert (models.User.objects.count(), models.HandOver.objects.count()) == before


def test_mails_are_listed_and_shown_as_text(demo: Path) -> None:
    (demo / "msg_1.eml").write_bytes(MAIL.encode())
    client = Client(headers=HERE)
    assert "Grüße" in client.get("/dev/mail/").content.decode()
    html = client.get("/dev/mail/msg_1/").content.decode()
    assert '<a href="https://portal.example/signup/abc/"' in html
    assert "<script>alert" not in html
    for name in ("msg_2", "..%2fsecret-key", "%2e%2e", "msg_1.eml"):
        assert client.get(f"/dev/mail/{name}/").status_code == 404


# ---------------------------------------------------------------- the clock


def shows(html: str) -> str:
    """What the bar says, and the message of the page."""
    texts = re.findall(r'class="demo-bar".*?<p>(.*?)</p>', html, re.S) + re.findall(
        r'class="notice .*?<p>(.*?)</p>', html, re.S
    )
    return " | ".join(" ".join(re.sub("<[^>]+>", "", text).split()) for text in texts)


@pytest.mark.parametrize(
    ("step", "ahead", "says"),
    [
        ("day", "1 day ahead", "1 day later: 0 periods booked, 0 e-mails sent."),
        ("week", "7 days ahead", "7 days later: 0 periods booked, 0 e-mails sent."),
        ("charge", "2 days ahead", "2 days later: 0 periods booked, 0 e-mails sent."),
    ],
)
def test_the_clock_moves_for_everybody_and_stays(
    demo: Path, monkeypatch: pytest.MonkeyPatch, step: str, ahead: str, says: str
) -> None:
    monkeypatch.setattr("autossa.workbench.demo_clock.MAX_DAYS", 2)
    client, other = Client(headers=HERE), Client(headers=HERE)
    client.post("/demo/enter/", {"person": INES})
    assert "ahead" not in shows(client.get("/").content.decode())
    answer = client.post("/demo/clock/", {"step": step, "next": "/account/"})
    assert answer["location"] == "/account/"
    page = shows(client.get("/account/").content.decode())
    assert ahead in page
    assert says in page
    other.post("/demo/enter/", {"person": RUTH})
    assert ahead in shows(other.get("/").content.decode())


def test_staff_whose_sessions_are_short_stay_signed_in(demo: Path) -> None:
    client = Client(headers=HERE)
    client.post("/demo/enter/", {"person": RUTH})
    client.post("/demo/clock/", {"step": "week", "next": "/"})
    assert "7 days ahead" in shows(client.get("/").content.decode())


def test_it_says_so_in_german(demo: Path) -> None:
    client = Client(headers={**HERE, "accept-language": "de"})
    client.post("/demo/enter/", {"person": INES})
    said = shows(client.post("/demo/clock/", {"step": "week", "next": "/"}, follow=True).content.decode())
    assert "7 Tage voraus" in said
    assert "7 Tage später: 0 Zeiträume gebucht, 0 E-Mails versandt." in said


def test_who_moves_the_clock_at_the_same_time_is_told_to_wait(demo: Path) -> None:
    client = Client(headers=HERE)
    client.post("/demo/enter/", {"person": INES})
    with starting() as start, mover._alone():
        start(lambda: client.post("/demo/clock/", {"step": "week"})).result()
    said = shows(client.get("/").content.decode())
    assert "being moved already" in said
    assert "ahead" not in said


def test_only_known_steps_by_who_is_signed_in_and_only_posted(demo: Path) -> None:
    client = Client(headers=HERE)
    assert client.post("/demo/clock/", {"step": "day"}).status_code == 404
    client.post("/demo/enter/", {"person": INES})
    for step in ("", "year", "-1", "day\x00"):
        assert client.post("/demo/clock/", {"step": step}).status_code == 404
    assert client.get("/demo/clock/").status_code == 405
    assert client.post("/demo/clock/", {"step": "day", "next": "https://elsewhere.example/"})["location"] == "/"
    assert Client(enforce_csrf_checks=True, headers=HERE).post("/demo/clock/", {"step": "day"}).status_code == 403


def test_outside_the_demo_no_page_has_the_bar(demo: Path, settings: Any) -> None:
    client = Client(headers=HERE)
    client.post("/demo/enter/", {"person": INES})
    assert "demo-bar" in client.get("/").content.decode()
    assert "demo-bar" not in Client(headers=HERE).get("/account/login/").content.decode()
    settings.DEMO = False
    assert "demo-bar" not in client.get("/").content.decode()
