"""Collective invoices: how payers are invoiced, what waits, and the lines of one as CSV."""

import csv
import sys
from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Any

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import fail
from autossa.domain.amounts import show
from autossa.domain.billing.cycles import FIRST_DAY, LAST_DAY, Cycle, Every
from autossa.domain.currencies import places_of
from autossa.domain.texts import neutral

Payer = Annotated[str, typer.Argument(metavar="PAYER", help="Number of the organisation that pays.")]
Number = Annotated[str, typer.Argument(metavar="NUMBER", help="Such as INV-2026-000017, or inv_….")]


class Often(StrEnum):
    """How often a payer is invoiced."""

    EACH = "each"
    DAILY = "daily"
    MONTHLY = "monthly"


def cycle(
    payer: Payer,
    every: Annotated[Often, typer.Option("--every", help="each charge, daily or monthly.")],
    month_day: Annotated[
        int | None, typer.Option("--day", min=FIRST_DAY, max=LAST_DAY, help="Day of the month; for monthly alone.")
    ] = None,
    starts_on: Annotated[str, typer.Option("--from", metavar="DATE", help="First day; default: today.")] = "",
) -> None:
    """Say whether a payer is invoiced each charge by itself, or what a day or a month brought together."""
    boot_ready()
    from autossa.operations.billing.collective import set_cycle
    from autossa.queries.identifiers import find_organisation

    with answering("invoices cycle"):
        ctx = action_context()
        first = parse_day(starts_on) if starts_on else ctx.today
        try:
            chosen = Cycle(Every(every.value), month_day)
        except ValueError:
            fail("--every monthly takes a --day from 1 to 28, the others take none")
        set_cycle(payer=find_organisation(payer), cycle=chosen, starts_on=first, ctx=ctx)
    print(f"{payer}: {every.value}{f' on day {month_day}' if month_day else ''} from {first}")


def waiting(payer: Payer, as_json: Json = False) -> None:
    """List what is waiting for the next collective invoices of a payer."""
    boot_ready()
    from autossa.queries.billing.issued.waiting import collections_of
    from autossa.queries.identifiers import find_organisation

    with answering("invoices waiting", as_json=as_json):
        found = collections_of(find_organisation(payer), action_context().today)
    rows = [
        {
            "invoice_on": one.together.due.isoformat() if one.together.due else None,
            "order_number": one.together.order_number,
            "project": booking.project_id,
            "section": booking.section,
            "reason": booking.reason,
            "from": booking.start.isoformat(),
            "until": booking.end.isoformat(),
            "booked_on": booking.booked_on.isoformat(),
            "net": show(booking.net, places_of(booking.currency)),
            "currency": booking.currency,
        }
        for one in found
        for booking in one.bookings
    ]
    print_rows(rows, as_json=as_json, right=("net",))


def lines(number: Number) -> None:
    """Write the lines of a document as CSV to stdout."""
    boot_ready()
    from autossa.queries.billing.document_files import find_invoice, invoice_facts

    with answering("invoices lines"):
        facts = invoice_facts(find_invoice(number))
    out = csv.writer(sys.stdout, lineterminator="\n")
    for row in _rows(facts):
        out.writerow(row)


def _rows(facts: dict[str, Any]) -> Iterator[list[str]]:
    texts = ("section", "license", "type")
    figures = ("quantity", "start", "end", "needed", "from_balance", "invoiced", "net")
    yield ["invoice", *texts, *figures, "currency"]
    for line in facts["lines"]:
        said = [neutral(line[name] or "") for name in texts]
        counted = ["" if line[name] is None else str(line[name]) for name in figures]
        yield [facts["number"], *said, *counted, facts["currency"]]
