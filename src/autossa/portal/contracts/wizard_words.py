"""Sentences of the wizard: the button with its amount, the gap in words, what has changed since."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.comparisons import Offer, figures
from autossa.portal import wording
from autossa.portal.formats import day, last_day, money, ssc

_MOST = 4000


@dataclass(frozen=True, slots=True)
class Change:
    """A figure that is another one than was shown."""

    label: str | Promise
    before: str
    now: str


def amount(offer: Offer, currency: str) -> str:
    """What the begin of the contract costs: money where something is invoiced, credits where the balance pays."""
    return paid(offer.beginning.gross, offer.beginning.from_balance, currency)


def paid(gross: int, from_balance: int, currency: str) -> str:
    """51.56 EUR and 10.00 SSC from the balance; what is nothing is left out."""
    given = {"money": money(gross, currency), "ssc": ssc(from_balance)}
    if not gross:
        return _("%(ssc)s from the balance") % given
    return _("%(money)s and %(ssc)s from the balance") % given if from_balance else given["money"]


def button(offer: Offer, currency: str) -> str:
    """The act and the amount: Conclude Annual, billed yearly, for 51.56 EUR."""
    given = {"plan": wording.plan(offer.option), "amount": amount(offer, currency)}
    return _("Conclude %(plan)s, for %(amount)s") % given


def as_shown(offer: Offer) -> str:
    """The figures of an offer for a hidden field: what is agreed to when the form comes back."""
    return json.dumps(figures(offer), separators=(",", ":"))


def read_shown(text: str) -> dict[str, str]:
    """The figures that came back; nothing that is not text, and nothing at all where it cannot be read."""
    try:
        found = json.loads(text) if len(text) <= _MOST else None
    except ValueError:
        return {}
    return (
        {str(name): value for name, value in found.items() if isinstance(value, str)} if isinstance(found, dict) else {}
    )


def changes(shown: Mapping[str, str], now: Offer, currency: str) -> list[Change]:
    """What differs from what was shown, in words."""
    found = []
    for name, value in figures(now).items():
        known = _FIGURES.get(name)
        if known is None or shown.get(name) == value:
            continue
        label, tell = known
        found.append(Change(label, _told(tell, shown.get(name), currency), tell(value, currency)))
    return found


def _told(tell: Callable[[str, str], str], value: str | None, currency: str) -> str:
    """A figure that came from outside; "?" when it is none."""
    try:
        return tell(value or "", currency)
    except (ValueError, OverflowError):
        return "?"


def _ssc(value: str, _currency: str) -> str:
    return ssc(int(value))


def _money(value: str, currency: str) -> str:
    return money(int(value), currency)


def _day(value: str, _currency: str) -> str:
    return day(date.fromisoformat(value))


def _last(value: str, _currency: str) -> str:
    return day(last_day(date.fromisoformat(value)))


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
