"""What people type at the door: one address, one password, one name, whatever keyboard or page it comes from."""

from typing import Any

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client

from autossa.domain.rights import Role
from autossa.domain.texts import password
from autossa.operations.errors import Invalid
from autossa.operations.organisations import invitations
from autossa.store import models
from tests.cast.people import PASSWORD, make_person, sign_in
from tests.portal.accounts.entering import BY, Cast, is_in, log_in, told
from tests.portal.accounts.test_signup import link, register

pytestmark = pytest.mark.store

UNSEEN = ["\u202e", "\u200b", "\u00ad", "\u2066", "\ufeff", "\x07", "\x00", "\u3164", "\ufe00", "\u2028"]
KEPT = "info@xn--mller-bau-q9a.example"


@pytest.mark.parametrize("field", ["company", "name", "address", "email", "vat_id"])
@pytest.mark.parametrize("sign", UNSEEN, ids=lambda sign: f"U+{ord(sign):04X}")
def test_a_registration_that_cannot_be_confirmed_is_not_begun(cast: Cast, field: str, sign: str) -> None:
    given = {
        "company": "Nord GmbH",
        "name": "Nina",
        "address": "Weg 1",
        "email": "nina@nord.example",
        "vat_id": "DE136695976",
    }
    page = register(**{field: given[field][:2] + sign + given[field][2:]})
    assert page.status_code == 200, "the form is shown again"
    assert field in page.context["form"].errors
    assert (told(), models.Registration.objects.count()) == ([], 0)


def test_pasted_spaces_are_spaces(cast: Cast, visitor: Client) -> None:
    register(
        company="Nord\u00a0werk\u202fGmbH", name=" Nina\u00a0No\u0308rd\u3000", address="Weg\u00a01\n24103\u2009Kiel"
    )
    assert visitor.post(link(), {"password": PASSWORD}).status_code == 302
    made = models.Organisation.objects.get(name="Nord werk GmbH")
    assert made.address.text == "Weg 1\n24103 Kiel"
    assert made.memberships.get().user.name == "Nina Nörd"


def test_a_registration_of_before_never_ends_in_an_error(cast: Cast, visitor: Client) -> None:
    """It was kept with a character that no organisation takes: its link is as one that is not valid."""
    register()
    row = models.Registration.objects.get()
    models.Registration.objects.filter(pk=row.pk).delete()
    row.company = "Nord\u200bwerk"
    row.save(force_insert=True)
    answers = [visitor.post(link(), {"password": PASSWORD}).status_code for _ in range(2)]
    assert answers == [404, 404]
    assert not models.User.objects.filter(email="nina@nordwerk.example").exists()


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize("typed", ["info@müller-bau.example", "INFO@Mu\u0308ller-Bau.example", KEPT])
def test_one_address_is_one_account_however_its_domain_is_written(cast: Cast, visitor: Client, typed: str) -> None:
    register(email="Info@Müller-Bau.example")
    assert told()[-1]["to"] == KEPT
    assert visitor.post(link(), {"password": PASSWORD}).status_code == 302
    assert models.User.objects.filter(email=KEPT).count() == 1
    assert log_in(other := Client(), typed)["location"] == "/"
    assert "info@müller-bau.example" in other.get("/account/").content.decode()

    register(email=typed)
    assert told()[-1]["key"] == "account_exists"
    Client().post("/account/password/reset/", {"email": typed})
    assert (told()[-1]["key"], told()[-1]["to"]) == ("account_reset", KEPT)
    owner = models.User.objects.get(email=KEPT).memberships.get()
    with pytest.raises(Invalid, match="already"):
        invitations.invite(organisation=owner.organisation_id, email=typed, role=Role.VIEWER, ctx=BY)


def test_an_invitation_finds_its_account(cast: Cast) -> None:
    user = make_person(KEPT)
    secret = invitations.invite(organisation=cast.customer, email="info@müller-bau.example", role=Role.VIEWER, ctx=BY)
    assert invitations.accept(secret=secret, user=user, ctx=BY) == cast.customer


@pytest.mark.parametrize(
    "typed", ["al\u0131ce@customer.example", "AL\u0130CE@customer.example", "ali\u017fe@customer.example"]
)
def test_letters_that_become_others_in_capitals_are_no_address(cast: Cast, typed: str) -> None:
    Client().post("/account/password/reset/", {"email": typed})
    assert [mail["key"] for mail in told()] in ([], ["account_unknown"])
    assert not any(mail["to"].startswith("alice") for mail in told())


def test_ten_spellings_are_ten_attempts_at_one_account(cast: Cast) -> None:
    make_person(KEPT)
    ways = ["info@müller-bau.example", "info@MÜLLER-BAU.example", "info@mu\u0308ller-bau.example", KEPT, KEPT.upper()]
    answers = [log_in(Client(REMOTE_ADDR=f"192.0.2.{n}"), ways[n % 5], "wrong one").status_code for n in range(10)]
    assert answers == [200] * 9 + [429]


# ---------------------------------------------------------------- passwords

COMPOSED, DECOMPOSED = "Grüße\u0020aus Köln 12", "Gru\u0308ße\u00a0aus Ko\u0308ln 12"


def test_a_password_is_the_same_from_every_keyboard(cast: Cast, visitor: Client) -> None:
    register()
    assert visitor.post(link(), {"password": DECOMPOSED}).status_code == 302
    for typed in (COMPOSED, DECOMPOSED):
        assert is_in_after(typed), typed
    assert not is_in_after(COMPOSED + " ")


def test_so_it_is_when_it_is_changed_or_reset(cast: Cast) -> None:
    models.User.objects.filter(pk=cast.alice).update(password=make_password(password(DECOMPOSED)))
    client = sign_in(Client(), cast.alice)
    changed = {
        "oldpassword": COMPOSED,
        "password1": "Schöne neue Wörter",
        "password2": "Scho\u0308ne\u00a0neue Wo\u0308rter",
    }
    assert client.post("/account/password/", changed).status_code == 302
    assert models.User.objects.get(pk=cast.alice).check_password("Scho\u0308ne neue Wörter")

    Client().post("/account/password/reset/", {"email": "alice@customer.example"})
    page: Any = Client()
    form = page.get(told()[-1]["path"], follow=True).request["PATH_INFO"]
    assert page.post(form, {"password1": DECOMPOSED, "password2": COMPOSED}).status_code == 302
    assert models.User.objects.get(pk=cast.alice).check_password(COMPOSED)


def is_in_after(typed: str) -> bool:
    log_in(client := Client(), "nina@nordwerk.example", typed)
    return is_in(client)
