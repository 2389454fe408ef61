"""`autossa keys-signing`: the keys that license files are signed with."""

from typing import Annotated, Any

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import print_json, say

app = typer.Typer(
    help="Keys that sign license files; the private halves never leave this machine.", no_args_is_help=True
)
Kid = Annotated[str, typer.Argument(metavar="KID", help="Key ID, as `autossa keys-signing list` shows it.")]


@app.command("new")
def new(as_json: Json = False) -> None:
    """Make the first key, or take that of AUTOSSA_SIGNING_KEY."""
    boot_ready()
    from autossa.operations.devices import keys

    with answering("keys-signing new"):
        kid = keys.new(ctx=action_context())
    _print(kid, "signs", as_json=as_json)


@app.command("rotate")
def rotate(as_json: Json = False) -> None:
    """Let a new key sign; files that the former signed stay valid until it is revoked."""
    boot_ready()
    from autossa.operations.devices import keys

    with answering("keys-signing rotate"):
        kid = keys.rotate(ctx=action_context())
    _print(kid, "signs", as_json=as_json)


@app.command("revoke", context_settings={"ignore_unknown_options": True})  # an ID may begin with a hyphen
def revoke(
    kid: Kid,
    reason: Annotated[str, typer.Option("--reason", help="Why, for the record.")],
    as_json: Json = False,
) -> None:
    """Believe a key no more: whoever reads the published list refuses what it signed."""
    boot_ready()
    from autossa.operations.devices import keys

    with answering("keys-signing revoke"):
        keys.revoke(kid=kid, reason=reason, ctx=action_context())
    _print(kid, "revoked", as_json=as_json)
    say("issue new license files to devices that have one of this key")


@app.command("list")
def listing(as_json: Json = False) -> None:
    """List all keys, the newest first."""
    boot_ready()
    from autossa.queries.devices.signing_keys import list_keys

    print_rows([_row(one) for one in list_keys()], as_json=as_json)


def _row(one: Any) -> dict[str, Any]:
    days = {"created": one.created_at, "retired": one.retired_at, "revoked": one.revoked_at}
    shown = {name: moment.isoformat(timespec="seconds") if moment else None for name, moment in days.items()}
    return {"kid": one.kid, "state": one.state, **shown, "reason": one.revocation}


def _print(kid: str, state: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"kid": kid, "state": state})
    else:
        print(f"{kid}: {state}")
