"""`autossa bench`: how many renewals, checks, documents and bank entries this machine gets through a second."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from autossa.cli.answers import Json
from autossa.cli.boot import FAILED, boot, set_up
from autossa.cli.output import fail, print_json, say

app = typer.Typer(no_args_is_help=True, help="Measure this installation's speed on this machine.")


@app.callback()
def group() -> None:
    """Measure this installation's speed on this machine."""


@contextmanager
def _on_a_server() -> Iterator[None]:
    """What needs PostgreSQL ends in one sentence where there is none."""
    from autossa.workbench.postgres.server import PostgresUnavailable

    try:
        yield
    except PostgresUnavailable as error:
        fail(f"{error.message} {error.hint}", FAILED)


@app.command("run")
def run(
    contracts: Annotated[int, typer.Option(min=40, max=1_000_000, help="How many contracts have a period due.")] = 5000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Number of processes sharing the work.")] = 1,
    as_json: Json = False,
) -> None:
    """Run a day, and copy the rows it wrote once more, in throwaway databases on a server of their own."""
    from autossa.workbench.runs_bench.measure import run_bench

    with _on_a_server():
        facts = run_bench(contracts, workers, say).as_facts()
    if as_json:
        print_json(facts)
        return
    print(f"{contracts:,} contracts, {workers} worker{'s' if workers > 1 else ''}, {facts['rows']:,} rows")
    print(f"renewals        {facts['renewals_per_s']:>8,.0f} a second   peak {facts['peak_mb']:.0f} MB a worker")
    print(f"COPY alone      {facts['copy_limit_per_s']:>8,.0f} a second   the same rows, without our triggers")
    print(f"ratio           {facts['ratio']:>8.2f}")


@app.command("fill")
def fill(
    projects: Annotated[int, typer.Option(min=40, max=2_000_000, help="How many projects, of five lines each.")],
    as_json: Json = False,
) -> None:
    """Make a database with so many projects, each with a period due, on a server of its own; the next replaces it."""
    from autossa.workbench.runs_bench.fill import DUE
    from autossa.workbench.runs_bench.measure import keep_filled

    began = time.monotonic()
    with _on_a_server():
        addresses = keep_filled(projects)
    seconds = round(time.monotonic() - began, 1)
    if as_json:
        print_json({"projects": projects, "seconds": seconds, "database_url": addresses.app, "due_on": str(DUE)})
        return
    print(f"{projects:,} projects in {seconds:,.0f} s. To run their day:")
    print(f"DATABASE_URL={addresses.app} autossa run --today {DUE} --allow bench --workers 2")


@app.command("checks")
def checks(
    seconds: Annotated[float, typer.Option(min=1, max=600, help="How long to ask.")] = 10,
    devices: Annotated[int, typer.Option(min=20, max=200_000, help="How many devices there are.")] = 10_000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Number of server processes.")] = 2,
    connections: Annotated[int, typer.Option(min=1, max=500, help="How many devices ask at a time.")] = 16,
    as_json: Json = False,
) -> None:
    """Ask the real server what devices may install, and look the same row up, nothing else, in a throwaway database."""
    from autossa.workbench.checks_bench.measuring import measure

    with _on_a_server():
        found = measure(seconds=seconds, devices=devices, workers=workers, connections=connections, say=say)
    facts = found.as_facts()
    if as_json:
        print_json(facts)
        return
    print(f"{devices:,} devices, {workers} web workers, {connections} at a time, {seconds:g} s")
    print(f"full checks     {facts['checks_per_s']:>8,.0f} a second   p95 {facts['p95_ms']:>6.1f} ms")
    print(f"bare look-up    {facts['bare_per_s']:>8,.0f} a second   p95 {facts['bare_p95_ms']:>6.1f} ms")
    print(f"errors          {facts['errors']:>8,}")


@app.command("reads")
def reads(
    seconds: Annotated[float, typer.Option(min=1, max=600, help="How long to ask.")] = 10,
    projects: Annotated[int, typer.Option(min=1, max=20_000, help="How many projects there are.")] = 250,
    workers: Annotated[int, typer.Option(min=1, max=64, help="Number of server processes.")] = 2,
    connections: Annotated[int, typer.Option(min=1, max=500, help="How many programs ask at a time.")] = 16,
    as_json: Json = False,
) -> None:
    """Read projects through the API of the real server, each with a token, in a throwaway database."""
    from autossa.workbench.checks_bench.reading import measure_reads

    with _on_a_server():
        found = measure_reads(seconds=seconds, projects=projects, workers=workers, connections=connections, say=say)
    facts = found.as_facts()
    if as_json:
        print_json(facts)
        return
    print(f"{projects:,} projects, {workers} web workers, {connections} at a time, {seconds:g} s")
    print(f"project reads   {facts['reads_per_s']:>8,.0f} a second   p95 {facts['p95_ms']:>6.1f} ms")
    print(f"errors          {facts['errors']:>8,}")


@app.command("documents")
def documents(
    seconds: Annotated[float, typer.Option(min=1, max=600, help="How long to make documents.")] = 10,
    as_json: Json = False,
) -> None:
    """Make invoices in one process, each as PDF, CII and UBL; nothing is stored."""
    set_up()
    from autossa.workbench.documents_bench import measure

    facts = measure(seconds).as_facts()
    if as_json:
        print_json(facts)
        return
    print(f"documents       {facts['documents_per_s']:>8,.1f} a second   one worker, PDF, CII and UBL of each")
    print(f"of a processor  {facts['documents_per_cpu_s']:>8,.1f} a second   where nothing else runs beside")
    print(f"made            {facts['documents']:>8,}   with {facts['lines']:,} lines, in {facts['seconds']:g} s")


@app.command("bank")
def bank(
    entries: Annotated[
        int, typer.Option(min=120, max=1_000_000, help="How many entries the statements have.")
    ] = 100_000,
    as_json: Json = False,
) -> None:
    """Read ten years of account statements from an archive, in one process; nothing is stored."""
    set_up()
    from autossa.workbench.bank.bench import measure
    from autossa.workbench.bank.statements import Version

    facts = measure(entries, Version.V08).as_facts()
    if as_json:
        print_json(facts)
        return
    print(f"entries read    {facts['entries_per_s']:>8,} a second   {facts['entries']:,} in {facts['seconds']:g} s")
    print(f"of a processor  {facts['entries_per_cpu_s']:>8,} a second   where nothing else runs beside")
    print(f"memory          {facts['peak_bytes'] / 1e6:>8,.1f} MB         for what was read, at most")
    print(f"process         {facts['process_bytes'] / 1e6:>8,.1f} MB         with Python, the archive and all else")


@app.command("imports")
def imports(
    entries: Annotated[
        int, typer.Option(min=120, max=1_000_000, help="How many entries the statements have.")
    ] = 100_000,
    as_json: Json = False,
) -> None:
    """Import ten years of account statements and match them, in a throwaway database of the scratch server."""
    from autossa.workbench import scratch_databases

    name = f"bench_imports_{secrets.token_hex(4)}"
    with _on_a_server():
        addresses = scratch_databases.fresh_database(name)
    try:
        boot(addresses)
        facts = _measured_import(entries)
    finally:
        scratch_databases.drop(addresses, name)
    if as_json:
        print_json(facts)
        return
    print(f"imported        {facts['entries_per_s']:>8,} a second   {facts['entries']:,} in {facts['seconds']:g} s")
    print(f"of a processor  {facts['entries_per_cpu_s']:>8,} a second   of this process, the database beside it")
    print(f"once more       {facts['again_per_s']:>8,} a second   nothing is new then")
    print(f"matched         {facts['matched']:>8,}            {facts['waiting']:,} wait")
    print(f"process         {facts['process_bytes'] / 1e6:>8,.1f} MB         with Python, the archive and all else")


def _measured_import(entries: int) -> dict[str, float | int]:
    from django.db import connections

    from autossa.workbench.bank.imports_bench import measure_import
    from autossa.workbench.quiet import unaudited

    try:
        with unaudited():
            return measure_import(entries).as_facts()
    finally:
        connections.close_all()
