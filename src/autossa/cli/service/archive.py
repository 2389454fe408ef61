"""`autossa archive`: the partitions of tables that only grow, and old ones moved into the archive."""

from typing import Annotated

import typer
from django.conf import settings

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready

app = typer.Typer(help="Storage of what only grows: partitions, and the archive of old books.", no_args_is_help=True)


@app.command("list")
def listing(as_json: Json = False) -> None:
    """Print the partitions with their days, estimated rows and size, those in the archive included."""
    boot_ready()
    from autossa.queries.runs.partitions import list_partitions

    rows = [
        {
            "partition": one.name,
            "table": one.table,
            "from": one.first and one.first.isoformat(),
            "before": one.end and one.end.isoformat(),
            "rows": one.rows,
            "bytes": one.size,
            "archived": one.is_archived,
        }
        for one in list_partitions()
    ]
    print_rows(rows, as_json=as_json, right=("rows", "bytes"))


@app.command()
def detach(
    partition: Annotated[
        str, typer.Argument(metavar="PARTITION", help="Its name, as `autossa archive list` prints it.")
    ],
) -> None:
    """Move a partition of the books that is older than ten years into the archive, as the owner of the tables.

    Pages and exports no longer show it; `autossa verify` still reads it.
    """
    boot_ready()
    from autossa.operations.runs import archive

    with answering("archive detach"):
        role = str(settings.DATABASES["default"]["USER"])
        moved = archive.detach(partition=partition, now=action_context().now, app_role=role)
    print(f"archived: {moved.name}")
