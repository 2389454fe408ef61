"""The list of projects is read both ways, narrowed and sorted; the calendar, what comes, the activity logs."""

import pytest

from autossa.domain.rights import Role
from autossa.store import models
from autossa.store.ids import new_id, public_id
from tests.api.v1.conftest import Tokens
from tests.cast.api_calls import ask
from tests.cast.device_calls import Reply
from tests.cast.shop import Shop

pytestmark = pytest.mark.store
SORTS = ("urgency", "name", "customer", "until")


def listed(secret: str, query: str = "") -> Reply:
    return ask("GET", f"projects?{query}", token=secret)


def names(reply: Reply) -> list[str]:
    return [row["name"] for row in reply.json()["data"]]


@pytest.fixture
def seven(shop: Shop) -> Shop:
    """Under contract, lapsed, in grace, never covered: each segment of each order has some."""
    shop.booked("A")
    shop.booked("B", day="2026-02-01")
    shop.covered("C")
    shop.covered("D", day="2026-02-18")
    shop.covered("E", months=6)
    shop.project("F")
    shop.project("G")
    return shop


@pytest.mark.parametrize("sort", SORTS)
def test_a_list_is_the_same_in_both_directions(seven: Shop, token: Tokens, sort: str) -> None:
    secret = token("read")
    whole = listed(secret, f"sort={sort}&limit=100").json()
    ids = [row["id"] for row in whole["data"]]
    assert (len(ids), whole["has_more"]) == (7, False)
    forwards, after, more = [], "", True
    while more:
        page = listed(secret, f"sort={sort}&limit=2&starting_after={after}").json()
        forwards += [row["id"] for row in page["data"]]
        after, more = forwards[-1], page["has_more"]
    assert forwards == ids
    backwards, more = [ids[-1]], True
    while more:
        page = listed(secret, f"sort={sort}&limit=2&ending_before={backwards[0]}").json()
        backwards, more = [row["id"] for row in page["data"]] + backwards, page["has_more"]
    assert backwards == ids


def test_a_list_is_narrowed(seven: Shop, token: Tokens) -> None:
    secret = token("read")
    assert names(listed(secret, "state=active&sort=name")) == ["A", "B"]
    assert names(listed(secret, "left=never&sort=name")) == ["F", "G"]
    assert names(listed(secret, "search=F")) == ["F"]
    assert listed(secret, "state=odd").status == 400
    assert names(listed(token("read", organisation=seven.charlie))) == []


def test_beside_what_is_not_theirs_no_list_begins(seven: Shop, token: Tokens) -> None:
    secret = token("read")
    theirs = models.Project.objects.values_list("id", flat=True)[0]
    for given in (public_id("prj", new_id()), "prj_x"):
        reply = listed(secret, f"starting_after={given}")
        assert (reply.status, reply.code, reply.json()["field"]) == (422, "not_in_list", "starting_after")
    both = listed(secret, f"starting_after={public_id('prj', theirs)}&ending_before={public_id('prj', theirs)}")
    assert (both.status, both.code) == (422, "one_way_only")
    stranger = listed(token("read", organisation=seven.charlie), f"ending_before={public_id('prj', theirs)}")
    assert stranger.code == "not_in_list"


def test_a_row_says_what_the_page_says(seven: Shop, token: Tokens) -> None:
    row = next(row for row in listed(token("read"), "search=A&state=active").json()["data"] if row["name"] == "A")
    assert (row["option"], row["contract"]["status"], row["balance"]["free"]) == ("annual_monthly", "active", "0.00")
    assert row["next_charge"]["gross"] == {"amount": "119.00", "currency": "EUR"}


def test_the_calendar_and_what_comes(seven: Shop, token: Tokens) -> None:
    secret = token("read")
    days = ask("GET", "calendar", token=secret).json()
    charge = next(one for one in days if one["event"] == "charge")
    on = ask("GET", f"calendar/{charge['day']}", token=secret).json()
    assert [row["event"] for row in on["events"]].count("charge") == charge["count"]
    weeks = ask("GET", "upcoming", token=secret).json()
    assert sum(week["active"] for week in weeks) > 0
    late = ask("GET", "calendar/2027-06-01", token=secret)
    assert (late.status, late.code) == (422, "no_day_of_calendar")
    assert ask("GET", "calendar", token=token("read", organisation=seven.charlie)).json() == []


def test_the_logs(seven: Shop, token: Tokens) -> None:
    secret, project = token("read"), models.Project.objects.get(name="A").public_id
    path = f"projects/{project}/activity"
    whole = ask("GET", f"{path}?limit=100", token=secret).json()["data"]
    assert {"create_project", "conclude_contract"} <= {row["action"] for row in whole}
    after = ask("GET", f"{path}?limit=1&starting_after={whole[0]['id']}", token=secret).json()
    assert (after["data"][0]["id"], after["has_more"]) == (whole[1]["id"], True)
    odd = ask("GET", f"{path}?starting_after=act_x", token=secret)
    assert (odd.status, odd.code) == (422, "not_in_list")
    of_alice = ask("GET", f"organisations/{public_id('org', seven.alice)}/activity", token=secret)
    assert project in {row["project"]["id"] for row in of_alice.json()["data"] if row["project"]}
    assert ask("GET", "activity", token=secret).status == 404
    staff = token("read", organisation=seven.vendor, role=Role.SUPPORT)
    assert ask("GET", "activity?action=create_project", token=staff).json()["data"]
