"""The words of the books: what documents are, how they are taxed, how old they are, and why a figure is what it is."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.domain.billing.books.charts import Named
from autossa.domain.billing.books.items import AGES, ClaimKind
from autossa.domain.billing.vat import Treatment
from autossa.domain.derivations import Derivation
from autossa.wording import formats
from autossa.wording.languages import gettext_noop as _
from autossa.wording.languages import translate

TREATMENT: dict[Treatment, Promise] = {
    Treatment.DOMESTIC: gettext_lazy("Domestic"),
    Treatment.REVERSE_CHARGE: gettext_lazy("Reverse charge"),
    Treatment.THIRD_COUNTRY: gettext_lazy("Outside the EU"),
}
CLAIM: dict[ClaimKind, Promise] = {
    ClaimKind.INVOICE: gettext_lazy("Invoice"),
    ClaimKind.CREDIT_NOTE: gettext_lazy("Credit note"),
    ClaimKind.ORDER: gettext_lazy("Order of credits"),
    ClaimKind.FEE: gettext_lazy("Fee"),
}
NAMED_ACCOUNT: dict[Named, Promise] = {
    Named.BANK: gettext_lazy("Bank"),
    Named.CLEARING: gettext_lazy("Credits sold without a document"),
    Named.DEFERRED: gettext_lazy("Deferred revenue"),
    Named.REVENUE_19: gettext_lazy("Revenue, 19 % VAT"),
    Named.REVENUE_7: gettext_lazy("Revenue, 7 % VAT"),
    Named.REVENUE_OTHER: gettext_lazy("Revenue, other rates"),
    Named.REVENUE_REVERSE_CHARGE: gettext_lazy("Revenue, reverse charge"),
    Named.REVENUE_THIRD_COUNTRY: gettext_lazy("Revenue, outside the EU"),
    Named.VAT_OTHER: gettext_lazy("VAT, other rates"),
    Named.FEES: gettext_lazy("Fees"),
    Named.WRITE_OFFS: gettext_lazy("Write-offs"),
    Named.DEBTORS: gettext_lazy("All other payers"),
}

_PHRASES: dict[str, str] = {
    "owed_billed": _("open documents: {documents}; they are of {billed} gross"),
    "owed_noted": _("less their credit notes: {billed} − {noted} = {rest}"),
    "owed_settled": _("less what was paid of them or written off: {billed} − {paid} = {rest}"),
    "vat_billed": _("documents: {documents}; net {net}, VAT {tax}, rounded on each document"),
    "vat_noted": _("credit notes: {notes}; net {net}, VAT {tax}"),
    "vat_net": _("net: {billed} − {noted} = {net}"),
    "vat_sum": _("VAT: {billed} − {noted} = {tax}"),
    "deferred_rule": _(
        "What was invoiced net is earned in equal parts over the days it pays for; a back payment at once."
    ),
    "deferred_parts": _("{booked} for days to come + {unused} in credits not used yet = {deferred}"),
    "deferred_month": _("{before} deferred before − {earned} earned in the month = {deferred}"),
}

_NOT_DUE, _UP_TO, _OVER = _("not due"), _("{first} to {last} days overdue"), _("more than {last} days overdue")


def book_steps(derivation: Derivation) -> list[str]:
    """The steps that lead to a figure of the books, in the language of the page. Raises KeyError without a phrase."""
    said = []
    for step in derivation.steps:
        words = {name: formats.figure(figure) for name, figure in step.figures.items()}
        said.append(translate(_PHRASES[step.key]).format(**words))
    return said


def keys() -> frozenset[str]:
    """The steps that have a phrase."""
    return frozenset(_PHRASES)


def age(step: int) -> str:
    """How old open items of a step are: 1 to 30 days overdue."""
    if step == 0:
        return translate(_NOT_DUE)
    if step == len(AGES):
        return translate(_OVER).format(last=AGES[-1] - 1)
    return translate(_UP_TO).format(first=AGES[step - 1], last=AGES[step] - 1)


def month(value: date) -> str:
    """March 2027."""
    return formats.long_month(value)
