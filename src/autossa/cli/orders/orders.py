"""`autossa orders`: orders of credits and licenses: placed, booked when paid, declined; who is booked at once."""

from datetime import date
from typing import Annotated, Any

import typer

from autossa.cli.answers import Day, Json, ProjectName, answering, print_outcome, print_rows
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.orders.accepting import AcceptTerms, agreeing
from autossa.cli.output import fail
from autossa.domain.amounts import parse_ssc
from autossa.domain.orders.orders import Booking, Wanted

app = typer.Typer(help="Orders of credits and licenses.", no_args_is_help=True)
OrderName = Annotated[str, typer.Argument(metavar="ORDER", help="Order ID: ord_… of credits, lor_… of licenses.")]
LINE_HELP = 'TYPE:QUANTITY, or TYPE:QUANTITY:LICENSE to enlarge one, such as "PORT:25:L1". Repeat it for more.'
Lines = Annotated[list[str], typer.Option("--line", metavar="LINE", help=LINE_HELP)]
Payer = Annotated[str | None, typer.Option("--payer", help="Number of who pays; default: the customer.")]
Number = Annotated[str, typer.Option("--order-number", help="The payer's own order number.")]


@app.command("list")
def listing(
    past: Annotated[bool, typer.Option("--past", help="What was booked, declined or withdrawn.")] = False,
    as_json: Json = False,
) -> None:
    """List the orders that wait for their payment, of credits and of licenses."""
    boot_ready()
    from autossa.queries.orders.order_listing import list_orders

    print_rows(list_orders(is_past=past), as_json=as_json, right=("gross",))


@app.command()
def credits(
    project: ProjectName,
    ssc: Annotated[str, typer.Argument(metavar="SSC", help='Such as "120.00".')],
    payer: Payer = None,
    order_number: Number = "",
    accept_terms: AcceptTerms = None,
    on: Day = None,
) -> None:
    """Order credits at the price of the day; prints the ID of the order."""
    boot_ready()
    from autossa.operations.credits import orders
    from autossa.queries.identifiers import find_project
    from autossa.queries.orders.order_listing import new_order_name, price_of_credits

    with answering("orders credits"), agreeing(accept_terms) as terms:
        ctx, key = action_context(on), find_project(project)
        name, order = new_order_name("ord")
        who, gross = price_of_credits(key, ctx.today, read_ssc(ssc), payer)
        orders.place(
            order=order, project=key, ssc=read_ssc(ssc), payer=who, gross=gross, order_number=order_number,
            terms=terms, ctx=ctx,
        )  # fmt: skip
    print(name)


@app.command()
def licenses(
    project: ProjectName,
    lines: Lines,
    payer: Payer = None,
    order_number: Number = "",
    accept_terms: AcceptTerms = None,
    on: Day = None,
) -> None:
    """Order licenses at the list prices of the day; prints the ID of the order."""
    boot_ready()
    from autossa.operations.orders import licenses as orders
    from autossa.queries.identifiers import find_project
    from autossa.queries.orders.order_listing import new_order_name, price_of_licenses

    with answering("orders licenses"), agreeing(accept_terms) as terms:
        ctx, key, wanted = action_context(on), find_project(project), read_lines(lines)
        orders.check_wanted(key, wanted)
        name, order = new_order_name("lor")
        who, gross = price_of_licenses(key, ctx.today, wanted, payer)
        orders.place(
            order=order, project=key, wanted=wanted, payer=who, gross=gross, order_number=order_number, terms=terms,
            ctx=ctx,
        )  # fmt: skip
    print(name)


@app.command()
def book(
    order: OrderName,
    paid_on: Annotated[
        str | None, typer.Option("--paid-on", metavar="DATE", help="When the payment came; default: today.")
    ] = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Book an order whose payment has come: its credits or licenses are the project's, and it is invoiced."""
    boot_ready()
    from autossa.operations.credits import orders
    from autossa.operations.orders import licenses as license_orders
    from autossa.queries.identifiers import find_order

    with answering("orders book", as_json=as_json):
        (key, is_licenses), day = find_order(order), _day(paid_on)
        outcome = (license_orders if is_licenses else orders).book(order=key, paid_on=day, ctx=action_context(on))
        print_outcome(outcome, as_json=as_json)


@app.command()
def decline(order: OrderName, reason: Annotated[str, typer.Option("--reason", help="The customer reads it.")]) -> None:
    """Decline an order that waits for its payment."""
    boot_ready()
    from autossa.operations.credits import orders
    from autossa.operations.orders import licenses as license_orders
    from autossa.queries.identifiers import find_order

    with answering("orders decline"):
        key, is_licenses = find_order(order)
        (license_orders if is_licenses else orders).decline(order=key, reason=reason, ctx=action_context())
    print(f"{order} declined")


@app.command()
def withdraw(project: ProjectName, order: OrderName) -> None:
    """Withdraw an order of a project that waits for its payment."""
    boot_ready()
    from autossa.operations.credits import orders
    from autossa.operations.orders import licenses as license_orders
    from autossa.queries.identifiers import find_order, find_project

    with answering("orders withdraw"):
        key, is_licenses = find_order(order)
        act: Any = license_orders if is_licenses else orders
        act.withdraw(order=key, project=find_project(project), ctx=action_context())
    print(f"{order} withdrawn")


@app.command("booking")
def set_booking(
    organisation: Annotated[str, typer.Argument(help="Number of the customer or partner.")],
    booking: Annotated[Booking, typer.Argument(help="When its orders are booked from now on.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the record.")],
) -> None:
    """Say whether orders of a payer are booked on payment, or at once."""
    boot_ready()
    from autossa.operations.billing.orders import terms
    from autossa.queries.identifiers import find_organisation

    with answering("orders booking"):
        key = find_organisation(organisation)
        terms.set_booking(organisation=key, booking=booking, reason=reason, ctx=action_context())
    print(f"{organisation}: {booking.value}")


def read_lines(given: list[str]) -> tuple[Wanted, ...]:
    """Lines as they are typed; ends the command where one cannot be read."""
    return tuple(map(_line, given))


def _line(text: str) -> Wanted:
    code, _, rest = text.partition(":")
    quantity, _, enlarges = rest.partition(":")
    if not code or not (quantity.isascii() and quantity.isdigit()):
        fail(f"`{text}` is not a line such as PORT:25 or PORT:25:L1")
    return Wanted(code, int(quantity), enlarges)


def read_ssc(text: str) -> int:
    """SSC as they are typed, in hundredths; ends the command where they cannot be read."""
    try:
        return parse_ssc(text)
    except ValueError as error:
        fail(str(error))


def _day(text: str | None) -> date | None:
    return parse_day(text) if text else None
