"""The money of the weeks ahead as stacked bars by certainty; and of the months before, expected beside received."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from autossa.domain.amounts import Money
from autossa.domain.billing.forecast import Certainty, Month, Outlook
from autossa.portal.ui.pictures.columns import Bar, Columns, Label, Part
from autossa.wording import formats, glossary

_LAST_ON_A_PHONE = 11  # a label of a later week would be cut off there


@dataclass(frozen=True, slots=True)
class MoneyPicture:
    """Bars, labels, which kinds there are, in the order of the legend, and what the highest bar stands for."""

    bars: tuple[Bar, ...]
    labels: tuple[Label, ...]
    kinds: tuple[str, ...]
    most: Money


def weeks_picture(outlook: Outlook) -> MoneyPicture | None:
    """Seven days a column, the surest at the bottom; None where no money is expected."""
    weeks = outlook.weeks()
    most = max((sum(amounts.values()) for _, amounts in weeks), default=0)
    if most <= 0:
        return None
    columns = Columns(len(weeks), most)
    bars = [bar for place, week in enumerate(weeks) for bar in columns.stacked(place, _parts(week, outlook.currency))]
    labels = [
        columns.label(place, formats.day_and_month(first), minor=place % 4 != 0 or place >= _LAST_ON_A_PHONE)
        for place, (first, _) in enumerate(weeks)
        if place % 2 == 0
    ]
    kinds = tuple(one.value for one in Certainty if one in outlook.by_certainty())
    return MoneyPicture(tuple(bars), tuple(labels), kinds, most)


def months_picture(months: Sequence[Month], currency: str) -> MoneyPicture | None:
    """Two bars a month; None where nothing was due and nothing came. Money that went beyond what came has no bar."""
    most = max(max(one.expected, one.received) for one in months)
    if most <= 0:
        return None
    columns = Columns(len(months), most)
    bars = [bar for place, one in enumerate(months) for bar in columns.beside(place, _pair(one, currency))]
    labels = [
        columns.label(place, formats.month_and_year(one.first), minor=place % 6 != 0)
        for place, one in enumerate(months)
        if place % 3 == 0
    ]
    return MoneyPicture(tuple(bars), tuple(labels), ("expected", "received"), most)


def _parts(week: tuple[date, dict[Certainty, Money]], currency: str) -> Iterator[Part]:
    first, amounts = week
    days = f"{formats.day_and_month(first)} – {formats.day_and_month(first + timedelta(days=6))}"
    for certainty in Certainty:
        amount = amounts.get(certainty, 0)
        title = f"{days}, {glossary.CERTAINTY[certainty]}: {formats.money(amount, currency)}"
        yield Part(certainty.value, amount, title)


def _pair(month: Month, currency: str) -> tuple[Part, ...]:
    name = formats.month_and_year(month.first)
    return tuple(
        Part(kind, amount, f"{name}: {formats.money(amount, currency)}")
        for kind, amount in (("expected", month.expected), ("received", month.received))
    )
