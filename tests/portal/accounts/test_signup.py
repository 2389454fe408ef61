"""Registration: nothing before the link, everything at once after it, and no word about who has an account."""

import re
import statistics
import time
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from autossa.domain.rights import Kind, Role
from autossa.domain.vat_ids import is_required, read_vat_id
from autossa.operations.accounts import registrations
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.free_mail import is_free_mail
from autossa.operations.organisations import create
from autossa.store import models
from tests.cast.people import PASSWORD, sign_in
from tests.cast.terms import publish_text
from tests.portal.accounts.entering import BY, Cast, is_in, log_in, plain, told

pytestmark = pytest.mark.store

FORM = {
    "company": "Nordwerk GmbH",
    "country": "DE",
    "vat_id": "DE 136 695 976",
    "address": "Hafenstraße 1\n24103 Kiel",
    "name": "Nina Nord",
    "email": "Nina@Nordwerk.example",
    "terms": "on",
}


def register(client: Client | None = None, **changes: str | list[str]) -> Any:
    return (client or Client()).post("/signup/", {**FORM, **changes})


def shown(page: str = "/signup/") -> list[str]:
    """What the form sends back about the terms that it shows."""
    return re.findall(r'name="terms_shown" value="([^"]+)"', Client().get(page).content.decode())


def link() -> str:
    return str(told()[-1]["path"])


def test_nothing_exists_before_the_link_and_everything_after_it(cast: Cast, visitor: Client) -> None:
    assert register(visitor)["location"] == "/signup/sent/"
    assert not models.User.objects.filter(email="nina@nordwerk.example").exists()
    assert not models.Organisation.objects.filter(name="Nordwerk GmbH").exists()
    (mail,) = told()
    assert (mail["key"], mail["to"], mail["language"]) == ("account_confirm", "nina@nordwerk.example", "en")
    assert mail["values"]["organisation"] == "Nordwerk GmbH"
    assert "Nordwerk GmbH" in visitor.get(link(), follow=True).content.decode()
    assert visitor.post(visitor.get(link())["location"], {"password": PASSWORD})["location"] == "/"
    assert is_in(visitor)

    user = models.User.objects.get(email="nina@nordwerk.example")
    (member,) = user.memberships.all()
    made = member.organisation
    assert (member.role, made.kind, made.name) == (Role.OWNER, Kind.CUSTOMER, "Nordwerk GmbH")
    assert made.verified_on is None
    assert (made.country, made.vat_id, made.address.text) == (
        "DE",
        "DE136695976",
        "Hafenstraße 1\r\n24103 Kiel".replace("\r", ""),
    )
    assert sorted(made.contacts.values_list("purpose", flat=True)) == ["admin", "billing", "license"]
    actions = models.Activity.objects.filter(actor=user.id).values_list("action", flat=True)
    assert {"create_organisation", "join_organisation", "register"} <= set(actions)
    assert log_in(Client(), "nina@nordwerk.example").status_code == 302


def test_the_secret_of_the_link_is_kept_nowhere_but_in_the_outbox(cast: Cast) -> None:
    register()
    secret = link().split("/")[2]
    row = models.Registration.objects.get()
    assert secret.encode() not in bytes(row.digest)
    assert len(secret) >= 43


def test_a_link_is_good_once(cast: Cast, visitor: Client) -> None:
    register()
    Client().post(link(), {"password": PASSWORD})
    for again in (visitor.get(link()), visitor.post(link(), {"password": "another one altogether"})):
        assert again.status_code == 404
        assert "no longer valid" in again.content.decode()
    assert not is_in(visitor)
    assert models.Organisation.objects.filter(name="Nordwerk GmbH").count() == 1


def test_a_link_is_good_for_three_days(cast: Cast, visitor: Client) -> None:
    register()
    late = registrations.VALIDITY + timedelta(minutes=1)
    row = models.Registration.objects.get()
    models.Registration.objects.filter(pk=row.pk).delete()
    row.created_at, row.expires_at = row.created_at - late, row.expires_at - late
    row.save(force_insert=True)
    assert visitor.get(link()).status_code == 404
    assert visitor.post(link(), {"password": PASSWORD}).status_code == 404
    assert not models.User.objects.filter(email="nina@nordwerk.example").exists()


@pytest.mark.parametrize("secret", ["x", "%00", "A" * 43, "../account"])
def test_a_link_that_was_never_sent_is_not_valid(cast: Cast, visitor: Client, secret: str) -> None:
    assert visitor.get(f"/signup/{secret}/").status_code == 404


def test_of_two_links_for_an_address_the_first_that_is_followed_counts(cast: Cast) -> None:
    register()
    first = link()
    register(company="Second Ltd")
    assert Client().post(link(), {"password": PASSWORD}).status_code == 302
    assert Client().post(first, {"password": PASSWORD}).status_code == 404
    assert not models.Organisation.objects.filter(name="Nordwerk GmbH").exists()


def test_what_was_asked_for_is_forgotten_after_a_month(cast: Cast) -> None:
    """Whether or not it was confirmed: who did has an account, and that stays."""
    register(email="never@nordwerk.example")
    register(email="confirmed@nordwerk.example")
    Client().post(link(), {"password": PASSWORD})
    last = max(models.Registration.objects.values_list("expires_at", flat=True)) + registrations.RETENTION
    first = min(models.Registration.objects.values_list("expires_at", flat=True)) + registrations.RETENTION
    forgotten = [
        registrations.purge_expired(ctx=ActionContext(SYSTEM, at.date(), at))
        for at in (first, last, last + timedelta(1))
    ]
    assert forgotten == [0, 1, 1]
    assert not models.Registration.objects.exists()
    assert models.User.objects.filter(email="confirmed@nordwerk.example").exists()


def test_all_or_nothing(cast: Cast, visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    register()
    visitor.raise_request_exception = False
    monkeypatch.setattr(create, "create", lambda **_: 1 / 0)
    assert visitor.post(link(), {"password": PASSWORD}).status_code == 500
    assert not models.User.objects.filter(email="nina@nordwerk.example").exists()
    monkeypatch.undo()
    assert visitor.post(link(), {"password": PASSWORD}).status_code == 302


# ---------------------------------------------------------------- what a stranger learns


def test_an_address_with_an_account_gets_a_mail_and_the_page_says_the_same(cast: Cast) -> None:
    answers = []
    for email in ("alice@customer.example", "nobody@customer.example"):
        client = Client()
        response = register(client, email=email)
        answers.append(
            (response.status_code, response["location"], plain(client.get("/signup/sent/").content.decode()))
        )
    assert answers[0] == answers[1]
    assert [(mail["key"], mail["to"]) for mail in told()] == [
        ("account_exists", "alice@customer.example"),
        ("account_confirm", "nobody@customer.example"),
    ]
    assert "/signup/" not in told()[0]["path"]
    assert models.Registration.objects.count() == 2


def test_both_take_as_long(hashed_cast: Cast) -> None:
    def seconds(email: str, n: int) -> float:
        client = Client(REMOTE_ADDR=f"192.0.2.{n}")
        begun = time.perf_counter()
        register(client, email=email)
        return time.perf_counter() - begun

    seconds("warm@customer.example", 1)
    pairs = [(seconds("alice@customer.example", n), seconds(f"n{n}@customer.example", 90 + n)) for n in range(8)]
    known, unknown = (statistics.median(column) for column in zip(*pairs, strict=True))
    assert abs(known - unknown) < 0.05


def test_too_many_registrations_from_one_place_are_429(cast: Cast) -> None:
    answers = [register(email=f"n{n}@customer.example").status_code for n in range(21)]
    assert answers == [302] * 20 + [429]


# ---------------------------------------------------------------- what is asked for


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "nina@gmail.com"}, "private e-mail providers"),
        ({"email": "nina@mail.gmx.de"}, "private e-mail providers"),
        ({"email": "nina"}, "valid email"),
        ({"vat_id": "DE136695977"}, "not a VAT ID of the selected country"),
        ({"country": "AT", "vat_id": "DE136695976"}, "not a VAT ID of the selected country"),
        ({"country": "FR", "vat_id": ""}, "need a VAT ID"),
        ({"company": ""}, "required"),
        ({"address": " "}, "required"),
        ({"country": "XX"}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_sent(cast: Cast, changes: dict[str, str], said: str) -> None:
    response = register(**changes)
    html = response.content.decode()
    assert response.status_code == 200
    assert said in html
    assert 'value="Nina Nord"' in html
    assert told() == []


def test_nobody_agrees_to_terms_that_cannot_be_read(cast: Cast, settings: Any) -> None:
    settings.TERMS_URL = ""
    assert 'name="terms"' not in Client().get("/signup/").content.decode()
    assert register(terms="").status_code == 302
    settings.TERMS_URL = "https://vendor.example/terms"
    page = Client().get("/signup/").content.decode()
    assert 'name="terms"' in page
    assert 'href="/terms/"' in page
    assert 'href="https://vendor.example/terms"' in Client().get("/terms/").content.decode()
    assert "You need to agree to the terms" in register(terms="", email="other@nord.example").content.decode()


def test_which_terms_were_agreed_to_is_kept(cast: Cast, settings: Any) -> None:
    settings.TERMS_URL = "https://vendor.example/terms"
    register(terms_shown=shown())
    publish_text("Pay in time.", BY)  # before the link is followed
    Client().post(link(), {"password": PASSWORD})
    register(terms_shown=shown(), email="otto@ostwerk.example", company="Ostwerk GmbH")
    Client().post(link(), {"password": PASSWORD})
    found = models.Activity.objects.filter(action="register").order_by("id")
    assert [row.details for row in found] == [
        {"terms": 0, "url": "https://vendor.example/terms"}, {"terms": 1, "url": ""},
    ]  # fmt: skip
    assert {row.organisation for row in found} == set(
        models.Organisation.objects.filter(number__startswith="R").values_list("id", flat=True)
    )


def test_nobody_agrees_to_other_terms_than_were_shown(cast: Cast) -> None:
    publish_text("Pay in time.", BY)
    before = shown()
    publish_text("Pay at once.", BY)
    now = shown()
    wrong: tuple[list[str], ...] = ([], [""], ["x"], before, now + before, [now[0][:-1]], [now[0].split(":")[0]])
    for sent in wrong:
        response = register(terms_shown=sent)
        assert response.status_code == 200, sent
        assert "The terms have changed since this page was shown." in response.content.decode()
        assert shown() == now
    assert not models.Registration.objects.exists()
    assert register(terms_shown=now).status_code == 302


@pytest.mark.parametrize(("country", "vat_id"), [("DE", ""), ("CH", ""), ("US", ""), ("CH", "CHE-123.456.788")])
def test_where_no_vat_id_is_needed_it_can_be_left_out(cast: Cast, country: str, vat_id: str) -> None:
    assert register(country=country, vat_id=vat_id).status_code == 302


def test_the_password_follows_the_rules(cast: Cast, visitor: Client) -> None:
    register()
    for password in ("short", "1q2w3e4r5t6y", "nina@nordwerk.example"):
        assert visitor.post(link(), {"password": password}).status_code == 200
    assert not models.User.objects.filter(email="nina@nordwerk.example").exists()


def test_who_follows_a_link_while_signed_in_as_another_becomes_the_new_one(cast: Cast, visitor: Client) -> None:
    register()
    sign_in(visitor, cast.alice)
    visitor.post(link(), {"password": PASSWORD})
    assert "nina@nordwerk.example" in visitor.get("/account/").content.decode()


@pytest.mark.parametrize(
    ("country", "text", "plain_form"),
    [
        ("DE", "de 136 695 976", "DE136695976"),
        ("AT", "U13585627", "ATU13585627"),
        ("GR", "094259216", "EL094259216"),
        ("FR", "40 303 265 045", "FR40303265045"),
        ("GB", "GB 980 780 684", "GB980780684"),
        ("US", "", ""),
    ],
)
def test_vat_ids_in_their_plain_form(country: str, text: str, plain_form: str) -> None:
    assert read_vat_id(country, text) == plain_form


@pytest.mark.parametrize(
    ("country", "text"), [("DE", "DE123"), ("FR", "DE136695976"), ("US", "<script>"), ("US", "9" * 21)]
)
def test_what_is_no_vat_id(country: str, text: str) -> None:
    with pytest.raises(ValueError, match="not a VAT id"):
        read_vat_id(country, text)


def test_where_a_vat_id_is_needed() -> None:
    assert [is_required(country, "DE") for country in ("DE", "AT", "CH")] == [False, True, False]


@pytest.mark.parametrize(
    ("email", "free"), [("a@GMX.de", True), ("a@x.web.de", True), ("a@notgmx.de", False), ("a@de", False)]
)
def test_private_providers_are_known(email: str, free: bool) -> None:
    assert is_free_mail(email) is free
