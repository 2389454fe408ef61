"""Partitions: made ahead, guarded like their tables, nothing lost in the rest; what is archived is verified still."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError, IntegrityError, connections

from autossa.operations.runs import archive, partitions
from autossa.queries.runs.partitions import Partition, list_partitions
from autossa.queries.runs.verify import check_all
from tests.cast.databases import own_copy
from tests.store.books import fill
from tests.store.looking import rows, value

pytestmark = [pytest.mark.store, pytest.mark.slow]
NOW = datetime.now(UTC)
LATER, MUCH_LATER = NOW + timedelta(days=1100), NOW + timedelta(days=4400)
COPIED = "INSERT INTO transfers SELECT (jsonb_populate_record(t, %s)).* FROM transfers t WHERE {} LIMIT 1 RETURNING id"


@pytest.fixture
def books(django_db_blocker: Any) -> Any:
    with own_copy(django_db_blocker, fill):
        yield


def of(table: str) -> list[Partition]:
    return [one for one in list_partitions() if one.table == table]


def first_id(moment: datetime) -> UUID:
    return UUID(str(value("SELECT first_id(%s)", moment)))


def owner(*statements: str) -> None:
    with connections["owner"].cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.parametrize("table", ["activity_of_projects", "outbox_of_projects", "transfers", "charges"])
def test_there_is_room_for_what_comes_next_and_it_is_made_in_time(books: None, table: str) -> None:
    made = of(table)
    ends = [one.end for one in made if one.end]
    assert ends == sorted(ends)
    assert ends[-1] > (NOW + timedelta(days=27)).date()
    assert [one.first for one in made if one.first] == ends[:-1]  # without a hole
    assert made[-1].name == f"{table}_rest"
    assert partitions.make_ahead(now=NOW) == 0
    assert partitions.make_ahead(now=NOW + timedelta(days=800)) > 0
    assert partitions.make_ahead(now=NOW + timedelta(days=800)) == 0
    assert list(check_all()) == []


def test_what_landed_in_the_rest_is_said_and_moved_into_its_partition(books: None) -> None:
    late = first_id(LATER)
    rows_before = value("SELECT count(*) FROM transfers")
    with connections["default"].cursor() as cursor:
        cursor.execute(COPIED.format("kind = 'top_up'"), [f'{{"id": "{late}"}}'])
    said = [one for one in check_all() if one.table == "transfers_rest"]
    assert [one.wrong for one in said] == ["1 rows that no partition was made for: run the task partitions"]
    partitions.make_ahead(now=LATER)
    assert value("SELECT tableoid::regclass::text FROM transfers WHERE id = %s", late) == f"transfers_{LATER.year}"
    assert value("SELECT count(*) FROM transfers") == rows_before + 1
    assert [one for one in check_all() if one.table.endswith("_rest")] == []


def test_nobody_fills_the_disk_with_empty_partitions(books: None) -> None:
    with pytest.raises(DatabaseError, match="five years ahead at most"):
        partitions.make_ahead(now=MUCH_LATER)


def test_a_transfer_is_taken_back_once_whichever_partition_it_is_in(books: None) -> None:
    partitions.make_ahead(now=LATER)
    with pytest.raises(IntegrityError, match="transfers_corrected_once"):
        rows(COPIED.format("corrects IS NOT NULL"), f'{{"id": "{first_id(LATER)}"}}')


@pytest.mark.parametrize("statement", ["UPDATE {} SET day = day", "DELETE FROM {}", "TRUNCATE {}"])
@pytest.mark.parametrize("partition", ["transfers_first", "activity_first", "activity_general", "activity_of_projects"])
def test_what_is_append_only_is_so_by_every_way(books: None, partition: str, statement: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        owner(statement.format(partition))
    with pytest.raises(DatabaseError, match="permission denied"):
        rows(statement.format(partition))
    with pytest.raises(DatabaseError, match="permission denied"):
        rows(f"INSERT INTO {partition} SELECT * FROM {partition} LIMIT 1")


def test_old_books_go_into_an_archive_that_verify_still_reads(books: None) -> None:
    count, first = value("SELECT count(*) FROM transfers"), of("transfers")[0]
    assert first.end is not None
    too_early = datetime(first.end.year + 9, 1, 1, tzinfo=UTC)
    with pytest.raises(archive.PartitionTooYoung):
        archive.detach(partition="transfers_first", now=too_early)
    for absent in ("transfers_rest", "activity_first", "projects", "nothing"):
        with pytest.raises(archive.PartitionNotFound):
            archive.detach(partition=absent, now=MUCH_LATER)
    for name in ("transfers_first", "charges_first"):
        archive.detach(partition=name, now=MUCH_LATER, app_role="autossa_app")
    assert value("SELECT count(*) FROM transfers") == 0
    assert value("SELECT count(*) FROM whole.transfers") == count
    assert [one.name for one in list_partitions() if one.is_archived] == ["charges_first", "transfers_first"]
    assert list(check_all()) == []
    assert value("SELECT count(*) FROM transfers") == 0  # the views are for verify alone


def test_what_is_changed_in_the_archive_is_found(books: None) -> None:
    for name in ("transfers_first", "charges_first"):
        archive.detach(partition=name, now=MUCH_LATER, app_role="autossa_app")
    for statement in ("UPDATE archive.transfers_first SET day = day", "DELETE FROM archive.charges_first"):
        with pytest.raises(DatabaseError, match="append-only"):
            owner(statement)
        with pytest.raises(DatabaseError, match="permission denied"):
            rows(statement)
    owner(
        "ALTER TABLE archive.transfers_first DISABLE TRIGGER USER",
        "UPDATE archive.transfers_first SET ssc = ssc + 1, lot_ssc[1] = lot_ssc[1] + 1 WHERE kind = 'top_up'",
    )
    assert {one.table for one in check_all()} & {"transfers", "lots"}
