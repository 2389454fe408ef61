"""Sentences about a project: the headline of its page, and what needs attention."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from autossa.domain.contracts import Status
from autossa.queries.billing.next_charges import NextCharge
from autossa.queries.projects.alerts import Alert, AlertKind
from autossa.queries.projects.listing import ProjectRow
from autossa.queries.projects.page import ProjectPage
from autossa.wording import glossary
from autossa.wording.formats import day, money, ssc, until
from autossa.wording.refusals import waiting

DANGER = {AlertKind.PARKED, AlertKind.SUSPENDED, AlertKind.UNPAID, AlertKind.GAP_LATE, AlertKind.NO_PRICE}
MONEY = {AlertKind.NO_PRICE, AlertKind.PARKED, AlertKind.UNPAID}
WARN = {
    AlertKind.QUESTION,
    AlertKind.GAP_ONCE,
    AlertKind.ACTIVATED,
    AlertKind.INCLUDED,
    AlertKind.RUNS_OUT,
    AlertKind.ENDS,
}


@dataclass(frozen=True, slots=True)
class Notice:
    """An alert in words: a few for the list, a sentence for the page."""

    tone: str
    short: str
    text: str
    alert: Alert | None = None


def headline(page: ProjectPage, *, with_money: bool = True) -> list[str]:
    """Covered until 30 January 2027 · Auto SSA active · next charge 51.56 EUR on 17 January 2027."""
    parts = [_coverage(page), _contract(page)]
    if page.charge is not None and with_money:
        parts.append(charge(page.charge))
    return parts


def charge(found: NextCharge) -> str:
    """The next charge: money when something will be invoiced, else what the balance pays."""
    if found.settlement is None:
        return _("the next charge waits for a price")
    on = {"day": day(found.day)}
    if found.gross:
        said = {**on, "amount": money(found.gross, found.currency), "payer": found.paid_by}
        if found.paid_by:
            return _("next charge %(amount)s on %(day)s, billed to %(payer)s") % said
        return _("next charge %(amount)s on %(day)s") % said
    return _("next charge %(amount)s from the balance on %(day)s") % {**on, "amount": ssc(found.ssc)}


def notices(alerts: Iterable[Alert]) -> list[Notice]:
    """Each alert in words."""
    return [notice(alert) for alert in alerts]


def without_money(alerts: Iterable[Alert]) -> list[Alert]:
    """What is left of them for readers who must not see credits and amounts: gaps, but not what they cost."""
    return [alert.without_money for alert in alerts if alert.kind not in MONEY]


def _coverage(page: ProjectPage) -> str:
    end = page.project.covered_until
    if end is None:
        if page.project.has_gap(page.today):
            return _("Never covered")
        return _("No coverage yet") if page.project.base else _("New, not covered yet")
    if end <= page.today:
        return _("Not covered since %(day)s") % {"day": day(end)}
    return _("Covered until %(day)s") % {"day": until(end)}


def _contract(page: ProjectPage) -> str:
    contract = page.project.contract
    if contract is not None and contract.status is Status.ENDING and contract.ends_on:
        return _("Auto SSA ends on %(day)s") % {"day": until(contract.ends_on)}
    return glossary.contract(contract.status if contract else None)


def notice(alert: Alert) -> Notice:
    """An alert in words."""
    tone = "danger" if alert.kind in DANGER else "warn" if alert.kind in WARN else "info"
    short, text = _WORDS[alert.kind](alert)
    return Notice(tone, short, text, alert)


def begun() -> Notice:
    """A contract that the reader has begun to conclude."""
    return Notice("info", _("Contract started"), _("You have begun to conclude a contract; your answers are kept."))


def _gap_once(found: Alert) -> tuple[str, str]:
    cost, times = _cost(found), glossary.times(found.times)
    given = {"day": day(found.day) if found.day else "", "cost": cost, "times": times}
    short = (
        _("In use without coverage: normal price until %(day)s")
        if found.in_use_since
        else _("Gap: normal price until %(day)s")
    )
    if found.tells_money:
        text = _(
            "If you add a contract by %(day)s, the missed days cost %(cost)s as of today; after that day they are "
            "charged %(times)s and paid from the balance."
        )
    else:
        text = _(
            "After %(day)s the missed days are charged %(times)s. The customer, or whoever manages its contracts, can "
            "add a contract."
        )
    return short % given, f"{_lapsed(found)} {text % given}"


def _gap_late(found: Alert) -> tuple[str, str]:
    given = {"times": glossary.times(found.times), "cost": _cost(found), "days": found.grace_days}
    short = _("In use without coverage: charged %(times)s") if found.in_use_since else _("Gap: charged %(times)s")
    short %= given
    if not found.tells_money:
        text = _(
            "After more than %(days)s days the missed days are charged %(times)s. The customer, or whoever manages its "
            "contracts, can add a contract."
        )
        return short, f"{_lapsed(found)} {text % given}"
    text = _(
        "After more than %(days)s days the missed days are charged %(times)s: %(cost)s as of today, paid from the "
        "balance."
    )
    text = f"{_lapsed(found)} {text % given}"
    if found.missing:
        text += " " + _("%(ssc)s are missing there.") % {"ssc": ssc(found.missing)}
        text = f"{text} {waiting(found.missing, found.ordered)}".rstrip()
    return short, text


def _cost(found: Alert) -> str:
    """97.50 SSC (120.67 EUR gross); without money where no price is in force."""
    if found.worth is None:
        return ssc(found.ssc)
    return _("%(ssc)s (%(amount)s gross)") % {"ssc": ssc(found.ssc), "amount": money(found.worth.gross, found.currency)}


def _lapsed(found: Alert) -> str:
    """What the gap is: days after coverage, or days in use before there was any."""
    if found.in_use_since is None:
        return _("Coverage has lapsed.")
    return _("A license has been in use without coverage since %(day)s.") % {"day": day(found.in_use_since)}


def _runs_out(found: Alert) -> tuple[str, str]:
    last = until(found.day) if found.day else ""
    text = _("Coverage ends on %(day)s and nothing extends it. Add a contract before that day, so no gap occurs.")
    return _("Expires soon, no contract"), text % {"day": last}


def _included(found: Alert) -> tuple[str, str]:
    last = until(found.day) if found.day else ""
    text = _(
        "Until %(day)s the SSA that was sold with the licenses includes everything. Add a contract before that day: it "
        "costs nothing until then, and no gap occurs."
    )
    return _("SSA included until %(day)s, no contract") % {"day": last}, text % {"day": last}


def _activated(found: Alert) -> tuple[str, str]:
    first = {"day": day(found.day) if found.day else ""}
    text = _(
        "A license was activated today without coverage: tomorrow, %(day)s, is the first uncovered day. "
        "Add a contract today, so no gap occurs."
    )
    return _("No coverage yet, no contract"), text % first


def _ends(found: Alert) -> tuple[str, str]:
    last = until(found.day) if found.day else ""
    text = _("Everything continues until then; after that day coverage is no longer extended.")
    return _("Ends on %(day)s") % {"day": last}, text


def _requested(found: Alert) -> tuple[str, str]:
    count = {"count": found.count}
    short = ngettext("%(count)s license requested", "%(count)s licenses requested", found.count) % count
    text = ngettext(
        "It waits for the vendor's confirmation and is not charged before.",
        "They wait for the vendor's confirmation and are not charged before.",
        found.count,
    )
    return short, text


_WORDS = {
    AlertKind.PARKED: lambda d: (
        _("Booking failed"),
        _("The nightly booking failed; the project is parked: %(cause)s") % {"cause": d.text},
    ),
    AlertKind.SUSPENDED: lambda d: (
        _("Payment outstanding"),
        _("The contract is suspended because a payment is outstanding. What falls due is booked once it resumes."),
    ),
    AlertKind.UNPAID: lambda d: (
        _("Waits for a payment"),
        ngettext(
            "The next period is booked once the invoice before it is paid: %(count)s period is unpaid.",
            "The next period is booked once an invoice before it is paid: %(count)s periods are unpaid.",
            d.count,
        )
        % {"count": d.count},
    ),
    AlertKind.NO_PRICE: lambda d: (
        _("No price in force"),
        _("The next period cannot be booked: no price of an SSC is in force yet."),
    ),
    AlertKind.QUESTION: lambda d: (
        _("Question to answer"),
        _("The vendor has a question about the contract. The review continues once it is answered."),
    ),
    AlertKind.IN_REVIEW: lambda d: (
        _("In review"),
        _("The contract is waiting for the vendor's approval. It starts on %(day)s, and coverage counts from that day.")
        % {"day": day(d.day) if d.day else ""},
    ),
    AlertKind.NEW: lambda d: (
        _("Add a contract before activating"),
        _("The project is new; in this order no gap occurs."),
    ),
    AlertKind.NO_LICENSES: lambda d: (
        _("No licenses yet"),
        _("They come before the contract."),
    ),
    AlertKind.GAP_ONCE: _gap_once,
    AlertKind.GAP_LATE: _gap_late,
    AlertKind.ACTIVATED: _activated,
    AlertKind.INCLUDED: _included,
    AlertKind.RUNS_OUT: _runs_out,
    AlertKind.ENDS: _ends,
    AlertKind.REQUESTED: _requested,
}  # fmt: skip


def notices_of(row: ProjectRow) -> list[Notice]:
    """What needs attention, in a list, without money for those who must not see it."""
    return notices(row.alerts if row.shows_money else without_money(row.alerts))
