"""`python -m bench`: measure, and print what came out."""

import argparse
import os
import sys

from autossa.workbench.postgres.server import PostgresUnavailable, Server
from autossa.workbench.runs_bench import databases, fill, measure, processors
from bench import moments, pointing, portal, report

_FILLED = "bench_filled"


def main() -> int:
    """Measure what the options ask for. Returns the exit code."""
    options = _options()
    try:
        with databases.server(options.postgres) as server:
            figures = _bench(server, options)
            pages = [] if options.without_portal else portal.measure(server, _portal_sizes(options))
    except PostgresUnavailable as error:
        print(f"bench: {error.message} {error.hint}", file=sys.stderr)
        return 1
    if options.json:
        print(report.as_json(figures, pages))
        return 0
    print(report.as_table(figures))
    if pages:
        print("", portal.as_table(pages), sep="\n")
    return 0


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description="How fast run and pages are.")
    parser.add_argument("--sizes", type=int, nargs="+", metavar="N", help="numbers of contracts, multiples of 40")
    parser.add_argument(
        "--quick", action="store_true", help="5,000 contracts and projects only: a minute and a half instead of five"
    )
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2], metavar="N")
    parser.add_argument(
        "--postgres",
        metavar="FOLDER",
        default=os.environ.get("AUTOSSA_POSTGRES_BIN"),
        help="binaries of another PostgreSQL, such as /usr/lib/postgresql/15/bin",
    )
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="measure N times, keep the quickest")
    parser.add_argument("--without-portal", action="store_true", help="the run alone, not the pages")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of a table")
    options = parser.parse_args()
    options.sizes = options.sizes or ([5_000] if options.quick else [5_000, 20_000, 80_000])
    if any(size < fill.BLOCK or size % fill.BLOCK for size in options.sizes):
        parser.error(f"--sizes: multiples of {fill.BLOCK}")
    return options


def _portal_sizes(options: argparse.Namespace) -> tuple[int, ...]:
    return portal.SIZES[:1] if options.quick else portal.SIZES


def _bench(server: Server, options: argparse.Namespace) -> report.Figures:
    measured = []
    if processors.are_busy():
        _say("the machine is busy with something else: times will be too long")
    for contracts in options.sizes:
        with databases.database(server, _FILLED) as addresses:
            _say(f"filling a database with {contracts:,} contracts")
            measure.fill_database(server, _FILLED, addresses, contracts)
            for workers in options.workers:
                _say(
                    f"running {contracts:,} contracts with {workers} worker{'s' if workers > 1 else ''}, then the limit"
                )
                attempts = [measure.measure(server, _FILLED, contracts, workers) for _ in range(options.repeat)]
                measured.append(measure.best(attempts))
            if contracts == options.sizes[0]:
                _say("timing single things")
                pointing.use(addresses)
                planning_us = moments.planning_microseconds()
                latencies = moments.use_case_latencies()
                pointing.leave()
    ten_years = moments.ten_years_milliseconds()
    return report.Figures(databases.version(server), measured, planning_us, ten_years, latencies)


def _say(sentence: str) -> None:
    print(f"bench: {sentence}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
