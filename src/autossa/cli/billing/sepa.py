"""`autossa sepa`: files of direct debits and refunds for the bank, and mandates."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from autossa.cli.answers import Day, Json, answering, print_rows
from autossa.cli.billing.acting import acting_on
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import BAD_INPUT, fail
from autossa.domain.amounts import show

app = typer.Typer(help="Direct debits and refunds: files for the bank, made once.", no_args_is_help=True)
File = Annotated[str, typer.Argument(metavar="FILE", help="Number of a file, such as DD20261130-0001.")]
AHEAD = timedelta(days=14)


@app.command()
def collect(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be collected; make nothing.")] = False,
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="Last day of collection; default: 14 days ahead.")
    ] = "",
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Make a file for each day and scheme on which something is collected; list what is in none, and why."""
    boot_ready()
    from autossa.operations.billing.bank.collecting import make_files
    from autossa.queries.billing.bank.collections import collection_plan

    with answering("sepa collect", as_json=as_json):
        ctx = acting_on(on)
        last = parse_day(until) if until else ctx.today + AHEAD
        plan = collection_plan(ctx.today)
        if dry_run:
            rows = [_planned(file, debit) for file in plan.files if file.day <= last for debit in file.debits]
        else:
            rows = [_made(key) for key in make_files(until=last, ctx=ctx)]
        print_rows(rows, as_json=as_json, right=("amount",))
        for row in plan.left_out:
            _say_left_out(row, as_json=as_json)


@app.command()
def sent(file: File, on: Day = None) -> None:
    """Say that a file was handed to the bank."""
    boot_ready()
    from autossa.operations.billing.bank.files import mark_sent
    from autossa.queries.billing.bank.order_files import find_order

    with answering("sepa sent"):
        ctx = acting_on(on)
        mark_sent(order=find_order(file).key, ctx=ctx)
    print(f"{file}: sent")


@app.command()
def discard(file: File, on: Day = None) -> None:
    """Discard a file that never went to the bank: what is in it comes into another one."""
    boot_ready()
    from autossa.operations.billing.bank import files
    from autossa.queries.billing.bank.order_files import find_order

    with answering("sepa discard"):
        ctx = acting_on(on)
        files.take_back(order=find_order(file).key, ctx=ctx)
    print(f"{file}: discarded")


@app.command()
def refund(on: Day = None, as_json: Json = False) -> None:
    """Make a file of all approved refunds that are in none."""
    boot_ready()
    from autossa.operations.billing.bank.refunding import make_refund_file

    with answering("sepa refund", as_json=as_json):
        ctx = acting_on(on)
        print_rows([_made(make_refund_file(ctx=ctx))], as_json=as_json, right=("amount",))


@app.command("list")
def listing(as_json: Json = False) -> None:
    """List the files that were made, the newest first."""
    boot_ready()
    from autossa.queries.billing.bank.order_files import order_files

    print_rows([_row(one) for one in order_files()], as_json=as_json, right=("amount",))


@app.command("file")
def content(
    file: File, output: Annotated[Path, typer.Option("--output", metavar="FILE", help="Where to write it.")]
) -> None:
    """Write a file as it was made."""
    boot_ready()
    from autossa.operations.billing.bank.files import BankFileDamaged, content_of
    from autossa.queries.billing.bank.order_files import find_order

    with answering("sepa file"):
        try:
            made = content_of(order=find_order(file).key, ctx=action_context())
        except BankFileDamaged as error:
            fail(str(error))
    try:
        output.write_bytes(made)
    except OSError as error:
        fail(f"{output} cannot be written: {error.strerror}", BAD_INPUT)
    print(f"{output}: {len(made)} bytes")


@app.command()
def retry(
    document: Annotated[str, typer.Argument(metavar="NUMBER", help="Such as INV-2026-000017.")], on: Day = None
) -> None:
    """Say that a document whose direct debit was returned is collected again."""
    boot_ready()
    from autossa.operations.billing.bank.collecting import allow_retry
    from autossa.queries.billing.document_files import find_invoice

    with answering("sepa retry"):
        ctx = acting_on(on)
        allow_retry(document=find_invoice(document), ctx=ctx)
    print(f"{document}: collected again")


def _planned(file: Any, debit: Any) -> dict[str, Any]:
    return {
        "day": file.day.isoformat(),
        "scheme": file.scheme.value,
        "sequence": debit.collection.sequence.value,
        "mandate": debit.collection.mandate.reference,
        "account": debit.account,
        "documents": [part.number for part in debit.parts],
        "told_again": len(debit.moved),
        "amount": show(debit.collection.amount),
    }


def _made(key: UUID) -> dict[str, Any]:
    from autossa.queries.billing.bank.order_files import order_file

    found = order_file(key)
    assert found is not None  # it was made just now
    return _row(found)


def _row(one: Any) -> dict[str, Any]:
    return {
        "file": one.number,
        "kind": one.kind,
        "scheme": one.scheme,
        "day": one.day.isoformat(),
        "payments": one.count,
        "state": one.state.value,
        "sha256": one.sha256,
        "amount": show(one.total),
    }


def _say_left_out(row: Any, *, as_json: bool) -> None:
    from autossa.cli.output import print_json, say

    if as_json:
        print_json({"left_out": row.number, "why": row.why.value, "amount": show(row.amount)})
    else:
        say(f"left out: {row.number}, {row.why.value}")
