"""Organisations by the API: read, edited, entered; contacts; what staff does with them."""

import pytest

from autossa.domain.rights import Role
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.device_calls import Reply
from tests.cast.shop import Shop

pytestmark = pytest.mark.store
DOMESTIC = {"treatment": "domestic"}


@pytest.fixture
def reviewer(shop: Shop, token: Tokens) -> str:
    return token(organisation=shop.vendor, role=Role.REVIEWER)


def entered(reviewer: str, **more: object) -> Reply:
    sent = {"kind": "customer", "name": "Dora Ltd", "number": "C9", "country": "DE", "vat": DOMESTIC}
    return ask("POST", "organisations", {**sent, **more}, token=reviewer)


def test_an_organisation_is_read_by_its_own(shop: Shop, alices: str, token: Tokens) -> None:
    found = ask("GET", alices, token=token(role=Role.VIEWER))
    assert (found.status, found.json()["number"], found.json()["standing"]) == (200, "C1", "verified"), found.body
    assert ask("GET", alices, token=token(organisation=shop.charlie)).status == 404


def test_what_invoices_say_is_edited(alices: str, token: Tokens) -> None:
    secret = token()
    tag = ask("GET", alices, token=secret).headers["etag"]
    sent = {"address": {"street": "Ring 1", "post_code": "20095", "city": "Hamburg"}, "country": "DE"}
    assert ask("PATCH", alices, sent, token=secret).status == 428
    done = ask("PATCH", alices, sent, token=secret, headers={"If-Match": tag})
    assert (done.status, done.json()["address"]["city"]) == (200, "Hamburg"), done.body
    assert ask("PATCH", alices, sent, token=secret, headers={"If-Match": tag}).status == 412
    wrong = ask("PATCH", alices, {**sent, "vat_id": "DE1"}, token=secret, headers={"If-Match": "*"})
    assert (wrong.status, wrong.code) == (422, "invalid_vat_id")
    assert ask("PATCH", alices, sent, token=token(role=Role.VIEWER), headers={"If-Match": "*"}).status == 404


def test_contacts_come_change_and_go(alices: str, token: Tokens) -> None:
    secret = token()
    made = ask("POST", f"{alices}/contacts", {"purpose": "billing", "email": "pay@alice.example"}, token=secret)
    assert made.status == 201, made.body
    path = f"{alices}/contacts/{made.json()['id']}"
    tag = ask("GET", path, token=secret).headers["etag"]
    new = {"purpose": "billing", "email": "money@alice.example", "language": "de"}
    changed = ask("PUT", path, new, token=secret, headers={"If-Match": tag})
    assert (changed.status, changed.json()["email"]) == (200, "money@alice.example"), changed.body
    assert ask("DELETE", path, token=secret, headers={"If-Match": tag}).status == 412
    assert [row["id"] for row in ask("GET", f"{alices}/contacts", token=secret).json()["data"]] == [made.json()["id"]]
    assert ask("DELETE", path, token=secret, headers={"If-Match": changed.headers["etag"]}).status == 204
    assert ask("GET", path, token=secret).status == 404
    assert ask("POST", f"{alices}/contacts", {**new, "purpose": "love"}, token=secret).code == "unknown_purpose"


def test_staff_enters_and_lists(reviewer: str, token: Tokens) -> None:
    made = entered(reviewer)
    assert (made.status, made.json()["standing"]) == (201, "verified"), made.body
    assert entered(reviewer).code == "number_taken"
    rows = ask("GET", "organisations?kind=customer&limit=2", token=reviewer).json()
    assert ([row["name"] for row in rows["data"]], rows["has_more"]) == (["Alice Ltd", "Charlie GmbH"], True)
    more = ask("GET", f"organisations?kind=customer&starting_after={rows['data'][1]['id']}", token=reviewer).json()
    assert ([row["name"] for row in more["data"]], more["has_more"]) == (["Dora Ltd"], False)
    assert ask("GET", "organisations", token=token()).status == 404


def test_staff_verifies_taxes_names_and_suspends(alices: str, reviewer: str, token: Tokens) -> None:
    assert ask("GET", f"{alices}/verification", token=reviewer).status == 200
    taxed = ask("POST", f"{alices}/vat", {"treatment": "third_country"}, token=reviewer)
    assert (taxed.status, taxed.json()["vat"]["treatment"]) == (200, "third_country"), taxed.body
    assert len(ask("GET", f"{alices}/vat", token=token()).json()["data"]) == 2
    assert ask("POST", f"{alices}/verify", DOMESTIC, token=reviewer).status == 200
    named = ask(
        "PATCH", f"{alices}/name", {"name": "Alice AG", "number": "C1"}, token=reviewer, headers={"If-Match": "*"}
    )
    assert named.json()["name"] == "Alice AG", named.body
    assert ask("POST", f"{alices}/suspend", {"reason": "Not paid"}, token=reviewer).json()["standing"] == "suspended"
    assert ask("POST", f"{alices}/suspend", {"reason": "Again"}, token=reviewer).code == "already_suspended"
    assert ask("POST", f"{alices}/restore", {}, token=reviewer).json()["standing"] == "verified"
    assert ask("POST", f"{alices}/suspend", {"reason": "Mine"}, token=token()).status == 404


def test_duplicates_are_merged(shop: Shop, alices: str, reviewer: str) -> None:
    double = f"organisations/{entered(reviewer, name='Alice Ltd.').json()['id']}"
    assert [row["number"] for row in ask("GET", f"{double}/duplicates", token=reviewer).json()] == ["C1"]
    shown = ask("POST", f"{double}/merge/preview", {"into": "C1"}, token=reviewer)
    assert (shown.status, shown.json()["into"]) == (200, public_id("org", shop.alice)), shown.body
    itself = ask("POST", f"{double}/merge/preview", {"into": "C9"}, token=reviewer)
    assert itself.code == "merge_into_itself"
    assert ask("POST", f"{double}/merge", {"into": "C1", "agreed": "other"}, token=reviewer).status == 409
    agreed = shown.json()["agreed"]
    assert ask("POST", f"{double}/merge", {"into": "C1", "agreed": agreed}, token=reviewer).status == 204
    assert models.Organisation.objects.get(number="C9").merged_into_id == shop.alice


def test_people_in_general(shop: Shop, reviewer: str, token: Tokens) -> None:
    token()
    admin = token(organisation=shop.vendor, role=Role.ADMIN)
    (row,) = ask("GET", "people?search=program2", token=admin).json()["data"]
    path = f"people/{row['id']}"
    assert ask("GET", path, token=reviewer).json()["email"] == "program2@example.com"
    assert ask("POST", f"{path}/suspend", {}, token=reviewer).status == 404
    assert ask("POST", f"{path}/suspend", {}, token=admin).status == 204
    assert ask("POST", f"{path}/restore", {}, token=admin).status == 204
    assert ask("POST", f"{path}/erase", {}, token=admin).code == "not_blocked"
    ask("POST", f"{path}/suspend", {}, token=admin)
    assert ask("POST", f"{path}/erase", {}, token=admin).status == 204
    assert ask("GET", path, token=admin).status == 404
    assert ask("POST", "people/erase-address", {"email": "x@y.example"}, token=admin).code == "address_nowhere"
    assert ask("GET", "people", token=token()).status == 404
