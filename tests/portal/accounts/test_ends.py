"""What ends by itself, for good: sessions, tokens, acting for somebody; and who cannot go."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import connection
from django.test import Client

from autossa.domain.rights import Role
from autossa.operations.accounts import impersonation, sessions, tokens
from autossa.operations.organisations import people, standing
from autossa.portal.web import middleware
from autossa.portal.web.clock import now
from autossa.portal.web.cookies import cookies
from autossa.queries.access import account_of_token, load_account
from autossa.store import models
from tests.cast.people import PASSWORD, make_person, sign_in
from tests.cast.serving import environment
from tests.cast.sessions import said, starting, wait_until_waiting
from tests.portal.accounts.entering import Cast, is_in, log_in, told
from tests.portal.accounts.test_mfa import set_up
from tests.portal.accounts.test_passwords import NEW, ask, choose
from tests.portal.accounts.test_secrets import membership, now_by

pytestmark = pytest.mark.store


def later(monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    moment = now() + by
    monkeypatch.setattr(middleware, "now", lambda: moment)


# ---------------------------------------------------------------- sessions


def test_a_session_ends_however_much_it_is_used(cast: Cast, visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    log_in(visitor, "alice@customer.example", remember="on")
    for days in (10, 20, 29):
        later(monkeypatch, timedelta(days=days))
        assert is_in(visitor)
    monkeypatch.undo()
    later(monkeypatch, timedelta(days=30))
    assert not is_in(visitor)
    monkeypatch.undo()
    assert not is_in(visitor)  # it is gone, not asleep


def test_that_of_staff_ends_after_half_a_day(cast: Cast, visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    sign_in(visitor, cast.vera)
    later(monkeypatch, timedelta(hours=11, minutes=59))
    assert is_in(visitor)
    monkeypatch.undo()
    later(monkeypatch, timedelta(hours=12))
    assert not is_in(visitor)


def test_a_session_without_a_begin_is_none(cast: Cast, visitor: Client) -> None:
    sign_in(visitor, cast.alice)
    session = visitor.session
    del session["begun_at"]
    session.save()
    assert not is_in(visitor)


def test_the_nightly_task_ends_old_ones(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example", remember="on")
    UserSession.objects.update(created_at=now() - timedelta(days=31))
    assert sessions.clear_expired(now=now()) == 0
    assert not UserSession.objects.exists()
    assert not is_in(visitor)


def test_a_suspension_ends_sessions_and_tokens_for_good(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "bob@customer.example")
    secret = a_token(cast.bob, cast.customer)
    people.suspend(user=cast.bob, ctx=now_by(cast.vera))
    people.restore(user=cast.bob, ctx=now_by(cast.vera))
    assert not is_in(visitor)
    assert account_of_token(secret, "read", now(), now().date()) is None
    assert not UserSession.objects.exists()


# ---------------------------------------------------------------- what was begun, and not completed


def blocked_for_a_moment(cast: Cast) -> None:
    people.suspend(user=cast.alice, ctx=now_by(cast.vera))
    people.restore(user=cast.alice, ctx=now_by(cast.vera))


def password_reset(cast: Cast) -> None:
    ask("alice@customer.example")
    choose(Client(), next(mail["path"] for mail in reversed(told()) if mail["key"] == "account_reset"))


def password_changed(cast: Cast) -> None:
    sign_in(client := Client(), cast.alice)
    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})


@pytest.mark.parametrize("end", [blocked_for_a_moment, password_reset, password_changed])
def test_an_address_asked_for_before_is_not_theirs_by_its_link(cast: Cast, end: Callable[[Cast], None]) -> None:
    """Whoever knew the password could have asked for it, and would own the account from then on."""
    log_in(thief := Client(), "alice@customer.example")
    thief.post("/account/email/", {"email": "mallory@elsewhere.example", "action_add": "1"})
    path = next(mail["path"] for mail in told() if mail["key"] == "account_new_address")
    end(cast)
    anew = Client()
    anew.post(anew.get(path, follow=True).request["PATH_INFO"])
    anew.post(path)
    assert models.User.objects.get(pk=cast.alice).email == "alice@customer.example"


@pytest.mark.parametrize("end", [blocked_for_a_moment, password_reset, password_changed])
def test_a_log_in_that_waits_for_its_code_is_over(cast: Cast, visitor: Client, end: Callable[[Cast], None]) -> None:
    log_in(visitor, "alice@customer.example")
    _, codes = set_up(visitor)
    log_in(thief := Client(), "alice@customer.example")
    end(cast)
    after = thief.post("/account/factors/check/", {"code": codes[0]}, follow=True)
    assert "Something has changed. Log in again." in after.content.decode()
    assert not is_in(thief)


def test_a_link_to_a_new_password_is_over_with_a_block(cast: Cast) -> None:
    ask("alice@customer.example")
    blocked_for_a_moment(cast)
    assert "no longer valid" in choose(Client(), told()[0]["path"]).content.decode()
    assert log_in(Client(), "alice@customer.example").status_code == 302


def test_a_session_that_no_list_knows_ends_with_a_block_too(cast: Cast, visitor: Client) -> None:
    sign_in(visitor, cast.alice)
    UserSession.objects.all().delete()
    blocked_for_a_moment(cast)
    assert not is_in(visitor)


# ---------------------------------------------------------------- tokens


def a_token(user: UUID, organisation: UUID) -> str:
    return tokens.create(
        user=user, organisation=organisation, name="CI", scopes=["read"], lasts=timedelta(days=1), ctx=now_by(user)
    )


def test_tokens_end_with_a_reset_of_the_password(cast: Cast) -> None:
    mine, other = a_token(cast.alice, cast.customer), a_token(cast.paul, cast.partner)
    ask("alice@customer.example")
    choose(Client(), told()[0]["path"])
    assert account_of_token(mine, "read", now(), now().date()) is None
    assert account_of_token(other, "read", now(), now().date()) is not None


def test_a_token_is_made_after_a_fresh_proof(cast: Cast, visitor: Client) -> None:
    sign_in(visitor, cast.alice)  # who proved nothing lately
    form = {"name": "CI", "organisation": str(cast.customer), "scopes": ["read"], "lasts": "30"}
    assert visitor.post("/account/tokens/new/", form)["location"] == "/account/tokens/new/"
    asked = visitor.get("/account/tokens/new/")["location"]
    assert asked.startswith("/account/reauthenticate/")
    assert not models.ApiToken.objects.exists()
    assert visitor.post(asked, {"password": "wrong"}).status_code == 200
    assert visitor.post(asked, {"password": PASSWORD})["location"] == "/account/tokens/new/"
    assert "autossa_" in visitor.post("/account/tokens/new/", form).content.decode()


# ---------------------------------------------------------------- acting for somebody


def test_nobody_acts_for_a_suspended_customer(cast: Cast) -> None:
    impersonation.start(user=cast.vera, organisation=cast.customer, reason="asked", ctx=now_by(cast.vera))
    assert load_account(cast.vera, now().date(), now()).person.acting_for == cast.customer  # type: ignore[union-attr]
    standing.suspend(organisation=cast.customer, reason="not paid", ctx=now_by(cast.paul))
    assert load_account(cast.vera, now().date(), now()).person.acting_for is None  # type: ignore[union-attr]
    with pytest.raises(impersonation.NotImpersonable):
        impersonation.start(user=cast.vera, organisation=cast.customer, reason="asked", ctx=now_by(cast.vera))
    standing.restore(organisation=cast.customer, ctx=now_by(cast.paul))
    assert load_account(cast.vera, now().date(), now()).person.acting_for is None  # type: ignore[union-attr]


# ---------------------------------------------------------------- the last who leads


def at_once(organisation: UUID, *jobs: Callable[[], Any]) -> list[str]:
    """Jobs that all wait for an organisation before any of them can begin."""
    settings_of = connection.settings_dict
    where = {"host": settings_of["HOST"], "dbname": settings_of["NAME"], "user": settings_of["USER"]}
    where |= {"port": settings_of["PORT"], "password": settings_of["PASSWORD"]}
    with starting() as start:
        with psycopg.connect(**{name: value for name, value in where.items() if value}) as session:
            session.execute("SELECT 1 FROM organisations WHERE id = %s FOR UPDATE", [organisation])
            started = [start(job) for job in jobs]
            wait_until_waiting(len(jobs))
            session.rollback()
        return sorted(said(future).partition(":")[0] for future in started)


def test_two_administrators_cannot_block_each_other_at_once(cast: Cast) -> None:
    ada, eve = (make_person(f"{name}@vendor.example", (cast.vendor, Role.ADMIN)) for name in ("ada", "eve"))
    came = at_once(
        cast.vendor,
        lambda: people.suspend(user=eve, ctx=now_by(ada)),
        lambda: people.suspend(user=ada, ctx=now_by(eve)),
    )
    assert came == ["LastAdministrator", "done"]
    assert people.has_leader(cast.vendor)


def test_one_removed_and_one_blocked_at_once(cast: Cast) -> None:
    ada, eve = (make_person(f"{name}@vendor.example", (cast.vendor, Role.ADMIN)) for name in ("ada", "eve"))
    came = at_once(
        cast.vendor,
        lambda: people.suspend(user=eve, ctx=now_by(ada)),
        lambda: people.remove(membership=membership(ada), organisation=cast.vendor, ctx=now_by(eve)),
    )
    assert came == ["LastAdministrator", "done"]
    assert people.has_leader(cast.vendor)


def test_two_owners_cannot_go_at_once(cast: Cast) -> None:
    olga = make_person("olga@customer.example", (cast.customer, Role.OWNER))
    came = at_once(
        cast.customer,
        lambda: people.leave(user=olga, organisation=cast.customer, ctx=now_by(olga)),
        lambda: people.change_role(
            membership=membership(cast.alice), organisation=cast.customer, role=Role.VIEWER, ctx=now_by(cast.alice)
        ),
    )
    assert came == ["LastOwner", "done"]
    assert people.has_leader(cast.customer)


def test_the_last_administrator_is_not_blocked(cast: Cast) -> None:
    ada = make_person("ada@vendor.example", (cast.vendor, Role.ADMIN))
    with pytest.raises(people.LastAdministrator):
        people.suspend(user=ada, ctx=now_by(cast.vera))


# ---------------------------------------------------------------- cookies


def test_cookies_are_of_this_very_host() -> None:
    """As shipped: over TLS, for the whole portal and no other host."""
    assert all(cookie.name.startswith("__Host-") for cookie in cookies().values())
    for name in ("SESSION", "CSRF", "LANGUAGE"):
        assert getattr(settings, f"{name}_COOKIE_DOMAIN") is None
        assert getattr(settings, f"{name}_COOKIE_PATH") == "/"


def test_each_is_set_as_its_name_promises(cast: Cast, visitor: Client) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    log_in(visitor, "alice@customer.example")
    visitor.post("/language/", {"language": "de"})
    visitor.get("/account/")
    assert {morsel.key for morsel in visitor.cookies.values()} == {cookie.name for cookie in cookies().values()}
    for morsel in visitor.cookies.values():
        assert (bool(morsel["secure"]), morsel["path"], morsel["domain"]) == (True, "/", ""), morsel.key


def test_without_tls_they_have_plain_names() -> None:
    import subprocess
    import sys

    code = "import django; django.setup(); from django.conf import settings; print(settings.SESSION_COOKIE_NAME)"
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(AUTOSSA_HTTPS="false"), capture_output=True, text=True,
        check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout.strip() == "sessionid"
