"""Statements of the bank, and what came on them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "no_own_account": gettext_lazy(
        "Enter the IBAN of your bank account first, in your details on invoices: only its statements are imported."
    ),
    "no_such_bank_payment": gettext_lazy("There is no such payment on a statement."),
    "not_to_set_aside": gettext_lazy("This payment is booked already: it cannot be set aside any more."),
    "order_alone": gettext_lazy("Select the order alone: what the payment has beyond it is used for what is open."),
}
