"""What COPY is given as bytes is what PostgreSQL reads: for every type that a row has, and at its edges."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from struct import unpack
from typing import Any
from uuid import UUID

import pytest
from django.db import DataError, connection

from autossa.store import binary
from autossa.store.binary import encoder_of
from autossa.store.engine.copy import _types
from autossa.store.engine.rows import TABLES, columns_of

pytestmark = [pytest.mark.store, pytest.mark.django_db]

ID = "0198a1b2-c3d4-7e5f-8899-aabbccddeeff"
NOON = datetime(2026, 9, 1, 12, tzinfo=timezone(timedelta(hours=2)))
LONG = "x" * 200

# What is given, and what PostgreSQL shows of it.
VALUES: dict[str, list[tuple[Any, str | None]]] = {
    "uuid": [(ID, ID), (UUID(ID), ID), (None, None)],
    "numeric": [("1.050000000000", "1.050000000000"), ("-0.02", "-0.02"), ("0", "0"), ("123456789012", "123456789012")],
    "date": [(date(2026, 9, 1), "2026-09-01"), (date(1999, 12, 31), "1999-12-31"), (date(2199, 12, 31), "2199-12-31")],
    "daterange": [((date(2026, 1, 31), date(2026, 3, 1)), "[2026-01-31,2026-03-01)"), (None, None)],
    "timestamp with time zone": [
        (NOON, "2026-09-01 10:00:00+00"), (datetime(1999, 1, 1, tzinfo=UTC), "1999-01-01 00:00:00+00"), (None, None),
    ],
    "boolean": [(True, "true"), (False, "false"), (None, None)],
    "smallint": [(0, "0"), (-1, "-1"), (32767, "32767"), (None, None)],
    "integer": [(0, "0"), (-1, "-1"), (2147483647, "2147483647"), (None, None)],
    "bigint": [(0, "0"), (-1, "-1"), (1 << 62, str(1 << 62)), (None, None)],
    "varchar": [("Lager – Kiel", "Lager – Kiel"), ("", ""), (LONG, LONG), (None, None)],
    "text": [("日本", "日本"), (None, None)],
    "inet": [("192.0.2.7", "192.0.2.7/32"), ("2001:db8::1", "2001:db8::1/128"), (None, None)],
    "integer[]": [([], "{}"), ([7], "{7}"), ((1, 2, 3), "{1,2,3}")],
    "bigint[]": [([1 << 40], "{1099511627776}"), ((5, -6), "{5,-6}")],
    "jsonb": [({"reason": "ä", "of": None}, '{"of": null, "reason": "ä"}')],
}  # fmt: skip


def read_back(kind: str, values: Iterable[Any]) -> list[str | None]:
    """What the database reads of these values, as text: each is asked for as a parameter, without its length."""
    connection.ensure_connection()
    raw = connection.connection.pgconn
    raw.exec_(b"SET TIME ZONE 'UTC'")
    found: list[str | None] = []
    for one in encoder_of(kind)(values):
        (length,) = unpack(">i", one[:4])
        assert length == (-1 if len(one) == 4 and one == b"\xff\xff\xff\xff" else len(one) - 4)
        given = None if length == -1 else one[4:]
        result = raw.exec_params(f"SELECT $1::{kind}::text".encode(), [given], param_formats=[1])
        assert not result.error_message, result.error_message
        value = result.get_value(0, 0)
        found.append(None if value is None else value.decode())
    return found


@pytest.mark.parametrize("kind", VALUES)
def test_what_is_encoded_is_what_is_read(kind: str) -> None:
    given, expected = [list(column) for column in zip(*VALUES[kind], strict=True)]
    assert read_back(kind, given) == expected
    assert read_back(kind, given) == expected, "and when it is looked up"


def test_every_type_of_a_row_is_tried() -> None:
    kinds = {_types(table)[column] for kind, table in TABLES.items() for column in columns_of(kind)}
    assert kinds == VALUES.keys()


@pytest.mark.parametrize(("kind", "value"), [("smallint", 1 << 15), ("integer", 1 << 31), ("bigint", 1 << 63)])
def test_a_number_without_room_is_the_databases_error(kind: str, value: int) -> None:
    with pytest.raises(DataError, match="out of range"):
        list(encoder_of(kind)([value]))


def test_what_is_kept_does_not_grow_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(binary, "_MOST", 10)
    kept = binary._Kept(binary._integer("i", 4))
    assert [list(kept.column(range(start, start + 20))) for start in (0, 20)]
    assert list(kept.column([None])) == [b"\xff\xff\xff\xff"], "an empty value is known again"
    assert len(kept) <= 11


def test_long_texts_are_not_kept() -> None:
    kept = binary._text
    list(kept.column([LONG, "short"]))
    assert "short" in kept
    assert LONG not in kept


def test_equal_numbers_keep_what_they_are() -> None:
    assert read_back("numeric", ["1.0", Decimal("1.00"), "1"]) == ["1.0", "1.00", "1"]
