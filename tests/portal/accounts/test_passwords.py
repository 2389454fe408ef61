"""Passwords: rules, change, and a reset that reveals nothing."""

import statistics
import time
from typing import Any

import pytest
from django.test import Client

from autossa.queries.accounts.erasure import known_as
from autossa.store import models
from tests.cast.people import PASSWORD, sign_in
from tests.portal.accounts.entering import Cast, is_in, log_in, plain, told

pytestmark = pytest.mark.store

NEW = "seven quiet boats at noon"
DONE = "/account/password/reset/sent/"


def ask(email: str, client: Client | None = None, **more: Any) -> Any:
    return (client or Client()).post("/account/password/reset/", {"email": email}, **more)


def choose(client: Client, path: str, new: str = NEW) -> Any:
    there = client.get(path)
    if there.status_code != 302:
        return there
    return client.post(there["location"], {"password1": new, "password2": new})


# ---------------------------------------------------------------- reset


def test_reset_answers_the_same_for_every_address(cast: Cast) -> None:
    answers = []
    for email in ("alice@customer.example", "nobody@customer.example"):
        client = Client()
        response = ask(email, client)
        answers.append((response.status_code, response["location"], plain(client.get(DONE).content.decode())))
    assert answers[0] == answers[1]
    assert answers[0][:2] == (302, DONE)


def test_reset_writes_one_row_for_every_address(cast: Cast) -> None:
    for email in ("Alice@Customer.example", "nobody@customer.example", "bob@customer.example"):
        ask(email)
    mails = told()
    assert [(mail["key"], mail["to"]) for mail in mails] == [
        ("account_reset", "alice@customer.example"),
        ("account_unknown", "nobody@customer.example"),
        ("account_reset", "bob@customer.example"),
    ]
    assert mails[1]["path"] == "/signup/"


def test_reset_takes_as_long_for_an_unknown_address(hashed_cast: Cast) -> None:
    def seconds(email: str, n: int) -> float:
        client = Client(REMOTE_ADDR=f"192.0.2.{n}")
        begun = time.perf_counter()
        ask(email, client)
        return time.perf_counter() - begun

    seconds("warm@customer.example", 1)
    emails = ["alice@customer.example", "bob@customer.example", "vera@vendor.example", "paul@partner.example"]
    pairs = [(seconds(email, n), seconds(f"nobody{n}@customer.example", 90 + n)) for n, email in enumerate(emails)]
    known, unknown = (statistics.median(column) for column in zip(*pairs, strict=True))
    assert abs(known - unknown) < 0.05


@pytest.mark.parametrize(
    "host", ["elsewhere.example", "testserver@elsewhere.example", "testserver:80@elsewhere.example"]
)
def test_a_poisoned_host_makes_no_mail(cast: Cast, host: str) -> None:
    assert ask("alice@customer.example", headers={"host": host}).status_code == 400
    assert told() == []


def test_links_do_not_depend_on_the_host_that_was_asked(cast: Cast, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    ask("alice@customer.example", headers={"host": "elsewhere.example", "x-forwarded-host": "elsewhere.example"})
    (mail,) = told()
    assert mail["path"].startswith("/account/password/reset/key/")
    assert "elsewhere" not in str(mail)


def test_the_link_sets_a_password_once(cast: Cast, visitor: Client) -> None:
    log_in(other := Client(), "alice@customer.example")
    ask("alice@customer.example")
    path = told()[0]["path"]
    assert choose(visitor, path)["location"] == "/account/password/reset/key/done/"
    assert not is_in(other)
    assert not is_in(visitor)  # the new password is asked for, and a second factor where there is one
    assert log_in(Client(), "alice@customer.example").status_code == 200
    assert log_in(Client(), "alice@customer.example", NEW).status_code == 302
    replayed = choose(Client(), path, "another one altogether")
    assert "This link is no longer valid" in replayed.content.decode()
    assert log_in(Client(), "alice@customer.example", NEW).status_code == 302
    assert [mail["values"]["change"] for mail in told() if mail["key"] == "account_changed"] == ["password_changed"]


def test_an_old_link_or_a_changed_one_sets_none(cast: Cast, settings: Any) -> None:
    ask("alice@customer.example")
    path = told()[0]["path"]
    assert "no longer valid" in choose(Client(), path[:-2] + ("a/" if path[-2] != "a" else "b/")).content.decode()
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "no longer valid" in choose(Client(), path).content.decode()


def test_a_reset_opens_the_lock(cast: Cast) -> None:
    for n in range(10):
        log_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), "alice@customer.example", "wrong")
    here = Client(REMOTE_ADDR="198.51.100.7")
    assert log_in(here, "alice@customer.example").status_code == 429
    ask("alice@customer.example", here)
    choose(here, told()[0]["path"])
    assert log_in(here, "alice@customer.example", NEW).status_code == 302


def test_too_many_resets_are_429(cast: Cast) -> None:
    answers = [ask("alice@customer.example").status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]
    assert [ask("nobody@customer.example").status_code for _ in range(6)] == answers


def test_nobody_resets_the_password_of_who_is_suspended(cast: Cast) -> None:
    models.User.objects.filter(pk=cast.bob).update(is_active=False)
    ask("bob@customer.example")
    assert [mail["key"] for mail in told()] == ["account_unknown"]


# ---------------------------------------------------------------- change and rules


def test_a_new_password_ends_the_other_sessions_and_keeps_this_one(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    log_in(other := Client(), "alice@customer.example")
    form = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert visitor.post("/account/password/", {**form, "oldpassword": "wrong"}).status_code == 200
    assert is_in(other)
    assert visitor.post("/account/password/", form)["location"] == "/account/"
    assert is_in(visitor)
    assert not is_in(other)
    assert [mail["key"] for mail in told()] == ["account_changed"]


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("short pass1", "at least 12 characters"),
        ("1q2w3e4r5t6y", "too common"),
        ("alice@customer.example", "too similar to your name or e-mail address."),
    ],
)
def test_bad_passwords_are_refused_with_the_reason(cast: Cast, visitor: Client, new: str, said: str) -> None:
    sign_in(visitor, cast.alice)
    response = visitor.post("/account/password/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert response.status_code == 200
    assert said in response.content.decode()
    assert models.User.objects.get(pk=cast.alice).check_password(PASSWORD)


# ---------------------------------------------------------------- the address


def test_a_new_address_holds_once_it_is_confirmed(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    form = {"email": "Alice.New@customer.example", "action_add": "1"}
    assert visitor.post("/account/email/", form).status_code == 302
    (mail,) = [mail for mail in told() if mail["key"] == "account_new_address"]
    assert mail["to"] == "alice.new@customer.example"
    assert models.User.objects.get(pk=cast.alice).email == "alice@customer.example"
    assert visitor.get(here := visitor.get(mail["path"])["location"]).status_code == 200
    assert visitor.post(here).status_code == 302
    assert models.User.objects.get(pk=cast.alice).email == "alice.new@customer.example"
    assert "no longer valid" in Client().get(mail["path"], follow=True).content.decode()
    assert log_in(Client(), "alice.new@customer.example").status_code == 302
    assert known_as(cast.alice).addresses == ("alice.new@customer.example", "alice@customer.example")


def test_a_private_or_a_taken_address_is_refused(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    refused = visitor.post("/account/email/", {"email": "alice@gmail.com", "action_add": "1"})
    assert "private e-mail providers" in refused.content.decode()
    visitor.post("/account/email/", {"email": "bob@customer.example", "action_add": "1"})
    (mail,) = told()  # to Bob; who asked learns nothing
    log_in(bob := Client(), "bob@customer.example")
    assert "no longer valid" in bob.get(mail["path"], follow=True).content.decode()
    bob.post(mail["path"])
    emails = dict(models.User.objects.values_list("id", "email"))
    assert (emails[cast.alice], emails[cast.bob]) == ("alice@customer.example", "bob@customer.example")


def test_a_log_in_makes_the_links_before_it_void(cast: Cast) -> None:
    ask("alice@customer.example")
    log_in(Client(), "alice@customer.example")
    assert "no longer valid" in choose(Client(), told()[0]["path"]).content.decode()


def test_the_address_takes_the_password_once_more_after_a_while(cast: Cast, visitor: Client) -> None:
    sign_in(visitor, cast.alice)  # a session that proved itself long ago
    response = visitor.post("/account/email/", {"email": "new@customer.example", "action_add": "1"})
    assert response["location"].startswith("/account/reauthenticate/")
    assert told() == []
