"""What is wrong with the shape of what a program sent, by the kind of error that reading it found."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

_MOMENT = gettext_lazy("Send a moment with its time zone, such as 2027-01-31T09:00:00Z.")

# The kinds of pydantic, and below them those of our own values; what fills the words has pydantic's names.
SHAPES: dict[str, Promise] = {
    "missing": gettext_lazy("This field is missing."),
    "extra_forbidden": gettext_lazy("There is no such field."),
    "string_type": gettext_lazy("Send a text."),
    "string_too_short": gettext_lazy("Send a text of at least %(min_length)s characters."),
    "string_too_long": gettext_lazy("Send a text of at most %(max_length)s characters."),
    "string_pattern_mismatch": gettext_lazy("Send a text of the form %(pattern)s."),
    "int_type": gettext_lazy("Send a whole number."),
    "int_parsing": gettext_lazy("Send a whole number."),
    "int_parsing_size": gettext_lazy("Send a whole number with fewer digits."),
    "int_from_float": gettext_lazy("Send a whole number."),
    "greater_than_equal": gettext_lazy("Send a number of at least %(ge)s."),
    "greater_than": gettext_lazy("Send a number above %(gt)s."),
    "less_than_equal": gettext_lazy("Send a number of at most %(le)s."),
    "less_than": gettext_lazy("Send a number below %(lt)s."),
    "bool_type": gettext_lazy("Send true or false."),
    "bool_parsing": gettext_lazy("Send true or false."),
    "enum": gettext_lazy("Send one of these: %(expected)s."),
    "literal_error": gettext_lazy("Send one of these: %(expected)s."),
    "list_type": gettext_lazy("Send a list."),
    "too_short": gettext_lazy("Send at least %(min_length)s of them."),
    "too_long": gettext_lazy("Send at most %(max_length)s of them."),
    "dict_type": gettext_lazy("Send an object."),
    "model_type": gettext_lazy("Send an object."),
    "model_attributes_type": gettext_lazy("Send an object."),
    "date_type": gettext_lazy("Send a day as YYYY-MM-DD."),
    "date_parsing": gettext_lazy("Send a day as YYYY-MM-DD."),
    "date_from_datetime_parsing": gettext_lazy("Send a day as YYYY-MM-DD."),
    "date_from_datetime_inexact": gettext_lazy("Send a day as YYYY-MM-DD, without a time."),
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "timezone_aware": _MOMENT,
    # ---- our own values
    "day_text": gettext_lazy("Send a day as YYYY-MM-DD."),
    "day_range": gettext_lazy("Send a day between %(first)s and %(last)s."),
    "decimal_text": gettext_lazy(
        "Send a text with decimals, such as %(example)s; at most 12 digits stand before them."
    ),
    "too_many_places": gettext_lazy("Send a number with at most %(places)s decimals."),
    "currency_code": gettext_lazy("Send the code of a currency (ISO 4217), such as EUR."),
}


def explain_shape(kind: str, facts: Mapping[str, object]) -> str:
    """What to send instead, in the language in force."""
    words = SHAPES.get(kind)
    if words is None:
        return _("This value is not as the document of the API describes it.")
    return str(words) % _filled(facts)


def _filled(facts: Mapping[str, object]) -> dict[str, object]:
    """The values to choose from are joined in English."""
    if "expected" not in facts:
        return dict(facts)
    return {**facts, "expected": str(facts["expected"]).replace(" or ", _(" or "))}
