"""`autossa projects`: list, add, waive a late gap."""

from typing import Annotated

import typer

from autossa.cli.answers import Day, Json, ProjectName, answering, do, print_rows
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import print_json

app = typer.Typer(help="Projects of customers.", invoke_without_command=True)


@app.callback()
def listing(
    context: typer.Context,
    search: Annotated[str, typer.Option("--search", help="Part of a project or customer name.")] = "",
    parked: Annotated[bool, typer.Option("--parked", help="Only parked projects, with the cause.")] = False,
    as_json: Json = False,
) -> None:
    """List projects with coverage, contract and balance."""
    if context.invoked_subcommand is None:
        boot_ready()
        from autossa.queries.projects.tables import list_projects

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
    from autossa.operations.projects.edit import create_project
    from autossa.queries.identifiers import find_customer, find_price_list, project_name

    with answering("projects add", as_json=as_json):
        created = create_project(
            customer=find_customer(customer), name=name, price_list=find_price_list(price_list), ctx=action_context(on)
        )
    if as_json:
        print_json({"id": project_name(created)})
    else:
        print(project_name(created))


@app.command()
def waive(
    project: ProjectName,
    last_day: Annotated[str, typer.Argument(metavar="DATE", help="Last day on which a gap still counts once.")],
    reason: Annotated[str, typer.Option("--reason", help="Why, for the record.")],
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Waive the late multiplier for one project, up to and including a day; the waiver granted last counts."""
    boot_ready()
    from autossa.operations.projects.waivers import waive_late

    day = parse_day(last_day)
    do(
        "projects waive", project, on, as_json,
        lambda key, ctx: waive_late(project=key, last_day=day, reason=reason, ctx=ctx),
    )  # fmt: skip
