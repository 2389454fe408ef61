"""Credits by programs: the balance and its ledger, extending by hand, corrections by the vendor's finance."""

import pytest

from autossa.domain.rights import Role
from autossa.operations import credits
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask, post
from tests.cast.shop import Shop, on

pytestmark = pytest.mark.store


def test_credits_of_a_project(shop: Shop, token: Tokens) -> None:
    key = shop.covered(day="2026-03-01", months=3)
    owner, finance, project = token(), token(organisation=shop.vendor, role=Role.FINANCE), public_id("prj", key)
    credits.top_up(project=key, ssc=40_000, ctx=on("2026-03-20"))
    shown = post(owner, "previews/extend", {"project": project, "months": 2}).json()
    assert (shown["ssc"], shown["refusal"], shown["period"]["until"]) == ("200.00", None, "2026-08-01")
    assert post(owner, f"projects/{project}/extend", {"months": 2, "agreed": shown["agreed"]}).status == 204
    late = post(owner, f"projects/{project}/extend", {"months": 2, "agreed": shown["agreed"]})
    assert (late.status, late.code) == (409, "changed_since_shown")
    lacks = post(owner, f"projects/{project}/extend", {"months": 5})
    assert (lacks.status, lacks.code, lacks.json()["missing_ssc"]) == (422, "insufficient_credits", "300.00")
    entries = ask("GET", f"projects/{project}/ledger?limit=2", token=owner).json()
    assert (entries["data"][0]["change"], entries["has_more"]) == ("-200.00", True)
    held = ask("GET", f"projects/{project}/credits", token=owner).json()
    assert (held["free"], held["lots"][0]["free"]) == ("200.00", "200.00")
    less = post(finance, f"projects/{project}/credits/adjust", {"ssc": "-50.00", "reason": "Sold twice"})
    assert less.json()["free"] == "150.00"
    assert post(finance, f"projects/{project}/credits/adjust", {"ssc": "-999.00", "reason": "x"}).code == (
        "insufficient_credits"
    )
    assert post(owner, f"projects/{project}/credits/adjust", {"ssc": "1.00", "reason": "x"}).status == 404


def test_finance_voids_a_booking(shop: Shop, token: Tokens) -> None:
    finance, project = (
        token(organisation=shop.vendor, role=Role.FINANCE),
        public_id("prj", shop.booked(day="2026-03-10")),
    )
    booking = models.Settlement.objects.get().public_id
    shown = post(finance, "previews/void", {"project": project, "settlement": booking}).json()
    assert (shown["recharged"], shown["refusal"]) == ("100.00", None)
    sent = {"reason": "Entered twice", "agreed": shown["agreed"]}
    assert post(finance, f"projects/{project}/settlements/{booking}/void", sent).status == 204
    assert models.VoidEntry.objects.exists()
    other = public_id("prj", shop.project("B"))
    assert post(finance, f"projects/{other}/settlements/{booking}/void", sent).status == 404
