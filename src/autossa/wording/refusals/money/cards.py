"""Paying by card, and ordering what a lapsed project lacks together with its contract."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "cards_not_offered": gettext_lazy("Payment by card is not offered."),
    "cards_out": gettext_lazy("The payment page cannot be opened at present. Nothing was paid; try again later."),
    "checkout_not_found": gettext_lazy("There is no such payment."),
    "checkout_of_another": gettext_lazy("This payment was begun for something else. Begin again."),
    "nothing_to_pay": gettext_lazy("Select at least one open invoice, and at most %(most)s."),
    "not_payable": gettext_lazy(
        "One of these was paid meanwhile, or is being collected. Check what is open, then pay."
    ),
    "open_amount_changed": gettext_lazy("The open amount has changed meanwhile. Check it, then pay."),
    "order_to_pay_gone": gettext_lazy("There is no such order, or it was decided already."),
    "lapsed_order_waits": gettext_lazy(
        "An order with a contract waits for its payment already. Pay it, or withdraw it first."
    ),
    "nothing_missing": gettext_lazy("No credits are missing any more: conclude the contract directly."),
}
