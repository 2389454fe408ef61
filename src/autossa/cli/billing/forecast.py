"""`autossa forecast money`: what is expected in the next days, by day, method and certainty; or the months before."""

from typing import Annotated

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready
from autossa.domain.amounts import show
from autossa.domain.billing.forecast import DAYS
from autossa.domain.currencies import places_of

app = typer.Typer(help="The money that is expected.", no_args_is_help=True)
_MOST = 366


@app.command("money")
def money(
    days: Annotated[int, typer.Option("--days", min=1, max=_MOST, help="How many days, today included.")] = DAYS,
    months: Annotated[
        bool, typer.Option("--months", help="Expected and received of the last 12 months instead.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the money that is expected, by day, method and certainty; renewals are estimated."""
    boot_ready()
    from autossa.queries.billing.payments.forecast import money_ahead

    with answering("forecast money", as_json=as_json):
        found = money_ahead(action_context().today, days)
    rows = [
        {"month": f"{month.first:%Y-%m}", "currency": one.outlook.currency}
        | {
            "expected": _amount(month.expected, one.outlook.currency),
            "received": _amount(month.received, one.outlook.currency),
        }
        for one in found
        for month in one.months
    ]
    if not months:
        rows = [
            {
                "day": day.isoformat(),
                "currency": one.outlook.currency,
                "method": method.value,
                "certainty": certainty.value,
                "amount": _amount(amount, one.outlook.currency),
            }
            for one in found
            for (day, method, certainty), amount in sorted(one.outlook.amounts.items())
        ]
    print_rows(rows, as_json=as_json, right=("amount", "expected", "received"))


def _amount(amount: int, currency: str) -> str:
    return show(amount, places_of(currency))
