"""`autossa people`: erase somebody, also once more after a backup was restored."""

from typing import Annotated

import typer

from autossa.cli.answers import answering
from autossa.cli.boot import action_context, boot_ready

app = typer.Typer(help="People who can log in.", no_args_is_help=True)


@app.callback()
def people() -> None:
    """Keeps `erase` a command of its own while there is only one."""


@app.command()
def erase(person: Annotated[str, typer.Argument(metavar="PERSON", help="ID (usr_…) or e-mail address.")]) -> None:
    """Erase a person for good: an alias replaces name and e-mail addresses everywhere; bookings stay.

    Block the person first, on the page People.
    """
    boot_ready()
    from autossa.operations.accounts import erasure
    from autossa.queries.identifiers import find_person

    with answering("people erase"):
        key = find_person(person)
        erasure.erase(user=key, ctx=action_context())
    print("erased")
