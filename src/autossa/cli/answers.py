"""How a command answers: what was done as facts, a refusal or a wrong request as one sentence and an exit code."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated, Any
from uuid import UUID

import typer
from django.db import Error as DatabaseFault

from autossa.cli import terminal
from autossa.cli.boot import action_context
from autossa.cli.output import BAD_INPUT, fail, print_json
from autossa.domain.facts import facts_of, refusal_fact
from autossa.domain.projects import Outcome
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound, OperationError, Refused
from autossa.queries.errors import Unknown
from autossa.wording.database_faults import database_fault
from autossa.wording.timeline import brief_refusal, entry_lines

REFUSED = 1

Day = Annotated[str | None, typer.Option("--on", metavar="DATE", help="Act as of this day; default: today.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object per line.")]
ProjectName = Annotated[
    str, typer.Argument(metavar="PROJECT", help="Project ID (prj_…), or customer number/project name.")
]


@contextmanager
def answering(action: str, *, as_json: bool = False, kept: str = "") -> Iterator[None]:
    """Turn what a use case raises into one sentence on stderr and exit code 1 (refused) or 2 (bad input).

    `kept` says what is there when the database fails in the middle of what is more than one transaction.
    """
    try:
        yield
    except Refused as error:
        if as_json:
            print_json(refusal_fact(action, error.refusal))
            raise typer.Exit(REFUSED) from None
        fail(f"{action} is refused: {brief_refusal(error.refusal)}", REFUSED)
    except (Invalid, NotFound, Unknown) as error:
        fail(str(error), BAD_INPUT)
    except OperationError as error:
        fail(str(error), REFUSED)
    except DatabaseFault as error:
        fail(f"{database_fault(error)}; {kept}" if kept else database_fault(error), REFUSED)


def do(action: str, project: str, on: str | None, as_json: bool, act: Callable[[UUID, ActionContext], Outcome]) -> None:
    """A use case of a project, named on the command line, as of a day; prints what was done."""
    from autossa.queries.identifiers import find_project

    with answering(action, as_json=as_json):
        print_outcome(act(find_project(project), action_context(on)), as_json=as_json)


def print_outcome(outcome: Outcome, *, as_json: bool) -> None:
    """What was done, catch-up included."""
    for entry in outcome.entries:
        if as_json:
            for fact in facts_of(entry):
                print_json({"date": entry.day.isoformat(), **fact})
        else:
            for kind, text in entry_lines(entry):
                terminal.row(entry.day.isoformat(), kind, text)


def print_rows(rows: list[dict[str, Any]], *, as_json: bool, right: tuple[str, ...] = ()) -> None:
    """Rows as a table, or one JSON object each."""
    if as_json:
        for row in rows:
            print_json(row)
    elif rows:
        columns = list(rows[0])
        shown = [[_shown(row[column]) for column in columns] for row in rows]
        terminal.table([columns, *shown], right=[columns.index(column) for column in right])
    else:
        print("nothing to show")


def _shown(value: Any) -> str:
    """A cell: what there is several of in one line, `L1 420, L2 2`."""
    if isinstance(value, dict):
        return _shown([f"{name} {_shown(one)}" for name, one in value.items()])
    if isinstance(value, list | tuple):
        return _shown(", ".join(map(_shown, value)))
    return "–" if value is None or value == "" else str(value)
