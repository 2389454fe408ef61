"""One project: with more of it, its coverage, its next charge with its derivation, a waiver."""

import pytest

from autossa.domain.rights import Role
from autossa.store import models
from autossa.store.ids import public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.shop import Shop

pytestmark = pytest.mark.store


def test_more_of_a_project_is_asked_for(shop: Shop, token: Tokens) -> None:
    path, secret = f"projects/{public_id('prj', shop.booked())}", token("read")
    short, more = ask("GET", path, token=secret), ask("GET", f"{path}?expand=lines,coverage,ledger", token=secret)
    assert short.headers["etag"] == more.headers["etag"]
    found = more.json()
    assert [line["license"] for line in found["lines"]] == ["L1"]
    assert found["coverage"] == [{"starts_on": "2026-01-15", "until": "2026-02-15", "source": "auto"}]
    assert found["ledger"][0]["booking"]["charges"][0]["derivation"]["steps"]
    assert found["contract"]["status"] == "active"
    assert (short.json()["lines"], short.json()["ledger"]) == (None, None)
    assert ask("GET", f"{path}?expand=all", token=secret).status == 400


def test_a_project_that_is_read_shortly_is_as_on_its_page(shop: Shop, token: Tokens) -> None:
    """The short way of reading and the page's agree, whatever state a project is in."""
    made = [shop.booked("A"), shop.covered("B"), shop.in_review("C"), shop.project("D"), shop.covered("E", months=6)]
    secret = token("read")
    for key in made:
        one = ask("GET", f"projects/{public_id('prj', key)}", token=secret).json()
        row = next(row for row in ask("GET", "projects", token=secret).json()["data"] if row["id"] == one["id"])
        for name in ("covered_until", "is_covered", "has_gap", "balance", "currency", "contract", "customer_number"):
            assert one[name] == row[name], (one["name"], name)


def test_coverage_over_time(shop: Shop, token: Tokens) -> None:
    found = ask("GET", f"projects/{public_id('prj', shop.covered())}/coverage", token=token("read")).json()
    assert found["periods"] == [{"starts_on": "2026-01-15", "until": "2026-02-15", "source": "manual"}]
    assert found["gaps"] == [{"starts_on": "2026-02-15", "until": "2026-03-21"}]


def test_the_next_charge_explains_itself(shop: Shop, token: Tokens) -> None:
    secret = token("read")
    found = ask("GET", f"projects/{public_id('prj', shop.booked())}/next-charge", token=secret).json()
    assert found["gross"] == {"amount": "119.00", "currency": "EUR"}
    assert found["derivation"]["result"] == "119.00"
    (line,) = found["lines"]
    assert line["derivation"]["steps"][0]["figures"]["quantity"] == "1200"
    german = ask(
        "GET", f"projects/{public_id('prj', shop.booked('B'))}/next-charge", token=secret,
        headers={"Accept-Language": "de"},
    ).json()  # fmt: skip
    assert german["derivation"]["steps"][-1]["text"].startswith("brutto")
    none = ask("GET", f"projects/{public_id('prj', shop.covered('C'))}/next-charge", token=secret)
    assert (none.status, none.code) == (404, "not_found")


def test_staff_waives_the_doubling(shop: Shop, token: Tokens) -> None:
    project = shop.covered()
    path, staff = f"projects/{public_id('prj', project)}/waiver", token(organisation=shop.vendor, role=Role.FINANCE)
    assert ask("POST", path, {"until": "2026-05-01", "reason": " "}, token=staff).status == 422
    assert ask("POST", path, {"until": "2026-05-01", "reason": "Promised"}, token=staff).status == 204
    assert models.Waiver.objects.get(project=project).last_day.isoformat() == "2026-04-30"
    assert ask("POST", path, {"until": "2026-05-01", "reason": "Promised"}, token=token()).status == 404
