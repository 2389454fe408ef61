"""Sentences about a project: the headline of its page, and what waits for a decision."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from autossa.domain.contracts import Status
from autossa.queries.billing.next_charges import NextCharge
from autossa.queries.projects.alerts import Decision, Matter
from autossa.queries.projects.page import ProjectPage
from autossa.wording import glossary
from autossa.wording.formats import day, money, ssc, until
from autossa.wording.refusals import waiting

DANGER = {Matter.PARKED, Matter.SUSPENDED, Matter.GAP_LATE, Matter.NO_PRICE}
MONEY = {Matter.NO_PRICE, Matter.PARKED}
WARN = {Matter.QUESTION, Matter.GAP_ONCE, Matter.ACTIVATED, Matter.RUNS_OUT, Matter.ENDS}


@dataclass(frozen=True, slots=True)
class Notice:
    """A decision in words: a few for the list, a sentence for the page."""

    tone: str
    short: str
    text: str
    decision: Decision | None = None


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
            return _("next charge %(amount)s on %(day)s, paid by %(payer)s") % said
        return _("next charge %(amount)s on %(day)s") % said
    return _("next charge %(amount)s from the balance on %(day)s") % {**on, "amount": ssc(found.ssc)}


def notices(decisions: Iterable[Decision]) -> list[Notice]:
    """Each decision in words."""
    return [notice(decision) for decision in decisions]


def without_money(decisions: Iterable[Decision]) -> list[Decision]:
    """What is left of them for readers who must not see credits and amounts: gaps, but not what they cost."""
    return [decision.without_money for decision in decisions if decision.matter not in MONEY]


def _coverage(page: ProjectPage) -> str:
    end = page.project.covered_until
    if end is None:
        if page.project.has_gap(page.today):
            return _("Never covered")
        return _("No coverage yet") if page.project.first_uncovered else _("New, not covered yet")
    if end <= page.today:
        return _("Not covered since %(day)s") % {"day": day(end)}
    return _("Covered until %(day)s") % {"day": until(end)}


def _contract(page: ProjectPage) -> str:
    contract = page.project.contract
    if contract is not None and contract.status is Status.ENDING and contract.ends_on:
        return _("Auto SSA ends on %(day)s") % {"day": until(contract.ends_on)}
    return glossary.contract(contract.status if contract else None)


def notice(decision: Decision) -> Notice:
    """A decision in words."""
    tone = "danger" if decision.matter in DANGER else "warn" if decision.matter in WARN else "info"
    short, text = _WORDS[decision.matter](decision)
    return Notice(tone, short, text, decision)


def _gap_once(found: Decision) -> tuple[str, str]:
    given = {"day": day(found.day) if found.day else "", "ssc": ssc(found.ssc), "times": glossary.times(found.times)}
    short = _("Never covered: counts once until %(day)s") if found.in_use_since else _("Gap counts once until %(day)s")
    short %= given
    if found.tells_money:
        text = _(
            "It is calculated once if a contract is concluded by %(day)s, today for %(ssc)s; "
            "after that day it will be calculated %(times)s and must be paid from the balance."
        )
    else:
        text = _(
            "It is calculated once if a contract is concluded by %(day)s; after that day it will be calculated "
            "%(times)s. The customer concludes it, or whoever looks after its contracts."
        )
    return short, f"{_gap(found)} {text % given}"


def _gap_late(found: Decision) -> tuple[str, str]:
    given = {"times": glossary.times(found.times), "ssc": ssc(found.ssc)}
    short = _("Never covered: counts %(times)s") if found.in_use_since else _("Gap counts %(times)s")
    short %= given
    if not found.tells_money:
        text = _(
            "It is too long to count once: it is calculated %(times)s. The customer concludes a contract, or whoever "
            "looks after its contracts."
        )
        return short, f"{_gap(found)} {text % given}"
    text = _("It is too long to count once: it is calculated %(times)s, today %(ssc)s, and paid from the balance.")
    text = f"{_gap(found)} {text % given}"
    if found.missing:
        text += " " + _("%(ssc)s are missing there.") % {"ssc": ssc(found.missing)}
        text = f"{text} {waiting(found.missing, found.ordered)}".rstrip()
    return short, text


def _gap(found: Decision) -> str:
    """What the gap is: days after coverage, or days in use before there was any."""
    if found.in_use_since is None:
        return _("Coverage has a gap.")
    since = {"day": day(found.in_use_since)}
    return _("A license was activated on %(day)s, and the project was never covered: that is a gap.") % since


def _runs_out(found: Decision) -> tuple[str, str]:
    last = until(found.day) if found.day else ""
    text = _("Coverage ends on %(day)s and nothing extends it. Conclude a contract before that, and no gap opens.")
    return _("Runs out, no contract"), text % {"day": last}


def _activated(found: Decision) -> tuple[str, str]:
    first = {"day": day(found.day) if found.day else ""}
    text = _(
        "A license was activated today, and there is no coverage yet: tomorrow, %(day)s, is the first uncovered day. "
        "Conclude a contract today: it starts then, and no gap opens."
    )
    return _("No coverage yet, no contract"), text % first


def _ends(found: Decision) -> tuple[str, str]:
    last = until(found.day) if found.day else ""
    text = _("Until that day everything goes on; after it coverage is no longer extended.")
    return _("Ends on %(day)s") % {"day": last}, text


def _requested(found: Decision) -> tuple[str, str]:
    count = {"count": found.count}
    short = ngettext("%(count)s license requested", "%(count)s licenses requested", found.count) % count
    text = ngettext(
        "%(count)s license is requested and waits for the vendor's confirmation. It is not charged before.",
        "%(count)s licenses are requested and wait for the vendor's confirmation. They are not charged before.",
        found.count,
    )
    return short, text % count


_WORDS = {
    Matter.PARKED: lambda d: (
        _("Booking failed"),
        _("The nightly booking failed and was set aside: %(cause)s") % {"cause": d.text},
    ),
    Matter.SUSPENDED: lambda d: (
        _("Payment is open"),
        _("The contract is suspended because a payment is open. What falls due is booked once it resumes."),
    ),
    Matter.NO_PRICE: lambda d: (
        _("No price in force"),
        _("The next period cannot be booked: no price of an SSC is in force yet."),
    ),
    Matter.QUESTION: lambda d: (
        _("A question is open"),
        _("The vendor has a question about the contract. The review goes on when it is answered."),
    ),
    Matter.IN_REVIEW: lambda d: (
        _("The vendor reviews"),
        _("The contract waits for the vendor's approval. It starts on %(day)s, and coverage counts from that day.")
        % {"day": day(d.day) if d.day else ""},
    ),
    Matter.NEW: lambda d: (
        _("Conclude before activating"),
        _("The project is new. Conclude a contract before the first activation, and no gap can arise."),
    ),
    Matter.NO_LICENSES: lambda d: (
        _("No licenses yet"),
        _("The project has no licenses. A contract can be concluded when it has one."),
    ),
    Matter.GAP_ONCE: _gap_once,
    Matter.GAP_LATE: _gap_late,
    Matter.ACTIVATED: _activated,
    Matter.RUNS_OUT: _runs_out,
    Matter.ENDS: _ends,
    Matter.REQUESTED: _requested,
}  # fmt: skip
