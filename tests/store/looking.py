"""What is in the database, asked with SQL alone; and what must hold in any database, told again in other words."""

import json
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection


def rows(query: str, *parameters: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters or None)
        return list(cursor.fetchall())


def value(query: str, *parameters: Any) -> Any:
    ((found,),) = rows(query, *parameters)
    return found


def column(query: str, *parameters: Any) -> list[Any]:
    return [row[0] for row in rows(query, *parameters)]


def tables() -> list[str]:
    """A table that is divided stands for its partitions."""
    return column(
        "SELECT relname::text FROM pg_class WHERE relkind IN ('r', 'p') AND NOT relispartition"
        " AND relnamespace = 'public'::regnamespace ORDER BY 1"
    )


def contents() -> dict[str, str]:
    """A digest of all rows of each table: what is equal before and after wrote nothing at all.

    Limits are left out: they count what was tried, too.
    """
    parts = " UNION ALL ".join(
        f"SELECT '{table}', count(*) || coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM \"{table}\" t"
        for table in tables()
        if table != "limit_counts"
    )
    return dict(rows(parts))


def everything_as_text() -> str:
    """All rows of all tables as one text, to look for what must never be stored."""
    return "\n".join(text for table in tables() for text in column(f'SELECT to_jsonb(t)::text FROM "{table}" t'))


def stored_balance(project: UUID) -> tuple[int, int]:
    ((free, held),) = rows("SELECT free, held FROM projects WHERE id = %s", project)
    return free, held


def lots(project: UUID) -> dict[int, tuple[str, int, int, int]]:
    """By number: source, what came in, what is free, what is held."""
    found = rows("SELECT number, source, ssc, free, held FROM lots WHERE project_id = %s ORDER BY 1", project)
    return {number: tuple(rest) for number, *rest in found}  # type: ignore[misc]


def periods(project: UUID, reason: str = "extension") -> list[str]:
    """The standing settlements of a reason: from, to, due on."""
    return [
        f"{start} {end} {day}"
        for start, end, day in rows(
            'SELECT s.start, s."end", s.day FROM settlements s LEFT JOIN voids v ON v.settlement_id = s.id'
            " WHERE s.project_id = %s AND s.reason = %s AND v.id IS NULL ORDER BY s.start",
            project,
            reason,
        )
    ]


def covered(project: UUID) -> list[str]:
    return [
        f"{start} {end} {source}"
        for start, end, source in rows(
            "SELECT lower(days), upper(days), source FROM coverage WHERE project_id = %s ORDER BY days", project
        )
    ]


def settlement_ids(project: UUID, reason: str) -> list[UUID]:
    return column("SELECT id FROM settlements WHERE project_id = %s AND reason = %s ORDER BY id", project, reason)


def activities(project: UUID | None = None) -> list[tuple[str, str, dict[str, Any]]]:
    """Who did what, in order."""
    found = rows(
        "SELECT actor_name, action, details FROM activity WHERE project IS NOT DISTINCT FROM %s ORDER BY id", project
    )
    return [(who, what, json.loads(details)) for who, what, details in found]


def outbox(project: UUID) -> list[str]:
    return column("SELECT topic FROM outbox WHERE project = %s ORDER BY id", project)


_SIGNED = "sum(t.ssc * ((t.credit = '{0}')::int - (t.debit = '{0}')::int))"

LAWS = {
    "a stored balance is the sum of its transfers": f"""
        SELECT p.id FROM projects p LEFT JOIN transfers t ON t.project_id = p.id GROUP BY p.id
        HAVING coalesce({_SIGNED.format("free")}, 0) <> p.free OR coalesce({_SIGNED.format("held")}, 0) <> p.held""",
    "the lots of a project add up to its balances": """
        SELECT p.id FROM projects p LEFT JOIN lots l ON l.project_id = p.id GROUP BY p.id
        HAVING coalesce(sum(l.free), 0) <> p.free OR coalesce(sum(l.held), 0) <> p.held""",
    "what came in, less what went out, is what is there": """
        SELECT project_id FROM transfers GROUP BY project_id HAVING
        sum(CASE WHEN debit IN ('bought', 'granted') THEN ssc WHEN credit IN ('bought', 'granted') THEN -ssc ELSE 0 END)
        - sum(CASE WHEN credit IN ('used', 'written_off') THEN ssc WHEN debit = 'used' THEN -ssc ELSE 0 END)
        <> (SELECT free + held FROM projects WHERE id = project_id)""",
    "the coverage that stands is what the journal granted and did not revoke": """
        (SELECT "grant", project_id, lower(days), upper(days), source, anchor FROM coverage
         EXCEPT SELECT id, project_id, start, "end", source, anchor FROM coverage_entries WHERE revokes IS NULL
            AND id NOT IN (SELECT revokes FROM coverage_entries WHERE revokes IS NOT NULL))
        UNION ALL
        (SELECT id, project_id, start, "end", source, anchor FROM coverage_entries WHERE revokes IS NULL
            AND id NOT IN (SELECT revokes FROM coverage_entries WHERE revokes IS NOT NULL)
         EXCEPT SELECT "grant", project_id, lower(days), upper(days), source, anchor FROM coverage)""",
    "covered periods never overlap": """
        SELECT a.project_id, a.days, b.days FROM coverage a JOIN coverage b ON a.project_id = b.project_id
        AND a."grant" < b."grant" AND a.days && b.days""",
    "a period of a contract stands once": """
        SELECT contract, start FROM settlements WHERE reason = 'extension'
        AND id NOT IN (SELECT settlement_id FROM voids) GROUP BY contract, start HAVING count(*) > 1""",
    "the periods of a contract follow each other from its start to where it is booked": """
        SELECT c.id FROM contracts c LEFT JOIN settlements s ON s.contract = c.id AND s.reason = 'extension'
            AND s.id NOT IN (SELECT settlement_id FROM voids)
        GROUP BY c.id HAVING coalesce(sum(s."end" - s.start), 0) <> c.booked_until - c.start
            OR coalesce(min(s.start), c.start) <> c.start OR coalesce(max(s."end"), c.start) <> c.booked_until""",
    "invoice numbers have no gap": """
        SELECT series, year FROM invoices GROUP BY series, year
        HAVING count(*) <> max(number) OR min(number) <> 1 OR count(DISTINCT number) <> count(*)""",
    "as many numbers are given as there are documents": """
        SELECT series, year, last FROM invoice_series s
        WHERE last <> (SELECT count(*) FROM (SELECT series, year FROM invoices UNION ALL SELECT 'Q', year FROM quotes
            UNION ALL SELECT 'DUN', year FROM dunning_letters UNION ALL SELECT 'FEE', year FROM fees) i
            WHERE i.series = s.series AND i.year = s.year)""",
    "what a settlement charged is what its lines were charged, and what was drawn for it": """
        SELECT s.id FROM settlements s WHERE s.ssc <> (SELECT coalesce(sum(c.ssc), 0) FROM charges c
            WHERE c.settlement_id = s.id) OR s.ssc <> (SELECT coalesce(sum(t.ssc), 0) FROM transfers t
            WHERE t.settlement = s.id AND t.credit = 'used')""",
    "the line of a voided addition was never alive": """
        SELECT l.id FROM voids v JOIN settlements s ON s.id = v.settlement_id JOIN charges c ON c.settlement_id = s.id
        JOIN license_lines l ON l.project_id = s.project_id AND l.number = c.line
        WHERE s.reason = 'addition' AND l.ended_on IS DISTINCT FROM l.added_on""",
    "an invoice is the net of its lines": """
        SELECT i.id FROM invoices i WHERE i.series = 'INV'
        AND i.net <> (SELECT sum(c.net) FROM charges c WHERE c.settlement_id = i.settlement
            OR c.settlement_id IN (SELECT settlement_id FROM invoice_sections WHERE invoice_id = i.id))""",
    "what was charged stands on one invoice, or waits for one": """
        SELECT s.id FROM settlements s WHERE (SELECT sum(net) FROM charges c WHERE c.settlement_id = s.id) > 0
        AND 1 <> (SELECT count(*) FROM invoices i WHERE i.settlement = s.id AND i.series = 'INV')
            + (SELECT count(*) FROM collected c WHERE c.settlement_id = s.id)""",
    "credit notes are never more than their invoice": """
        SELECT i.id FROM invoices i JOIN invoices n ON n.corrects = i.id
        GROUP BY i.id HAVING i.net + sum(n.net) < 0 OR i.tax + sum(n.tax) < 0""",
    "a contract is in the state its journal says": """
        SELECT c.id FROM contracts c WHERE c.status <> (SELECT e.status FROM contract_events e
            WHERE e.contract_id = c.id AND e.status <> '' ORDER BY e.id DESC LIMIT 1)""",
}


def broken_laws(which: Iterable[str] = ()) -> dict[str, list[tuple[Any, ...]]]:
    """The laws that do not hold, each with the rows that break it; all of them are asked, or those."""
    found = {law: rows(LAWS[law]) for law in which or LAWS}
    return {law: wrong for law, wrong in found.items() if wrong}
