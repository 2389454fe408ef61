"""`autossa invoices list` and `mail`: find documents as the register's page does, and send one again."""

from fractions import Fraction
from typing import Annotated

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import fail, print_json
from autossa.domain.amounts import read_number
from autossa.queries.billing.register.asked import Asked, Sort, Which

_DECIMALS = 4  # as many as any currency has


def listing(
    search: Annotated[
        str,
        typer.Option("--search", metavar="WORDS", help="Number, payer, project, order number or gross amount."),
    ] = "",
    state: Annotated[
        Which, typer.Option("--state", help="Where an invoice stands today; notes: credit notes alone.")
    ] = Which.ALL,
    gross_from: Annotated[str, typer.Option("--gross-from", metavar="AMOUNT", help="The least gross amount.")] = "",
    gross_to: Annotated[str, typer.Option("--gross-to", metavar="AMOUNT", help="The most.")] = "",
    sort: Annotated[Sort, typer.Option("--sort", help="newest, oldest or largest first.")] = Sort.NEWEST,
    limit: Annotated[int, typer.Option("--limit", min=1, max=100_000, help="At most so many.")] = 50,
    as_json: Json = False,
) -> None:
    """List invoices and credit notes, all or those that are searched for."""
    least, most = _amount(gross_from), _amount(gross_to)
    boot_ready()
    from autossa.queries.billing.document_files import list_invoices

    with answering("invoices list", as_json=as_json):
        asked = Asked(search, state, least, most, sort)
        rows = list(list_invoices(asked, action_context().today, limit))
        print_rows(rows, as_json=as_json, right=("net", "tax", "gross", "left"))


def mail(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="Such as INV-2026-000017, or inv_….")],
    to: Annotated[
        str, typer.Option("--to", metavar="ADDRESS", help="A contact of the payer; default: who gets its documents.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Send a document by e-mail again; the worker sends it."""
    boot_ready()
    from autossa.operations.billing.mailing import mail_again
    from autossa.queries.billing.document_files import find_invoice
    from autossa.queries.billing.register.document import find_addressee

    with answering("invoices mail", as_json=as_json):
        invoice = find_invoice(number)
        mail_again(invoice=invoice, contact=find_addressee(invoice, to) if to else None, ctx=action_context())
    if as_json:
        print_json({"number": number, "to": to or None})
    else:
        print(f"{number} will be sent again{f' to {to}' if to else ''}.")


def _amount(text: str) -> Fraction | None:
    """An amount from 0 on as it is typed, None for none; ends the command for what is none."""
    if not text:
        return None
    try:
        found = read_number(text, _DECIMALS)
    except ValueError as error:
        fail(str(error))
    return found if found >= 0 else fail(f"{text} is below 0")
