"""`autossa devices`: a project's devices, the licenses on them, lost ones, trials, look-up."""

import typer

from autossa.cli.devices import activations, devices, lists, staff

app = typer.Typer(
    help="Devices of a project, and the licenses that are activated on them or released from them.",
    no_args_is_help=True,
)
app.command("list")(lists.listing)
app.command("stock")(lists.stock)
app.command("look-up")(lists.look_up)
app.command("register")(devices.register)
app.command("rename")(devices.rename)
app.command("standby")(devices.standby)
app.command("remove")(devices.remove)
app.command("activate")(activations.activate)
app.command("release")(activations.release)
app.command("move")(activations.move)
app.command("trial")(activations.trial)
app.command("lost")(staff.lost)
