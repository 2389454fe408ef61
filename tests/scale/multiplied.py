"""Makes a small world large: every row that grows with the vendor's customers is copied, as often as asked.

A copy differs from what it was made of by six digits in each id, and in each value that no other row may have. What
there is but once, or a few times, stays: the catalogue, prices, policies, releases, the vendor and its staff.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import psycopg
from psycopg import sql

_TOKEN = "@COPY@"
_UUID = re.compile(r"\b([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-)[0-9a-f]{6}([0-9a-f]{6})\b")
_STAYING = re.compile(
    r"django_|auth_|axes_|users_|\w*session|\w*emailconfirmation|mfa_|procrastinate|schedule|runs$|cache$|waiting_events"
    r"|vendor|sellers|signing|vat_rates|base_rates|price_lists|ssc_prices|license_(types|rates|prices)|plan_versions"
    r"|policy_versions|dunning_policies|payment_policies|products?(_|$)|branches|releases?(_|$)|artifacts|terms_(doc|v|ann)"
    r"|mail_texts|invoice_series|document_designs|gateway_events|limit_counts|request_keys|trials"
)
_VENDORS = "SELECT user_id FROM memberships m JOIN organisations o ON o.id = m.organisation_id WHERE o.kind = 'vendor'"
_ONLY = {
    "organisations": "kind <> 'vendor'",
    "parties": "organisation_id IN (SELECT id FROM organisations WHERE kind <> 'vendor')",
    "memberships": "organisation_id IN (SELECT id FROM organisations WHERE kind <> 'vendor')",
    "users": f"id NOT IN ({_VENDORS})",
    "account_emailaddress": f"user_id NOT IN ({_VENDORS})",
}
_NAMES = {("projects", "name"), ("project_names", "name"), ("project_names", "words"), ("organisations", "name")}

_TABLES = """
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
    AND NOT c.relispartition ORDER BY 1
"""
_UNIQUE = """
SELECT pg_get_indexdef(i.indexrelid) FROM pg_index i WHERE i.indrelid = %s::regclass AND i.indisunique
"""


@dataclass
class _Pattern:
    """The rows of a table as COPY text with tokens, and the places of the numbers that grow with each copy."""

    table: str
    columns: list[str]
    rows: list[list[str]]
    steps: dict[int, int] = field(default_factory=dict)

    def text(self, copy: int) -> str:
        """The rows of one copy, counted from 1."""
        rows = self.rows
        if self.steps:
            rows = [self._stepped(row, copy) for row in rows]
        return "".join("\t".join(row) for row in rows).replace(_TOKEN, f"{copy:06x}")

    def _stepped(self, row: list[str], copy: int) -> list[str]:
        found = list(row)
        for place, step in self.steps.items():
            end = "\n" if found[place].endswith("\n") else ""
            if found[place].strip() != "\\N":
                found[place] = f"{int(found[place]) + copy * step}{end}"
        return found


def multiply(connection: psycopg.Connection, copies: int) -> None:
    """Add so many copies of each growing row. `connection` is a superuser's: keys are not looked up, they are right."""
    connection.execute("SET session_replication_role = replica")
    tables = [name for (name,) in connection.execute(_TABLES).fetchall() if not _STAYING.match(name)]
    patterns = [found for table in tables if (found := _pattern(connection, table)).rows]
    owned = {row[p.columns.index("id")].strip() for p in patterns if "id" in p.columns for row in p.rows}
    for pattern in patterns:
        pattern.rows = [[_marked(value, owned) for value in row] for row in pattern.rows]
    for pattern in patterns:
        _vary(connection, pattern)
        _copy(connection, pattern, copies)
    connection.execute("SET session_replication_role = origin")
    connection.execute("UPDATE invoice_series s SET last = n.last FROM (SELECT series, year, max(number) AS last"
                       " FROM invoices GROUP BY 1, 2) n WHERE (n.series, n.year) = (s.series, s.year)")  # fmt: skip
    connection.commit()


def _marked(value: str, owned: set[str]) -> str:
    return _UUID.sub(lambda m: f"{m[1]}{_TOKEN}{m[2]}" if m[0] in owned else m[0], value)


def _pattern(connection: psycopg.Connection, table: str) -> _Pattern:
    columns = [name for name, *_ in _columns(connection, table)]
    query = sql.SQL("COPY (SELECT {} FROM {} WHERE {}) TO STDOUT").format(
        sql.SQL(", ").join(map(sql.Identifier, columns)), sql.Identifier(table), sql.SQL(_ONLY.get(table, "true"))
    )
    with connection.cursor().copy(query) as copy:
        text = b"".join(bytes(part) for part in copy).decode()
    return _Pattern(table, columns, [line.split("\t") for line in text.splitlines(keepends=True)])


def _columns(connection: psycopg.Connection, table: str) -> list[tuple[str, str, int | None]]:
    return connection.execute(
        "SELECT column_name, data_type, character_maximum_length FROM information_schema.columns WHERE"
        " table_schema = 'public' AND table_name = %s AND is_identity = 'NO' AND is_generated = 'NEVER'"
        " ORDER BY ordinal_position",
        [table],
    ).fetchall()


def _vary(connection: psycopg.Connection, pattern: _Pattern) -> None:
    """Whatever no two rows may share differs; and names, so that a search finds some and not all."""
    kinds = {name: (kind, longest) for name, kind, longest in _columns(connection, pattern.table)}
    for (definition,) in connection.execute(_UNIQUE, [f"public.{pattern.table}"]).fetchall():
        named = re.findall(r"\w+", definition[definition.index("(") :].partition(" WHERE ")[0])
        used = [name for name in pattern.columns if name in named]
        if used == ["kind"] or any(_differs(pattern, name) for name in used):  # there is one vendor
            continue
        if (name := next((n for n in reversed(used) if kinds[n][0] in _CHANGES), None)) is not None:
            _change(pattern, name, *kinds[name])
    for table, name in _NAMES:
        if table == pattern.table and not _differs(pattern, name):
            _change(pattern, name, *kinds[name])


def _differs(pattern: _Pattern, name: str) -> bool:
    place = pattern.columns.index(name)
    filled = [row[place] for row in pattern.rows if row[place].strip() != "\\N"]
    return place in pattern.steps or all(_TOKEN in value for value in filled)


_CHANGES = ("integer", "bigint", "smallint", "text", "character varying", "bytea")


def _change(pattern: _Pattern, name: str, kind: str, longest: int | None) -> None:
    place = pattern.columns.index(name)
    if kind in ("integer", "bigint", "smallint"):
        numbers = [int(row[place]) for row in pattern.rows if row[place].strip() != "\\N"]
        pattern.steps[place] = max(numbers) + 1
        return
    for row in pattern.rows:
        value, end = row[place].rstrip("\n"), "\n" if row[place].endswith("\n") else ""
        if value == "\\N" or _TOKEN in value:
            continue
        if kind == "bytea":
            row[place] = value + _TOKEN + end
        elif "@" in value:
            row[place] = _TOKEN + value + end
        else:
            gap = " " if kind == "text" else "-"
            row[place] = (value if longest is None else value[: longest - 8]) + gap + _TOKEN + end


def _copy(connection: psycopg.Connection, pattern: _Pattern, copies: int) -> None:
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(pattern.table), sql.SQL(", ").join(map(sql.Identifier, pattern.columns))
    )
    with connection.cursor().copy(statement) as copy:
        for text in _texts(pattern, copies):
            copy.write(text)


def _texts(pattern: _Pattern, copies: int) -> Iterator[str]:
    for number in range(1, copies + 1):
        yield pattern.text(number)
