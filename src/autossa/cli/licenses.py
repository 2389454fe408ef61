"""`autossa licenses`: list, add, request, confirm, activate, give up, keep after all."""

from typing import Annotated

import typer

from autossa.cli.answers import Day, Json, ProjectName, answering, do, print_rows
from autossa.cli.boot import boot_ready, parse_day
from autossa.domain.dates import DAY

app = typer.Typer(help="Licenses of a project.", no_args_is_help=True)
Quantity = Annotated[int, typer.Argument(min=1)]
IncludedUntil = Annotated[
    str | None, typer.Option("--included-until", metavar="DATE", help="Last day of the SSA that was sold with it.")
]


@app.command("list")
def listing(project: ProjectName, as_json: Json = False) -> None:
    """List the licenses of a project."""
    boot_ready()
    from autossa.queries.identifiers import find_project
    from autossa.queries.projects.tables import list_licenses

    with answering("licenses list"):
        print_rows(list_licenses(find_project(project)), as_json=as_json, right=("quantity", "ssc_per_year"))


@app.command()
def add(
    project: ProjectName,
    license_id: str,
    license_type: str,
    quantity: Quantity,
    order: Annotated[str, typer.Option("--order", help="Order reference.")] = "",
    included_until: IncludedUntil = None,
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Add a confirmed license; if the project is covered, it is charged immediately."""
    until = parse_day(included_until) + DAY if included_until else None
    boot_ready()
    from autossa.operations import licenses

    do(
        "licenses add", project, on, as_json,
        lambda key, ctx: licenses.add(
            project=key, license_id=license_id, license_type=license_type, quantity=quantity,
            order_reference=order, included_until=until, ctx=ctx,
        ),
    )  # fmt: skip


@app.command()
def request(
    project: ProjectName,
    license_id: str,
    license_type: str,
    quantity: Quantity,
    origin: Annotated[str, typer.Option("--origin", help="customer or partner.")] = "customer",
    on: Day = None,
    as_json: Json = False,
) -> None:
    """Request a license; the vendor must confirm it."""
    boot_ready()
    from autossa.operations import licenses

    do(
        "licenses request", project, on, as_json,
        lambda key, ctx: licenses.request(
            project=key, license_id=license_id, license_type=license_type, quantity=quantity, origin=origin, ctx=ctx
        ),
    )  # fmt: skip


@app.command()
def confirm(project: ProjectName, line: int, on: Day = None, as_json: Json = False) -> None:
    """Confirm a requested license, by its line number."""
    boot_ready()
    from autossa.operations import licenses

    do("licenses confirm", project, on, as_json, lambda key, ctx: licenses.confirm(project=key, line=line, ctx=ctx))


@app.command()
def activate(project: ProjectName, license_id: str, on: Day = None, as_json: Json = False) -> None:
    """Activate a license without naming a device, as scenarios do; to name one: autossa devices activate."""
    boot_ready()
    from autossa.operations import licenses

    do(
        "licenses activate",
        project,
        on,
        as_json,
        lambda key, ctx: licenses.activate(project=key, license_id=license_id, ctx=ctx),
    )


@app.command("return", hidden=True)
@app.command("give-up")
def give_up(project: ProjectName, license_id: str, quantity: Quantity, on: Day = None, as_json: Json = False) -> None:
    """Give a quantity of a license up: it ends, on the day that is printed. To use it elsewhere: devices release."""
    boot_ready()
    from autossa.operations import licenses

    do(
        "licenses give-up", project, on, as_json,
        lambda key, ctx: licenses.return_license(project=key, license_id=license_id, quantity=quantity, ctx=ctx),
    )  # fmt: skip


@app.command()
def keep(project: ProjectName, license_id: str, on: Day = None, as_json: Json = False) -> None:
    """Undo giving a license up, before the day on which it ends."""
    boot_ready()
    from autossa.operations import licenses

    do(
        "licenses keep", project, on, as_json,
        lambda key, ctx: licenses.undo_return(project=key, license_id=license_id, ctx=ctx),
    )  # fmt: skip
