"""`autossa prices`: price lists and license types, as versions with a date."""

from fractions import Fraction
from typing import Annotated

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import fail
from autossa.domain.amounts import parse_decimal

app = typer.Typer(help="Prices of an SSC and rates of license types.", invoke_without_command=True)
From = Annotated[str | None, typer.Option("--from", metavar="DATE", help="First day; default: today.")]


@app.callback()
def listing(context: typer.Context, as_json: Json = False) -> None:
    """List all price versions."""
    if context.invoked_subcommand is None:
        boot_ready()
        from autossa.queries.projects.tables import list_prices

        print_rows(list_prices(), as_json=as_json, right=("price",))


@app.command("types")
def types(as_json: Json = False) -> None:
    """List license types and their rates."""
    boot_ready()
    from autossa.queries.projects.tables import list_license_types

    print_rows(list_license_types(), as_json=as_json, right=("ssc_per_year",))


@app.command("add-list")
def add_list(name: str, currency: Annotated[str, typer.Argument(help="Three-letter code, such as EUR.")]) -> None:
    """Add a price list in a currency."""
    boot_ready()
    from autossa.operations.vendor import catalogue

    with answering("prices add-list"):
        catalogue.add_price_list(name=name, currency=currency, ctx=action_context())
    print(name)


@app.command("set")
def set_price(
    price: Annotated[str, typer.Argument(help='Of one SSC, such as "1.05".')],
    starts_on: From = None,
    price_list: Annotated[str | None, typer.Option("--price-list", help="Name; default: the only one.")] = None,
) -> None:
    """Set the price of an SSC from a day on; versions are never edited."""
    boot_ready()
    from autossa.operations.vendor import catalogue
    from autossa.queries.identifiers import find_price_list

    with answering("prices set"):
        ctx = action_context()
        first = parse_day(starts_on) if starts_on else ctx.today
        catalogue.set_price(price_list=find_price_list(price_list), price=_exact(price), starts_on=first, ctx=ctx)
    print(f"{price} from {first}")


@app.command("rate")
def set_rate(
    code: str,
    ssc_per_year: Annotated[str, typer.Argument(help='SSC per unit and year, such as "0.5".')],
    starts_on: From = None,
    name: Annotated[str | None, typer.Option("--name", help="Name, to create a new license type.")] = None,
) -> None:
    """Set the rate of a license type from a day on, or create a new type."""
    boot_ready()
    from autossa.operations.vendor import catalogue

    with answering("prices rate"):
        ctx = action_context()
        first = parse_day(starts_on) if starts_on else ctx.today
        rate = _exact(ssc_per_year)
        if name:
            catalogue.add_license_type(code=code, name=name, ssc_per_year=rate, starts_on=first, ctx=ctx)
        else:
            catalogue.set_rate(code=code, ssc_per_year=rate, starts_on=first, ctx=ctx)
    print(f"{code}: {ssc_per_year} from {first}")


def _exact(text: str) -> Fraction:
    try:
        value = parse_decimal(text)
    except ValueError as error:
        fail(str(error))
    if value < 0:
        fail(f"{text} must not be negative")
    return value
