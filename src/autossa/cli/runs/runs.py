"""`autossa runs`: what the daily runs did; let a halted one go on or stop it; void one whole, by two people."""

from collections.abc import Callable
from typing import Annotated

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.billing.payments.naming import NeededPerson, acting_as
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import print_json

app = typer.Typer(help="Daily runs: what they did, halted ones, and voiding one.", no_args_is_help=True)

Run = Annotated[str, typer.Argument(metavar="RUN", help="run_…; see `autossa runs list`.")]
Voiding = Annotated[str, typer.Argument(metavar="VOIDING", help="rvo_…; see `autossa runs voidings`.")]
Reason = Annotated[str, typer.Option("--reason", help="Why; it is kept.")]


@app.command("list")
def listing(as_json: Json = False) -> None:
    """List the latest runs, the newest first."""
    boot_ready()
    from autossa.queries.runs.history import last_runs

    rows = [
        {
            "run": row.id, "day": row.day.isoformat(), "state": row.state, "projects": row.projects,
            "periods": row.periods, "parked": row.parked, "left": row.unbooked, "findings": row.findings,
            "cause": row.cause,
        }
        for row in last_runs(100)
    ]  # fmt: skip
    print_rows(rows, as_json=as_json, right=("projects", "periods", "parked", "left", "findings"))


@app.command()
def allow(run: Run, reason: Reason, as_json: Json = False) -> None:
    """Continue a run that was halted or stopped; the worker, or `autossa run`, begins it."""
    boot_ready()
    from autossa.operations.runs.safety import opening

    _decide("runs allow", opening.allow, run, reason, as_json=as_json)
    _say(run, "continues", as_json=as_json)


@app.command()
def stop(run: Run, reason: Reason, as_json: Json = False) -> None:
    """Have a halted run book nothing; the run of the next day is checked again."""
    boot_ready()
    from autossa.operations.runs.safety import opening

    _decide("runs stop", opening.stop, run, reason, as_json=as_json)
    _say(run, "stopped", as_json=as_json)


@app.command()
def voidable(run: Run, as_json: Json = False) -> None:
    """Show what voiding a run would void, and what of it cannot be voided."""
    boot_ready()
    from autossa.queries.access import read_key
    from autossa.queries.runs.safety.voidable import read_voidable

    with answering("runs voidable", as_json=as_json):
        found = read_voidable(read_key("run", run), action_context().today)
    rows = [
        {"project": row.project, "from": row.start.isoformat(), "until": row.end.isoformat(), "why": row.why}
        for row in found.kept_rows
    ]
    if as_json:
        print_json({"periods": found.periods, "projects": found.projects, "kept": found.kept, "kept_rows": rows})
        return
    print(f"{found.periods} periods of {found.projects} projects can be voided, {found.kept} periods cannot.")
    if rows:
        print_rows(rows, as_json=False)


@app.command()
def void(run: Run, reason: Reason, person: NeededPerson, as_json: Json = False) -> None:
    """Propose to void a whole run; another person approves."""
    boot_ready()
    from autossa.operations.runs.safety import voiding
    from autossa.queries.access import read_key
    from autossa.queries.runs.safety.voidable import voiding_name

    with answering("runs void", as_json=as_json):
        key = voiding.propose(run=read_key("run", run), reason=reason, ctx=acting_as(person, None))
    _say(voiding_name(key), "another person has to approve it", as_json=as_json)


@app.command()
def voidings(as_json: Json = False) -> None:
    """List the runs that are to be voided: proposed, or not done yet."""
    boot_ready()
    from autossa.queries.runs.safety.voidable import waiting_voidings

    rows = [
        {
            "voiding": row.id, "run": row.run, "day": row.day.isoformat(), "state": row.state, "by": row.proposed_by,
            "voided": row.voided, "reason": row.reason,
        }
        for row in waiting_voidings(None)
    ]  # fmt: skip
    print_rows(rows, as_json=as_json, right=("voided",))


@app.command()
def approve(voiding: Voiding, person: NeededPerson, as_json: Json = False) -> None:
    """Approve that a run is voided, and void it; broken off, `autossa runs continue` does the rest."""
    boot_ready()
    from autossa.operations.runs.safety import voiding as operations
    from autossa.queries.access import read_key

    with answering("runs approve", as_json=as_json, kept="what was voided until then stays voided"):
        key, ctx = read_key("rvo", voiding), acting_as(person, None)
        operations.approve(voiding=key, ctx=ctx)
        done = operations.carry_out(voiding=key, ctx=ctx)
    _say(voiding, f"{done.voided} periods voided, {done.kept} cannot be", as_json=as_json)
    if done.kept:
        raise typer.Exit(1)


@app.command()
def decline(voiding: Voiding, person: NeededPerson, as_json: Json = False) -> None:
    """Decline that a run is voided."""
    boot_ready()
    from autossa.operations.runs.safety import voiding as operations
    from autossa.queries.access import read_key

    with answering("runs decline", as_json=as_json):
        operations.decline(voiding=read_key("rvo", voiding), ctx=acting_as(person, None))
    _say(voiding, "declined", as_json=as_json)


@app.command("continue")
def go_on(as_json: Json = False) -> None:
    """Continue to void runs where that was approved and broken off; the worker does it by itself."""
    boot_ready()
    from autossa.operations.runs.safety import voiding as operations

    with answering("runs continue", as_json=as_json, kept="what was voided until then stays voided"):
        count = operations.carry_out_approved(ctx=action_context())
    _say("runs", f"{count} periods voided", as_json=as_json)


@app.command()
def mails(person: NeededPerson, off: Annotated[bool, typer.Option("--off")] = False, as_json: Json = False) -> None:
    """Say whether somebody wants e-mails about runs that need attention."""
    boot_ready()
    from autossa.operations.runs.safety.readers import want_mails

    with answering("runs mails", as_json=as_json):
        want_mails(wanted=not off, ctx=acting_as(person, None))
    _say(person, "gets none" if off else "gets e-mails about runs", as_json=as_json)


def _decide(name: str, deed: Callable[..., None], run: str, reason: str, *, as_json: bool) -> None:
    from autossa.queries.access import read_key

    with answering(name, as_json=as_json):
        deed(run=read_key("run", run), reason=reason, ctx=action_context())


def _say(what: str, done: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"id": what, "done": done})
    else:
        print(f"{what}: {done}")
