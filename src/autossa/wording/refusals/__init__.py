"""What was not done, in words: why the rules refused, and what was wrong with a request, by its code.

All is said in the language of the page.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from autossa.domain.amounts import Ssc
from autossa.domain.gaps import Enough
from autossa.domain.refusals import Code, Refusal
from autossa.queries.credits.orders import to_order
from autossa.wording.formats import day, moment, ssc, until
from autossa.wording.refusals import (
    accounts,
    billing,
    contracts,
    credits,
    devices,
    general,
    licenses,
    orders,
    organisations,
    programs,
    projects,
    releases,
    runs,
    vendor,
)
from autossa.wording.refusals.money import bank, cards, dunning, payments, sepa
from autossa.wording.refusals.money import programs as money_programs

_PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")
_CODES = frozenset(code.value for code in Code)


@dataclass(frozen=True, slots=True)
class RefusalMessage:
    """A refusal in words; `missing` SSC (hundredths) are what a top-up of the balance would help, 0 for none.

    `to_order` are those of them that are not ordered yet, or what suffices by `in_time` where a transfer takes longer
    than the gap stands still; `waits` says, inside `text` too, what is ordered.
    """

    code: Code
    text: str
    missing: Ssc = 0
    to_order: Ssc = 0
    waits: str = ""
    in_time: date | None = None


def explain(refusal: Refusal, ordered: Ssc = 0, enough: Enough | None = None) -> RefusalMessage:
    """What happened and the way on; with `ordered` SSC that wait for their payment, and what is `enough` to top up."""
    missing = refusal.missing_ssc or 0
    waits = waiting(missing, ordered)
    way = waits or (_ADVICE[refusal.code]() if refusal.code in _ADVICE else "")
    text = f"{_WORDS[refusal.code](refusal)} {way}".rstrip()
    rest = to_order(missing, ordered, enough)
    return RefusalMessage(refusal.code, text, missing, rest, waits, enough.day if enough and rest else None)


def waiting(missing: Ssc, ordered: Ssc) -> str:
    """What is ordered where credits are missing, so that nobody orders them twice; empty when nothing is."""
    if not missing or not ordered:
        return ""
    given = {"ssc": ssc(ordered), "rest": ssc(to_order(missing, ordered))}
    if ordered >= missing:
        return _("%(ssc)s are ordered and wait for their payment.") % given
    return _("%(ssc)s are ordered and wait for their payment; %(rest)s are still to be ordered.") % given


def explain_error(code: str, facts: Mapping[str, object], fallback: str) -> str:
    """What was wrong with a request, by the code of the exception and what fills its words.

    `fallback` (the exception's own English message) is said for a code that has no words here.
    """
    text = _ERRORS.get(code)
    words = {name: _fact(fact) for name, fact in facts.items()}
    try:
        return _filled(str(text), words) if text is not None else fallback
    except KeyError:  # it was raised without what these words need
        return fallback


def every_code() -> list[str]:
    """Each code that a refusal or an exception can have, and that has words."""
    return sorted({*_CODES, *_ERRORS})


def words_of_code(code: str) -> str | None:
    """What it means, with … for what differs from time to time; None for what is no code."""
    if code in _CODES:
        return explain(Refusal(Code(code))).text
    text = _ERRORS.get(code)
    return None if text is None else _PLACEHOLDER.sub("…", str(text)).replace("%%", "%")


def _filled(text: str, words: Mapping[str, object]) -> str:
    """The text with its facts; a per cent sign alone is one. Raises KeyError."""
    return _PLACEHOLDER.sub(lambda found: str(words[found[1]]), text).replace("%%", "%")


def _fact(fact: object) -> object:
    """As it is shown: a moment and a day are written in the language of the page."""
    if isinstance(fact, datetime):
        return moment(fact)
    return day(fact) if isinstance(fact, date) else fact


def _missing(refusal: Refusal) -> dict[str, str]:
    return {"ssc": ssc(refusal.missing_ssc or 0)}


def _too_early(refusal: Refusal) -> str:
    if refusal.earliest_end is None:
        return _("The contract cannot end that early: its minimum term comes first.")
    text = _("The contract cannot end that early. The earliest end is %(day)s.")
    return text % {"day": until(refusal.earliest_end)}


def _ending(refusal: Refusal) -> str:
    if refusal.ends_on is None:
        return _("The contract ends already.")
    return _("The contract ends already, on %(day)s.") % {"day": until(refusal.ends_on)}


_WORDS: dict[Code, Callable[[Refusal], str]] = {
    Code.NO_LICENSES: lambda _r: _("The project has no license that could be covered. Add a license first."),
    Code.CONTRACT_EXISTS: lambda _r: _("The project has a contract already; there can be one at a time."),
    Code.CONTRACT_ACTIVE: lambda _r: _(
        "The project has a contract, active or in review: it extends coverage automatically, so it cannot be extended"
        " manually."
    ),
    Code.BEFORE_MINIMUM_TERM: _too_early,
    Code.INSUFFICIENT_CREDITS: lambda r: (
        _("The balance does not hold enough credits: %(ssc)s are missing.") % _missing(r)
    ),
    Code.INSUFFICIENT_CREDITS_FOR_GAP: lambda r: (
        _("The gap is paid from the balance, and %(ssc)s are missing there.") % _missing(r)
    ),
    Code.NOT_IN_REVIEW: lambda _r: _("The contract is not in review: somebody has decided meanwhile."),
    Code.PAST_FIXED_END: lambda _r: _("The fixed end is in the past, so that nothing would be covered."),
    Code.NOTHING_TO_UNDO: lambda _r: _("There is no cancellation to withdraw."),
    Code.NO_SUCH_LICENSE: lambda _r: _("There is no such license in this project, or it was given up."),
    Code.NOT_ACTIVE: lambda _r: _("The contract is not active."),
    Code.NOT_ENDING: lambda _r: _("The contract was not cancelled."),
    Code.NOT_SUSPENDED: lambda _r: _("The contract is not suspended."),
    Code.ALREADY_ENDING: _ending,
    Code.NOTICE_TOO_SHORT: _too_early,
    Code.QUANTITY_TOO_LARGE: lambda _r: _("That is more than the license has."),
    Code.LAST_LICENSE: lambda _r: _(
        "This is the last license of a project with a contract. Cancel the contract first, or add another license."
    ),
    Code.SAME_OPTION: lambda _r: _("The contract has this option already."),
    Code.NO_CHANGE_TO_UNDO: lambda _r: _("No change of the option lies ahead: its first period may be booked by now."),
    Code.NO_PRICE: lambda _r: _("No price of an SSC is in force on that day. The vendor has to set one."),
    Code.NOT_IN_QUESTION: lambda _r: _("There is no open question: it was answered meanwhile."),
    Code.NOT_REQUESTED: lambda _r: _("This license is not waiting for a confirmation."),
    Code.IN_CONTRACT: lambda _r: _(
        "The contract in review was concluded with this license, its price and gap included. Withdraw or reject that "
        "contract first, then try again."
    ),
    Code.NOT_BOOKED: lambda _r: _("There is no such booking, or it was voided already."),
    Code.TOO_LATE_TO_VOID: lambda _r: _("It is too late to void this booking."),
    Code.NO_LICENSE_PRICE: lambda _r: _(
        "One of these license types has no price on the project's price list that day. The vendor has to set one."
    ),
    Code.BOOKED_SINCE: lambda _r: _("Something was booked since that builds on this booking. Void that first."),
}

_ADVICE: dict[Code, Callable[[], str]] = {
    Code.INSUFFICIENT_CREDITS: lambda: _("Top up first."),
    Code.INSUFFICIENT_CREDITS_FOR_GAP: lambda: _("Top up first, then try again."),
}

# What is wrong with a request, by the code of the exception in `operations`; %(names)s are its facts.
_AREAS = (
    accounts,
    bank,
    billing,
    cards,
    contracts,
    dunning,
    credits,
    devices,
    general,
    licenses,
    money_programs,
    orders,
    organisations,
    payments,
    programs,
    projects,
    releases,
    runs,
    sepa,
    vendor,
)
_ERRORS: dict[str, Promise] = {code: text for area in _AREAS for code, text in area.ERRORS.items()}
