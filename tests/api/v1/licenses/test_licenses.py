"""Licenses are requested, confirmed, added, given up and kept, each at the price of its preview; keys are redeemed."""

import pytest

from autossa.domain.rights import Role
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask, post
from tests.cast.shop import Shop

pytestmark = pytest.mark.store
TWO = {"license": "L2", "license_type": "OPERATOR", "quantity": 2}


@pytest.fixture
def project(shop: Shop) -> str:
    return public_id("prj", shop.booked(day="2026-03-01"))


def staff(shop: Shop, token: Tokens) -> str:
    return token(organisation=shop.vendor, role=Role.REVIEWER)


def test_a_license_is_requested_and_confirmed_at_the_price_shown(shop: Shop, project: str, token: Tokens) -> None:
    owner, reviewer = token(), staff(shop, token)
    shown = post(owner, "previews/add_license", {"project": project, "licenses": [TWO]}).json()
    assert (shown["each"][0]["now"]["charges"][0]["license"], shown["refusal"]) == ("L2", None)
    assert shown["each"][0]["yearly"]["ssc"] == "24.00"
    made = post(owner, f"projects/{project}/licenses", {"licenses": [TWO], "agreed": shown["agreed"]})
    assert (made.status, made.json()[0]["is_requested"]) == (201, True)
    again = post(owner, f"projects/{project}/licenses", {"licenses": [TWO]})
    assert (again.status, again.code) == (422, "license_id_taken")
    line = made.json()[0]["number"]
    asked = {"project": project, "lines": [line]}
    before = post(reviewer, "previews/confirm_licenses", asked).json()
    post(owner, f"projects/{project}/licenses", {"licenses": [{**TWO, "license": "L3"}]})  # another one waits since
    confirm = f"projects/{project}/licenses/confirm"
    late = post(reviewer, confirm, {"lines": [line], "agreed": before["agreed"]})
    assert (late.status, late.code) == (409, "changed_since_shown")
    price = post(reviewer, "previews/confirm_licenses", asked).json()
    done = post(reviewer, confirm, {"lines": [line], "agreed": price["agreed"]})
    assert (done.status, done.json()[0]["confirmed"]) == (200, True)
    assert ask("GET", f"projects/{project}/licenses/{line}", token=owner).json()["confirmed"]


def test_a_request_is_withdrawn_or_refused(shop: Shop, project: str, token: Tokens) -> None:
    owner, reviewer = token(), staff(shop, token)
    asked = [{**TWO, "license": code} for code in ("L2", "L3")]
    first, second = [one["number"] for one in post(owner, f"projects/{project}/licenses", {"licenses": asked}).json()]
    assert post(owner, f"projects/{project}/licenses/{first}/withdraw").status == 204
    again = post(owner, f"projects/{project}/licenses/{first}/withdraw")
    assert (again.status, again.json()["status"]) == (422, 422)
    assert post(reviewer, f"projects/{project}/licenses/{second}/refuse", {"reason": "No"}).status == 204
    assert post(owner, f"projects/{project}/licenses/{second}/refuse", {"reason": "No"}).status == 404
    assert not models.LicenseLine.objects.filter(ended_on=None, confirmed=False).exists()


def test_staff_adds_a_license(shop: Shop, project: str, token: Tokens) -> None:
    reviewer = staff(shop, token)
    shown = post(reviewer, "previews/add_license", {"project": project, "licenses": [TWO]}).json()
    sent = {**TWO, "order_reference": "PO-7", "agreed": shown["agreed"]}
    made = post(reviewer, f"projects/{project}/licenses/add", sent)
    assert (made.status, made.json()[0]["order_reference"], made.json()[0]["origin"]) == (201, "PO-7", "staff")
    unknown = post(reviewer, "previews/add_license", {"project": project, "licenses": [{**TWO, "license_type": "X"}]})
    assert unknown.status == 422


def test_what_is_given_up_can_be_kept(project: str, token: Tokens) -> None:
    owner = token()
    shown = post(owner, "previews/give_up", {"project": project, "line": 1, "quantity": 200}).json()
    assert (shown["stays"], shown["refusal"]) == (1000, None)
    sent = {"quantity": 200, "agreed": shown["agreed"]}
    lines = post(owner, f"projects/{project}/licenses/1/give-up", sent)
    assert lines.status == 200, lines.body
    ended = next(line for line in lines.json() if line["ended_on"] == shown["ends_on"])
    late = post(owner, f"projects/{project}/licenses/1/give-up", sent)
    assert late.status == 404
    kept = post(owner, f"projects/{project}/licenses/{ended['number']}/keep").json()
    assert sum(line["quantity"] for line in kept if line["ended_on"] is None) == 1200


def test_a_key_is_made_and_redeemed_once(shop: Shop, project: str, token: Tokens) -> None:
    owner, reviewer = token(), staff(shop, token)
    assert post(owner, "activation-keys", {"ssc": "5.00"}).status == 404
    assert post(reviewer, "activation-keys", {}).code == "worth_nothing"
    key = post(reviewer, "activation-keys", {"license_type": "PORT", "quantity": 3, "ssc": "500.00"}).json()["key"]
    assert post(owner, f"projects/{project}/redeem-key", {"key": key}).status == 200
    again = post(owner, f"projects/{project}/redeem-key", {"key": key})
    assert (again.status, again.code) == (404, "key_not_redeemable")
    (row,) = ask("GET", "activation-keys", token=reviewer).json()["data"]
    assert row["project"] == project


def test_lines_are_listed(project: str, token: Tokens) -> None:
    secret = token("read")
    (line,) = ask("GET", f"projects/{project}/licenses", token=secret).json()["data"]
    assert (line["ssc_per_year"], line["stock"]) == ("1", {"licensed": 1200, "on_devices": 0, "free": 1200})
    assert ask("GET", f"projects/{project}/licenses/7", token=secret).status == 404
