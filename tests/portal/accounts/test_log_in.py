"""Logging in: what is refused, how often, and what a stranger learns from it."""

import statistics
import time
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client

from autossa.operations.organisations import people
from autossa.store import models
from tests.cast.people import sign_in
from tests.portal.accounts.entering import BY, Cast, is_in, log_in, told

pytestmark = pytest.mark.store

COOKIE = settings.SESSION_COOKIE_NAME

WRONG = "not the right password"
LIMIT = 10


def test_the_right_password_leads_home_and_the_session_gets_a_new_key(cast: Cast, visitor: Client) -> None:
    visitor.post("/account/login/", {"login": "alice@customer.example", "password": WRONG})
    session = visitor.session
    session["before"] = 1
    session.save()
    visitor.cookies[COOKIE] = before = session.session_key or ""
    response = log_in(visitor, " ALICE@Customer.example ")
    assert (response.status_code, response["location"]) == (302, "/")
    after = visitor.cookies[COOKIE]
    assert after.value not in ("", before)
    assert (after["httponly"], after["samesite"]) == (True, "Lax")
    assert is_in(visitor)
    assert COOKIE.encode() not in Client(headers={"cookie": f"{COOKIE}={before}"}).get("/account/").content
    assert not is_in(Client(headers={"cookie": f"{COOKIE}={before}"}))


def test_without_the_box_ticked_the_session_ends_with_the_browser(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    assert visitor.cookies[COOKIE]["max-age"] == ""
    log_in(stays := Client(), "alice@customer.example", remember="on")
    assert stays.cookies[COOKIE]["max-age"] == 14 * 24 * 3600


def test_passwords_are_argon2(hashed_cast: Cast) -> None:
    assert models.User.objects.get(pk=hashed_cast.alice).password.startswith("argon2$argon2id$")


# ---------------------------------------------------------------- brute force


def test_one_account_tried_from_many_places_is_locked(cast: Cast) -> None:
    answers = [
        log_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), "alice@customer.example", WRONG).status_code for n in range(LIMIT)
    ]
    assert answers == [200] * (LIMIT - 1) + [429]
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    response = log_in(elsewhere, "Alice@customer.example")
    assert response.status_code == 429
    assert "15 minutes" in response.content.decode()
    assert not is_in(elsewhere)
    assert log_in(Client(REMOTE_ADDR="198.51.100.7"), "bob@customer.example").status_code == 302


def test_many_accounts_tried_from_one_place_lock_the_place(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="192.0.2.9")
    answers = [log_in(client, f"nobody{n}@customer.example", WRONG).status_code for n in range(LIMIT)]
    assert answers == [200] * (LIMIT - 1) + [429]
    assert log_in(client, "alice@customer.example").status_code == 429
    assert log_in(Client(REMOTE_ADDR="198.51.100.7"), "alice@customer.example").status_code == 302


def test_one_line_has_many_addresses_of_ipv6_and_is_one_place(cast: Cast) -> None:
    clients = [Client(REMOTE_ADDR=f"2001:db8:7:7:{n:x}::1") for n in range(LIMIT)]
    answers = [log_in(client, f"nobody{n}@customer.example", WRONG).status_code for n, client in enumerate(clients)]
    assert answers == [200] * (LIMIT - 1) + [429]
    assert log_in(Client(REMOTE_ADDR="2001:db8:7:8::1"), "alice@customer.example").status_code == 302


def test_two_addresses_of_ipv4_are_two_places_also_where_they_come_by_ipv6(cast: Cast) -> None:
    for n in range(LIMIT):
        log_in(Client(REMOTE_ADDR="::ffff:192.0.2.9"), f"nobody{n}@customer.example", WRONG)
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"192.0.2.9"}
    assert log_in(Client(REMOTE_ADDR="192.0.2.9"), "alice@customer.example").status_code == 429
    assert log_in(Client(REMOTE_ADDR="::ffff:192.0.2.10"), "alice@customer.example").status_code == 302


def test_a_forged_header_is_no_other_place(cast: Cast) -> None:
    for n in range(LIMIT):
        client = Client(REMOTE_ADDR="192.0.2.9", headers={"x-forwarded-for": f"203.0.113.{n}"})
        last = log_in(client, f"nobody{n}@customer.example", WRONG)
    assert last.status_code == 429


def test_behind_the_proxy_its_word_counts_and_no_other(cast: Cast, settings: Any) -> None:
    settings.BEHIND_PROXY = True
    for n in range(LIMIT):
        client = Client(REMOTE_ADDR="10.0.0.1", headers={"x-forwarded-for": f"203.0.113.{n}, 192.0.2.9"})
        last = log_in(client, f"nobody{n}@customer.example", WRONG)
    assert last.status_code == 429
    assert set(AccessAttempt.objects.values_list("ip_address", flat=True)) == {"192.0.2.9"}


def test_the_lock_opens_after_a_quarter_of_an_hour(cast: Cast) -> None:
    for _ in range(LIMIT):
        log_in(Client(), "alice@customer.example", WRONG)
    for row in AccessAttempt.objects.all():
        AccessAttempt.objects.filter(pk=row.pk).update(attempt_time=row.attempt_time - timedelta(minutes=16))
    assert log_in(Client(), "alice@customer.example").status_code == 302


def test_a_success_elsewhere_does_not_give_more_attempts(cast: Cast) -> None:
    client = Client(REMOTE_ADDR="192.0.2.9")
    for n in range(LIMIT - 1):
        log_in(client, f"nobody{n}@customer.example", WRONG)
    log_in(Client(REMOTE_ADDR="192.0.2.9"), "bob@customer.example")
    assert log_in(client, "alice@customer.example", WRONG).status_code == 429


def test_what_was_tried_is_kept_without_the_password(cast: Cast) -> None:
    log_in(Client(), "alice@customer.example", WRONG)
    row = AccessAttempt.objects.get()
    assert WRONG not in row.post_data + row.get_data
    assert row.username == "alice@customer.example"


# ---------------------------------------------------------------- what a stranger learns


def test_an_unknown_address_and_a_wrong_password_look_the_same(cast: Cast) -> None:
    def page(email: str) -> str:
        text = log_in(Client(), email, WRONG).content.decode()
        return "".join(line for line in text.splitlines() if "csrf" not in line and email not in line)

    assert page("alice@customer.example") == page("nobody@customer.example")
    assert "Wrong e-mail address or password." in page("nobody@customer.example")


def test_an_unknown_address_takes_as_long_as_a_wrong_password(hashed_cast: Cast) -> None:
    def seconds(email: str, n: int) -> float:
        client = Client(REMOTE_ADDR=f"192.0.2.{n}")
        begun = time.perf_counter()
        log_in(client, email, WRONG)
        return time.perf_counter() - begun

    seconds("warm@customer.example", 1)
    pairs = [(seconds("alice@customer.example", n), seconds(f"nobody{n}@customer.example", 100 + n)) for n in range(8)]
    known, unknown = (statistics.median(column) for column in zip(*pairs, strict=True))
    assert 0.5 < known / unknown < 2


def test_whoever_is_suspended_is_out_at_once_and_stays_out(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "bob@customer.example")
    assert is_in(visitor)
    people.suspend(user=cast.bob, ctx=BY)
    assert visitor.get("/account/")["location"] == "/account/login/?next=%2Faccount%2F"
    assert not visitor.session.get("_auth_user_id")
    response = log_in(visitor, "bob@customer.example")
    assert not is_in(visitor)
    assert response.get("location", "/account/shut/") == "/account/shut/"
    wrong = log_in(Client(), "bob@customer.example", WRONG)
    assert "Wrong e-mail address or password." in wrong.content.decode()
    people.restore(user=cast.bob, ctx=BY)
    log_in(visitor, "bob@customer.example")
    assert is_in(visitor)


# ---------------------------------------------------------------- where it leads


@pytest.mark.parametrize(
    "back",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "https:elsewhere.example",
        "javascript:alert(1)",
        "http://testserver@elsewhere.example/",
        "https://portal.example.elsewhere.example/",
    ],
)
def test_log_in_leads_to_no_other_site(cast: Cast, visitor: Client, back: str) -> None:
    assert log_in(visitor, "alice@customer.example", next=back)["location"] == "/"
    for page in ("/account/organisation/", "/language/"):
        assert visitor.post(page, {"next": back, "organisation": "", "language": "en"})["location"].startswith("/")
        assert "elsewhere" not in visitor.post(page, {"next": back, "organisation": "", "language": "en"})["location"]
    assert visitor.post("/account/logout/", {"next": back})["location"] == "/account/login/"


def test_log_in_leads_back_to_the_page_that_was_asked_for(cast: Cast, visitor: Client) -> None:
    asked = visitor.get("/account/sessions/?x=1")
    assert asked["location"] == "/account/login/?next=%2Faccount%2Fsessions%2F%3Fx%3D1"
    assert 'name="next" value="/account/sessions/?x=1"' in visitor.get(asked["location"]).content.decode()
    assert log_in(visitor, "alice@customer.example", next="/account/sessions/?x=1")["location"] == (
        "/account/sessions/?x=1"
    )


def test_log_out_takes_a_form_and_ends_the_session(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    key = visitor.cookies[COOKIE].value
    assert "Log out?" in visitor.get("/account/logout/").content.decode()
    assert is_in(visitor)
    assert visitor.post("/account/logout/")["location"] == "/account/login/"
    assert not is_in(Client(headers={"cookie": f"{COOKIE}={key}"}))


def test_forms_are_refused_without_their_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    assert log_in(client, "alice@customer.example").status_code == 403
    sign_in(client, cast.alice)
    for page in ("/account/logout/", "/account/sessions/end/", "/account/organisation/", "/account/password/"):
        assert client.post(page, {}).status_code == 403


# ---------------------------------------------------------------- devices


def test_a_new_device_is_told_and_then_known(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    assert told("mail.new_device") == []  # the first of all
    visitor.post("/account/logout/")
    log_in(visitor, "alice@customer.example")
    assert told("mail.new_device") == []
    agent = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
    other = Client(REMOTE_ADDR="198.51.100.7", headers={"user-agent": agent})
    log_in(other, "alice@customer.example")
    (mail,) = told("mail.new_device")
    assert mail["user"] == str(cast.alice)
    assert (mail["device"], mail["address"]) == ("Firefox (Linux)", "198.51.100.7")
    assert mail["at"]
    cookie = other.cookies[settings.DEVICE_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert not models.Browser.objects.filter(digest=cookie.value.encode()).exists()


def test_another_ones_device_is_new_to_me(cast: Cast, visitor: Client) -> None:
    log_in(Client(), "alice@customer.example")
    log_in(visitor, "bob@customer.example")
    visitor.post("/account/logout/")
    log_in(visitor, "alice@customer.example")
    assert [mail["user"] for mail in told("mail.new_device")] == [str(cast.alice)]
