"""The catalogue by the API: versions are listed, added and withdrawn."""

import pytest

from autossa.domain.rights import Role
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.shop import Shop

pytestmark = pytest.mark.store
LATER = "2026-09-01"


def test_a_license_type_with_its_rates(admin: str) -> None:
    sent = {"code": "FAX", "name": "Fax", "value": "1.5", "starts_on": "2026-04-01"}
    made = ask("POST", "license-types", sent, token=admin)
    assert (made.status, made.json()["versions"][0]["value"]) == (201, "1.5"), made.body
    path = f"license-types/{made.json()['id']}"
    more = ask("POST", f"{path}/rates", {"value": "2", "starts_on": LATER}, token=admin)
    assert (more.status, len(more.json()["versions"])) == (201, 2), more.body
    back = ask("POST", f"{path}/rates/withdraw", {"starts_on": LATER, "reason": "A slip"}, token=admin)
    assert (back.status, len(back.json()["versions"])) == (200, 1), back.body
    acts = ask("POST", f"{path}/acts", {"can_be_given_up": False, "can_be_released": True}, token=admin)
    assert acts.json()["can_be_given_up"] is False
    assert ask("GET", path, token=admin).json()["can_be_given_up"] is False
    codes = [row["code"] for row in ask("GET", "license-types?limit=2", token=admin).json()["data"]]
    assert codes == ["FAX", "OPERATOR"]


def test_a_price_list_with_its_prices(shop: Shop, admin: str) -> None:
    sent = {"name": "Dollar", "currency": "USD", "value": "1.10", "starts_on": "2026-04-01"}
    made = ask("POST", "price-lists", sent, token=admin)
    assert (made.status, made.json()["currency"]) == (201, "USD"), made.body
    path = f"price-lists/{public_id('plt', shop.price_list)}"
    more = ask("POST", f"{path}/prices", {"value": "1.2", "starts_on": LATER}, token=admin)
    assert [one["value"] for one in more.json()["versions"]] == ["1.2", "1"], more.body
    back = ask("POST", f"{path}/prices/withdraw", {"starts_on": LATER, "reason": "A slip"}, token=admin)
    assert len(back.json()["versions"]) == 1
    assert ask("GET", "price-lists", token=admin).json()["has_more"] is False
    assert ask("GET", "price-lists/plt_" + "0" * 26, token=admin).status == 404


def test_license_prices(shop: Shop, admin: str) -> None:
    path = f"price-lists/{public_id('plt', shop.price_list)}/license-prices"
    kind = models.LicenseType.objects.get(code="PORT").public_id
    made = ask("POST", f"{path}/{kind}", {"value": "120", "starts_on": "2026-04-01"}, token=admin)
    assert (made.status, made.json()["versions"][0]["value"]) == (201, "120"), made.body
    assert len(ask("GET", path, token=admin).json()["data"]) == 2
    file = ask("GET", "license-prices.csv", token=admin)
    assert file.headers["content-type"].startswith("text/csv")
    assert b"PORT" in file.body
    back = ask("POST", f"{path}/{kind}/withdraw", {"starts_on": "2026-04-01", "reason": "A slip"}, token=admin)
    assert (back.status, back.json()["versions"]) == (200, []), back.body


def test_policies(admin: str) -> None:
    found = ask("GET", "policies", token=admin).json()["data"][0]
    policy = {**found["policy"], "grace_days": 45}
    made = ask("POST", "policies", {"starts_on": LATER, "policy": policy}, token=admin)
    assert (made.status, made.json()["data"][0]["policy"]["grace_days"]) == (201, 45), made.body
    wrong = ask("POST", "policies", {"starts_on": LATER, "policy": {**policy, "late_multiplier": "0.5"}}, token=admin)
    assert (wrong.status, wrong.code) == (422, "policy_invalid")
    back = ask("POST", "policies/withdraw", {"starts_on": LATER, "reason": "A slip"}, token=admin)
    assert (back.status, len(back.json()["data"])) == (200, 1), back.body


def test_vat_rates(admin: str) -> None:
    made = ask("POST", "vat-rates", {"rate": "0.07", "starts_on": LATER, "rate_class": "books"}, token=admin)
    assert made.status == 201, made.body
    assert "0.07" in [row["rate"] for row in made.json()["data"]]
    back = ask(
        "POST", "vat-rates/withdraw", {"starts_on": LATER, "rate_class": "books", "reason": "A slip"}, token=admin
    )
    assert "books" not in [row["rate_class"] for row in back.json()["data"]], back.body


@pytest.mark.parametrize("path", ["license-types", "price-lists", "policies", "vat-rates", "license-prices.csv"])
def test_only_staff_sees_the_catalogue(token: Tokens, path: str) -> None:
    assert ask("GET", path, token=token()).status == 404


def test_only_administrators_change_it(shop: Shop, token: Tokens) -> None:
    sent = {"code": "FAX", "name": "Fax", "value": "1.5", "starts_on": LATER}
    reviewer = token(organisation=shop.vendor, role=Role.REVIEWER)
    assert ask("POST", "license-types", sent, token=reviewer).status == 404
    reader = token("read", organisation=shop.vendor, role=Role.ADMIN)
    assert ask("POST", "license-types", sent, token=reader).code == "scope_missing"
