"""What programs are told about money that they ask for or send."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "too_many_decimals": gettext_lazy("An amount in %(currency)s has at most %(decimals)s decimals."),
    "one_of_both": gettext_lazy("Ask for credits or for licenses, one of both."),
    "one_of_three": gettext_lazy("Quote credits, licenses or a contract, one of the three."),
    "amount_or_quantity": gettext_lazy("Enter either an amount or a quantity."),
    "day_of_month_wrong": gettext_lazy(
        "A monthly invoice has a day of the month, from %(first)s to %(last)s; no other has one."
    ),
    "currency_not_for_datev": gettext_lazy("DATEV has two decimals; amounts in this currency have more."),
    "no_file_sent": gettext_lazy("Send at least one file as a part of multipart/form-data with the name statements."),
    "day_and_scheme": gettext_lazy(
        "A file of direct debits has a day and a scheme; the file of refunds has neither of them."
    ),
}
