"""A project without coverage: on the day of its first activation, later, in review, for readers who see no money."""

import re
from uuid import UUID

import pytest

from autossa.operations import contracts, licenses
from tests.cast.pages import address, text_of
from tests.cast.people import People
from tests.cast.shop import ALICE, Shop, on

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.fixture
def in_use(shop: Shop) -> UUID:
    """Its license was activated on 20 January, and nothing covers it."""
    project = shop.project()
    licenses.activate(project=project, license_id="L1", ctx=on("2026-01-20"))
    return project


def test_on_the_day_of_the_first_activation_no_gap_is_open_yet(people: People, in_use: UUID) -> None:
    people.today("2026-01-20")
    page = text_of(people["owner"].get(address(in_use, "")))
    assert "No coverage yet · no Auto SSA contract" in page
    assert "tomorrow, 21 January 2026, is the first uncovered day. Add a contract today, so no gap occurs" in page
    assert "not covered yet" in page
    assert "Coverage ends" not in page
    assert "Never covered" not in page
    assert "not covered yet" in text_of(people["owner"].get("/"))
    wizard = text_of(people["owner"].get(address(in_use, "contracts/new/"), follow=True))
    assert "Starts today. There is no gap." in wizard


@pytest.mark.parametrize(
    ("day", "short", "counts"),
    [
        ("2026-01-21", "In use without coverage: normal price until 19 February 2026", "If you add a contract by"),
        ("2026-02-19", "In use without coverage: normal price until 19 February 2026", "If you add a contract by"),
        (
            "2026-02-20",
            "In use without coverage: charged twice",
            "After more than 30 days the missed days are charged twice",
        ),
    ],
)
def test_later_it_is_called_what_it_is_and_is_where_the_counter_leads(
    people: People, in_use: UUID, day: str, short: str, counts: str
) -> None:
    people.today(day)
    page = text_of(people["owner"].get(address(in_use, "")))
    assert "Never covered · no Auto SSA contract" in page
    since = "A license has been in use without coverage since 20 January 2026."
    assert f"{short}. {since} {counts}" in page
    home = people["owner"].get("/")
    assert re.search(r"Needs attention 1 \S* ?In use without coverage", text_of(home))
    led = text_of(people["owner"].get("/?state=none&left=in_use"))
    assert short in led
    assert short not in text_of(people["owner"].get("/?state=none&left=lapsed"))


def test_the_end_of_a_contract_is_said_once(shop: Shop, people: People) -> None:
    project = shop.booked(option="flex_monthly")
    contracts.cancel(project=project, ctx=on("2026-01-20", ALICE))
    people.today("2026-01-20")
    page = text_of(people["owner"].get(address(project, "")))
    assert "Ends on 14 March 2026. Everything continues until then; after that day coverage" in page


def test_a_lapsed_project_has_a_gap(shop: Shop, people: People) -> None:
    project = shop.covered()  # until 14 February
    people.today("2026-02-20")
    page = text_of(people["owner"].get(address(project, "")))
    assert "Gap: normal price until 16 March 2026. Coverage has lapsed. If you add a contract by" in page


@pytest.mark.parametrize(("covered", "start"), [(True, "15 February 2026"), (False, "20 January 2026")])
def test_a_contract_in_review_names_the_day_it_starts(shop: Shop, people: People, covered: bool, start: str) -> None:
    project = shop.covered() if covered else shop.project()
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-20", ALICE))
    people.today("2026-01-20")
    page = text_of(people["owner"].get(address(project, "")))
    assert f"It starts on {start}, and coverage counts from that day." in page
    assert "Next charge – after the approval" in page
    assert "nothing is due" not in page


@pytest.mark.parametrize(
    ("day", "told"),
    [
        (
            "2026-02-20",
            "Gap: normal price until 16 March 2026. Coverage has lapsed. After 16 March 2026 the missed days are "
            "charged twice. The customer, or whoever manages its contracts, can add a contract.",
        ),
        (
            "2026-03-20",
            "Gap: charged twice. Coverage has lapsed. After more than 30 days the missed days are charged twice. The "
            "customer, or whoever manages its contracts, can add a contract.",
        ),
    ],
)
def test_who_looks_after_licenses_alone_is_told_of_the_gap_without_amounts(
    shop: Shop, people: People, day: str, told: str
) -> None:
    project = shop.covered()  # until 14 February
    people.today(day)
    page = text_of(people["licenses"].get(address(project, "")))
    assert told in page
    assert not re.search(r"SSC|EUR|How is this calculated", page.partition("Coverage over time")[0])
    assert "Top up" not in page
    home = text_of(people["licenses"].get("/"))
    assert told.partition(".")[0] in home
    assert not re.search(r"SSC|EUR", home)
