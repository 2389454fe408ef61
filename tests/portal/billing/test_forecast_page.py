"""Money of the next 90 days on its page: for finance alone, in both languages, with picture and table."""

import pytest

from autossa.operations.runs import renewals
from tests.cast.pages import text_of
from tests.cast.people import People
from tests.cast.shop import on

pytestmark = pytest.mark.store
PATH = "/books/forecast/"


@pytest.fixture
def with_money(people: People) -> People:
    people.today("2026-03-20")
    people.shop.under_contract()
    renewals.run(ctx=on("2026-03-20"))
    return people


def test_finance_sees_what_is_expected_and_what_came(with_money: People) -> None:
    response = with_money["finance"].get(PATH)
    said = text_of(response)
    for part in (
        "Money of the next 90 days",
        "invoiced, due then",
        "renewals to come (estimated)",
        "Bank transfer",
        "119.00 EUR",
    ):
        assert part in said, part
    assert 'class="money renewal"' in response.content.decode()
    assert "March 2026" in said


def test_without_money_it_says_so(people: People) -> None:
    assert "No money is expected." in text_of(people["finance"].get(PATH))


@pytest.mark.parametrize(("who", "status"), [("admin", 200), ("reviewer", 404), ("support", 404), ("owner", 404)])
def test_who_sees_it(with_money: People, who: str, status: int) -> None:
    assert with_money[who].get(PATH).status_code == status
