"""Migrations keep nobody waiting: what would lock a large table for long is done otherwise, or says why it may.

The rules are in docs/operating/updates.md: expand first, contract later, indexes of large tables CONCURRENTLY in
a migration of their own, constraints NOT VALID first. A migration that may lock all the same has `locks = "why"`.
"""

import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models

from autossa.store import models as tables
from tests.house.sources import PACKAGE

# Of before the first release: the tables they changed had no rows of a vendor.
BEFORE_THE_FIRST_RELEASE = 79
# With rows for each project, or for each renewal.
LARGE = {
    "projects", "project_names", "contracts", "contract_events", "license_lines", "licenses", "lots", "transfers",
    "settlements", "charges", "invoices", "claims", "coverage", "coverage_entries", "activity", "outbox", "events",
    "waiting_events", "document_files", "devices", "activations", "payments", "allocations", "license_files",
}  # fmt: skip
_IN_SQL = re.compile(
    r"\b(?:ALTER TABLE(?: ONLY)?|CREATE (?:UNIQUE )?INDEX \w+ ON|UPDATE|LOCK TABLE|CLUSTER|VACUUM FULL)\s+(\w+)",
    re.IGNORECASE,
)
_HARMLESS = re.compile(
    r"NOT VALID|VALIDATE CONSTRAINT|ADD COLUMN \w+ \w+\s*(?:;|$)|(?:SET|RESET) \(|ALTER COLUMN \w+ SET STATISTICS"
    r"|(?:ENABLE|DISABLE) TRIGGER",
    re.IGNORECASE,
)


def table_of(operation: Any) -> str:
    name = getattr(operation, "model_name", "") or getattr(operation, "name", "")
    known = {model._meta.model_name: model._meta.db_table for model in vars(tables).values() if is_model(model)}
    return known.get(str(name).lower(), "")


def is_model(value: Any) -> bool:
    return isinstance(value, type) and issubclass(value, models.Model)


def long_locks(migration: Any) -> Iterator[str]:
    """What of a migration holds a large table for as long as it takes to read or write all of it."""
    for operation in migration.operations:
        if isinstance(operation, migrations.RunSQL):
            statements = operation.sql if isinstance(operation.sql, str) else "\n".join(map(str, operation.sql))
            for statement in statements.split(";"):
                found = _IN_SQL.search(statement)
                if found and found[1].lower() in LARGE and not _HARMLESS.search(statement):
                    yield f"{' '.join(statement.split())[:80]}"
        elif table_of(operation) in LARGE and holds(operation):
            yield f"{type(operation).__name__} on {table_of(operation)}"


def holds(operation: Any) -> bool:
    if isinstance(operation, AddIndexConcurrently):
        return False
    if isinstance(operation, migrations.AddField):  # with a constant, PostgreSQL only notes the default
        return callable(operation.field.default) and operation.field.default is not models.NOT_PROVIDED
    return isinstance(operation, migrations.AddIndex | migrations.AddConstraint | migrations.AlterField)


def written() -> list[Path]:
    folder = PACKAGE / "store" / "migrations"
    return [path for path in sorted(folder.glob("[0-9]*.py")) if int(path.name[:4]) > BEFORE_THE_FIRST_RELEASE]


def test_no_migration_locks_a_large_table_for_long() -> None:
    wrong = []
    for path in written():
        migration = import_module(f"autossa.store.migrations.{path.stem}").Migration
        if not getattr(migration, "locks", ""):
            wrong += [f"{path.name}: {what}" for what in long_locks(migration)]
    assert wrong == []


def test_one_that_says_why_does_lock() -> None:
    """The mark is no habit: where nothing locks, none stands."""
    marked = import_module("autossa.store.migrations.0070_checkups").Migration
    assert marked.locks
    assert list(long_locks(marked)) == ["AddIndex on projects"]


def made(*operations: Any) -> Any:
    return type("Migration", (), {"operations": list(operations)})


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddIndex("project", models.Index(fields=["name"], name="x")),
        migrations.AlterField("invoice", "number", models.TextField()),
        migrations.AddConstraint("contract", models.CheckConstraint(condition=models.Q(id=1), name="x")),
        migrations.AddField("project", "born", models.DateTimeField(default=dict)),
        migrations.RunSQL("ALTER TABLE transfers ALTER COLUMN amount TYPE numeric"),
        migrations.RunSQL("CREATE INDEX some_index ON charges (line_id)"),
        migrations.RunSQL("UPDATE settlements SET kind = 'x'"),
        migrations.RunSQL("ALTER TABLE lots ADD CONSTRAINT c CHECK (free >= 0)"),
    ],
    ids=lambda operation: str(operation.describe() if hasattr(operation, "describe") else operation),
)
def test_what_locks_is_found(operation: Any) -> None:
    assert list(long_locks(made(operation)))


@pytest.mark.parametrize(
    "operation",
    [
        migrations.AddField("project", "note", models.TextField(default="")),
        migrations.AddIndex("branch", models.Index(fields=["name"], name="x")),
        AddIndexConcurrently("project", models.Index(fields=["name"], name="x")),
        migrations.RunSQL("ALTER TABLE lots ADD CONSTRAINT c CHECK (free >= 0) NOT VALID"),
        migrations.RunSQL("ALTER TABLE lots VALIDATE CONSTRAINT c"),
        migrations.RunSQL("ALTER TABLE transfers SET (autovacuum_vacuum_scale_factor = 0.01)"),
        migrations.RunSQL("UPDATE policies SET days = 1"),
    ],
)
def test_what_does_not_lock_passes(operation: Any) -> None:
    assert list(long_locks(made(operation))) == []
