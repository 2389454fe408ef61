"""`autossa run`: the daily run, its preview, and retrying what was parked."""

from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import partial
from multiprocessing import get_context
from typing import Annotated, Any
from uuid import UUID

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from autossa.cli.answers import Json, answering, print_outcome, print_rows
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import fail, print_json, say
from autossa.domain.amounts import show
from autossa.domain.currencies import places_of
from autossa.workbench.parents import end_with_parent

_FORESEEN = timedelta(days=366)
_KEPT = "what was booked until then stays booked, and the next run books the rest"


def command(
    today: Annotated[str | None, typer.Option("--today", metavar="DATE", help="Run for this day.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be booked; write nothing.")] = False,
    workers: Annotated[int, typer.Option("--workers", min=1, max=64, help="Number of processes sharing the work.")] = 1,
    retry: Annotated[
        str | None, typer.Option("--retry", metavar="PROJECT", help="Run a parked project again, however much is due.")
    ] = None,
    allow: Annotated[
        str, typer.Option("--allow", metavar="REASON", help="Continue a halted run, or run for a day long past.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Book everything that is due. Repeating a run books nothing twice; missed days are caught up.

    A run that is far from what was foreseen halts before it books anything. Exit code 1 where something due is left.
    """
    boot_ready()
    if dry_run:
        _preview(today, as_json=as_json)
    elif retry:
        _retry(retry, today, as_json=as_json)
    else:
        _run(workers, today, allow, as_json=as_json)


def work(today: str | None, run: str) -> tuple[int, int, int]:
    """One worker's share of an open run: projects visited, periods booked, projects parked."""
    boot_ready()
    from autossa.operations.runs import renewals

    done = renewals.book_due(run=UUID(run), ctx=action_context(today))
    return done.projects, done.periods, done.parked


def _run(workers: int, today: str | None, allow: str, *, as_json: bool) -> None:
    from autossa.operations.runs import renewals
    from autossa.queries.runs.due import count_due

    ctx = action_context(today)
    with answering("run", kept=_KEPT), _progress() as progress:
        task = progress.add_task("projects", total=count_due(ctx.today))
        report = renewals.run(
            ctx=ctx,
            progress=lambda done: progress.advance(task, done),
            reason=allow,
            book=None if workers == 1 else partial(_share_out, workers, today),
        )
    _say_what_was_done(report, ctx.today, as_json=as_json)


def _share_out(workers: int, today: str | None, run: UUID) -> Any:
    from autossa.operations.runs import renewals

    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=end_with_parent) as pool:
        shares = list(pool.map(work, [today] * workers, [str(run)] * workers))
    return renewals.Booked(*(sum(share[place] for share in shares) for place in range(3)))


def _say_what_was_done(report: Any, day: date, *, as_json: bool) -> None:
    from autossa.queries.runs.safety.skipped import read_skipped

    skipped = read_skipped(day)
    if as_json:
        print_json(
            {
                "run": skipped.run_name(report.run), "projects": report.projects, "periods": report.periods,
                "parked": report.parked, "waiting_for_price": skipped.waiting_for_price, "held": skipped.held,
                "parked_before": skipped.parked - report.parked, "findings": report.findings,
            }
        )  # fmt: skip
    else:
        print(f"{report.projects} projects processed, {report.periods} periods booked, {report.parked} parked.")
    if skipped.held:
        say(f"Due and held by another process: {skipped.held}; run again once it is done")
    if skipped.waiting_for_price:
        say(f"Due and waiting for a price: {skipped.waiting_for_price}; set one with `autossa prices set`")
    if skipped.parked:
        say(
            f"Due and parked: {skipped.parked}; see `autossa projects --parked`, fix the cause, then"
            " `run --retry PROJECT`"
        )
    if report.findings:
        say(f"Findings among the projects that were recomputed: {report.findings}; see `autossa verify`")
    if skipped.is_any or report.findings:
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
            "net_before": show(item.difference.net_before, places_of(item.currency)) if item.difference else None,
            "difference": show(item.difference.net, places_of(item.currency)) if item.difference else None,
            "why": [why.value for why in item.difference.why] if item.difference else [],
            "collective_invoice_on": item.collective_on.isoformat() if item.collective_on else None,
        }
        for item in preview_run(day)
    ]
    print_rows(rows, as_json=as_json, right=("ssc", "from_balance", "gross", "net_before", "difference"))


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
