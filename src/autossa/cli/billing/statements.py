"""`autossa payments import`: statements of the bank, each file whole or not at all."""

from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, BinaryIO

import typer

from autossa.cli.answers import REFUSED, Json, answering
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import BAD_INPUT, fail, print_json, say

if TYPE_CHECKING:
    from autossa.operations.billing.bank.importing import FileResult, Imported


def import_statements(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE…", help="Statements in the format camt.053 (XML), or ZIP archives of them."),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, keep nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Import bank statements and match what came with invoices and orders; exit code 1 where a file was refused."""
    boot_ready()
    from autossa.operations.billing.bank.importing import Upload
    from autossa.operations.orders import paid

    with ExitStack() as stack, answering("payments import", as_json=as_json):
        uploads = [Upload(path.name, _opened(path, stack)) for path in files]
        do = paid.plan_import if dry_run else paid.import_statements
        done = do(files=uploads, ctx=action_context())
    if as_json:
        for result in done.files:
            print_json(_facts(result))
        print_json({**_counts(done), "dry_run": dry_run})
    else:
        _print(done, dry_run=dry_run)
    if done.refused:
        raise typer.Exit(REFUSED)


def _opened(path: Path, stack: ExitStack) -> BinaryIO:
    try:
        return stack.enter_context(path.open("rb"))
    except OSError as error:
        fail(f"{path}: {error.strerror}", BAD_INPUT)


def _print(done: "Imported", *, dry_run: bool) -> None:
    from autossa.wording.billing.matching import file_result, settled

    if dry_run:
        print("nothing is kept; it would be:")
    for result in done.files:
        if result.refused:
            say(file_result(result.name, result.refused, result.new))
        else:
            print(file_result(result.name, result.refused, result.new))
    for sentence in settled(done.settled):
        print(sentence)


def _facts(result: "FileResult") -> dict[str, object]:
    return {
        "file": result.name,
        "refused": result.refused.fault.value if result.refused else None,
        "entries": result.entries,
        "new": result.new,
        "first": result.first.isoformat() if result.first else None,
        "last": result.last.isoformat() if result.last else None,
        "unexplained": result.unexplained,
    }


def _counts(done: "Imported") -> dict[str, object]:
    found = done.settled
    return {
        "matched": found.assigned,
        "orders": found.orders,
        "returned": found.returned,
        "refunds": found.refunds,
        "waiting": found.waiting,
    }
