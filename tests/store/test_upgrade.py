"""Databases of an earlier version: what is in them is brought along by the migrations, there and back."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connections

from autossa.operations import contracts, licenses
from autossa.operations.vendor import schema
from autossa.queries.runs.verify import check_all
from tests.cast.databases import own_copy
from tests.cast.shop import ALICE, Shop, d, on, open_shop
from tests.store.looking import rows, value

pytestmark = [pytest.mark.store, pytest.mark.slow, pytest.mark.trials]

FIRST_EDITION = "0022_addresses_erased"


def filled() -> Shop:
    """A license given up by the first edition's rule, and a contract in review after days without a license."""
    shop = open_shop()
    licenses.return_license(project=shop.booked(), license_id="L1", quantity=200, ctx=on("2026-01-20", ALICE))
    contracts.conclude(project=shop.covered("Late"), option="annual_yearly", ctx=on("2026-02-20", ALICE))
    return shop


def as_written_by_the_first_edition() -> None:
    """What its rules left in the tables: days before the first license counted as a gap, but nothing was charged."""
    with connections["owner"].cursor() as cursor:
        with without(cursor, "policy_versions", "policy_versions_withdrawn_only"):
            cursor.execute("UPDATE policy_versions SET late_multiplier = 0.5")
        with without(cursor, "gap_charges", "gap_charges_append_only"):
            cursor.execute("DELETE FROM gap_charges")
        cursor.execute("UPDATE contracts SET gap_covers = false WHERE gap_start IS NOT NULL")
        cursor.execute(
            "UPDATE license_lines SET ended_on = '2026-02-15' WHERE quantity = 1200 AND ended_on IS NOT NULL"
        )
        cursor.execute("UPDATE license_lines SET added_on = '2026-02-15' WHERE quantity = 1000")


@contextmanager
def without(cursor: Any, table: str, trigger: str) -> Iterator[None]:
    cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
    yield
    cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {trigger}")


@pytest.fixture(scope="module")
def upgraded(django_db_blocker: Any) -> Iterator[None]:
    with own_copy(django_db_blocker, filled):
        connections.close_all()
        call_command("migrate", "store", FIRST_EDITION, database="owner", interactive=False, verbosity=0)
        as_written_by_the_first_edition()
        schema.migrate()
        connections.close_all()
        yield


def test_a_policy_that_counted_less_than_once_counts_once(upgraded: None) -> None:
    assert value("SELECT late_multiplier FROM policy_versions") == 1
    assert rows("SELECT reaction_days, give_up, entitlement_day FROM policy_versions") == [(14, "term", "release")]


def test_days_with_nothing_to_pay_for_are_no_gap_any_more(upgraded: None) -> None:
    found = rows("SELECT gap_start, gap_late, gap_waived, terminated FROM contracts WHERE status = 'in_review'")
    assert found == [(None, False, False, False)]


def test_what_was_given_up_keeps_its_day(upgraded: None) -> None:
    found = rows(
        "SELECT quantity, added_on, ended_on FROM license_lines WHERE quantity <> 1200 OR ended_on IS NOT NULL"
    )
    assert sorted(found) == [(1000, d("2026-02-15"), None), (1200, d("2026-01-15"), d("2026-02-15"))]


def test_all_that_is_stored_is_right_by_the_rules_of_today(upgraded: None) -> None:
    assert schema.is_current()
    assert list(check_all()) == []
