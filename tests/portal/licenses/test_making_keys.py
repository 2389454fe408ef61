"""Activation keys: made once, shown once, worth something."""

import re

import pytest
from django.test import Client

from autossa.store import models
from tests.cast.world import World
from tests.portal.staff import hidden, said
from tests.portal.vendor.test_pages import page

pytestmark = pytest.mark.store
KIND = "domestic:standard"


def test_a_key_is_shown_once_and_made_once(own: World, staff: Client) -> None:
    path = "/catalogue/keys/new/"
    data = {
        "license_type": "PORT",
        "quantity": "10",
        "ssc": "12,50",
        "sold_as": KIND,
        "once": hidden(page(staff, path), "once"),
    }
    html = staff.post(path, data).content.decode()  # at once: each look at the form makes another key possible
    key = re.search(r'class="secret">([A-Z0-9-]+)<', html)
    assert key
    assert "This form has created a key already" in staff.post(path, data, follow=True).content.decode()
    row = models.ActivationKey.objects.get()
    assert (row.quantity, row.ssc) == (10, 1250)
    html = page(staff, "/catalogue/keys/")
    assert row.hint in html
    assert key[1] not in html


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "A key must contain licenses, credits, or both."),
        ({"license_type": "PORT"}, "Enter a quantity."),
        ({"quantity": "3"}, "Select the type of these licenses."),
        ({"ssc": "0"}, "The number must be above 0."),
        ({"ssc": "1.001"}, "at most 2 decimals"),
        ({"license_type": "NONE", "quantity": "1"}, "Select a valid choice."),
        ({"license_type": "PORT", "quantity": "0"}, "must be at least 1"),
    ],
)
def test_a_key_that_is_worth_nothing(own: World, staff: Client, data: dict[str, str], words: str) -> None:
    assert words in said(staff, "/catalogue/keys/new/", {**data, "sold_as": KIND, "once": "any"})
    assert not models.ActivationKey.objects.exists()
