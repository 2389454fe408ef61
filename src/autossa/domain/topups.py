"""Credits that come in without an invoice of a contract, what they cost, and those that staff takes away again."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from autossa.domain.amounts import PLACES, Money, Ssc, show
from autossa.domain.charges import ONCE
from autossa.domain.credits import Lot, LotSource, draw_free
from autossa.domain.derivations import Derivation, net_step, tax_steps
from autossa.domain.entries import CreditsWrittenOff, ToppedUp
from autossa.domain.prices import list_price, net_amount, tax_amount
from autossa.domain.projects import Outcome, Project, Terms, record
from autossa.domain.refusals import Code, Refusal


@dataclass(frozen=True, slots=True)
class Quote:
    """What credits cost on a day: SSC in hundredths, `price` of one in units of the currency, money in minor units.

    `places` are the decimal places of the currency.
    """

    ssc: Ssc
    price: Fraction
    net: Money
    tax: Money
    gross: Money
    tax_rate: Fraction
    places: int = PLACES


def quote(terms: Terms, day: date, ssc: Ssc, priced_on: date | None = None) -> Quote | Refusal:
    """What a top-up costs: the list price of the day, or of the one `priced_on`, without a plan's adjustment, and VAT.

    That is rule 2; the VAT rate is always the day's (billing 3).

    Refused: `no_price`. Raises ValueError when not above 0.
    """
    if ssc <= 0:
        raise ValueError("a top-up must be above 0")
    price = list_price(terms.prices, priced_on or day, priced_on or day)
    if price is None:
        return Refusal(Code.NO_PRICE)
    net = net_amount(ssc, price, ONCE, terms.places)
    rate = terms.tax_rate_of_today(day)
    tax = tax_amount(net, rate)
    return Quote(ssc, price, net, tax, net + tax, rate, terms.places)


def why_quote(found: Quote) -> Derivation:
    """Why credits cost so much: price and VAT (rule 2)."""
    net = net_step(found.ssc, found.price, ONCE, found.net, found.places)
    tax = tax_steps(found.net, found.tax, found.tax_rate, found.places)
    return Derivation(show(found.gross, found.places), (net, *tax))


def top_up(
    project: Project, day: date, ssc: Ssc, source: LotSource = LotSource.TOP_UP, paid: Money | None = None
) -> Outcome:
    """Add a lot of credits, in hundredths of an SSC; `paid` in minor money units.

    Raises ValueError when not above 0.
    """
    if ssc <= 0:
        raise ValueError("a top-up must be above 0")
    return record(project, ToppedUp(day, Lot(project.credits.next_lot, source, ssc, paid=paid)))


def write_off(project: Project, day: date, ssc: Ssc, reason: str) -> Outcome | Refusal:
    """Take free credits away, oldest lot first, in hundredths of an SSC. Refused: `insufficient_credits`.

    Raises ValueError when not above 0, or without a reason.
    """
    if ssc <= 0 or not reason.strip():
        raise ValueError("a write-off must be above 0 and needs a reason")
    missing = ssc - project.credits.free
    if missing > 0:
        return Refusal(Code.INSUFFICIENT_CREDITS, missing_ssc=missing)
    return record(project, CreditsWrittenOff(day, draw_free(project.credits, ssc), reason))
