"""Sessions: seen and ended; the organisation somebody works for; staff acting on behalf."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from autossa.domain.rights import Role
from autossa.operations.accounts import impersonation, sessions
from autossa.operations.context import ActionContext, Actor
from autossa.operations.organisations import delegations, people
from autossa.operations.organisations.delegations import Right
from autossa.queries.access import limited_to, load_account, visible_projects
from tests.cast.people import make_person, sign_in
from tests.portal.accounts.entering import BY, Cast, is_in, log_in

pytestmark = pytest.mark.store

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"


def test_sessions_are_listed_and_one_is_ended(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    log_in(other := Client(REMOTE_ADDR="198.51.100.7", headers={"user-agent": FIREFOX}), "alice@customer.example")
    log_in(bob := Client(), "bob@customer.example")
    html = visitor.get("/account/sessions/").content.decode()
    assert "Firefox (Windows)" in html
    assert "198.51.100.7" in html
    assert html.count("this device") == 1
    row = UserSession.objects.get(ip="198.51.100.7")
    assert visitor.post("/account/sessions/end/", {"session": row.pk})["location"] == "/account/sessions/"
    assert not is_in(other)
    assert other.get("/")["location"].startswith("/account/login/")
    assert not Session.objects.filter(session_key=row.session_key).exists()
    assert is_in(visitor)
    assert is_in(bob)


def test_all_others_are_ended_at_once(cast: Cast, visitor: Client) -> None:
    others = [Client() for _ in range(3)]
    for client in (visitor, *others):
        log_in(client, "alice@customer.example")
    visitor.post("/account/sessions/end/", {"session": "others"})
    assert [is_in(client) for client in (visitor, *others)] == [True, False, False, False]


@pytest.mark.parametrize("given", ["", "x", "-1", "999999999", "9" * 30])
def test_a_session_that_is_not_ones_own_cannot_be_ended(cast: Cast, visitor: Client, given: str) -> None:
    log_in(bob := Client(), "bob@customer.example")
    log_in(visitor, "alice@customer.example")
    assert visitor.post("/account/sessions/end/", {"session": given}).status_code == 404
    row = UserSession.objects.get(user=cast.bob)
    assert visitor.post("/account/sessions/end/", {"session": row.pk}).status_code == 404
    assert is_in(bob)


def test_sessions_that_have_expired_are_cleared_each_day(cast: Cast, visitor: Client) -> None:
    """Those that run, and the list of others, stay; so does one that was begun just now and is stored in a moment."""
    log_in(visitor, "alice@customer.example")
    log_in(Client(), "bob@customer.example")
    now = datetime.now(ZoneInfo("UTC"))
    expired = UserSession.objects.get(user=cast.bob)
    Session.objects.filter(session_key=expired.session_key).update(expire_date=now - timedelta(minutes=1))
    assert sessions.clear_expired(now=now) == 1
    assert UserSession.objects.filter(pk=expired.pk).exists()
    UserSession.objects.filter(pk=expired.pk).update(created_at=now - timedelta(days=15))
    assert sessions.clear_expired(now=now) == 1
    assert sessions.clear_expired(now=now) == 0
    assert list(UserSession.objects.values_list("user", flat=True)) == [cast.alice]
    assert is_in(visitor)


# ---------------------------------------------------------------- several organisations


def test_the_switcher_chooses_what_lists_show_and_rights_stay(cast: Cast, visitor: Client) -> None:
    people.join(user=cast.bob, organisation=cast.partner, role=Role.MANAGER, ctx=BY)
    sign_in(visitor, cast.bob)
    html = visitor.get("/account/").content.decode()
    assert "Alice Ltd" in html
    assert "Paul&#x27;s Phones" in html
    assert visitor.post("/account/organisation/", {"organisation": cast.partner, "next": "/account/"})["location"] == (
        "/account/"
    )
    assert visitor.session["organisation"] == str(cast.partner)
    response = visitor.get("/account/")
    assert response.wsgi_request.chosen_organisation == cast.partner
    assert len(response.wsgi_request.account.person.members) == 2
    visitor.post("/account/organisation/", {"organisation": ""})
    assert visitor.get("/account/").wsgi_request.chosen_organisation is None


def test_only_ones_own_organisations_can_be_chosen(cast: Cast, visitor: Client) -> None:
    sign_in(visitor, cast.bob)
    for given in (str(cast.partner), "x", "0" * 32):
        assert visitor.post("/account/organisation/", {"organisation": given}).status_code == 404
    session = visitor.session
    session["organisation"] = str(cast.partner)
    session.save()
    assert visitor.get("/account/").wsgi_request.chosen_organisation is None


def test_a_narrowed_account_sees_less_in_lists(cast: Cast) -> None:
    both = make_person("both@example.com", (cast.partner, Role.MANAGER), (cast.customer, Role.VIEWER))
    other = make_other(cast)
    delegations.give(customer=other, partner=cast.partner, rights=[Right.LICENSES], ctx=BY)
    account = load_account(both, BY.today, BY.now)
    assert account is not None
    assert set(visible_projects(account).customers) == {cast.customer, other}
    assert visible_projects(limited_to(account, cast.customer)).customers == (cast.customer,)
    assert visible_projects(limited_to(account, cast.partner)).customers == (other,)
    assert limited_to(account, None) == account


def make_other(cast: Cast) -> "object":
    from autossa.operations.organisations import create

    return create.create(kind="customer", name="Charlie GmbH", number="C-2", ctx=BY)


# ---------------------------------------------------------------- acting on behalf


def test_acting_is_seen_on_every_page_and_stopped_from_there(cast: Cast, visitor: Client) -> None:
    vera = make_person("staff@vendor.example", (cast.vendor, Role.SUPPORT))
    now = datetime.now(ZoneInfo("Europe/Berlin"))
    ctx = ActionContext(Actor("Vera", vera), now.date(), now)
    impersonation.start(user=vera, organisation=cast.customer, reason="Asked by phone", ctx=ctx)
    sign_in(visitor, vera)
    for path in ("/", "/account/", "/nothing/"):
        html = visitor.get(path).content.decode()
        assert "You are acting for Alice Ltd" in html
        assert "Asked by phone" in html
        assert 'action="/account/acting/stop/"' in html
    assert visitor.post("/account/acting/stop/")["location"] == "/"
    assert "You act for" not in visitor.get("/").content.decode()
