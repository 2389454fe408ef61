"""`autossa devices list`, `stock`, `look-up`."""

from typing import Annotated

import typer

from autossa.cli.answers import Json, ProjectName, answering, print_rows
from autossa.cli.boot import action_context, boot_ready


def listing(project: ProjectName, as_json: Json = False) -> None:
    """List the devices of a project, and what is on them."""
    boot_ready()
    from autossa.queries.devices.tables import list_devices
    from autossa.queries.identifiers import find_project

    with answering("devices list"):
        print_rows(list_devices(find_project(project), action_context().today), as_json=as_json)


def stock(project: ProjectName, as_json: Json = False) -> None:
    """List how many of each license are licensed, on devices, and free."""
    boot_ready()
    from autossa.queries.devices.tables import list_stock
    from autossa.queries.identifiers import find_project

    with answering("devices stock"):
        rows = list_stock(find_project(project), action_context().today)
        print_rows(rows, as_json=as_json, right=("licensed", "on_devices", "free"))


def look_up(
    words: Annotated[str, typer.Argument(metavar="TEXT", help="Serial number, MAC address, or part of a name.")],
    as_json: Json = False,
) -> None:
    """Find devices: their licenses, until when they are covered, the newest release they may install."""
    boot_ready()
    from autossa.queries.releases.look_up import list_found

    print_rows(list_found(words, action_context().today), as_json=as_json)
