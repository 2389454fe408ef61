"""Orders and quotes: what they are of, how they stand, when they are booked."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy, pgettext_lazy

ABOUT: dict[str, Promise] = {
    "credits": gettext_lazy("Credits"),
    "licenses": gettext_lazy("Licenses"),
    "contract": gettext_lazy("Contract"),
    "quote": gettext_lazy("Quote"),
}
BOOKING: dict[str, Promise] = {
    "on_payment": gettext_lazy("once the payment has arrived"),
    "on_issue": gettext_lazy("at once, before they are paid"),
}
LICENSE_ORDER: dict[str, Promise] = {
    "open": gettext_lazy("Ordered, waiting for payment"),
    "booked": pgettext_lazy("an order", "Booked"),
    "declined": gettext_lazy("Declined"),
    "withdrawn": gettext_lazy("Withdrawn"),
}
QUOTE: dict[str, Promise] = {
    "open": pgettext_lazy("a quote", "Valid"),
    "valid": pgettext_lazy("a quote", "Valid"),
    "accepted": pgettext_lazy("a quote", "Accepted"),
    "withdrawn": pgettext_lazy("a quote", "Withdrawn"),
    "expired": pgettext_lazy("a quote", "Expired"),
}
QUOTE_TONE: dict[str, str] = {
    "open": "info",
    "valid": "info",
    "accepted": "ok",
    "withdrawn": "muted",
    "expired": "warn",
}
CONSENT: dict[str, Promise] = {
    "asked": gettext_lazy("Waiting for an answer"),
    "approved": gettext_lazy("Approved"),
    "declined": gettext_lazy("Declined"),
    "withdrawn": gettext_lazy("No longer needed"),
    "expired": pgettext_lazy("a quote", "Expired"),
}
CONSENT_TONE: dict[str, str] = {
    "asked": "info",
    "approved": "ok",
    "declined": "danger",
    "withdrawn": "muted",
    "expired": "warn",
}
PAPER: dict[str, Promise] = {**LICENSE_ORDER, **QUOTE, "open": LICENSE_ORDER["open"]}
PAPER_TONE: dict[str, str] = {**QUOTE_TONE, "booked": "ok", "declined": "danger"}
