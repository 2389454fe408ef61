"""Erasing a person: the page says what will be replaced, and only what it showed is; the command does the same."""

import pytest

from autossa.cli.service import people as command
from autossa.operations.organisations import contacts
from autossa.operations.organisations import people as operations
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.commands import runner
from tests.cast.pages import decide, hidden_of, text_of
from tests.cast.people import People, ctx

pytestmark = pytest.mark.store
run = runner(command.app)


def page(team: People) -> str:
    return f"/staff/people/{public_id('usr', team.bob)}/erase/"


@pytest.fixture
def blocked(team: People) -> People:
    """Bob is blocked."""
    models.User.objects.filter(pk=team.bob).update(name="Bob Stone")
    operations.suspend(user=team.bob, ctx=ctx(team.vera))
    return team


def test_a_blocked_person_is_erased_after_a_page_that_says_what_goes(blocked: People) -> None:
    assert page(blocked) in blocked["vera"].get("/staff/people/").content.decode()
    said = text_of(blocked["vera"].get(page(blocked)))
    for wanted in ("Erase Bob Stone?", "cannot be undone", "bob@alice.example", "Alice Ltd: Manager"):
        assert wanted.replace(" ", "") in said.replace(" ", "")
    after = decide(blocked["vera"], page(blocked), follow=True).content.decode()
    assert "An alias stands for the name" in after
    assert "Bob Stone" not in after
    assert "Person" not in text_of(blocked["vera"].get("/staff/people/")).replace("People", "")
    assert models.User.objects.get(pk=blocked.bob).name.startswith("Person ")
    assert blocked["vera"].get(page(blocked)).status_code == 404


def test_who_is_not_blocked_is_blocked_first(team: People) -> None:
    said = team["vera"].get(page(team)).content.decode()
    assert "Block the person first" in said
    assert "danger-button" not in said
    assert page(team) not in team["vera"].get("/staff/people/").content.decode()
    said = team["vera"].post(page(team), follow=True).content.decode()
    assert "Block the person first" in said


def test_without_what_was_shown_nothing_is_erased(blocked: People) -> None:
    said = blocked["vera"].post(page(blocked)).content.decode()
    assert "Something has changed since this page was shown" in said
    assert models.User.objects.get(pk=blocked.bob).erased_at is None


def test_only_administrators_erase(blocked: People) -> None:
    for name in ("rita", "fiona", "sam", "alice"):
        assert blocked[name].get(page(blocked)).status_code == 404
        assert blocked[name].post(page(blocked)).status_code == 404


def test_the_command_erases_by_id_or_address(blocked: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "boot_ready", lambda: None)
    for person, said in (("usr_", "no"), ("nobody@alice.example", "no person nobody@alice.example")):
        done = run("erase", person)
        assert done.exit_code == 2
        assert said in done.stderr
    assert run("erase", "Bob@alice.example").stdout == "erased\n"
    done = run("erase", public_id("usr", blocked.bob))
    assert (done.exit_code, done.stderr) == (2, "autossa: This person was erased already.\n")


# ---- somebody without an account

ADDRESS = "/staff/people/erase-address/"


@pytest.fixture
def contact(team: People) -> str:
    """Only a contact of Alice's company."""
    new = contacts.Contact("billing", "Nina Quill", "nina@quill.example", "en")
    contacts.add(organisation=team.shop.alice, new=new, ctx=ctx(team.alice))
    return new.email


def test_a_contact_is_erased_after_a_page_that_says_what_goes(team: People, contact: str) -> None:
    vera = team["vera"]
    assert ADDRESS in vera.get("/staff/people/").content.decode()
    assert "Enter it to see" in text_of(vera.get(ADDRESS))
    check = vera.post(ADDRESS, {"email": "Nina@quill.example".replace("N", "n")})
    for wanted in ("Erase nina@quill.example?", "Nina Quill", "Contact of Alice Ltd", "cannot be undone"):
        assert wanted.replace(" ", "") in text_of(check).replace(" ", "").replace("\u2060", "").replace("\u200b", "")
    assert models.Contact.objects.filter(email=contact).exists()
    stale = vera.post(ADDRESS, {"email": contact, "step": "do"})
    assert "Something has changed since this page was shown" in stale.content.decode()
    after = vera.post(ADDRESS, {**hidden_of(stale), "step": "do"}, follow=True).content.decode()
    assert "An alias stands for the name" in after
    assert not models.Contact.objects.filter(email=contact).exists()


def test_whoever_has_an_account_is_not_erased_there(team: People) -> None:
    said = text_of(team["vera"].post(ADDRESS, {"email": "bob@alice.example"})) if team.bob else ""
    assert "Somebody logs in with bob@alice.example" in said
    assert "for good" not in said


def test_only_administrators_erase_addresses(team: People, contact: str) -> None:
    for name in ("rita", "fiona", "sam", "alice"):
        assert team[name].get(ADDRESS).status_code == 404
        assert team[name].post(ADDRESS, {"email": contact, "step": "do"}).status_code == 404


def test_the_command_erases_an_address(team: People, contact: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "boot_ready", lambda: None)
    assert run("erase-address", "bob@alice.example" if team.bob else "").exit_code == 2
    assert run("erase-address", contact).stdout.startswith("erased: Person ")
    done = run("erase-address", contact)
    assert (done.exit_code, done.stderr) == (2, "autossa: nina@quill.example stands nowhere.\n")
