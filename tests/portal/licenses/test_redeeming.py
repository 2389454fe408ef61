"""Activation keys, redeemed on the page of a project."""

import pytest

from autossa.operations.licenses import activation_keys
from tests.cast.pages import address, text_of
from tests.cast.people import People
from tests.cast.shop import on
from tests.store.looking import stored_balance, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_a_key_is_redeemed_once_and_an_unknown_one_looks_the_same(people: People) -> None:
    project = people.shop.project()
    path = address(project, "licenses/key/")
    key = activation_keys.make(ssc=50_00, license_type="OPERATOR", quantity=7, ctx=on("2026-01-15"))
    assert "Redeemed: 50.00 SSC, 7 × OPERATOR." in text_of(people["owner"].post(path, {"key": key}, follow=True))
    used = people["owner"].post(path, {"key": key})
    unknown = people["owner"].post(path, {"key": "AAAAA-AAAAA-AAAAA-AAAAA-AAAAA"})
    assert "cannot be redeemed: it is unknown, or it was redeemed already" in text_of(used)
    assert text_of(used) == text_of(unknown)
    assert stored_balance(project) == (50_00, 0)


def test_the_log_says_what_a_key_was_worth(people: People) -> None:
    project = people.shop.project()
    for given in ({"ssc": 25_50, "license_type": "OPERATOR", "quantity": 3}, {"ssc": 7_00}):
        key = activation_keys.make(**given, ctx=on("2026-01-15"))  # type: ignore[arg-type]
        people["owner"].post(address(project, "licenses/key/"), {"key": key})
    log = text_of(people["owner"].get(address(project, "activity/")))
    assert "3 × OPERATOR · 25.50 SSC" in log
    assert "Activation key redeemed 7.00 SSC" in log


@pytest.mark.parametrize("key", ["", "x" * 61, "a\x00b"])
def test_what_is_no_key_is_said_so(people: People, key: str) -> None:
    response = people["owner"].post(address(people.shop.project(), "licenses/key/"), {"key": key})
    assert "Please fix the highlighted fields" in text_of(response)


def test_who_guesses_must_wait_even_with_a_right_one(people: People) -> None:
    project = people.shop.project()
    path = address(project, "licenses/key/")
    key = activation_keys.make(ssc=50_00, ctx=on("2026-01-15"))
    for number in range(10):
        people["owner"].post(path, {"key": f"wrong {number}"})
    assert "There were too many wrong keys in a short time. Try again after" in text_of(
        people["owner"].post(path, {"key": key})
    )
    assert "Redeemed" in text_of(people["manager"].post(path, {"key": key}, follow=True))  # counted for each person


def test_a_key_whose_license_cannot_be_paid_is_kept(people: People) -> None:
    project = people.shop.covered()
    path = address(project, "licenses/key/")
    key = activation_keys.make(license_type="PORT", quantity=1200, ctx=on("2026-01-15"))
    response = people["owner"].post(path, {"key": key})
    assert "The key was not used up." in text_of(response)
    assert "credits/top-up/?ssc=" in response.content.decode()
    assert value("SELECT redeemed_on FROM activation_keys") is None
