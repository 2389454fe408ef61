"""`autossa terms`: versions of the terms and the service description, who accepted them, and who has not."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from autossa.cli.answers import Day, Json, ProjectName, answering, print_rows
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import BAD_INPUT, fail
from autossa.domain.billing.terms import TermsKind

if TYPE_CHECKING:
    from autossa.operations.vendor.terms.files import Content

app = typer.Typer(help="Versions of terms and service description, and who accepted them.", invoke_without_command=True)
Kind = Annotated[TermsKind, typer.Argument(help="terms, or service (the service description).")]
From = Annotated[str, typer.Option("--from", metavar="DATE", help="First day on which the version is in force.")]
File = Path | None


@app.callback()
def listing(context: typer.Context, as_json: Json = False) -> None:
    """List all versions, the newest first."""
    if context.invoked_subcommand is None:
        boot_ready()
        from autossa.queries.vendor.terms.staff import staff_versions

        rows = [
            {
                "version": f"{row.version.kind}-{row.version.number}",
                "from": row.version.starts_on.isoformat(),
                "phase": row.phase.value if row.phase else "withdrawn",
                "documents": [f"{one.language or '?'} {one.form.value} {one.id}" for one in row.version.documents],
            }
            for row in staff_versions(action_context().today)
        ]
        print_rows(rows, as_json=as_json)


@app.command()
def publish(
    kind: Kind,
    starts_on: From,
    en: Annotated[File, typer.Option("--en", metavar="FILE", help="In English: a .pdf, or a text in UTF-8.")] = None,
    de: Annotated[File, typer.Option("--de", metavar="FILE", help="In German: a .pdf, or a text in UTF-8.")] = None,
    nothing: Annotated[bool, typer.Option("--none", help="From that day on there is nothing to accept.")] = False,
    on: Day = None,
) -> None:
    """Publish a version from a day on, in one language or both."""
    files = {language: path for language, path in (("en", en), ("de", de)) if path is not None}
    if bool(files) == nothing:
        fail("give a file with --en or --de, or --none", BAD_INPUT)
    boot_ready()
    from autossa.operations.vendor.terms.versions import publish as do

    with answering("terms publish"):
        contents = {language: _content(path) for language, path in files.items()}
        do(kind=kind, starts_on=parse_day(starts_on), contents=contents, ctx=action_context(on))


@app.command()
def withdraw(kind: Kind, starts_on: From, reason: Annotated[str, typer.Option("--reason")], on: Day = None) -> None:
    """Withdraw a version that has not begun."""
    boot_ready()
    from autossa.operations.vendor.terms.versions import withdraw_version

    with answering("terms withdraw"):
        withdraw_version(kind=kind, starts_on=parse_day(starts_on), reason=reason, ctx=action_context(on))


@app.command()
def accepted(project: ProjectName, as_json: Json = False) -> None:
    """List what the contracts and orders of a project were placed with, by whom it was accepted, and when."""
    boot_ready()
    from autossa.queries.identifiers import find_project
    from autossa.queries.vendor.terms.acceptances import acceptances_of_project

    with answering("terms accepted"):
        rows = list(acceptances_of_project(find_project(project)))
        short = ("id", "day", "kind", "version", "accepted_by", "member_of", "organisation", "accepted_earlier")
        print_rows(rows if as_json else [{key: row[key] for key in short} for row in rows], as_json=as_json)


@app.command()
def lacking(kind: Kind, as_json: Json = False) -> None:
    """List the organisations with an open contract that have not accepted the newest version."""
    boot_ready()
    from autossa.queries.vendor.terms.concerned import all_lacking

    rows = [
        {"number": row.number, "name": row.name, "told_on": row.told_on.isoformat() if row.told_on else None}
        for row in all_lacking(kind)
    ]
    print_rows(rows, as_json=as_json)


def _content(path: Path) -> "Content":
    """A file by its ending. Ends the command where it cannot be read."""
    from autossa.operations.vendor.terms.files import MAX_PDF, pdf_content, text_content

    try:
        with path.open("rb") as file:
            data = file.read(MAX_PDF + 1)
        return pdf_content(data) if path.suffix.lower() == ".pdf" else text_content(data.decode())
    except OSError as error:
        fail(f"{path} cannot be read: {error.strerror}", BAD_INPUT)
    except UnicodeDecodeError:
        fail(f"{path} is no text in UTF-8; a PDF is named .pdf", BAD_INPUT)
