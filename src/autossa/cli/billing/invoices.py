"""`autossa invoices`: list and show documents, write their files, make those that are missing."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from autossa.cli.answers import REFUSED, Day, Json, answering, print_rows
from autossa.cli.billing import collective, listing
from autossa.cli.billing.picks import read_pick
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import fail, print_json, write_file
from autossa.domain import amounts

app = typer.Typer(help="Invoices and credit notes, and their files.", no_args_is_help=True)

app.command("list")(listing.listing)
app.command("mail")(listing.mail)
app.command("cycle")(collective.cycle)
app.command("waiting")(collective.waiting)
app.command("lines")(collective.lines)

Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Such as INV-2026-000017, or inv_….")]


class Form(StrEnum):
    """The files of a document: PDF with the XML in it, or the XML alone in either syntax."""

    PDF = "pdf"
    CII = "cii"
    UBL = "ubl"


@app.command()
def show(number: Number, as_json: Json = False) -> None:
    """Show all that a document says, line by line, and which files of it are kept."""
    boot_ready()
    from autossa.queries.billing.document_files import find_invoice, invoice_facts

    with answering("invoices show", as_json=as_json):
        facts = invoice_facts(find_invoice(number))
    if as_json:
        print_json(facts)
        return
    lines, files = facts.pop("lines"), facts.pop("files")
    print_rows([{"fact": name, "value": value} for name, value in facts.items()], as_json=False)
    print_rows(lines, as_json=False, right=("quantity", "needed", "from_balance", "invoiced", "net"))
    print_rows(files, as_json=False, right=("size",))


@app.command()
def document(
    number: Number,
    form: Annotated[Form, typer.Option("--format", help="pdf, cii or ubl.")] = Form.PDF,
    output: Annotated[
        Path | None, typer.Option("--output", help="The file to write; without it, or with -, to stdout.")
    ] = None,
) -> None:
    """Write a document as a file; it is made first where it was not yet."""
    boot_ready()
    from autossa.documents.billing.rendering import Format
    from autossa.operations.billing import documents
    from autossa.queries.billing.document_files import find_invoice

    with answering("invoices document"):
        try:
            content = documents.file_of(invoice=find_invoice(number), form=Format(form.value), ctx=action_context())
        except (documents.FileDamaged, documents.FileNotTheSame) as error:
            fail(str(error), REFUSED)
    write_file(content, output)


@app.command()
def credit(
    number: Number,
    reason: Annotated[str, typer.Option("--reason", help="Why; who pays reads it.")],
    line: Annotated[
        list[str] | None,
        typer.Option(
            "--line",
            metavar="LINE[=AMOUNT|=QUANTITYx]",
            help="Line 2 whole: 2; 10.00 net of it: 2=10.00; the share of 5: 2=5x. Without it: all that is left.",
        ),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be credited, issue nothing.")] = False,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Issue a credit note for an invoice: money alone, coverage and credits stay as they are."""
    boot_ready()
    from autossa.operations.billing import credit_notes
    from autossa.queries.billing.document_files import find_invoice
    from autossa.queries.billing.issued.credit_notes import creditable

    with answering("invoices credit", as_json=as_json):
        ctx = action_context(on)
        found = creditable(find_invoice(number))
        picks = [read_pick(text, found.places) for text in line or ()]
        plan, issued = credit_notes.planned(found, picks), ""
        if not dry_run:
            issued = credit_notes.credit(invoice=found.key, picks=picks, reason=reason, ctx=ctx)
    said_of = {name: amounts.show(getattr(plan, name), found.places) for name in ("net", "tax", "gross")}
    said = {"number": issued or None, "corrects": found.number, **said_of, "currency": found.currency}
    if as_json:
        print_json(said)
        return
    verb = f"{issued}: credited" if issued else "would credit"
    print(f"{verb} {said_of['gross']} {found.currency} ({said_of['net']} + VAT {said_of['tax']}) of {found.number}")


@app.command()
def render(
    missing: Annotated[
        bool, typer.Option("--missing", help="All documents without files, and files that the storage lost.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Make the files of documents ahead of their first demand; exit code 1 if one could not be made."""
    if not missing:
        fail("use --missing: files that exist are kept as they are")
    boot_ready()
    from autossa.operations.billing import documents

    with answering("invoices render", as_json=as_json):
        done = documents.render_missing(ctx=action_context(), also_lost=True)
    if as_json:
        print_json({"made": done.made, "failed": done.failed})
    else:
        print(f"{done.made} made, {done.failed} failed.")
    if done.failed:
        raise typer.Exit(REFUSED)
