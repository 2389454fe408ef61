"""What the commands of devices share: how a device is named, and what is said when something was done to it."""

from collections.abc import Callable
from typing import Annotated, Any

import typer

from autossa.cli.answers import answering
from autossa.cli.boot import action_context
from autossa.cli.output import print_json
from autossa.operations.context import ActionContext

DeviceName = Annotated[str, typer.Argument(metavar="DEVICE", help="Device ID (dev_…), hardware ID, or name.")]
LicenseId = Annotated[str, typer.Argument(metavar="LICENSE", help="License ID.")]
Some = Annotated[int | None, typer.Option("--quantity", min=1, help="How many; default: all that are there.")]


def act(
    action: str,
    project: str,
    device: str,
    on: str | None,
    as_json: bool,
    does: Callable[..., Any],
    **facts: Any,
) -> None:
    """A use case on a device of a project, as of a day; prints what was done. A dict that `does` gives joins the facts.

    `does` takes `project`, `device` and `ctx` by name, as the use cases of devices do.
    """
    from autossa.queries.devices.names import find_device
    from autossa.queries.identifiers import find_project

    with answering(f"devices {action}", as_json=as_json):
        ctx, key = action_context(on), find_project(project)
        given = does(project=key, device=find_device(key, device), ctx=ctx)
        more = given if isinstance(given, dict) else {}
        say_done(action, ctx, as_json, device=device, **facts, **more)


def say_done(action: str, ctx: ActionContext, as_json: bool, **facts: Any) -> None:
    """What was done, as one JSON object or one line."""
    day = ctx.today.isoformat()
    if as_json:
        print_json({"date": day, "did": action, **facts})
    else:
        print(" ".join([day, action, *(f"{name}={fact}" for name, fact in facts.items() if fact is not None)]))
