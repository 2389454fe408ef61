"""What people change about themselves, and the copy of what is kept about them."""

import json

import pytest
from django.test import Client

from autossa.store import models
from tests.cast.people import sign_in
from tests.portal.accounts.entering import Cast, log_in
from tests.portal.accounts.test_secrets import invite

pytestmark = pytest.mark.store

PAGE = "/account/profile/"


def test_name_and_language_are_ones_own(cast: Cast, visitor: Client) -> None:
    sign_in(visitor, cast.alice)
    assert visitor.post(PAGE, {"name": "  Alice Böhm ", "language": "de"})["location"] == "/account/"
    alice = models.User.objects.get(pk=cast.alice)
    assert (alice.name, alice.language) == ("Alice Böhm", "de")
    assert "Name und Sprache gespeichert." in visitor.get("/account/").content.decode()
    (row,) = models.Activity.objects.filter(action="edit_profile")
    assert (row.actor, row.details) == (cast.alice, {})
    assert models.User.objects.get(pk=cast.bob).name == "Bob"


@pytest.mark.parametrize("name", ["", "   ", "a" * 201, "Al\u202eice", "Al\nice"])
def test_what_is_no_name_is_refused(cast: Cast, visitor: Client, name: str) -> None:
    sign_in(visitor, cast.alice)
    answer = visitor.post(PAGE, {"name": name, "language": "de"})
    assert answer.status_code == 200
    assert 'class="error"' in answer.content.decode()
    assert models.User.objects.get(pk=cast.alice).language == "en"


def test_the_copy_has_what_is_kept_about_one_and_nobody_else(cast: Cast, visitor: Client) -> None:
    secret = invite(cast, "guest@elsewhere.example").split("/")[2]
    log_in(visitor, "alice@customer.example")
    visitor.post(PAGE, {"name": "Alice Böhm", "language": "en"})
    answer = visitor.get("/account/data/")
    assert "attachment" in answer["content-disposition"]
    assert "no-store" in answer["cache-control"]
    text = answer.content.decode()
    found = json.loads(text)
    assert found["account"]["email"] == "alice@customer.example"
    assert found["roles"] == [{"organisation": "Alice Ltd", "role": "owner", "since": found["roles"][0]["since"]}]
    assert [row["email"] for row in found["invitations_by_you"]] == ["guest@elsewhere.example"]
    assert [row["action"] for row in found["activity"]][-1] == "edit_profile"
    assert len(found["sessions"]) >= 1
    for hidden in ("bob@customer", "vera@vendor", secret, "argon2", "digest", "password"):
        assert hidden not in text


def test_nobody_reads_it_while_acting_for_somebody(cast: Cast, visitor: Client) -> None:
    from autossa.operations.accounts import impersonation
    from tests.portal.accounts.test_secrets import now_by

    impersonation.start(user=cast.vera, organisation=cast.customer, reason="asked", ctx=now_by(cast.vera))
    sign_in(visitor, cast.vera)
    visitor.get("/account/")
    for path in ("/account/data/", PAGE):
        assert visitor.get(path).status_code in (302, 404)
