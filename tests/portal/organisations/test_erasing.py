"""Erasing a person: the page says what will be replaced, and only what it showed is; the command does the same."""

import pytest

from autossa.cli.service import people as command
from autossa.operations.organisations import people as operations
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.commands import runner
from tests.cast.pages import decide, text_of
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
