"""The books of many projects: how long each read and each export takes, and how much memory.

Alone: `python -m bench.books`. Two years of monthly invoices for each project, some credited, some from bought credits;
the rows are made by the database, since 1.2 million bookings through the use cases would take an hour.
"""

import argparse
import io
import json
import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

from autossa.workbench.postgres.server import PostgresUnavailable, Server
from autossa.workbench.runs_bench import databases
from bench import pointing

_FILLED = "bench_books"
TODAY = date(2026, 11, 29)

# A payer and a project each; 24 periods of a month up to the present one, ids in the order of time as ours are; every
# 40th invoice credited, and of every tenth project a lot that was bought, with twelve uses.
_FILL = """
SET session_replication_role = replica;
INSERT INTO price_lists (id, name, currency) VALUES (md5('list')::uuid, 'Bench', 'EUR');
INSERT INTO organisations (id, kind, name, number, street, more, post_code, city, country, vat_id, invoice_email,
        buyer_reference, language, needs_order_number, created_at)
    SELECT md5('o' || n)::uuid, 'customer', 'Payer ' || n, 'B' || n, '', '', '', '',
        CASE WHEN n %% 7 = 0 THEN 'FR' ELSE 'DE' END, CASE WHEN n %% 7 = 0 THEN 'FR12345678901' ELSE '' END, '', '',
        'en', false, now()
    FROM generate_series(1, %(count)s) n;
INSERT INTO projects (id, customer_id, name, price_list_id, free, held, next_lot, touched_on, parked_cause, created_at)
    SELECT md5('p' || n)::uuid, md5('o' || n)::uuid, 'Project', md5('list')::uuid, 0, 0, 26, %(today)s, '', now()
    FROM generate_series(1, %(count)s) n;
INSERT INTO invoices (id, project_id, settlement, payer, series, year, number, issued_on, reason, start, "end",
        price_list, currency, net, tax, gross, tax_rate, corrects, section, buyer, vat_category, order_number, due_on,
        booked_at)
    SELECT lpad(to_hex((23 - k) * %(count)s + n), 32, '0')::uuid, md5('p' || n)::uuid, md5('s' || n || '/' || k)::uuid,
        md5('o' || n)::uuid, 'INV', 2026, n * 24 + k, (%(today)s::date - 14 - k * interval '1 month')::date,
        'extension',
        (%(today)s::date - k * interval '1 month')::date, (%(today)s::date - (k - 1) * interval '1 month')::date,
        md5('list')::uuid, 'EUR', a.net, a.tax, a.net + a.tax, a.rate, NULL, 'Project',
        md5('b' || n)::uuid, CASE WHEN a.rate = 0 THEN 'AE' ELSE 'S' END, '',
        (%(today)s::date - k * interval '1 month')::date, now()
    FROM generate_series(1, %(count)s) n CROSS JOIN generate_series(0, 23) k
    CROSS JOIN LATERAL (SELECT 4000 + n %% 977 AS net, round((4000 + n %% 977) * r.rate) AS tax, r.rate
        FROM (SELECT CASE WHEN n %% 7 = 0 THEN 0 ELSE 0.19 END AS rate) r) a
    ORDER BY k DESC, n;
INSERT INTO invoices (id, project_id, settlement, payer, series, year, number, issued_on, reason, start, "end",
        price_list, currency, net, tax, gross, tax_rate, corrects, section, buyer, vat_category, order_number,
        booked_at)
    SELECT overlay(i.id::text PLACING '1' FROM 1 FOR 1)::uuid, project_id, settlement, payer,
        'CN', 2026, number, issued_on + 3, reason, start,
        "end", price_list, currency, -net, -tax, -gross, tax_rate, i.id, section, buyer, vat_category,
        order_number, now()
    FROM invoices i WHERE number %% 40 = 0;
INSERT INTO lots (project_id, number, source, ssc, free, held, paid, day)
    SELECT md5('p' || n)::uuid, 1, 'top_up', 100000, 40000, 0, 123456, (%(today)s::date - interval '1 year')::date
    FROM generate_series(10, %(count)s, 10) n;
INSERT INTO settlements (id, project_id, reason, day, start, "end", ssc, recharged, from_held, covers, revision,
        booked_at)
    SELECT md5('m' || n || '/' || k)::uuid, md5('p' || n)::uuid, 'manual',
        (%(today)s::date - k * interval '1 month')::date,
        (%(today)s::date - k * interval '1 month')::date, (%(today)s::date - (k - 1) * interval '1 month')::date,
        5000, 0, false, '', 0, now()
    FROM generate_series(10, %(count)s, 10) n CROSS JOIN generate_series(0, 11) k;
INSERT INTO transfers (id, project_id, day, kind, debit, credit, ssc, lots, lot_ssc, settlement, booked_at)
    SELECT md5('t' || id)::uuid, project_id, day, 'consume_extension', 'free', 'used', 5000, ARRAY[1],
        ARRAY[5000::bigint], id, now()
    FROM settlements
    UNION ALL SELECT md5('in' || project_id)::uuid, project_id, day, 'top_up', 'bought', 'free', ssc, ARRAY[1],
        ARRAY[ssc], NULL::uuid, now() FROM lots;
"""


def main() -> int:
    """Fill, measure, print. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m bench.books", description="How fast the books are.")
    parser.add_argument("--projects", type=int, default=50_000, metavar="N")
    parser.add_argument("--postgres", metavar="FOLDER", default=os.environ.get("AUTOSSA_POSTGRES_BIN"))
    parser.add_argument("--json", action="store_true", help="one JSON object a line instead of a table")
    options = parser.parse_args()
    try:
        with databases.server(options.postgres) as server, _filled(server, options.projects):
            for name, seconds, size in measure():
                _print(name, seconds, size, as_json=options.json)
    except PostgresUnavailable as error:
        print(f"bench: {error.message} {error.hint}", file=sys.stderr)
        return 1
    return 0


@contextmanager
def _filled(server: Server, projects: int) -> Iterator[None]:
    with databases.database(server, _FILLED) as addresses:
        print(f"bench: filling {projects:,} projects with 24 invoices each", file=sys.stderr)
        with databases.superuser(server, _FILLED) as connection:
            for statement in _FILL.split(";\n"):
                if statement.strip():
                    connection.execute(statement, {"count": projects, "today": TODAY})
        databases.settle_disk(server, _FILLED)
        pointing.use(addresses)
        yield
        pointing.leave()


def measure() -> Iterator[tuple[str, float, str]]:
    """What is measured, the seconds that it took, and how much came out."""
    from autossa.documents.books import tables
    from autossa.documents.books.beancount import beancount_lines
    from autossa.documents.books.datev.batch import Batch, datev_lines
    from autossa.documents.books.workbook import write_workbook
    from autossa.domain.billing.books.charts import Bookkeeping
    from autossa.domain.billing.books.vat import month_of
    from autossa.queries.billing.books.page import read_books
    from autossa.queries.billing.books.reading import Books, books

    october = month_of(date(2026, 10, 1))
    batch = Batch(october, "EUR", datetime(2026, 11, 2, tzinfo=UTC), Bookkeeping())

    def workbook(found: Books) -> str:
        file = io.BytesIO()
        write_workbook(file, found, october)
        return f"{len(file.getvalue()) // 1_000_000} MB"

    exports: dict[str, Callable[[Books], str]] = {
        "open items": lambda f: _count(tables.open_items_table(f.open_items(), f.payers, f.day).rows),
        "deferred ahead": lambda f: _count(tables.deferred_table(f.ahead()).rows),
        "VAT of a month": lambda f: _count(tables.vat_table(f.vat(october)).rows),
        "DATEV, a month": lambda f: _count(datev_lines(f, batch)),
        "Beancount, everything": lambda f: _count(beancount_lines(f)),
        "XLSX, a month": workbook,
    }
    yield "the page", *_timed(lambda: f"{len(read_books(TODAY, TODAY).receivables[0].most)} payers")
    for name, export in exports.items():

        def run(export: Callable[[Books], str] = export) -> str:
            with books(TODAY) as found:
                return export(found)

        yield name, *_timed(run)


def _timed(work: Callable[[], str]) -> tuple[float, str]:
    began = time.perf_counter()
    size = work()
    return time.perf_counter() - began, size


def _count(rows: Iterator[object]) -> str:
    return f"{sum(1 for _ in rows):,} lines"


def _print(name: str, seconds: float, size: str, *, as_json: bool) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if as_json:
        print(json.dumps({"what": name, "seconds": round(seconds, 2), "size": size, "peak_mb": peak}), flush=True)
    else:
        print(f"{name:<24}{seconds:>8.1f} s   {size:<18} peak {peak:,} MB", flush=True)


if __name__ == "__main__":
    sys.exit(main())
