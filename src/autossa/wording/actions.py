"""What a button says: the act, and the amount that it costs. All is said in the language of the page."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from autossa.domain.amounts import Money, Ssc
from autossa.domain.comparisons import Offer
from autossa.domain.orders.quotes import About
from autossa.domain.plans import Option
from autossa.queries.licenses.previews import Price
from autossa.wording.formats import day, money, ssc, until, whole
from autossa.wording.glossary import PLAN, plan

# By how many minor units the charges of equal periods may differ for each license, from rounding SSC, net and VAT.
_ROUNDING = 4

# ---------------------------------------------------------------- contracts


def cost(gross: Money, from_balance: Ssc, currency: str) -> str:
    """51.56 EUR and 10.00 SSC from the balance; what is nothing is left out."""
    given = {"money": money(gross, currency), "ssc": ssc(from_balance)}
    if not gross:
        return _("%(ssc)s from the balance") % given
    return _("%(money)s and %(ssc)s from the balance") % given if from_balance else given["money"]


def cost_at_start(offer: Offer, currency: str) -> str:
    """What the begin of a contract costs: money where something is invoiced, credits where the balance pays."""
    return cost(offer.beginning.gross, offer.beginning.from_balance, currency)


def gross_beside(gross: Money, currency: str) -> str:
    """What stands beside an amount of SSC: (120.67 EUR gross), with the space before it."""
    return " " + _("(%(amount)s gross)") % {"amount": money(gross, currency)}


def conclude(offer: Offer, currency: str) -> str:
    """Conclude Annual, billed monthly: 12 × 20.63 EUR, at least 247.52 EUR until 27 November 2027."""
    given = {
        "plan": plan(offer.option),
        "periods": _periods(offer, currency),
        "amount": cost(offer.commitment.gross, offer.commitment.from_balance, currency),
        "day": until(offer.committed_until),
    }
    if given["periods"]:
        return _("Conclude %(plan)s: %(periods)s, at least %(amount)s until %(day)s") % given
    return _("Conclude %(plan)s: at least %(amount)s until %(day)s") % given


def _periods(offer: Offer, currency: str) -> str:
    """12 × 20.63 EUR; empty where there is one, or where they differ by more than rounding does."""
    amounts = [one.invoice.gross if one.invoice else 0 for one in offer.committed_periods]
    lines = max((len(one.parts) for one in offer.committed_periods), default=0)
    if len(amounts) < 2 or max(amounts) - min(amounts) > _ROUNDING * lines:
        return ""
    return f"{len(amounts)} × {money(amounts[0], currency)}"


def conclude_several(option: str, projects: int, costs: Iterable[str]) -> str:
    """Conclude Annual, billed yearly for 3 projects, for what they cost together at least in each currency."""
    text = ngettext(
        "Conclude %(plan)s for %(count)s project: at least %(amount)s until its earliest end",
        "Conclude %(plan)s for %(count)s projects: at least %(amount)s until the earliest end of each",
        projects,
    )
    return text % {"count": projects, "plan": option, "amount": " + ".join(costs)}


def approve(option: Option, gross: Money, from_balance: Ssc, currency: str) -> str:
    """Approve Annual, billed yearly for 51.56 EUR; what is invoiced goes before what the balance pays."""
    given = {"option": plan(option)}
    if gross:
        return _("Approve %(option)s for %(amount)s") % {**given, "amount": money(gross, currency)}
    if from_balance:
        return _("Approve %(option)s for %(amount)s of the balance") % {**given, "amount": ssc(from_balance)}
    return _("Approve %(option)s") % given


def resume(gross: Money, from_balance: Ssc, currency: str) -> str:
    """Resume the contract for 51.56 EUR."""
    if gross:
        return _("Resume the contract for %(amount)s") % {"amount": money(gross, currency)}
    if from_balance:
        return _("Resume the contract for %(amount)s of the balance") % {"amount": ssc(from_balance)}
    return _("Resume the contract")


# ---------------------------------------------------------------- licenses


def request_license(quantity: int, what: str) -> str:
    """Request 500 × Port."""
    return _("Request %(quantity)s × %(what)s") % {"quantity": whole(quantity), "what": what}


def request_licenses(count: int) -> str:
    """Request 3 licenses."""
    return ngettext("Request %(count)s license", "Request %(count)s licenses", count) % {"count": count}


def add_license(quantity: int, what: str, now: Price | None, currency: str) -> str:
    """Add 500 × Port for 51.56 EUR; `now` is what is booked at once."""
    given = {"quantity": whole(quantity), "what": what}
    if not now:  # a template says "" for nothing
        return _("Add %(quantity)s × %(what)s, nothing to pay now") % given
    return _("Add %(quantity)s × %(what)s for %(amount)s") % {**given, "amount": _booked(now, currency)}


def confirm_license(quantity: int, what: str, now: Price | None, currency: str) -> str:
    """Confirm 500 × Port for 51.56 EUR; `now` is what is booked at once."""
    given = {"quantity": whole(quantity), "what": what}
    if not now:  # a template says "" for nothing
        return _("Confirm %(quantity)s × %(what)s, nothing to pay now") % given
    return _("Confirm %(quantity)s × %(what)s for %(amount)s") % {**given, "amount": _booked(now, currency)}


def confirm_licenses(count: int, now: Price | None, currency: str) -> str:
    """Confirm 3 licenses for 51.56 EUR and 10.00 SSC from the balance; `now` is what is booked at once."""
    if not now:  # a template says "" for nothing
        return _("Confirm %(count)s licenses, nothing to pay now") % {"count": count}
    amount = cost(now.gross, now.from_balance, currency)
    return _("Confirm %(count)s licenses for %(amount)s") % {"count": count, "amount": amount}


def _booked(price: Price, currency: str) -> str:
    return money(price.gross, currency) if price.gross else ssc(price.ssc)


# ---------------------------------------------------------------- credits


def extend(months: int, cost: Ssc) -> str:
    """Extend by 3 months for 30.00 SSC."""
    text = ngettext("Extend by %(count)s month for %(ssc)s", "Extend by %(count)s months for %(ssc)s", months)
    return text % {"count": months, "ssc": ssc(cost)}


def order_credits(credits: Ssc, gross: Money, currency: str) -> str:
    """Order 100.00 SSC for 119.00 EUR."""
    return _("Order %(ssc)s for %(amount)s") % {"ssc": ssc(credits), "amount": money(gross, currency)}


def book_order(credits: Ssc, gross: Money, currency: str) -> str:
    """119.00 EUR received: book 100.00 SSC."""
    return _("%(amount)s received: book %(ssc)s") % {"ssc": ssc(credits), "amount": money(gross, currency)}


def pay_everything(gross: Money, currency: str) -> str:
    """Pay everything open: 119.00 EUR."""
    return _("Pay everything open: %(amount)s") % {"amount": money(gross, currency)}


def order_and_conclude(gross: Money, currency: str) -> str:
    """Order credits and contract for 119.00 EUR."""
    return _("Order credits and contract for %(amount)s") % {"amount": money(gross, currency)}


def order_licenses(gross: Money, currency: str) -> str:
    """Order licenses for 119.00 EUR."""
    return _("Order licenses for %(amount)s") % {"amount": money(gross, currency)}


def book_licenses(gross: Money, currency: str) -> str:
    """119.00 EUR received: add the licenses."""
    return _("%(amount)s received: add the licenses") % {"amount": money(gross, currency)}


def withdraw_licenses(gross: Money, currency: str) -> str:
    """Withdraw the order for 119.00 EUR."""
    return _("Withdraw the order for %(amount)s") % {"amount": money(gross, currency)}


def decline_licenses(gross: Money, currency: str) -> str:
    """Decline the order for 119.00 EUR."""
    return _("Decline the order for %(amount)s") % {"amount": money(gross, currency)}


def accept_quote(about: str, credits: Ssc | None, option: str, gross: Money, currency: str) -> str:
    """What accepting a quote does, with its amount: order 100.00 SSC for 119.00 EUR, or conclude a contract."""
    given = {"amount": money(gross, currency), "plan": PLAN.get(option, option)}
    if about == About.CREDITS:
        return order_credits(credits or 0, gross, currency)
    if about == About.LICENSES:
        return order_licenses(gross, currency)
    return _("Conclude %(plan)s: %(amount)s at its start") % given


def make_quote(gross: Money, currency: str) -> str:
    """Make a quote for 119.00 EUR."""
    return _("Make a quote for %(amount)s") % {"amount": money(gross, currency)}


def withdraw_order(credits: Ssc) -> str:
    """Withdraw the order of 100.00 SSC."""
    return _("Withdraw the order of %(ssc)s") % {"ssc": ssc(credits)}


def decline_order(credits: Ssc) -> str:
    """Decline the order of 100.00 SSC."""
    return _("Decline the order of %(ssc)s") % {"ssc": ssc(credits)}


def top_up(credits: Ssc, in_time: date | None = None) -> str:
    """Top up 12.50 SSC; with the day until which they suffice, where more is missing every day."""
    if in_time is None:
        return _("Top up %(ssc)s") % {"ssc": ssc(credits)}
    return _("Top up %(ssc)s: enough if it arrives by %(day)s") % {"ssc": ssc(credits), "day": day(in_time)}


# ---------------------------------------------------------------- billing


def void(gross: Money, credits: Ssc, currency: str) -> str:
    """Void this booking of 51.56 EUR, or of credits where nothing was invoiced."""
    return _("Void this booking of %(amount)s") % {"amount": money(gross, currency) if gross else ssc(credits)}


def credit(gross: Money, currency: str) -> str:
    """Issue a credit note of 11.90 EUR."""
    return _("Issue a credit note of %(amount)s") % {"amount": money(gross, currency)}
