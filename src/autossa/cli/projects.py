"""`autossa projects`: list, add; and the customers they belong to."""

from fractions import Fraction
from typing import Annotated

import typer

from autossa.cli.answers import Day, Json, answering, print_rows
from autossa.cli.boot import boot_ready, occasion
from autossa.cli.talk import fail, print_json
from autossa.domain.amounts import parse_decimal

app = typer.Typer(help="Projects and their customers.", invoke_without_command=True)


@app.callback()
def listing(
    context: typer.Context,
    search: Annotated[str, typer.Option("--search", help="Part of a project's or customer's name.")] = "",
    parked: Annotated[bool, typer.Option("--parked", help="Only those the run has set aside, with the cause.")] = False,
    as_json: Json = False,
) -> None:
    """List projects with coverage, contract and balance."""
    if context.invoked_subcommand is None:
        boot_ready()
        from autossa.queries.listings import list_projects

        print_rows(list_projects(search, only_parked=parked), as_json=as_json, right=("free_ssc", "held_ssc"))


@app.command()
def add(
    customer: Annotated[str, typer.Argument(help="Number of the customer.")],
    name: str,
    price_list: Annotated[str | None, typer.Option("--price-list", help="Name; default: the only one.")] = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Create a project for a customer."""
    boot_ready()
    from autossa.operations import projects
    from autossa.queries.lookup import find_customer, find_price_list, project_name

    with answering("projects add", as_json=as_json):
        created = projects.create(
            customer=find_customer(customer), name=name, price_list=find_price_list(price_list), by=occasion(on)
        )
    _print_id(project_name(created), as_json=as_json)


@app.command()
def customer(
    number: str,
    name: str,
    tax_rate: Annotated[str, typer.Option("--vat", help='Per cent, such as "19"; "0" where there is none.')],
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Create a customer."""
    boot_ready()
    from autossa.operations import organisations

    with answering("projects customer", as_json=as_json):
        organisations.create(kind="customer", name=name, number=number, tax_rate=_share(tax_rate), by=occasion(on))
    _print_id(number, as_json=as_json)


def _share(per_cent: str) -> Fraction:
    try:
        return parse_decimal(per_cent) / 100
    except ValueError as error:
        fail(str(error))


def _print_id(value: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"id": value})
    else:
        print(value)
