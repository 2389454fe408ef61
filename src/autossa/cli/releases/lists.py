"""`autossa releases import`: a list of releases, tried first if wanted."""

from pathlib import Path
from typing import Annotated

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import BAD_INPUT, fail, say

MOST_BYTES = 20_000_000


def import_list(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV in UTF-8; its first line names the columns.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be done, and do nothing.")] = False,
    publish: Annotated[bool, typer.Option("--publish", help="Publish what is imported, too.")] = False,
    as_json: Json = False,
) -> None:
    """Import a list of releases, all of it or nothing.

    Columns: product, branch, version, released_on; if wanted class, channel, features, requires, supported_until and
    notes.
    """
    text = _read(file)
    boot_ready()
    from autossa.operations.releases import imports
    from autossa.operations.releases.lists import ListRefused

    with answering("releases import"):
        try:
            steps = (
                imports.plan_import(text, publish=publish)
                if dry_run
                else imports.import_list(text, publish=publish, ctx=action_context())
            )
        except ListRefused as refused:
            for problem in refused.problems:
                say(f"line {problem.line}{problem.column and f', {problem.column}'}: {problem.error}")
            fail("nothing was imported", BAD_INPUT)
    rows = [
        {"line": step.listed.line, "product": step.listed.product, "name": step.name, "step": step.deed.value}
        for step in steps
    ]
    print_rows(rows, as_json=as_json, right=("line",))
    if dry_run:
        say("this was a dry run, nothing was changed")


def _read(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            data = opened.read(MOST_BYTES + 1)
    except OSError as error:
        fail(f"{file} cannot be read: {error.strerror}")
    if len(data) > MOST_BYTES:
        fail(f"{file} is larger than {MOST_BYTES // 1_000_000} MB; import it in parts")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fail(f"{file} is not UTF-8 (byte {error.start + 1}); save it as CSV UTF-8")
