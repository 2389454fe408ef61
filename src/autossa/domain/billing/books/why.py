"""Why a figure of the books is what it is: its parts, as they were added up (billing 19)."""

from autossa.domain.amounts import Money, show
from autossa.domain.billing.books.ahead import Ahead, Month
from autossa.domain.billing.books.vat import VatLine
from autossa.domain.currencies import places_of
from autossa.domain.derivations import Derivation, Step, Sum

_RULE = "19"


def why_owed(documents: int, billed: Money, noted: Money, settled: Money, currency: str) -> Derivation:
    """What is to be paid of open documents: what they are of, less credit notes (below 0) and what was paid of them."""
    places, left = places_of(currency), billed + noted
    rest = left - settled
    steps = [Step("owed_billed", _RULE, {"documents": documents, "billed": Sum((billed,), places)})]
    if noted:
        parts = {"billed": Sum((billed,), places), "noted": Sum((-noted,), places), "rest": Sum((left,), places)}
        steps.append(Step("owed_noted", _RULE, parts))
    if settled:
        paid = {"billed": Sum((left,), places), "paid": Sum((settled,), places), "rest": Sum((rest,), places)}
        steps.append(Step("owed_settled", _RULE, paid))
    return Derivation(show(rest, places), tuple(steps))


def why_vat(line: VatLine) -> Derivation:
    """The VAT of a rate: that of its documents, less that of credit notes; rounded document by document."""
    places = places_of(line.currency)
    billed, noted = Sum((line.billed_tax,), places), Sum((-line.noted_tax,), places)
    net = Sum((line.billed_net,), places)
    steps = [Step("vat_billed", _RULE, {"documents": line.documents, "net": net, "tax": billed})]
    if line.notes:
        noted_net = Sum((-line.noted_net,), places)
        steps.append(Step("vat_noted", _RULE, {"notes": line.notes, "net": noted_net, "tax": noted}))
        nets = {"billed": net, "noted": noted_net, "net": Sum((line.net,), places)}
        steps.append(Step("vat_net", _RULE, nets))
        steps.append(Step("vat_sum", _RULE, {"billed": billed, "noted": noted, "tax": Sum((line.tax,), places)}))
    return Derivation(show(line.tax, places), tuple(steps))


def why_deferred(ahead: Ahead) -> Derivation:
    """What is deferred today: what was booked and is earned day by day, and credits that nothing was booked with."""
    places, booked = places_of(ahead.currency), ahead.deferred - ahead.unused
    parts = {
        "booked": Sum((booked,), places),
        "unused": Sum((ahead.unused,), places),
        "deferred": Sum((ahead.deferred,), places),
    }
    steps = (Step("deferred_rule", _RULE, {}), Step("deferred_parts", _RULE, parts))
    return Derivation(show(ahead.deferred, places), steps)


def why_month(ahead: Ahead, month: Month) -> Derivation:
    """What is deferred at the end of a month: what was before, less what is earned in it."""
    places = places_of(ahead.currency)
    parts = {
        "before": Sum((month.deferred + month.earned,), places),
        "earned": Sum((month.earned,), places),
        "deferred": Sum((month.deferred,), places),
    }
    return Derivation(show(month.deferred, places), (Step("deferred_month", _RULE, parts),))
