"""Lists at twenty thousand rows of what grows: none of their statements reads a growing table from end to end.

Times depend on the machine; plans do not. The planner may not take a sequential scan where it has any other way, so one
that is left is one that no index could serve.
"""

import json
import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from tests.browser import every_page, portal_world
from tests.cast.databases import own_copy
from tests.scale import walked
from tests.scale.multiplied import multiply

pytestmark = pytest.mark.store
COPIES = 40
ROWS = 700
"""A table with more of them here grows with the vendor's customers."""

LISTS = {
    "home", "calendar", "customers", "organisation_invoices", "payers", "organisation", "people", "hand_overs",
    "organisation_activity", "project", "project_activity", "project_licenses", "project_devices", "project_credits",
    "project_invoices", "project_orders", "project_contracts", "organisation_orders", "staff_quotes", "invoices",
    "payer_account", "payments", "payments_waiting", "orders", "dunning", "organisation_dunning", "bank_statements",
    "missing_order_numbers", "reviews", "staff_activity", "staff_organisations", "staff_people", "keys", "webhooks",
    "merge_organisation", "verify_organisation", "invoice_mails", "void_booking",
}  # fmt: skip
# What reads a whole table on purpose, or still does: page and table, and why.
WHOLE: dict[tuple[str, str], str] = {}


@pytest.fixture(scope="module")
def things(django_db_blocker: Any) -> Iterator[dict[str, str]]:
    """The demo with one of everything, and forty copies of all that grows."""
    with own_copy(django_db_blocker, _build) as (addresses, found):
        assert addresses.server is not None
        name = connection.settings_dict["NAME"]
        with psycopg.connect(addresses.server.url(name, addresses.server.superuser)) as session:
            multiply(session, COPIES)
            session.execute("ANALYZE")
            session.commit()
        yield found


def _build() -> dict[str, str]:
    portal_world.build()
    return every_page.furnish()


def test_no_list_reads_a_growing_table_from_end_to_end(things: dict[str, str], settings: Any) -> None:
    walked.as_demo(settings)
    growing, found = _growing(), set[tuple[str, str, str]]()
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
    visits = [visit for visit in walked.pages(things, LISTS) if visit.name in LISTS]
    assert {visit.name for visit in visits} == LISTS
    assert [visit.path for visit in visits if visit.status != 200] == []
    for visit in visits:
        for statement, _took in visit.statements:
            found |= {(visit.name, table, statement) for table in _scanned(statement) & growing}
    wrong = {(name, table): statement for name, table, statement in found if (name, table) not in WHOLE}
    assert not wrong, "\n".join(f"{name} reads all of {table}: {sql[:600]}" for (name, table), sql in wrong.items())
    assert {(name, table) for name, table, _ in found} == set(WHOLE)


def test_without_an_index_it_is_seen(things: dict[str, str]) -> None:
    assert {"activity_first", "activity_general"} <= _growing()
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
    assert _scanned("SELECT * FROM activity WHERE actor_name = 'x'") >= {"activity_first", "activity_general"}
    assert _scanned("SELECT * FROM activity ORDER BY id DESC LIMIT 5") == set()


def _growing() -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND reltuples > %s", [ROWS])
        return {name for (name,) in cursor.fetchall()}


def _scanned(statement: str) -> set[str]:
    """The tables that a statement reads from end to end."""
    if not re.match(r"\s*(SELECT|WITH|\(SELECT)", statement):
        return set()
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN (FORMAT JSON) " + statement.replace("%", "%%"), ())
        plan = cursor.fetchone()[0]
    return set(_whole(json.loads(plan) if isinstance(plan, str) else plan))


def _whole(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for one in node:
            yield from _whole(one)
    elif isinstance(node, dict):
        if node.get("Node Type") == "Seq Scan":
            yield node["Relation Name"]
        for value in node.values():
            if isinstance(value, list | dict):
                yield from _whole(value)
