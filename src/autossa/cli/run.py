"""`autossa run`: the daily run, its preview, and retrying what was parked."""

from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from multiprocessing import get_context
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from autossa.cli.answers import Json, answering, print_outcome, print_rows
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import fail, print_json, say
from autossa.domain.amounts import show
from autossa.domain.currencies import places_of

_FORESEEN = timedelta(days=366)


def command(
    today: Annotated[str | None, typer.Option("--today", metavar="DATE", help="Run for this day.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be booked; write nothing.")] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Number of processes sharing the work.")] = 1,
    retry: Annotated[str | None, typer.Option("--retry", metavar="PROJECT", help="Run a parked project again.")] = None,
    as_json: Json = False,
) -> None:
    """Book everything that is due. Repeating a run books nothing twice; missed days are caught up."""
    boot_ready()
    if dry_run:
        _preview(today, as_json=as_json)
    elif retry:
        _retry(retry, today, as_json=as_json)
    elif workers == 1:
        _report(*_run_here(today), today, as_json=as_json)
    else:
        _report(*_run_in(workers, today), today, as_json=as_json)


def work(today: str | None) -> tuple[int, int, int]:
    """One worker's share: projects visited, periods booked, projects parked."""
    boot_ready()
    from autossa.operations.runs import renewals

    report = renewals.run(ctx=action_context(today))
    return report.projects, report.periods, report.parked


def _run_here(today: str | None) -> tuple[int, int, int]:
    from autossa.operations.runs import renewals
    from autossa.queries.runs.due import count_due

    ctx = action_context(today)
    with answering("run"), _progress() as progress:
        task = progress.add_task("projects", total=count_due(ctx.today))
        report = renewals.run(ctx=ctx, progress=lambda done: progress.advance(task, done))
    return report.projects, report.periods, report.parked


def _run_in(workers: int, today: str | None) -> tuple[int, int, int]:
    with answering("run"), ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        shares = list(pool.map(work, [today] * workers))
    projects, periods, parked = (sum(share[i] for share in shares) for i in range(3))
    return projects, periods, parked


def _report(projects: int, periods: int, parked: int, today: str | None, *, as_json: bool) -> None:
    from autossa.queries.runs.due import count_waiting_for_price

    waiting = count_waiting_for_price(action_context(today).today)
    if as_json:
        print_json({"projects": projects, "periods": periods, "parked": parked, "waiting_for_price": waiting})
    else:
        print(f"{projects} projects processed, {periods} periods booked, {parked} parked.")
    if waiting:
        say(f"{waiting} projects are waiting for a price; set one with `autossa prices set`")
    if parked:
        say("some projects are parked: see `autossa projects --parked`, fix the cause, then `run --retry PROJECT`")
    if waiting or parked:
        raise typer.Exit(1)


def _preview(today: str | None, *, as_json: bool) -> None:
    from autossa.queries.runs.previews import preview_run

    now = action_context().today
    day = parse_day(today) if today else now
    if day > now + _FORESEEN:
        fail(f"{day} is more than a year after today, {now}: no run is previewed that far")
    rows = [
        {
            "project": item.project,
            "from": item.start.isoformat(),
            "until": item.end.isoformat(),
            "ssc": show(item.ssc),
            "from_balance": show(item.from_balance),
            "gross": show(item.gross, places_of(item.currency)),
            "currency": item.currency,
            "collective_invoice_on": item.collective_on.isoformat() if item.collective_on else None,
        }
        for item in preview_run(day)
    ]
    print_rows(rows, as_json=as_json, right=("ssc", "from_balance", "gross"))


def _retry(project: str, today: str | None, *, as_json: bool) -> None:
    from autossa.operations.runs import renewals
    from autossa.queries.identifiers import find_project

    with answering("run --retry", as_json=as_json):
        outcome = renewals.retry(project=find_project(project), ctx=action_context(today))
        print_outcome(outcome, as_json=as_json)


def _progress() -> Progress:
    """A bar on stderr, only where somebody looks."""
    console = Console(stderr=True)
    columns = (SpinnerColumn(), *Progress.get_default_columns()[:-1], TimeElapsedColumn(), TextColumn(""))
    return Progress(*columns, console=console, disable=not console.is_terminal, transient=True)
