"""Members, invitations and partner access by the API."""

import pytest

from autossa.domain.billing.vat import Treatment
from autossa.domain.rights import Role
from autossa.operations.organisations import create
from autossa.operations.organisations.vat import NewTreatment
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.shop import Shop, on

pytestmark = pytest.mark.store


@pytest.fixture
def partner(shop: Shop) -> models.Organisation:
    vat = NewTreatment(Treatment.DOMESTIC)
    key = create.create(kind="partner", name="Paul GmbH", number="PP", vat=vat, ctx=on("2026-01-02"))
    return models.Organisation.objects.get(pk=key)


def test_members_get_roles_and_are_removed(alices: str, token: Tokens) -> None:
    owner, other = token(), token(role=Role.VIEWER)
    people = ask("GET", f"{alices}/people", token=other).json()
    assert [row["role"] for row in people["members"]] == ["owner", "viewer"]
    path = f"{alices}/people/{people['members'][1]['id']}"
    tag = ask("GET", path, token=owner).headers["etag"]
    assert ask("PATCH", path, {"role": "manager"}, token=other, headers={"If-Match": "*"}).status == 404
    done = ask("PATCH", path, {"role": "manager"}, token=owner, headers={"If-Match": tag})
    assert (done.status, done.json()["role"]) == (200, "manager"), done.body
    assert ask("DELETE", path, token=owner, headers={"If-Match": tag}).status == 412
    assert ask("DELETE", path, token=owner, headers={"If-Match": done.headers["etag"]}).status == 204
    assert ask("GET", alices, token=other).status == 401
    last = f"{alices}/people/{people['members'][0]['id']}"
    refused = ask("PATCH", last, {"role": "viewer"}, token=owner, headers={"If-Match": "*"})
    assert (refused.status, refused.code) == (422, "last_owner")


def test_invitations_are_sent_again_and_withdrawn(alices: str, token: Tokens) -> None:
    owner = token()
    assert (
        ask("POST", f"{alices}/invitations", {"email": "new@alice.example", "role": "viewer"}, token=owner).status
        == 204
    )
    (row,) = ask("GET", f"{alices}/people", token=owner).json()["invitations"]
    assert row["email"] == "new@alice.example"
    assert ask("POST", f"{alices}/invitations/{row['id']}/renew", {}, token=owner).status == 204
    (row,) = ask("GET", f"{alices}/people", token=owner).json()["invitations"]
    assert ask("POST", f"{alices}/invitations/{row['id']}/withdraw", {}, token=owner).status == 204
    assert ask("POST", f"{alices}/invitations/{row['id']}/withdraw", {}, token=owner).status == 404
    wrong = ask("POST", f"{alices}/invitations", {"email": "nobody", "role": "viewer"}, token=owner)
    assert (wrong.status, wrong.code) == (422, "not_an_email_address")
    viewer = token(role=Role.VIEWER)
    assert ask("POST", f"{alices}/invitations", {"email": "a@b.example", "role": "viewer"}, token=viewer).status == 404


def test_staff_invites_an_owner_where_there_is_none(shop: Shop, alices: str, token: Tokens) -> None:
    reviewer = token(organisation=shop.vendor, role=Role.REVIEWER)
    assert ask("POST", f"{alices}/invitations/owner", {"email": "own@alice.example"}, token=reviewer).status == 204
    token()
    again = ask("POST", f"{alices}/invitations/owner", {"email": "own2@alice.example"}, token=reviewer)
    assert again.status == 422


def test_somebody_leaves(alices: str, token: Tokens) -> None:
    token()
    viewer = token(role=Role.VIEWER)
    assert ask("POST", f"{alices}/leave", {}, token=viewer).status == 204
    assert ask("GET", "me", token=viewer).status == 401


def test_a_partner_gets_access_asks_for_more_and_loses_it(
    shop: Shop, alices: str, partner: models.Organisation, token: Tokens
) -> None:
    owner, project = token(), shop.project()
    paul = token(organisation=partner.id)
    sent = {"partner": "PP", "projects": [public_id("prj", project)], "rights": ["licenses"]}
    made = ask("POST", f"{alices}/hand-overs", sent, token=owner)
    assert made.status == 201, made.body
    (key,) = made.json()["ids"]
    assert ask("GET", f"{alices}/hand-overs/{key}", token=owner).json()["rights"] == ["licenses"]
    assert ask("POST", f"{alices}/hand-overs", {**sent, "partner": "??"}, token=owner).code == "no_such_partner"
    assert ask("GET", f"{alices}/hand-overs", token=paul).status == 404
    its = f"organisations/{partner.public_id}/customers"
    (customer,) = ask("GET", its, token=paul).json()["data"]
    assert customer["projects"][0]["rights"] == ["licenses"]
    asked = ask("POST", f"{its}/{customer['id']}/access-requests", {"rights": ["contracts"]}, token=paul)
    assert asked.status == 201, asked.body
    (waits,) = ask("GET", f"{alices}/access-requests", token=owner).json()["data"]
    assert waits["id"] == asked.json()["id"]
    given = ask("POST", f"{alices}/access-requests/{waits['id']}/grant", {}, token=owner)
    assert given.status == 200, given.body
    assert ask("POST", f"{alices}/access-requests/{waits['id']}/decline", {}, token=owner).status == 404
    assert ask("POST", f"{alices}/hand-overs/{key}/revoke", {}, token=owner).status == 204
    over = ask("GET", f"{alices}/hand-overs?phase=over", token=owner).json()["data"]
    assert [row["id"] for row in over] == [key]


def test_a_partner_invites_a_customer(shop: Shop, partner: models.Organisation, token: Tokens) -> None:
    paul = token(organisation=partner.id)
    sent = {
        "company": "Emma Ltd", "country": "DE", "email": "emma@emma.example", "project": "Hotel",
        "price_list": public_id("plt", shop.price_list),
    }  # fmt: skip
    made = ask("POST", f"organisations/{partner.public_id}/customers", sent, token=paul)
    assert made.status == 201, made.body
    assert ask("GET", f"projects/{made.json()['id']}", token=paul).json()["customer"] == "Emma Ltd"
    assert ask("POST", f"organisations/{partner.public_id}/customers", sent, token=token()).status == 404
