"""Every page of log-in and account: both languages, the strict policy, nothing inline, no page without its words."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver

from autossa.portal.accounts import urls
from autossa.store import models
from tests.cast.people import make_person
from tests.portal.accounts.entering import Cast, log_in, told
from tests.portal.test_pages import Inline

pytestmark = pytest.mark.store

STRICT = {
    "default-src": "'none'",
    **dict.fromkeys(("script-src", "style-src", "img-src", "font-src", "form-action"), "'self'"),
    **dict.fromkeys(("frame-ancestors", "base-uri"), "'none'"),
}
FETCHING = {**STRICT, "connect-src": "'self'"}
OPEN = {
    "/account/login/": "Anmelden",
    "/account/shut/": "Dieses Konto ist gesperrt",
    "/account/email/sent/": "Prüfen Sie Ihren Posteingang",
    "/account/email/confirm/x:y:z/": "Dieser Link ist nicht mehr gültig",
    "/account/password/reset/": "Neues Passwort wählen",
    "/account/password/reset/sent/": "Prüfen Sie Ihren Posteingang",
    "/account/password/reset/key/done/": "Passwort geändert",
    "/account/password/reset/key/abc-def/": "Dieser Link ist nicht mehr gültig",
    "/signup/": "Unternehmen registrieren",
    "/signup/sent/": "Prüfen Sie Ihren Posteingang",
    "/signup/x/": "Dieser Link ist nicht mehr gültig",
    "/invitations/x/": "Dieser Link ist nicht mehr gültig",
}
OWN = {
    "/account/logout/": "Abmelden?",
    "/account/": "Konto und Sicherheit",
    "/account/email/": "E-Mail-Adresse",
    "/account/password/": "Passwort ändern",
    "/account/reauthenticate/": "Bestätigen Sie, dass Sie es sind",
    "/account/sessions/": "Sitzungen",
    "/account/factors/": "Zweiter Faktor",
    "/account/factors/app/": "App einrichten",
    "/account/factors/passkeys/": "Passkeys",
    "/account/factors/passkeys/add/": "Passkey hinzufügen",
}
WITH_FACTOR = {
    "/account/factors/": "Neue Codes erstellen",
    "/account/factors/app/remove/": "App entfernen?",
    "/account/factors/codes/": "Wiederherstellungscodes",
    "/account/factors/codes/new/": "Neue Codes erstellen?",
    "/account/factors/reauthenticate/": "Code aus der App",
}
ENGLISH = re.compile(r"\b(the|your|password|address|code is|please|sign|email)\b", re.IGNORECASE)


def look(client: Client, path: str, heading: str = "", policy: dict[str, str] = STRICT) -> str:
    response = client.get(path)
    assert response.status_code in (200, 404), path
    found = dict(part.strip().split(" ", 1) for part in response["content-security-policy"].split(";"))
    assert found == policy, path
    scan = Inline()
    html = response.content.decode()
    scan.feed(html)
    assert [one for one in scan.found if "otpauth" not in one] == [], path
    assert "{%" not in html
    assert "{{" not in html
    assert heading in html, path
    return html


def in_german(html: str) -> None:
    text = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", html, flags=re.DOTALL)
    assert ENGLISH.findall(text) == []


def prepared(cast: Cast, client: Client, language: str, factor: bool = False) -> Client:
    models.User.objects.filter(pk=cast.alice).update(language=language)
    log_in(client, "alice@customer.example")
    if factor:
        html = client.get("/account/factors/app/").content.decode()
        from tests.portal.accounts.test_mfa import code

        secret = re.search(r'class="secret">(\w+)<', html)[1]  # type: ignore[index]
        client.post("/account/factors/app/", {"code": code(secret)})
    return client


@pytest.mark.parametrize("language", ["en", "de"])
def test_open_pages(cast: Cast, language: str) -> None:
    client = Client(headers={"accept-language": language})
    for path, heading in OPEN.items():
        policy = FETCHING if path == "/account/login/" else STRICT
        html = look(client, path, heading if language == "de" else "", policy)
        if language == "de":
            in_german(html)


@pytest.mark.parametrize("language", ["en", "de"])
def test_own_pages(cast: Cast, visitor: Client, language: str) -> None:
    prepared(cast, visitor, language)
    for path, heading in OWN.items():
        html = look(visitor, path, heading if language == "de" else "")
        if language == "de":
            in_german(html)


@pytest.mark.parametrize("language", ["en", "de"])
def test_pages_with_a_second_factor(cast: Cast, visitor: Client, language: str) -> None:
    prepared(cast, visitor, language, factor=True)
    for path, heading in WITH_FACTOR.items():
        html = look(visitor, path, heading if language == "de" else "")
        if language == "de":
            in_german(html)
    log_in(other := Client(headers={"accept-language": language}), "alice@customer.example")
    html = look(other, "/account/factors/check/", "Second factor" if language == "en" else "Zweiter Faktor")
    assert "data-passkey" in html


def test_wrong_forms_in_german(cast: Cast, visitor: Client) -> None:
    client = prepared(cast, visitor, "de")
    client.headers = {}
    for path, form in {
        "/account/password/": {"oldpassword": "x", "password1": "kurz", "password2": "anders"},
        "/account/email/": {"email": "alice@gmail.com", "action_add": "1"},
        "/account/factors/app/": {"code": "123"},
        "/account/reauthenticate/": {"password": "falsch"},
    }.items():
        html = client.post(path, form).content.decode()
        assert 'class="error"' in html, path
        in_german(html)
    nobody = Client(headers={"accept-language": "de"})
    for path, form in {"/account/login/": {"login": "x"}, "/signup/": {}, "/account/password/reset/": {}}.items():
        html = nobody.post(path, form).content.decode()
        assert 'class="error"' in html, path
        in_german(html)


def test_pages_of_account_are_not_kept_by_caches(cast: Cast, visitor: Client) -> None:
    prepared(cast, visitor, "en")
    for path in ("/account/", "/account/login/", "/account/sessions/", "/signup/x/", "/invitations/x/"):
        assert "no-store" in visitor.get(path)["cache-control"], path
    register: dict[str, Any] = {"company": "N", "country": "DE", "address": "K", "name": "N", "email": "n@n.example"}
    Client().post("/signup/", {**register, "terms": "on"})
    assert "no-store" in Client().get(told()[-1]["path"], follow=True)["cache-control"]


def test_every_address_of_log_in_has_a_permission() -> None:
    assert [one.name for one in urls.urlpatterns if not hasattr(one.callback, "permission")] == []
    names = {key for key in get_resolver().reverse_dict if isinstance(key, str)}
    assert {"account_login", "account_logout", "mfa_index", "sessions"} <= names
    assert not names & {"account_request_login_code", "mfa_download_recovery_codes", "usersessions_list"}


def test_a_person_without_an_organisation_sees_pages_too(cast: Cast, visitor: Client) -> None:
    make_person("lonely@example.com", factor=False)
    models.User.objects.filter(email="lonely@example.com").update(
        password=models.User.objects.get(pk=cast.bob).password
    )
    log_in(visitor, "lonely@example.com")
    assert visitor.get("/").status_code == 200
    assert visitor.get("/account/").status_code == 200
