"""`repair`: what follows from other rows is made anew, as the application's role; a dry one writes nothing."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.db import connection

from autossa.operations.runs.repair import NothingToRepair, repair
from autossa.queries.runs import verify
from autossa.queries.runs.repairable import Target, advice_for, chosen, target_of
from autossa.queries.runs.verify import Finding
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.databases import own_database
from tests.cast.people import ctx
from tests.store.books import fill
from tests.trials import a_few_of

pytestmark = pytest.mark.store

OFFICE = "name = 'Office'"
# What is planted behind the triggers' back: the table, which of its rows, the change.
FAULTS: dict[str, tuple[str, str, str]] = {
    "what is left of a lot": ("lots", "free > 0", "SET free = free - 1"),
    "what is held of a lot": ("lots", "free > 0", "SET free = free - 1, held = held + 1"),
    "a balance": ("projects", OFFICE, "SET free = free + 1"),
    "what is held": ("projects", OFFICE, "SET held = held + 1"),
    "the next lot": ("projects", OFFICE, "SET next_lot = next_lot - 1"),
    "the next run": ("projects", OFFICE, "SET next_run_on = next_run_on + 1"),
    "no next run": ("projects", OFFICE, "SET next_run_on = NULL"),
    "covered until": ("projects", OFFICE, "SET covered_until = covered_until + 1"),
    "never covered": ("projects", OFFICE, "SET covered_until = NULL"),
    "a period of coverage is gone": ("coverage", "true", "DELETE"),
    "a period of coverage is shorter": ("coverage", "true", "SET days = daterange(lower(days), upper(days) - 1)"),
    "coverage lies elsewhere": ("coverage", "true", "SET days = daterange(lower(days) - 400, upper(days) - 400)"),
    "where coverage came from": ("coverage", "source = 'auto'", "SET source = 'manual'"),
    "until when a contract is booked": ("contracts", "booked_until > start", "SET booked_until = booked_until + 1"),
    "the state of a contract": ("contracts", "status = 'active'", "SET status = 'suspended'"),
    "the end of a contract": ("contracts", "status = 'active'", "SET ends_on = start + 400, status = 'ending'"),
    "the sum on devices": ("licenses", "on_devices > 0", "SET on_devices = on_devices + 1"),
    "when it was activated": ("licenses", "activated_on IS NOT NULL AND on_devices > 0", "SET activated_on = NULL"),
    "what is left of a claim": ("claims", "rest > 1", "SET allocated = allocated + 1"),
    "what is left of a payment": ("payments", "allocated > 0", "SET allocated = allocated - 1"),
    "words of a search": ("project_names", "true", "SET words = 'x'"),
    "a project that no search finds": ("project_names", "true", "DELETE"),
}


@pytest.fixture(scope="module")
def books(django_db_blocker: Any) -> Iterator[psycopg.Connection]:
    """A superuser's session beside the application's, on a database with rows in every table."""
    with own_database(django_db_blocker) as addresses:
        fill()
        assert addresses.server is not None
        name = connection.settings_dict["NAME"]
        with psycopg.connect(addresses.server.url(name, addresses.server.superuser), autocommit=True) as session:
            session.execute("SET session_replication_role = replica")
            yield session


def plant(session: psycopg.Connection, table: str, where: str, change: str) -> None:
    (place,) = session.execute(f"SELECT ctid::text FROM {table} WHERE {where} ORDER BY 1 LIMIT 1").fetchone() or ("",)
    statement = f"DELETE FROM {table}" if change == "DELETE" else f"UPDATE {table} {change}"
    assert session.execute(f"{statement} WHERE ctid = '{place}'").rowcount == 1


def repaired(found: list[Finding], *, dry: bool = False) -> set[str]:
    targets = {target for one in found if (target := target_of(one))}
    return {name for target in targets for name in repair(target=target, ctx=ctx(), dry=dry)}


@pytest.mark.parametrize("fault", a_few_of(list(FAULTS), 5))
def test_each_fault_is_repaired(books: psycopg.Connection, fault: str) -> None:
    plant(books, *FAULTS[fault])
    found, logged = list(verify.check_all()), models.Activity.objects.filter(action="repair").count()
    assert found
    assert repaired(found, dry=True)
    assert list(verify.check_all()) == found, "a dry run writes nothing"
    assert models.Activity.objects.filter(action="repair").count() == logged
    assert repaired(found)
    assert list(verify.check_all()) == []
    assert models.Activity.objects.filter(action="repair").count() > logged


TOGETHER = (
    "what is held of a lot", "a balance", "no next run", "never covered", "coverage lies elsewhere",
    "until when a contract is booked", "the sum on devices", "what is left of a claim", "what is left of a payment",
    "a project that no search finds",
)  # fmt: skip


def test_many_faults_at_once(books: psycopg.Connection) -> None:
    for fault in TOGETHER:
        plant(books, *FAULTS[fault])
    repaired(list(verify.check_all()))
    assert list(verify.check_all()) == []


def test_what_is_right_stays_as_it_is(books: psycopg.Connection) -> None:
    before = models.Activity.objects.count()
    for project in models.Project.objects.values_list("id", flat=True):
        assert repair(target=Target("projects", project), ctx=ctx(), dry=False) == ()
    assert models.Activity.objects.count() == before


def test_what_was_booked_is_never_changed(books: psycopg.Connection) -> None:
    (key,) = books.execute("SELECT min(settlement_id::text) FROM charges WHERE ssc > 0").fetchone() or ("",)
    more = "UPDATE charges SET ssc = ssc + 1, from_balance = from_balance + 1 WHERE settlement_id = %s"
    books.execute(more, [key])
    found = list(verify.check_all())
    charge = next(one for one in found if one.table == "charges")
    assert target_of(charge) is None
    assert "backup" in advice_for(charge)
    repaired(found)
    assert [one for one in list(verify.check_all()) if one.table == "charges"]
    books.execute(more.replace("+ 1", "- 1"), [key])
    repaired(list(verify.check_all()))
    assert list(verify.check_all()) == []


def test_only_what_is_named_is_repaired() -> None:
    found = [Finding("lots", "a/1", "wrong"), Finding("projects", "b", "wrong"), Finding("claims", "c", "wrong")]
    assert list(chosen(found, [])) == found
    assert list(chosen(found, ["projects"])) == found[1:2]
    assert list(chosen(found, ["lots:a/1", "c"])) == [found[0], found[2]]


def test_of_nothing_there_is_nothing_to_repair(books: psycopg.Connection) -> None:
    for kind in ("projects", "claims", "payments"):
        with pytest.raises(NothingToRepair):
            repair(target=Target(kind, new_id()), ctx=ctx(), dry=False)
