"""Licenses: who entered them, how they stand to SSA, and how one is named in a list."""

from collections.abc import Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.wording.formats import whole
from autossa.wording.languages import translate

ORIGIN: dict[str, Promise] = {
    "key": gettext_lazy("Activation key"),
    "staff": gettext_lazy("Entered by staff"),
    "customer": gettext_lazy("Entered by the customer"),
    "partner": gettext_lazy("Entered by the partner"),
    "order": gettext_lazy("Ordered"),
}


SSA: dict[str, Promise] = {
    "charged": gettext_lazy("Charged"),
    "included": gettext_lazy("SSA included"),
    "none": gettext_lazy("Not part of SSA"),
}
SSA_NOTE: dict[str, Promise] = {
    "charged": gettext_lazy("SSA costs the rate, from the end of the SSA that was sold with a license."),
    "included": gettext_lazy("For rental and the like: updates as long as the license lives, never charged."),
    "none": gettext_lazy("For third-party software and hardware: never charged, and SSA entitles it to nothing."),
}


def license(quantity: int, type_name: str, code: str, language: str = "") -> str:
    """500 × Port (L-PORT)."""
    return f"{whole(quantity, language)} × {type_name} ({code})"


def logged(details: Mapping[str, Any], language: str = "") -> str:
    """How many of which license type a row of the log is about: 1,000 × PORT, or the number alone; empty for none."""
    kind, quantity = details.get("type"), details.get("quantity")
    if not isinstance(quantity, int):
        return ""
    return f"{whole(quantity, language)} × {kind}" if kind else whole(quantity, language)


def requested(text: str, language: str = "") -> str:
    """A license that the vendor has not confirmed yet."""
    return f"{text} ({translate('requested', language)})"
