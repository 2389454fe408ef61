"""`autossa payments`: what came, what it is for, what goes back; what payers owe."""

import typer

from autossa.cli.billing import statements
from autossa.cli.billing.payments import deciding, entering, reading

app = typer.Typer(help="Payments, and the accounts of who pays.", no_args_is_help=True)

app.command("list")(reading.listing)
app.command("show")(reading.show)
app.command("account")(reading.account)
app.command("statement")(reading.statement)
app.command("enter")(entering.enter)
app.command("assign")(entering.assign)
app.command("allocate")(entering.allocate)
app.command("reverse")(entering.reverse)
app.command("move")(entering.move)
app.command("return")(entering.take_back)
app.command("write-off")(deciding.write_off)
app.command("refund")(deciding.refund)
app.command("waiting")(deciding.waiting)
app.command("approve")(deciding.approve)
app.command("decline")(deciding.decline)
app.command("import")(statements.import_statements)
