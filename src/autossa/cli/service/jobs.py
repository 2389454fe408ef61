"""`autossa jobs`: what failed in the queues and why, what waits; tried again, or given up."""

from collections.abc import Callable
from typing import Annotated

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import print_json

app = typer.Typer(help="Jobs: what failed and why, what is waiting, what is running.", no_args_is_help=True)

Job = Annotated[str, typer.Argument(metavar="JOB", help="Its number; see `autossa jobs list`.")]


@app.command("list")
def listing(
    failed: Annotated[bool, typer.Option("--failed", help="Only jobs that failed.")] = False,
    as_json: Json = False,
) -> None:
    """List jobs, newest first."""
    boot_ready()
    from autossa.queries.runs.jobs import all_jobs, troubled_jobs

    rows = [
        {
            "job": row.id,
            "queue": row.queue,
            "task": row.what,
            "state": row.state,
            "attempts": row.attempts,
            "next_try": row.next_try.isoformat(timespec="seconds") if row.next_try else "",
            "cause": row.cause,
        }
        for row in (troubled_jobs() if failed else all_jobs())
    ]
    print_rows(rows, as_json=as_json, right=("job", "attempts"))


@app.command()
def retry(job: Job, as_json: Json = False) -> None:
    """Try a job again at once that failed, or waits for its next try."""
    boot_ready()
    from autossa.operations.runs import queue

    _do("retry", job, queue.retry)
    _say("a worker does it within some seconds", job, as_json=as_json)


@app.command()
def cancel(job: Job, as_json: Json = False) -> None:
    """Give a job up; what is due all the same comes again with the next one."""
    boot_ready()
    from autossa.operations.runs import queue

    _do("cancel", job, queue.cancel)
    _say("given up", job, as_json=as_json)


def _do(name: str, job: str, deed: Callable[..., None]) -> None:
    from autossa.queries.runs.jobs import find_job

    with answering(f"jobs {name}"):
        deed(job=find_job(job), ctx=action_context())


def _say(done: str, job: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"job": int(job)})
    else:
        print(f"Job {job}: {done}.")
