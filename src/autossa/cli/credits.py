"""`autossa credits`: the ledger of a project, top up, adjust, extend manually."""

from typing import Annotated
from uuid import UUID

import typer

from autossa.cli.activation_keys import amount
from autossa.cli.answers import Day, Json, ProjectName, answering, do, print_rows
from autossa.cli.boot import boot_ready
from autossa.domain.projects import Outcome
from autossa.operations.context import ActionContext

app = typer.Typer(help="Software service credits of a project.", no_args_is_help=True)
Ssc = Annotated[str, typer.Argument(metavar="SSC", help='Such as "120.00".')]


@app.command()
def ledger(project: ProjectName, as_json: Json = False) -> None:
    """List all transfers, with the lots they draw from and the balance after each."""
    boot_ready()
    from autossa.queries.identifiers import find_project
    from autossa.queries.projects.tables import list_transfers

    with answering("credits ledger"):
        print_rows(list(list_transfers(find_project(project))), as_json=as_json, right=("ssc", "balance"))


@app.command()
def settlements(project: ProjectName, as_json: Json = False) -> None:
    """List what was booked, with the IDs that `contracts void` takes."""
    boot_ready()
    from autossa.queries.identifiers import find_project
    from autossa.queries.projects.tables import list_settlements

    with answering("credits settlements"):
        print_rows(list_settlements(find_project(project)), as_json=as_json, right=("ssc", "invoiced_ssc"))


@app.command("top-up")
def top_up(project: ProjectName, ssc: Ssc, on: Day = None, as_json: Json = False) -> None:
    """Add purchased credits."""
    boot_ready()
    from autossa.operations import credits

    do("credits top-up", project, on, as_json, lambda key, ctx: credits.top_up(project=key, ssc=amount(ssc), ctx=ctx))


@app.command("open")
def open_balance(project: ProjectName, ssc: Ssc, on: Day = None, as_json: Json = False) -> None:
    """Set the opening balance of a project taken over from another system."""
    boot_ready()
    from autossa.operations import credits

    do(
        "credits open",
        project,
        on,
        as_json,
        lambda key, ctx: credits.open_balance(project=key, ssc=amount(ssc), ctx=ctx),
    )


@app.command()
def adjust(
    project: ProjectName,
    ssc: Annotated[str, typer.Option("--ssc", help='Amount to add, or with a minus to remove: "-5.00".')],
    reason: Annotated[str, typer.Option("--reason")],
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Adjust the balance, with a reason."""
    boot_ready()
    from autossa.operations import credits

    def act(key: UUID, ctx: ActionContext) -> Outcome:
        return credits.adjust(project=key, ssc=amount(ssc), reason=reason, ctx=ctx)

    do("credits adjust", project, on, as_json, act)


@app.command()
def extend(
    project: ProjectName, months: Annotated[int, typer.Argument(min=1)], on: Day = None, as_json: Json = False
) -> None:
    """Extend coverage manually, paid from the balance."""
    boot_ready()
    from autossa.operations import credits

    do("credits extend", project, on, as_json, lambda key, ctx: credits.extend(project=key, months=months, ctx=ctx))
