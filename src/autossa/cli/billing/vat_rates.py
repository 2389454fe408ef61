"""The vendor's table of domestic VAT rates."""

from typing import Annotated

import typer

from autossa.cli.answers import Json, answering
from autossa.cli.billing.taxes import STANDARD
from autossa.cli.boot import action_context, boot_ready, parse_day
from autossa.cli.output import fail, print_json
from autossa.domain.amounts import parse_decimal, show_fraction

RateClass = Annotated[str, typer.Option("--rate", help="Which rate, if not the standard one.")]
FirstDay = Annotated[str, typer.Argument(metavar="DATE", help="Its first day.")]


def listing(as_json: Json = False) -> None:
    """List all rates, the newest first."""
    boot_ready()
    from autossa.queries.billing.treatments import rate_rows

    for row in rate_rows(action_context().today):
        percent = show_fraction(row.rate * 100)
        if as_json:
            said = {"rate": row.rate_class, "from": row.starts_on.isoformat(), "percent": percent}
            print_json(said | {"current": row.is_current})
        else:
            print(f"{row.rate_class}  {percent} %  from {row.starts_on}" + ("  in force" if row.is_current else ""))


def set_rate(percent: str, starts_on: FirstDay, rate_class: RateClass = STANDARD) -> None:
    """Enter a rate in per cent from a day on; the one before holds until then."""
    boot_ready()
    from autossa.operations.vendor import vat_rates

    try:
        rate = parse_decimal(percent) / 100
    except ValueError as error:
        fail(str(error))
    with answering("vat-rates set"):
        vat_rates.set_vat_rate(rate=rate, starts_on=parse_day(starts_on), rate_class=rate_class, ctx=action_context())
    print(f"{rate_class}: {percent} % from {starts_on}")


def withdraw(
    starts_on: FirstDay,
    reason: Annotated[str, typer.Option("--reason", help="Why, for the record.")],
    rate_class: RateClass = STANDARD,
) -> None:
    """Withdraw a rate that has not begun."""
    boot_ready()
    from autossa.operations.vendor import vat_rates

    with answering("vat-rates withdraw"):
        vat_rates.withdraw_vat_rate(
            starts_on=parse_day(starts_on), reason=reason, rate_class=rate_class, ctx=action_context()
        )
    print(f"{rate_class}: rate from {starts_on} withdrawn")
