"""What has changed since an offer was shown: each figure that is another one, in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.domain.comparisons import Offer, figures
from autossa.wording.formats import day, money, ssc, until


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is another one than was shown."""

    label: str | Promise
    before: str
    now: str


def find_changes(shown: Mapping[str, str], now: Offer, currency: str) -> list[Change]:
    """What differs from what was shown, in words."""
    found = []
    for name, value in figures(now).items():
        known = _FIGURES.get(name)
        if known is None or shown.get(name) == value:
            continue
        label, write = known
        found.append(Change(label, _foreign(write, shown.get(name), currency), write(value, currency)))
    return found


def _foreign(write: Callable[[str, str], str], value: str | None, currency: str) -> str:
    """A figure that came from outside; "?" when it is none."""
    try:
        return write(value or "", currency)
    except (ValueError, OverflowError):
        return "?"


def _ssc(value: str, _currency: str) -> str:
    return ssc(int(value))


def _money(value: str, currency: str) -> str:
    return money(int(value), currency)


def _day(value: str, _currency: str) -> str:
    return day(date.fromisoformat(value))


def _last(value: str, _currency: str) -> str:
    return until(date.fromisoformat(value))


_FIGURES: dict[str, tuple[str | Promise, Callable[[str, str], str]]] = {
    "start": (gettext_lazy("Start"), _day),
    "gap": (gettext_lazy("Gap"), _ssc),
    "ssc": (gettext_lazy("Beginning, in credits"), _ssc),
    "from_balance": (gettext_lazy("Beginning, from the balance"), _ssc),
    "gross": (gettext_lazy("Beginning, gross"), _money),
    "charged_on": (gettext_lazy("Day of the first charge"), _day),
    "year_ssc": (gettext_lazy("12 months, in credits"), _ssc),
    "year_net": (gettext_lazy("12 months, net"), _money),
    "year_gross": (gettext_lazy("12 months, gross"), _money),
    "earliest_end": (gettext_lazy("Earliest end"), _last),
}
