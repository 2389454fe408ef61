"""What is ordered and waits for its payment is not ordered again."""

from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from autossa.store import models
from autossa.store.ids import public_id
from tests.cast.pages import address, text_of
from tests.cast.people import People
from tests.portal.credits.ordering import order

pytestmark = pytest.mark.store


LAPSED = "2026-09-03"  # the gap counts twice: 1346.67 SSC
WAITS = "1,000.00 SSC are ordered and wait for their payment"
LINK = "View open orders"


def short(people: People) -> UUID:
    """A project whose gap must be paid from a balance that is empty."""
    project = people.shop.covered()
    people.today(LAPSED)
    return project


def test_the_top_up_lists_what_is_ordered_already(people: People) -> None:
    project = people.shop.project()
    path = address(project, "credits/top-up/")
    assert "waits for payment" not in text_of(people["owner"].get(path))
    withdrawn = order(people, project, "7")
    people["owner"].post(address(project, f"credits/orders/{withdrawn}/withdraw/"))
    order(people, project, "99,50")
    page = people["owner"].get(path)
    assert "99.50 SSC ordered on 20 January 2026 by Alice, for 118.41 EUR: waits for payment." in text_of(page)
    assert "7.00 SSC ordered" not in text_of(page)
    assert f'href="{address(project, "credits/")}#orders"' in page.content.decode()


@pytest.mark.parametrize("page", ["", "contracts/new/"])
def test_missing_credits_that_are_ordered_lead_to_the_order(people: People, page: str) -> None:
    project = short(people)
    top_up = f'href="{address(project, "credits/top-up/")}?ssc='
    missing = people["owner"].get(address(project, page)).content.decode()
    assert f'{top_up}1413.34"' in missing  # what suffices when a transfer arrives; today 1322.58

    order(people, project, "1000")
    html = people["owner"].get(address(project, page))
    assert f"{WAITS}; 322.58 SSC are still to be ordered." in text_of(html)
    assert "Top up 413.34 SSC: enough if it arrives by 17 September 2026" in text_of(html)
    assert f'{top_up}413.34"' in html.content.decode()
    assert f'{top_up}1413.34"' not in html.content.decode()
    assert LINK not in text_of(html)

    order(people, project, "413.34")
    html = people["owner"].get(address(project, page))
    assert "are ordered and wait for their payment." in text_of(html)
    assert top_up not in html.content.decode()
    assert f'href="{address(project, "credits/")}#orders"' in html.content.decode()
    assert "Top up first" not in text_of(html)

    booked = models.CreditOrder.objects.order_by("ordered_at")[0]
    people["finance"].post(f"/staff/orders/{booked.public_id}/book/")
    assert top_up not in people["owner"].get(address(project, page)).content.decode()


def test_who_may_not_order_is_led_to_the_orders_and_who_sees_no_credits_to_nothing(people: People) -> None:
    project = short(people)
    order(people, project, "5000")
    page = people["contracts"].get(address(project, "contracts/new/"))
    assert "5,000.00 SSC are ordered and wait for their payment." in text_of(page)
    assert "Somebody with the right to billing" not in text_of(page)
    assert "#orders" in page.content.decode()
    page = people["licenses"].get(address(project, ""))
    assert "are ordered" not in text_of(page)
    assert "#orders" not in page.content.decode()


def test_the_list_leads_to_the_orders_by_one_query_for_all_its_rows(people: People) -> None:
    projects = [short(people), *(people.shop.covered(f"Branch {number}") for number in range(3))]
    owner = people["owner"]
    order(people, projects[0], "5000")
    with CaptureQueriesContext(
        connection,
    ) as queries:
        html = owner.get("/").content.decode()
    assert sum("credit_orders" in one["sql"] for one in queries) == 1
    assert f'href="{address(projects[0], "credits/")}#orders"' in html
    assert f'href="{address(projects[0], "credits/top-up/")}' not in html
    assert f'href="{address(projects[1], "credits/top-up/")}?ssc=' in html


def test_where_nothing_is_missing_no_orders_are_asked_for(people: People) -> None:
    covered, owner = people.shop.booked(), people["owner"]
    for path in ("/", address(covered, ""), address(covered, "contracts/")):
        with CaptureQueriesContext(connection) as queries:
            owner.get(path)
        assert [one["sql"] for one in queries if "credit_orders" in one["sql"]] == [], path


def test_several_projects_at_once_know_what_is_ordered(people: People) -> None:
    first, second = short(people), people.shop.covered("Branch")
    order(people, first, "5000")
    owner = people["owner"]
    ids = [public_id("prj", key) for key in (first, second)]
    owner.post("/contracts/several/", {"project": ids})
    page = owner.post(
        "/contracts/several/", {"project": ids, "option": "annual_monthly", "step": "figures"}, follow=True
    )
    assert "5,000.00 SSC are ordered and wait for their payment." in text_of(page)
    assert f'href="{address(first, "credits/")}#orders"' in page.content.decode()
    assert f'href="{address(second, "credits/top-up/")}?ssc=' in page.content.decode()
