"""Billing: what a booking was for, where coverage comes from, how often a gap counts."""

from collections.abc import Iterable
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from autossa.domain.billing.books.items import State
from autossa.domain.billing.cycles import Cycle, Every
from autossa.domain.billing.forecast import Certainty
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
CERTAINTY: dict[Certainty, Promise] = {
    Certainty.COLLECTING: gettext_lazy("being collected"),
    Certainty.OPEN: gettext_lazy("invoiced, due then"),
    Certainty.PROMISED: gettext_lazy("promised"),
    Certainty.RENEWAL: gettext_lazy("renewals to come (estimated)"),
    Certainty.OVERDUE: gettext_lazy("overdue"),
    Certainty.DISPUTED: gettext_lazy("disputed"),
}
REASON: dict[Reason, Promise] = {
    Reason.EXTENSION: gettext_lazy("Extension"),
    Reason.ADDITION: gettext_lazy("Added licenses"),
    Reason.GAP: gettext_lazy("Back payment"),
    Reason.MANUAL: gettext_lazy("Manual extension"),
    Reason.ORDER: pgettext_lazy("what an invoice is for", "Order"),
    Reason.OPENING: pgettext_lazy("what a booking is for", "Taken over"),
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


def reason_of_document(value: Reason | None, language: str = "") -> str:
    """What a document is for: a booking, an order, or None for a collective one, of many."""
    return say(gettext_lazy("Collective invoice") if value is None else REASON[value], language)


DOCUMENT_STATE: dict[State, Promise] = {
    State.OPEN: pgettext_lazy("invoice", "Open"),
    State.PROCESSING: gettext_lazy("Processing"),
    State.OVERDUE: gettext_lazy("Overdue"),
    State.RETURNED: gettext_lazy("Returned"),
    State.PAID: gettext_lazy("Paid"),
    State.CREDITED: gettext_lazy("Credited"),
    State.WRITTEN_OFF: gettext_lazy("Written off"),
    State.WAIVED: gettext_lazy("Waived"),
}
DOCUMENT_TONE: dict[State, str] = {
    State.OPEN: "info",
    State.PROCESSING: "info",
    State.OVERDUE: "danger",
    State.RETURNED: "danger",
    State.PAID: "ok",
    State.CREDITED: "muted",
    State.WRITTEN_OFF: "muted",
    State.WAIVED: "muted",
}
INVOICE_XML: dict[str, Promise] = {
    "": gettext_lazy("The PDF alone"),
    "cii": gettext_lazy("The PDF, and its XML as CII"),
    "ubl": gettext_lazy("The PDF, and its XML as UBL"),
}
INVOICE_XML_NOTE: dict[str, Promise] = {
    "": gettext_lazy(
        "The XML is in the PDF already (ZUGFeRD, Factur-X). Choose this unless your system wants a file of its own."
    ),
    "cii": gettext_lazy("Cross Industry Invoice, as within the PDF."),
    "ubl": gettext_lazy("Universal Business Language, as Peppol uses it."),
}
_FORMS = {"pdf": "PDF", "cii": "XML (CII)", "ubl": "XML (UBL)"}


def document_named(number: str, *, is_note: bool, language: str = "") -> str:
    """A document as mails name it: by kind and number."""
    if is_note:
        return translate("credit note %(number)s", language) % {"number": number}
    return translate("invoice %(number)s", language) % {"number": number}


def attached(forms: Iterable[str]) -> str:
    """Which files go with a mail."""
    return ", ".join(_FORMS[form] for form in forms)


def times(multiplier: Fraction, language: str = "") -> str:
    """What a gap is multiplied by: once, twice; or × 1.5 where the vendor's policy says so."""
    if multiplier == _ONCE:
        return translate("once", language)
    if multiplier == _TWICE:
        return translate("twice", language)
    return f"× {exact(multiplier, language)}"
