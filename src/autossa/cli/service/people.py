"""`autossa people`: erase somebody, also once more after a backup was restored."""

from typing import Annotated

import typer

from autossa.cli.answers import answering
from autossa.cli.boot import action_context, boot_ready

app = typer.Typer(help="People, with and without an account.", no_args_is_help=True)


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


@app.command("erase-address")
def erase_address(address: Annotated[str, typer.Argument(metavar="ADDRESS", help="Their e-mail address.")]) -> None:
    """Erase somebody without an account for good, such as a contact: an alias replaces address and name everywhere."""
    boot_ready()
    from autossa.operations.accounts import erasure

    with answering("people erase-address"):
        alias = erasure.erase_address(email=address, ctx=action_context())
    print(f"erased: {alias}")
