"""Credits: ordered, booked, adjusted."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "adjustment_of_nothing": gettext_lazy("Enter an amount other than 0."),
    "amount_not_above_zero": gettext_lazy("Enter an amount above 0."),
    "amount_too_large": gettext_lazy("Enter an amount of at most %(most)s SSC."),
    "order_decided": gettext_lazy("This order is no longer open: it was decided in the meantime."),
    "order_not_found": gettext_lazy("This order does not exist."),
    "order_not_verified": gettext_lazy("The vendor has not verified %(name)s yet. Orders are possible after that."),
    "order_out_of_bounds": gettext_lazy("Enter an amount above 0 and at most %(most)s SSC."),
    "payer_not_allowed": gettext_lazy("Select the customer, or a partner that you act for."),
    "price_changed": gettext_lazy(
        "The price has changed in the meantime; nothing was ordered. Check it and try again."
    ),
}
