"""`autossa forecast money`: what is expected in the next days, by day, method and certainty; or the months before."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from autossa.cli.answers import Json, answering, print_rows
from autossa.cli.boot import action_context, boot_ready
from autossa.domain.amounts import show
from autossa.domain.billing.forecast import DAYS, Outlook
from autossa.domain.currencies import places_of

if TYPE_CHECKING:
    from autossa.queries.billing.forecast.money import MoneyAhead

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
    from autossa.queries.billing.forecast.money import money_ahead

    with answering("forecast money", as_json=as_json):
        found = money_ahead(action_context().today, days)
    if months:
        print_rows([row for one in found for row in _months(one)], as_json=as_json, right=("expected", "received"))
    else:
        print_rows([row for one in found for row in _days(one.outlook)], as_json=as_json, right=("amount",))


def _days(outlook: Outlook) -> Iterator[dict[str, str]]:
    for (day, method, certainty), amount in sorted(outlook.amounts.items()):
        yield {
            "day": day.isoformat(),
            "currency": outlook.currency,
            "method": method.value,
            "certainty": certainty.value,
            "amount": _amount(amount, outlook.currency),
        }


def _months(ahead: "MoneyAhead") -> Iterator[dict[str, str]]:
    currency = ahead.outlook.currency
    for month in ahead.months:
        expected, received = _amount(month.expected, currency), _amount(month.received, currency)
        yield {"month": f"{month.first:%Y-%m}", "currency": currency, "expected": expected, "received": received}


def _amount(amount: int, currency: str) -> str:
    return show(amount, places_of(currency))
