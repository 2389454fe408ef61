"""Billing: what a booking was for, where coverage comes from, how often a gap counts."""

from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.billing.cycles import Cycle, Every
from autossa.domain.billing.vat import Treatment
from autossa.domain.coverage import Source
from autossa.domain.invoices import Reason
from autossa.queries.billing.possible_payers import Lack
from autossa.wording.formats import exact
from autossa.wording.languages import say, translate

_ONCE, _TWICE = 1, 2

SOURCE: dict[Source, Promise] = {
    Source.AUTO: gettext_lazy("Covered by Auto SSA"),
    Source.MANUAL: gettext_lazy("Extended manually"),
    Source.BACK_PAYMENT: gettext_lazy("Back payment for a gap"),
}

LACK: dict[Lack, Promise] = {
    Lack.ADDRESS: gettext_lazy("the postal address"),
    Lack.CONTACT: gettext_lazy("a contact for invoices"),
}
REASON: dict[Reason, Promise] = {
    Reason.EXTENSION: gettext_lazy("Extension"),
    Reason.ADDITION: gettext_lazy("Added licenses"),
    Reason.GAP: gettext_lazy("Back payment"),
    Reason.MANUAL: gettext_lazy("Manual extension"),
}

TREATMENT: dict[Treatment, Promise] = {
    Treatment.DOMESTIC: gettext_lazy("Domestic VAT"),
    Treatment.REVERSE_CHARGE: gettext_lazy("Reverse charge, no VAT"),
    Treatment.THIRD_COUNTRY: gettext_lazy("Outside the EU, no VAT"),
}
CYCLE: dict[Every, Promise] = {
    Every.EACH: gettext_lazy("An invoice for each charge"),
    Every.DAILY: gettext_lazy("One invoice a day"),
    Every.MONTHLY: gettext_lazy("One invoice a month"),
}
PARTY_FIELD: dict[str, Promise] = {
    "name": gettext_lazy("Name"),
    "number": gettext_lazy("Number"),
    "street": gettext_lazy("Street and number"),
    "more": gettext_lazy("Further line"),
    "post_code": gettext_lazy("Postcode"),
    "city": gettext_lazy("Town"),
    "country": gettext_lazy("Country"),
    "vat_id": gettext_lazy("VAT ID"),
    "email": gettext_lazy("E-mail address for invoices"),
    "buyer_reference": gettext_lazy("Buyer reference"),
    "language": gettext_lazy("Language of invoices"),
}


def cycle(value: Cycle) -> str:
    """How a payer is invoiced."""
    if value.day is None:
        return say(CYCLE[value.every], "")
    return _("One invoice a month, on day %(day)s") % {"day": value.day}


def reason(value: Reason, language: str = "") -> str:
    """What a booking was for."""
    return say(REASON[value], language)


def times(multiplier: Fraction, language: str = "") -> str:
    """What a gap is multiplied by: once, twice; or × 1.5 where the vendor's policy says so."""
    if multiplier == _ONCE:
        return translate("once", language)
    if multiplier == _TWICE:
        return translate("twice", language)
    return f"× {exact(multiplier, language)}"
