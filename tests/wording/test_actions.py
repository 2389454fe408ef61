"""What a button says: the act, and the amount that it costs."""

from datetime import date

import pytest
from django.utils import translation

from autossa.domain.plans import STANDARD_OPTIONS
from autossa.queries.licenses.previews import Price
from autossa.wording import actions

YEARLY = STANDARD_OPTIONS[0]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "Approve Annual, billed yearly for 51.56\xa0EUR",
                "Approve Annual, billed yearly for 41.67\xa0SSC of the balance",
                "Approve Annual, billed yearly",
                "Resume the contract for 51.56\xa0EUR",
                "Resume the contract",
                "51.56\xa0EUR and 10.00\xa0SSC from the balance",
                "Conclude Flex for 1 project: at least 1.00\xa0EUR until its earliest end",
                "Conclude Flex for 2 projects: at least 1.00\xa0EUR + 1.00\xa0CHF until the earliest end of each",
                "Add 1,500 × Port, nothing to pay now",
                "Confirm 1,500 × Port, nothing to pay now",
                "Request 1,500 × Port",
                "Request 3 licenses",
                "Confirm 3 licenses, nothing to pay now",
                "Confirm 3 licenses for 51.56\xa0EUR and 10.00\xa0SSC from the balance",
                "Extend by 1 month for 10.00\xa0SSC",
                "Extend by 3 months for 30.00\xa0SSC",
                "Order 100.00\xa0SSC for 119.00\xa0EUR",
                "119.00\xa0EUR received: book 100.00\xa0SSC",
                "Withdraw the order of 100.00\xa0SSC",
                "Decline the order of 100.00\xa0SSC",
                "Top up 12.50\xa0SSC",
                "Top up 12.50\xa0SSC: enough if it arrives by 31 March 2027",
                "Void this booking of 51.56\xa0EUR",
                "Void this booking of 41.67\xa0SSC",
            ],
        ),
    ],
)
def test_a_button_names_the_act_and_what_it_costs(language: str, said: list[str]) -> None:
    with translation.override(language):
        assert buttons() == said


def test_german_buttons_are_german() -> None:
    with translation.override("en"):
        english = buttons()
    with translation.override("de"):
        german = buttons()
    assert not set(english) & set(german)
    assert all("." not in text.replace("1.500", "").replace("31. März", "") for text in german)


def buttons() -> list[str]:
    return [
        actions.approve(YEARLY, 5156, 4167, "EUR"),
        actions.approve(YEARLY, 0, 4167, "EUR"),
        actions.approve(YEARLY, 0, 0, "EUR"),
        actions.resume(5156, 0, "EUR"),
        actions.resume(0, 0, "EUR"),
        actions.cost(5156, 1000, "EUR"),
        actions.conclude_several("Flex", 1, [actions.cost(100, 0, "EUR")]),
        actions.conclude_several("Flex", 2, [actions.cost(100, 0, "EUR"), actions.cost(100, 0, "CHF")]),
        actions.add_license(1500, "Port", None, "EUR"),
        actions.confirm_license(1500, "Port", None, "EUR"),
        actions.request_license(1500, "Port"),
        actions.request_licenses(3),
        actions.confirm_licenses(3, None, "EUR"),
        actions.confirm_licenses(3, Price(ssc=5167, from_balance=1000, invoiced=4167, gross=5156), "EUR"),
        actions.extend(1, 1000),
        actions.extend(3, 3000),
        actions.order_credits(10000, 11900, "EUR"),
        actions.book_order(10000, 11900, "EUR"),
        actions.withdraw_order(10000),
        actions.decline_order(10000),
        actions.top_up(1250),
        actions.top_up(1250, date(2027, 3, 31)),
        actions.void(5156, 4167, "EUR"),
        actions.void(0, 4167, "EUR"),
    ]
