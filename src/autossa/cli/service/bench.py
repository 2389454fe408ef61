"""`autossa bench checks`: how many checks of devices a second this machine answers."""

from typing import Annotated

import typer

from autossa.cli.answers import Json
from autossa.cli.boot import FAILED
from autossa.cli.output import fail, print_json, say

app = typer.Typer(no_args_is_help=True, help="Measure this installation's speed on this machine.")


@app.callback()
def group() -> None:
    """Measure this installation's speed on this machine."""


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
    from autossa.workbench.postgres.server import PostgresUnavailable

    try:
        found = measure(seconds=seconds, devices=devices, workers=workers, connections=connections, say=say)
    except PostgresUnavailable as error:
        fail(f"{error.message} {error.hint}", FAILED)
    facts = found.as_facts()
    if as_json:
        print_json(facts)
        return
    print(f"{devices:,} devices, {workers} web workers, {connections} at a time, {seconds:g} s")
    print(f"full checks     {facts['checks_per_s']:>8,.0f} a second   p95 {facts['p95_ms']:>6.1f} ms")
    print(f"bare look-up    {facts['bare_per_s']:>8,.0f} a second   p95 {facts['bare_p95_ms']:>6.1f} ms")
    print(f"errors          {facts['errors']:>8,}")
