"""`autossa plan FILE`: the four options side by side for the licenses of a scenario."""

from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from autossa.cli import terminal
from autossa.cli.output import print_json
from autossa.cli.scenarios.arguments import load_all, within_the_calendar
from autossa.domain.amounts import show
from autossa.domain.comparisons import Offer, compare
from autossa.domain.dates import DAY
from autossa.domain.facts import refusal_fact
from autossa.domain.plans import Option
from autossa.domain.refusals import Refusal
from autossa.domain.scenarios import play
from autossa.wording.timeline import brief_refusal

_COLUMNS = (
    "option",
    "starts",
    "gap SSC",
    "months",
    "SSC",
    "of balance",
    "net",
    "VAT",
    "gross",
    "cancel by",
    "ends after",
)


def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Scenario files (YAML).")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per option.")] = False,
) -> None:
    """Compare the options for the licenses of a scenario, as if concluded and approved on its last day."""
    for _path, scenario in load_all(files):
        with within_the_calendar():
            offers = compare(play(scenario).project, scenario.until)
        if as_json:
            for option, offer in offers:
                print_json(_as_data(option, offer))
        else:
            _print_table(scenario.name, scenario.until, offers)


def _print_table(name: str, day: date, offers: list[tuple[Option, Offer | Refusal]]) -> None:
    terminal.heading(f"{name}: concluded on {day.isoformat()}")
    rows = [_COLUMNS, *(row for option, offer in offers for row in _rows(option, offer))]
    terminal.table(rows, right=range(2, 9))
    for option, offer in offers:
        if isinstance(offer, Refusal):
            print(f"{option.name}: {brief_refusal(offer)}")
    terminal.blank()


def _rows(option: Option, offer: Offer | Refusal) -> list[tuple[str, ...]]:
    if isinstance(offer, Refusal):
        return []
    return [
        (
            option.name,
            offer.start.isoformat(),
            show(offer.gap.ssc) if offer.gap else "–",
            str(cost.months),
            show(cost.ssc),
            show(cost.from_balance),
            show(cost.net),
            show(cost.tax),
            show(cost.gross),
            offer.last_day_to_cancel.isoformat(),
            (offer.earliest_end - DAY).isoformat(),
        )
        for cost in offer.costs
    ]


def _as_data(option: Option, offer: Offer | Refusal) -> dict[str, Any]:
    if isinstance(offer, Refusal):
        return {"option": option.name, **refusal_fact("conclude_contract", offer)}
    costs = [
        {
            "months": cost.months,
            "ssc": show(cost.ssc),
            "from_balance": show(cost.from_balance),
            "net": show(cost.net),
            "tax": show(cost.tax),
            "gross": show(cost.gross),
        }
        for cost in offer.costs
    ]
    return {
        "option": option.name,
        "start": offer.start.isoformat(),
        "gap_ssc": show(offer.gap.ssc if offer.gap else 0),
        "costs": costs,
        "last_day_to_cancel": offer.last_day_to_cancel.isoformat(),
        "earliest_end": offer.earliest_end.isoformat(),
    }
