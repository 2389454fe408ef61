"""Order numbers of payers: those that are missing before the next invoice, and a new one."""

from typing import Annotated

import typer

from autossa.cli.answers import Json, answering
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import print_json


def missing(as_json: Json = False) -> None:
    """List contracts whose next invoice would lack the number that its payer needs."""
    boot_ready()
    from autossa.queries.billing.order_numbers import missing_order_numbers

    for row in missing_order_numbers(action_context().today):
        next_on = row.next_on.isoformat() if row.next_on else None
        if as_json:
            print_json({"payer": row.payer_number, "project": row.project, "next": next_on})
        else:
            print(f"{next_on}  {row.payer_number}  {row.payer_name}  {row.project_name}")


def set_number(
    payer: Annotated[str, typer.Argument(metavar="PAYER", help="Number of the organisation that pays.")],
    number: Annotated[str, typer.Argument(metavar="NUMBER", help='Its order number; "" for none.')],
    starts_on: Annotated[str, typer.Option("--from", metavar="DATE", help="First day; default: today.")] = "",
) -> None:
    """Enter the order number that invoices to a payer name, for all contracts that have none of their own."""
    boot_ready()
    from autossa.operations.billing.order_numbers import set_order_number
    from autossa.queries.identifiers import find_organisation

    with answering("order-numbers set"):
        ctx = action_context()
        first = parse_day(starts_on) if starts_on else ctx.today
        set_order_number(payer=find_organisation(payer), number=number, starts_on=first, ctx=ctx)
    print(f"{payer}: {number or 'none'} from {first}")
