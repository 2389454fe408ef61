"""`autossa vat-rates` and `autossa order-numbers`, invoices and the books: what is invoiced, how it is taxed."""

import typer

from autossa.cli.billing import order_numbers, vat_rates

vat = typer.Typer(help="The table of domestic VAT rates, by date.", no_args_is_help=True)
vat.command("list")(vat_rates.listing)
vat.command("set")(vat_rates.set_rate)
vat.command("withdraw")(vat_rates.withdraw)

orders = typer.Typer(help="Order numbers of payers, which stand on their invoices.", no_args_is_help=True)
orders.command("missing")(order_numbers.missing)
orders.command("set")(order_numbers.set_number)
