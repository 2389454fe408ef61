"""The second factor: who needs one, how it is set up, and what does not get around it."""

import re
import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from autossa.domain.rights import Kind, Member, Person, Role, needs_second_factor
from autossa.operations.accounts.ciphers import renew_secrets
from autossa.queries.accounts.account import has_second_factor
from autossa.store import models
from tests.cast.people import PASSWORD, sign_in
from tests.portal.accounts.entering import Cast, is_in, log_in, told

pytestmark = pytest.mark.store

SETUP = "/account/factors/"
FORGED = (
    '{"id": "AAAA", "rawId": "AAAA", "type": "public-key", "clientExtensionResults": {}, "response": {'
    '"clientDataJSON": "e30", "authenticatorData": "AAAA", "signature": "AAAA", "userHandle": "AAAA"}}'
)


def code(secret: str, step: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30 + step)))


def set_up(client: Client) -> tuple[str, list[str]]:
    """The app's secret and the recovery codes that were shown."""
    html = client.get("/account/factors/app/").content.decode()
    secret = re.search(r'class="secret">(\w+)<', html)[1]  # type: ignore[index]
    response = client.post("/account/factors/app/", {"code": code(secret)})
    assert response["location"] == "/account/factors/codes/"
    shown = client.get("/account/factors/codes/").content.decode()
    return secret, re.findall(r"<li><code>(\d+)</code>", shown)


# ---------------------------------------------------------------- who needs one


@pytest.mark.parametrize(
    ("kind", "role", "needed"),
    [
        *((Kind.VENDOR, role, True) for role in (Role.ADMIN, Role.REVIEWER, Role.FINANCE, Role.SUPPORT)),
        (Kind.PARTNER, Role.OWNER, True),
        (Kind.PARTNER, Role.MANAGER, False),
        (Kind.PARTNER, Role.VIEWER, False),
        (Kind.CUSTOMER, Role.OWNER, False),
    ],
)
def test_staff_and_owners_of_partners_need_one(kind: Kind, role: Role, needed: bool) -> None:
    person = Person((Member(1, Kind.CUSTOMER, Role.VIEWER), Member(2, kind, role)))
    assert needs_second_factor(person) is needed


@pytest.mark.parametrize("who", ["vera", "paul"])
def test_until_it_is_set_up_every_gated_page_leads_to_it(cast: Cast, visitor: Client, who: str) -> None:
    sign_in(visitor, getattr(cast, who))
    for path in ("/", "/projects/prj_x/"):
        assert visitor.get(path)["location"] == SETUP
    assert "Set up a second factor to continue." in visitor.get(SETUP).content.decode()
    for path in ("/account/", "/account/factors/", "/account/password/"):
        assert visitor.get(path).status_code == 200
    assert visitor.post("/account/sessions/end/", {"session": "others"})["location"] == SETUP
    Authenticator.objects.create(user_id=getattr(cast, who), type="recovery_codes", data={})
    assert visitor.get("/")["location"] == SETUP  # codes alone are none


def test_others_may_do_without(cast: Cast, visitor: Client) -> None:
    sign_in(visitor, cast.alice)
    assert visitor.get("/").status_code == 200


def test_after_it_is_set_up_the_pages_are_there(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "vera@vendor.example")
    set_up(visitor)
    assert visitor.get("/").status_code == 200
    visitor.post("/account/factors/app/remove/")
    assert visitor.get("/")["location"] == SETUP


def test_a_forged_demo_mark_does_not_help(cast: Cast, visitor: Client) -> None:
    sign_in(visitor, cast.vera)
    session = visitor.session
    session["demo_log_in"] = True
    session.save()
    assert visitor.get("/")["location"] == SETUP


# ---------------------------------------------------------------- logging in with it


def test_the_password_alone_is_not_enough_any_more(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    secret, codes = set_up(visitor)
    other = Client()
    assert log_in(other, "alice@customer.example", next="/account/sessions/")["location"].startswith(
        "/account/factors/check/"
    )
    assert not is_in(other)
    assert "Second factor" in other.get("/account/factors/check/").content.decode()
    wrong = other.post("/account/factors/check/", {"code": "000000"})
    assert "wrong or was already used" in wrong.content.decode()
    assert other.post("/account/factors/check/", {"code": code(secret, 1)})["location"] == "/account/sessions/"
    assert is_in(other)
    assert len(codes) == 10


def test_a_code_works_once(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    secret, codes = set_up(visitor)
    used = code(secret, 1)
    for given, works in ((used, True), (used, False), (codes[0], True), (codes[0], False)):
        log_in(client := Client(), "alice@customer.example")
        client.post("/account/factors/check/", {"code": given})
        assert is_in(client) is works


def test_codes_cannot_be_tried_without_end(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    secret, _ = set_up(visitor)
    for n in range(6):
        log_in(client := Client(REMOTE_ADDR=f"192.0.2.{n}"), "alice@customer.example")
        client.post("/account/factors/check/", {"code": "000000"})
    log_in(client := Client(), "alice@customer.example")
    late = client.post("/account/factors/check/", {"code": code(secret, 1)})
    assert "Too many attempts" in late.content.decode()
    assert not is_in(client)


def test_a_reset_does_not_get_around_it(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    set_up(visitor)
    Client().post("/account/password/reset/", {"email": "alice@customer.example"})
    path = next(mail["path"] for mail in told() if mail["key"] == "account_reset")
    client = Client()
    client.post(client.get(path)["location"], {"password1": "a" + PASSWORD, "password2": "a" + PASSWORD})
    assert not is_in(client)
    log_in(client, "alice@customer.example", "a" + PASSWORD)
    assert not is_in(client)


def test_setting_it_up_ends_the_sessions_without_it(cast: Cast, visitor: Client) -> None:
    log_in(other := Client(), "alice@customer.example")
    log_in(visitor, "alice@customer.example")
    set_up(visitor)
    assert is_in(visitor)
    assert not is_in(other)


# ---------------------------------------------------------------- setting it up


def test_recovery_codes_are_shown_once(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    _, codes = set_up(visitor)
    again = visitor.get("/account/factors/codes/").content.decode()
    assert len(codes) == 10
    assert not [one for one in codes if one in again]
    assert "10 codes left" in again
    assert visitor.post("/account/factors/codes/new/")["location"] == "/account/factors/codes/"
    fresh = visitor.get("/account/factors/codes/").content.decode()
    assert len(re.findall(r"<li><code>(\d+)</code>", fresh)) == 10
    assert not [one for one in codes if one in fresh]
    assert "10 codes left" in visitor.get("/account/factors/codes/").content.decode()


def test_a_copy_of_the_database_gives_no_secret_away(cast: Cast, visitor: Client, settings: Any) -> None:
    log_in(visitor, "alice@customer.example")
    secret, codes = set_up(visitor)
    kept = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in kept
    assert not [one for one in codes if one in kept]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 6
    log_in(client := Client(), "alice@customer.example")
    client.post("/account/factors/check/", {"code": code(secret, 1)})
    assert is_in(client)


def test_a_former_key_can_be_given_up_once_secrets_are_encrypted_anew(
    cast: Cast, visitor: Client, settings: Any
) -> None:
    log_in(visitor, "alice@customer.example")
    secret, _ = set_up(visitor)
    assert renew_secrets() == 0
    former = settings.SECRET_KEY
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [former], "another key " * 6
    assert visitor.get("/").status_code == 200  # still logged in
    assert renew_secrets() > 0
    assert renew_secrets() == 0
    settings.SECRET_KEY_FALLBACKS = []
    log_in(client := Client(), "alice@customer.example")
    client.post("/account/factors/check/", {"code": code(secret, 1)})
    assert is_in(client)


def test_links_and_sessions_outlive_a_change_of_the_key(cast: Cast, visitor: Client, settings: Any) -> None:
    log_in(visitor, "alice@customer.example")
    Client().post("/account/password/reset/", {"email": "alice@customer.example"})
    (mail,) = [mail for mail in told() if mail["key"] == "account_reset"]
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another key " * 6
    assert "no longer valid" not in Client().get(mail["path"], follow=True).content.decode()
    assert is_in(visitor)
    settings.SECRET_KEY_FALLBACKS = []
    assert "no longer valid" in Client().get(mail["path"], follow=True).content.decode()


def test_factors_take_a_fresh_proof(cast: Cast, visitor: Client) -> None:
    sign_in(visitor, cast.alice)
    for path in ("app/", "passkeys/add/", "codes/new/"):
        assert visitor.get(SETUP + path)["location"].startswith("/account/reauthenticate/"), path
    wrong = visitor.post("/account/reauthenticate/", {"password": "wrong", "next": SETUP + "app/"})
    assert "This is not your password." in wrong.content.decode()
    right = visitor.post("/account/reauthenticate/", {"password": PASSWORD, "next": SETUP + "app/"})
    assert right["location"] == SETUP + "app/"
    assert visitor.get(SETUP + "app/").status_code == 200


def test_changes_are_told_by_mail(cast: Cast, visitor: Client) -> None:
    log_in(visitor, "alice@customer.example")
    set_up(visitor)
    visitor.post("/account/factors/app/remove/")
    assert [mail["values"]["change"] for mail in told()] == ["app_added", "app_removed"]
    assert not has_second_factor(cast.alice)
    assert models.OutboxMessage.objects.filter(topic="mail.account").count() == 2


def test_another_ones_passkey_cannot_be_removed(cast: Cast, visitor: Client) -> None:
    key = Authenticator.objects.create(user_id=cast.bob, type="webauthn", data={"name": "Bob's", "credential": {}})
    log_in(visitor, "alice@customer.example")
    for path in (f"{SETUP}passkeys/{key.pk}/", f"{SETUP}passkeys/{key.pk}/remove/"):
        assert visitor.get(path).status_code == 404
        assert visitor.post(path, {"name": "x"}).status_code == 404


def test_a_made_up_passkey_does_not_log_in(cast: Cast, visitor: Client) -> None:
    made_up = ("{}", "[]", "1", "null", '{"id": "x"}', FORGED, "not json", "")
    for credential in made_up:
        response = visitor.post("/account/factors/passkeys/login/", {"credential": credential})
        assert response["location"] == "/account/login/"
    visitor.get("/account/factors/passkeys/login/", headers={"accept": "application/json"})
    visitor.post("/account/factors/passkeys/login/", {"credential": FORGED})
    assert not is_in(visitor)
    log_in(visitor, "alice@customer.example")
    for credential in made_up:
        page = visitor.post("/account/factors/passkeys/add/", {"credential": credential, "name": "x"})
        assert page.status_code == 200
    assert not Authenticator.objects.exists()
