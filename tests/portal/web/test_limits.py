"""What was done too often is said on a page, with the moment from which it is possible again."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from autossa.domain.limits import HOUR, TABLE, Deed, Limit, Whose
from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import address, text_of
from tests.cast.people import People

pytestmark = [pytest.mark.store, pytest.mark.django_db]

_EXPORTS: dict[str, Callable[[People], str]] = {
    "projects as CSV": lambda _: "/projects.csv",
    "projects as XLSX": lambda _: "/projects.xlsx",
    "all about oneself": lambda _: "/account/data/",
    "invoices of a project": lambda people: address(people.shop.project(), "invoices/export/csv/"),
    "activity of a project": lambda people: address(people.shop.project(), "activity.csv"),
}


@pytest.mark.parametrize("what", _EXPORTS)
def test_exports_are_limited(people: People, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLE, Deed.EXPORT, (Limit(Whose.PERSON, 3, HOUR),))
    path = _EXPORTS[what](people)
    assert [people["owner"].get(path).status_code for _ in range(4)] == [200, 200, 200, 429]
    assert "There were too many exports in a short time. Try again after" in people["owner"].get(path).content.decode()
    assert people["manager"].get(path).status_code == 200


def test_exports_of_colleagues_count_together(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TABLE, Deed.EXPORT, (Limit(Whose.ORGANISATION, 2, HOUR),))
    answers = [people[who].get("/projects.csv").status_code for who in ("owner", "manager", "viewer")]
    assert answers == [200, 200, 429]


def test_an_invitation_too_many_is_said_in_the_form_which_keeps_what_was_typed(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(TABLE, Deed.INVITE, (Limit(Whose.PERSON, 1, HOUR),))
    path = f"/organisations/{public_id('org', people.shop.alice)}/people/invite/"
    for email in ("one@a.example", "two@b.example"):
        response = people["owner"].post(path, {"email": email, "role": "viewer"})
    assert "There were too many invitations in a short time. Try again after" in text_of(response)
    assert "two@b.example" in response.content.decode()
    assert not models.Invitation.objects.filter(email="two@b.example").exists()


def test_a_new_address_asked_for_again_and_again_is_429(people: People) -> None:
    owner: Client = people["owner"]
    Authenticator.objects.all().delete()  # with a second factor, the library lets nobody add an address
    answers = [
        owner.post("/account/email/", {"action_add": "", "email": f"victim+{number}@company.example"}).status_code
        for number in range(7)
    ]
    assert 429 in answers
    assert models.OutboxMessage.objects.filter(payload__key="account_new_address").count() <= 5


def test_the_top_up_page_says_that_verification_comes_first(people: People) -> None:
    project = people.shop.project()
    models.Organisation.objects.filter(pk=people.shop.alice).update(verified_on=None)
    path = address(project, "credits/top-up/")
    for response in (
        people["owner"].get(path),
        people["owner"].post(path, {"ssc": "10", "payer": str(people.shop.alice)}),
    ):
        assert "The vendor has not verified Alice Ltd yet. Credits can be ordered after that." in text_of(response)
        assert "Show price" not in text_of(response)
