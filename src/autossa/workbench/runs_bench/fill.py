"""Fills a database: a block of projects is played through the use cases, then copied with new ids as often as asked.

What the use cases wrote is right, so the copies are. Ids of a block keep their order among themselves; those of the
same place in all copies follow each other. So neither projects that are claimed together nor their rows are
neighbours on the disk, as in life: the run claims by id, and rows stand in the order of the copies.
"""

import os
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg
from psycopg import sql

from autossa.workbench.quiet import unaudited
from autossa.workbench.runs_bench.databases import identifiers

if TYPE_CHECKING:
    from autossa.operations.context import ActionContext

DUE = date(2026, 9, 1)
"""The day on which the next period of every contract is due."""

BLOCK = 40
"""Projects in a block; numbers of projects are multiples of it."""

LINES = 5
NIGHT = datetime(2026, 9, 1, 2, tzinfo=UTC)
"""The clock of the run."""

NOW = datetime(2026, 8, 24, 12, tzinfo=UTC)
"""The clock of all that is filled in: after the last of it, before the day on which the periods are due."""

_TOKEN = "@BLOCK@"
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")
_STARTS = {
    "annual_yearly": date(2025, 9, 15),
    "annual_quarterly": date(2026, 6, 15),
    "annual_monthly": date(2026, 7, 15),
    "flex_monthly": date(2026, 7, 15),
}
_TOP_UPS = (0, 0, 0, 500, 2_500, 0, 0, 50_000)  # hundredths of an SSC: nothing, a part, all of the next period
_RATES = {"PORT": Fraction(12), "VOICEMAIL": Fraction(6), "OPERATOR": Fraction(60), "MOBILITY": Fraction(9)}
_CUSTOMERS = "kind = 'customer'"
_ROWS = {
    "organisations": _CUSTOMERS,
    "parties": f"organisation_id IN (SELECT id FROM organisations WHERE {_CUSTOMERS})",
    "vat_treatments": "true",
    "activity": "project IS NOT NULL",
    **dict.fromkeys(
        [
            "projects", "licenses", "license_lines", "contracts", "contract_events", "lots", "settlements", "charges",
            "transfers", "coverage_entries", "coverage", "outbox", "invoices", "claims",
        ],
        "true",
    ),
}  # fmt: skip

# What the operations would have written.
NAMES = """
INSERT INTO project_names (project_id, name, customer, words)
SELECT p.id, plain(p.name), plain(o.name), search_words(concat_ws(' ', p.name, o.name, o.number))
FROM projects p JOIN organisations o ON o.id = p.customer_id
ON CONFLICT (project_id) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """The rows of a block in one table as COPY text, with tokens where a copy differs."""

    table: str
    columns: list[str]
    lines: list[str]


def main() -> None:
    """In a process of its own, since Django knows one database: the first block."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")
    django.setup()
    with unaudited():  # nobody asks who filled a scratch database
        play_block()


def play_block() -> None:
    """Play the first block through the use cases, in the database Django is pointed to."""
    from autossa.operations.context import SYSTEM, ActionContext
    from autossa.operations.projects.edit import create_project
    from autossa.operations.vendor import catalogue, schema

    ctx = ActionContext(SYSTEM, date(2025, 1, 1), NOW)
    schema.set_first_policy(ctx)
    price_list = catalogue.add_price_list(name="Bench", currency="EUR", ctx=ctx)
    catalogue.set_price(price_list=price_list, price=Fraction(21, 20), starts_on=schema.FIRST_DAY, ctx=ctx)
    add_license_types(ctx)
    customers = [add_customer(index) for index in range(BLOCK // 4)]
    options = list(_STARTS)
    for index in range(BLOCK):
        customer = customers[index // 4]
        project = create_project(customer=customer, name=f"Project {index}", price_list=price_list, ctx=ctx)
        _play_project(project, options[index % len(options)], index)


def multiply(connection: psycopg.Connection, projects: int) -> None:
    """Copy the block that is there until there are that many projects."""
    copies = projects // BLOCK - 1
    connection.execute("UPDATE outbox SET delivered_at = created_at")
    connection.execute("SET session_replication_role = replica")  # the rows are right: no keys are looked up
    patterns = _patterns(connection)
    for pattern in patterns:
        if pattern.table == "invoices":
            _number_invoices(connection, pattern, copies)
        else:
            text = "".join(pattern.lines)
            _copy(connection, pattern, (text.replace(_TOKEN, _mark(n)) for n in range(copies)))
    connection.execute(NAMES)
    connection.execute("SET session_replication_role = origin")
    connection.commit()


def leave_due(connection: psycopg.Connection, contracts: int) -> None:
    """Numbers are rounded up to whole blocks: nothing is due of what is too many."""
    connection.execute(
        "UPDATE projects SET next_run_on = NULL WHERE id IN"
        " (SELECT id FROM projects WHERE next_run_on = %s ORDER BY id OFFSET %s)",
        [DUE, contracts],
    )
    connection.commit()


def add_license_types(ctx: "ActionContext") -> list[str]:
    """What the vendor sells, by code."""
    from autossa.operations.vendor import catalogue, schema

    for code, rate in _RATES.items():
        catalogue.add_license_type(code=code, name=code, ssc_per_year=rate, starts_on=schema.FIRST_DAY, ctx=ctx)
    return list(_RATES)


def add_customer(index: int) -> UUID:
    """A customer of the block, with a number of its own in each copy."""
    from autossa.domain.billing.vat import Treatment
    from autossa.operations.context import SYSTEM, ActionContext
    from autossa.operations.organisations import create
    from autossa.operations.organisations.vat import NewTreatment

    ctx = ActionContext(SYSTEM, date(2025, 1, 1), NOW)
    number, vat = f"{_TOKEN}-{index}", NewTreatment(Treatment.DOMESTIC)
    return create.create(kind="customer", name=f"Customer {number}", number=number, vat=vat, ctx=ctx)


def _play_project(project: UUID, option: str, index: int) -> None:
    """Five licenses, a contract with its periods up to now, a balance for some, a line that came later for some."""
    from autossa.operations import contracts, credits, licenses
    from autossa.operations.context import SYSTEM, ActionContext
    from autossa.operations.runs import renewals
    from autossa.queries.runs.due import next_run_on

    ctx = ActionContext(SYSTEM, _STARTS[option], NOW)
    types = list(_RATES)
    late = 1 if index % 8 == 0 else 0
    for line in range(LINES - late):
        code = types[(index + line) % len(types)]
        licenses.add(
            project=project, license_id=f"L{line}", license_type=code, quantity=1 + (index + 7 * line) % 23, ctx=ctx
        )
    contracts.conclude(project=project, option=option, ctx=ctx)
    contracts.approve(project=project, ctx=ctx)
    renewals.run_project(project=project, ctx=ctx)
    while (day := next_run_on(project)) and day < DUE:
        renewals.run_project(project=project, ctx=ActionContext(SYSTEM, day, NOW))
    ctx = ActionContext(SYSTEM, date(2026, 8, 20), NOW)
    if late:
        licenses.add(project=project, license_id="LATE", license_type=types[index % len(types)], quantity=3, ctx=ctx)
    if ssc := _TOP_UPS[index // 4 % len(_TOP_UPS)]:
        credits.top_up(project=project, ssc=ssc, ctx=ctx)


def _patterns(connection: psycopg.Connection) -> list[_Pattern]:
    found = [_read(connection, table, condition) for table, condition in _ROWS.items()]
    owned = sorted(
        line.split("\t")[pattern.columns.index("id")]
        for pattern in found
        if "id" in pattern.columns
        for line in pattern.lines
    )
    if len(owned) > 1 << 12:  # three digits
        raise ValueError(f"a block has {len(owned)} ids, more than twelve bits count")
    tokens = {uid: f"018{place:03x}00-{_TOKEN}-{uid[14:]}" for place, uid in enumerate(owned)}
    for pattern in found:
        pattern.lines[:] = [_UUID.sub(lambda m: tokens.get(m[0], m[0]), line) for line in pattern.lines]
    return found


def _read(connection: psycopg.Connection, table: str, condition: str) -> _Pattern:
    cursor = connection.execute(
        "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
        " AND is_identity = 'NO' AND is_generated = 'NEVER' ORDER BY ordinal_position",
        [table],
    )
    columns = [name for (name,) in cursor.fetchall()]
    order = "id" if "id" in columns else identifiers(columns[:2]).as_string(connection)
    query = sql.SQL("COPY (SELECT {} FROM {} WHERE {} ORDER BY {}) TO STDOUT").format(
        identifiers(columns), sql.Identifier(table), sql.SQL(condition), sql.SQL(order)
    )
    with connection.cursor().copy(query) as copy:
        text = b"".join(bytes(part) for part in copy).decode()
    return _Pattern(table, columns, text.splitlines(keepends=True))


def _number_invoices(connection: psycopg.Connection, pattern: _Pattern, copies: int) -> None:
    """Invoices go on being numbered without a gap through all copies, in each year."""
    year, number = pattern.columns.index("year"), pattern.columns.index("number")
    rows = [line.split("\t") for line in pattern.lines]
    a_copy = Counter(row[year] for row in rows)

    def numbered(row: list[str], n: int) -> str:
        ours = int(row[number]) + a_copy[row[year]] * (n + 1)
        return "\t".join([*row[:number], str(ours), *row[number + 1 :]])

    texts = ("".join([numbered(row, n) for row in rows]).replace(_TOKEN, _mark(n)) for n in range(copies))
    _copy(connection, pattern, texts)
    connection.execute(
        "UPDATE invoice_series s SET last ="
        " (SELECT max(i.number) FROM invoices i WHERE i.series = s.series AND i.year = s.year)"
    )


def _copy(connection: psycopg.Connection, pattern: _Pattern, texts: Iterable[str]) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(pattern.table), identifiers(pattern.columns))
    with connection.cursor().copy(statement) as copy:
        for text in texts:
            copy.write(text)


def _mark(n: int) -> str:
    """The four digits that the ids of a copy have in common. With those before them they tell of a day before today."""
    return f"{n:04x}"


if __name__ == "__main__":
    main()
