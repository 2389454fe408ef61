"""The security log: who did what from where, once it is done; and nothing personal, typed or secret in it."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from structlog.testing import capture_logs

from autossa.domain.rights import Right, Role
from autossa.operations.accounts import impersonation, tokens
from autossa.operations.organisations import delegations, invitations, people, standing
from autossa.store import models
from tests.cast.people import PASSWORD, make_person, sign_in
from tests.portal.accounts.entering import Cast, log_in, told
from tests.portal.accounts.test_mfa import set_up
from tests.portal.accounts.test_passwords import ask, choose
from tests.portal.accounts.test_secrets import membership, now_by

pytestmark = pytest.mark.store

PERSONAL = ("alice", "bob@", "vera", "Alice", "Bob", "Ltd", "river", "secret reason", "000000", "autossa_")


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> Any:
    from autossa.operations import security_log

    monkeypatch.setattr(security_log, "log", __import__("structlog").get_logger("autossa.security"))
    with capture_logs() as found:
        yield found
    assert not [(word, line) for line in found for word in PERSONAL if word in str(line)]


def events(lines: Any) -> list[str]:
    return [line["event"] for line in lines]


def who(user: Any) -> str:
    return str(models.User.objects.get(pk=user).public_id)


def test_log_ins_and_what_fails(cast: Cast, lines: Any) -> None:
    client = Client(REMOTE_ADDR="192.0.2.7")
    log_in(client, "alice@customer.example", "a wrong password of alice")
    log_in(client, "nobody@customer.example", "a wrong password of alice")
    log_in(client, "alice@customer.example")
    set_up(client)
    client.post("/account/logout/")
    log_in(other := Client(REMOTE_ADDR="192.0.2.8"), "alice@customer.example")
    other.post("/account/factors/check/", {"code": "000000"})
    alice = who(cast.alice)
    short = [(line["event"], line["who"], line["address"], line.get("about")) for line in lines]
    for wanted in (
        ("wrong_password", "nobody", "192.0.2.7", alice),
        ("wrong_password", "nobody", "192.0.2.7", None),
        ("log_in", alice, "192.0.2.7", None),
        ("factor_added", alice, "192.0.2.7", None),
        ("log_out", alice, "192.0.2.7", None),
        ("wrong_code", "nobody", "192.0.2.8", alice),
    ):
        assert wanted in short, wanted
    assert events(lines).count("log_in") == 1


def test_ten_wrong_passwords(cast: Cast, lines: Any) -> None:
    for n in range(10):
        log_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), "alice@customer.example", "wrong")
    assert {"wrong_password", "locked_out"} <= set(events(lines))


def test_passwords_and_resets(cast: Cast, lines: Any) -> None:
    tokens.create(
        user=cast.alice, organisation=cast.customer, name="CI", scopes=["read"], lasts=timedelta(days=1),
        ctx=now_by(cast.alice),
    )  # fmt: skip
    ask("alice@customer.example")
    choose(Client(), told()[0]["path"])
    assert {"make_token", "reset_asked", "password_reset", "revoke_token"} <= set(events(lines))


def test_changes_of_rights(cast: Cast, lines: Any) -> None:
    ctx = now_by(cast.alice)
    people.change_role(membership=membership(cast.bob), organisation=cast.customer, role=Role.MANAGER, ctx=ctx)
    invitations.invite(organisation=cast.customer, email="bob@elsewhere.example", role=Role.VIEWER, ctx=ctx)
    delegations.give(customer=cast.customer, partner=cast.partner, rights=[Right.CONTRACTS], ctx=ctx)
    people.remove(membership=membership(cast.bob), organisation=cast.customer, ctx=ctx)
    impersonation.start(user=cast.vera, organisation=cast.customer, reason="secret reason", ctx=now_by(cast.vera))
    standing.suspend(organisation=cast.customer, reason="secret reason", ctx=now_by(cast.vera))
    people.suspend(user=cast.bob, ctx=now_by(cast.vera))
    assert events(lines)[:4] == ["change_role", "invite", "hand_over", "remove_member"]
    assert {"act_on_behalf", "suspend_organisation", "suspend_user"} <= set(events(lines))
    first = lines[0]
    assert (first["who"], first["about"], first["role"]) == (who(cast.alice), who(cast.bob), "manager")


def test_what_is_not_done_is_not_logged(cast: Cast, lines: Any) -> None:
    with pytest.raises(people.LastOwner):
        people.remove(membership=membership(cast.alice), organisation=cast.customer, ctx=now_by(cast.alice))
    assert events(lines) == []


def test_refused_accesses(cast: Cast, lines: Any) -> None:
    make_person("eve@elsewhere.example")
    sign_in(client := Client(REMOTE_ADDR="192.0.2.9"), cast.bob)
    lines.clear()
    path = f"/organisations/{models.Organisation.objects.get(pk=cast.partner).public_id}/people/"
    assert client.get(path).status_code == 404
    assert client.get("/staff/organisations/").status_code == 404
    strict = Client(enforce_csrf_checks=True)
    assert strict.post("/account/login/", {"login": "alice@customer.example", "password": PASSWORD}).status_code == 403
    assert events(lines) == ["access_refused", "access_refused", "form_refused"]
    assert (lines[0]["who"], lines[0]["address"], lines[0]["path"]) == (who(cast.bob), "192.0.2.9", path)


@pytest.mark.parametrize("typed", ["alice@customer.example", "Bob%20Ltd", "org_alice", "../alice", "1" * 12 + "vera"])
def test_what_somebody_typed_into_an_address_is_not_logged(cast: Cast, lines: Any, typed: str) -> None:
    sign_in(client := Client(), cast.bob)
    strict = sign_in(Client(enforce_csrf_checks=True), cast.bob)
    lines.clear()
    for tail in ("", "people/", f"contacts/{typed}/remove/"):
        client.get(f"/organisations/{typed}/{tail}")
        strict.post(f"/organisations/{typed}/{tail}")
    assert {"/organisations/…/people/"} <= {line["path"] for line in lines} or "/" in typed


def test_every_event_is_documented() -> None:
    """The table in the manual names every event that the code can write."""
    import re
    from pathlib import Path

    root = Path(__file__).parents[3]
    manual = (root / "docs" / "operating.md").read_text("utf-8")
    written = set()
    for path in (root / "src" / "autossa").rglob("*.py"):
        text = path.read_text("utf-8")
        if "security_log" in text or "watching" in path.name:
            written |= set(re.findall(r'note(?:_of)?\((?:request, )?"(\w+)"', text))
            written |= set(re.findall(r': "(\w+)",\n', text)) if path.name == "watching.py" else set()
    assert len(written) > 10
    assert not [event for event in sorted(written) if f"`{event}`" not in manual]
