"""Activation keys: shown once, never stored, redeemed once (rule 6)."""

import re

import pytest

from autossa.operations import contracts
from autossa.operations.errors import Invalid, NotFound, Refused
from autossa.operations.licenses import activation_keys
from autossa.queries.runs.verify import check_all
from tests.cast.shop import ALICE, BOB, VERA, Shop, on
from tests.store.looking import activities, everything_as_text, lots, periods, rows, stored_balance, value

pytestmark = [pytest.mark.store, pytest.mark.django_db]


def test_a_key_is_shown_once_and_never_stored(shop: Shop) -> None:
    key = activation_keys.make(ssc=50_00, ctx=on("2026-01-15"))
    assert re.fullmatch(r"([A-HJ-NP-Z2-9]{5}-){4}[A-HJ-NP-Z2-9]{5}", key)
    activation_keys.redeem(key=key, project=shop.project(), ctx=on("2026-01-20", ALICE))
    stored = everything_as_text().upper()
    for clear in (key, key.replace("-", ""), key[:11], key[:5], key.split("-")[2]):
        assert clear not in stored
    assert value("SELECT hint FROM activation_keys") == key[-5:]  # to tell one from another in a list


def test_no_two_keys_are_the_same(shop: Shop) -> None:
    assert len({activation_keys.make(ssc=1_00, ctx=on("2026-01-15")) for _ in range(50)}) == 50


@pytest.mark.parametrize(
    ("worth", "balance", "lines"),
    [
        ({"ssc": 50_00}, 50_00, 1),
        ({"license_type": "OPERATOR", "quantity": 7}, 0, 2),
        ({"license_type": "OPERATOR", "quantity": 7, "ssc": 50_00}, 50_00, 2),
    ],
)
def test_a_key_gives_what_it_is_worth(shop: Shop, worth: dict[str, object], balance: int, lines: int) -> None:
    project = shop.project()
    key = activation_keys.make(ctx=on("2026-01-15"), **worth)  # type: ignore[arg-type]
    activation_keys.redeem(key=key, project=project, ctx=on("2026-01-20", ALICE))
    assert stored_balance(project) == (balance, 0)
    assert value("SELECT count(*) FROM license_lines WHERE project_id = %s AND confirmed", project) == lines
    assert {lot[0] for lot in lots(project).values()} == ({"key"} if balance else set())
    assert value("SELECT redeemed_by_id FROM activation_keys") == project
    assert list(check_all()) == []


def test_the_license_of_a_key_says_where_it_came_from(shop: Shop) -> None:
    project = shop.project()
    key = activation_keys.make(license_type="PORT", quantity=7, ctx=on("2026-01-15"))
    activation_keys.redeem(key=key, project=project, ctx=on("2026-01-20", ALICE))
    ((code, origin, reference),) = rows("SELECT code, origin, order_reference FROM licenses WHERE origin <> 'staff'")
    assert (code[:9], origin, reference[:4]) == (f"KEY-{key[-5:]}", "key", "key_")


def test_the_credits_of_a_key_pay_for_its_license(shop: Shop) -> None:
    """Without a contract an addition is paid from the balance alone: 12 ports to 15 February cost 0.84."""
    project = shop.covered()
    key = activation_keys.make(license_type="PORT", quantity=12, ssc=1_00, ctx=on("2026-01-15"))
    activation_keys.redeem(key=key, project=project, ctx=on("2026-01-20", ALICE))
    assert stored_balance(project) == (16, 0)
    assert periods(project, "addition") == ["2026-01-20 2026-02-15 2026-01-20"]


@pytest.mark.parametrize("typed", ["{}", " {} ", "{}\n", "lower"])
def test_a_key_may_be_typed_in_any_case_and_with_blanks(shop: Shop, typed: str) -> None:
    key = activation_keys.make(ssc=1_00, ctx=on("2026-01-15"))
    project = shop.project()
    activation_keys.redeem(
        key=key.lower() if typed == "lower" else typed.format(key), project=project, ctx=on("2026-01-20")
    )
    assert stored_balance(project) == (1_00, 0)


def test_a_used_key_and_a_wrong_one_are_refused_in_the_same_words(shop: Shop) -> None:
    """Who guesses learns nothing."""
    first, second = shop.project("First"), shop.project("Second")
    key = activation_keys.make(ssc=50_00, ctx=on("2026-01-15"))
    activation_keys.redeem(key=key, project=first, ctx=on("2026-01-20", ALICE))
    said = []
    for tried, project in ((key, second), (key, first), ("AAAAA-AAAAA-AAAAA-AAAAA-AAAAA", first), ("", first)):
        with pytest.raises(NotFound) as caught:
            activation_keys.redeem(key=tried, project=project, ctx=on("2026-01-21", BOB))
        said.append(str(caught.value))
    assert set(said) == {"This key is unknown or was redeemed already."}
    assert (stored_balance(first), stored_balance(second)) == ((50_00, 0), (0, 0))


def test_a_key_that_could_not_be_redeemed_can_be_later(shop: Shop) -> None:
    project = shop.covered()
    key = activation_keys.make(license_type="PORT", quantity=1200, ctx=on("2026-01-15"))
    with pytest.raises(Refused):
        activation_keys.redeem(key=key, project=project, ctx=on("2026-01-20", ALICE))
    contracts.conclude(project=project, option="annual_monthly", ctx=on("2026-01-20", ALICE))
    contracts.approve(project=project, ctx=on("2026-01-20"))
    activation_keys.redeem(key=key, project=project, ctx=on("2026-01-20", ALICE))  # now it is invoiced
    assert value("SELECT reason FROM invoices") == "addition"


@pytest.mark.parametrize(
    "worth",
    [
        {},
        {"ssc": -1},
        {"quantity": 5},
        {"license_type": "PORT"},
        {"license_type": "FAX", "quantity": 5},
        {"license_type": "PORT", "quantity": -1, "ssc": 5},
        {"license_type": "PORT", "quantity": 0, "ssc": 5},
    ],
)
def test_a_key_worth_nothing_or_nonsense_is_not_made(shop: Shop, worth: dict[str, object]) -> None:
    with pytest.raises(Invalid, match="worth"):
        activation_keys.make(ctx=on("2026-01-15"), **worth)  # type: ignore[arg-type]
    assert value("SELECT count(*) FROM activation_keys") == 0


def test_who_made_a_key_and_who_redeemed_it_is_on_record(shop: Shop) -> None:
    project = shop.project()
    activation_keys.redeem(
        key=activation_keys.make(ssc=50_00, ctx=on("2026-01-15", VERA)), project=project, ctx=on("2026-01-20", BOB)
    )
    made = activities()[-1]
    redeemed = activities(project)[-1]
    assert (made[:2], redeemed[:2]) == (("Vera", "make_key"), ("Bob", "redeem_key"))
    assert redeemed[2] == {"key": made[2]["key"], "ssc": "50.00"}


@pytest.mark.parametrize(
    "typed",
    [
        "{plain}",
        "{lower}",
        " {key}\u00a0",
        "\u201e{key}\u201c.",
        "{dashed}",
        "{wide}",
        "\ufeff{key}\u200b",
        "{key}\n",
    ],
)
def test_only_letters_and_digits_count(shop: Shop, typed: str) -> None:
    key = activation_keys.make(ssc=50_00, ctx=on("2026-01-15"))
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign != "-" else "\u2013" for sign in key)
    ways = {"plain": key.replace("-", ""), "lower": key.lower(), "dashed": key.replace("-", " \u2011 "), "wide": wide}
    project = shop.project()
    activation_keys.redeem(key=typed.format(key=key, **ways), project=project, ctx=on("2026-01-20", ALICE))
    assert stored_balance(project) == (50_00, 0)
