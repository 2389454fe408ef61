"""How an amount is calculated, in one line: licenses × rate × months × price, and VAT. `explanations` has the proof."""

from collections.abc import Sequence
from fractions import Fraction

from autossa.domain.amounts import Ssc, half_up
from autossa.domain.charges import ONCE
from autossa.domain.currencies import places_of
from autossa.domain.derivations import Derivation, Figure, Sum
from autossa.domain.prices import net_amount
from autossa.queries.billing.settlements import Explained
from autossa.wording import formats
from autossa.wording.languages import gettext_noop as _
from autossa.wording.languages import translate, translate_count

# So many charges are written out; more are only counted.
_WRITTEN_OUT = 3

_ONE_MONTH = _("{quantity} {type} × {rate} SSC a year × {months} month ÷ 12")
_MONTHS = _("{quantity} {type} × {rate} SSC a year × {months} months ÷ 12")
_BALANCE = _("− {balance} from the balance = {rest}")
_NET = _("× {price} = {net} net")
_ADJUSTED = _("× {price} ({adjustment}) = {net} net")
_NET_ALONE = _("{net} net")
_VAT = _("+ {rate} VAT = {gross}")


def one_line(charges: Sequence[Explained], invoice: Derivation | None, currency: str) -> str:
    """The whole calculation of a booking in a line; `invoice` is why its invoice is of that amount, if there is one.

    Where rounding license by license makes a difference, it says "≈". Empty without a charge.
    """
    if not charges:
        return ""
    steps = [_charges(charges)]
    if invoice is not None:
        steps += _money(charges, invoice, currency)
    return "; ".join(steps)


def _charges(charges: Sequence[Explained]) -> str:
    ssc = sum(charge.ssc for charge in charges)
    if len(charges) > _WRITTEN_OUT:
        count = translate_count("{count} license", "{count} licenses", len(charges))
        return f"{count.format(count=formats.whole(len(charges)))}: {formats.ssc(ssc)}"
    exact = sum(half_up(_need(charge)) for charge in charges) == ssc
    return f"{' + '.join(map(_charge, charges))} {_equals(exact)} {formats.ssc(ssc)}"


def _charge(charge: Explained) -> str:
    given = {
        "quantity": formats.whole(charge.quantity),
        "type": charge.license_type,
        "rate": formats.exact(charge.rate),
        "months": formats.exact(charge.months),
    }
    text = translate(_ONE_MONTH if charge.months == 1 else _MONTHS).format(**given)
    return text if charge.multiplier == ONCE else f"{text} × {formats.exact(charge.multiplier)}"


def _need(charge: Explained) -> Fraction:
    """In hundredths of an SSC, not rounded."""
    return 100 * charge.quantity * charge.rate * charge.months * charge.multiplier / 12


def _money(charges: Sequence[Explained], invoice: Derivation, currency: str) -> list[str]:
    figures = {name: figure for step in invoice.steps for name, figure in step.figures.items()}
    net, gross, tax_rate = _minor(figures["net"]), _minor(figures["gross"]), figures["rate"]
    assert isinstance(tax_rate, Fraction)
    steps = []
    balance, invoiced = sum(charge.from_balance for charge in charges), sum(charge.invoiced for charge in charges)
    if balance:
        steps.append(translate(_BALANCE).format(balance=formats.ssc(balance), rest=formats.ssc(invoiced)))
    steps.append(_net(charges, invoiced, net, currency))
    rate, total = formats.percent(tax_rate / 100), formats.money(gross, currency)
    steps.append(translate(_VAT).format(rate=rate, gross=total))
    return steps


def _net(charges: Sequence[Explained], invoiced: Ssc, net: int, currency: str) -> str:
    said = formats.money(net, currency)
    prices = {(charge.price, charge.factor) for charge in charges if charge.invoiced}
    price, factor = next(iter(prices)) if len(prices) == 1 else (None, ONCE)
    if price is None:
        return translate(_NET_ALONE).format(net=said)
    text = translate(_NET if factor == ONCE else _ADJUSTED)
    if net_amount(invoiced, price, factor, places_of(currency)) != net:
        text = text.replace("=", "≈")
    written = f"{formats.price(price, currency)}\N{NO-BREAK SPACE}{currency}"
    return text.format(price=written, adjustment=formats.change(factor - ONCE), net=said)


def _equals(exact: bool) -> str:
    return "=" if exact else "≈"


def _minor(figure: Figure) -> int:
    assert isinstance(figure, Sum)
    (amount,) = figure.amounts
    return amount
