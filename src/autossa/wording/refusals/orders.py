"""What is wrong with an order, a quote or an approval, by the code of the exception; %(names)s are its facts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "payment_day_wrong": gettext_lazy("Enter a day from the order on, %(first)s, up to today."),
    "booked_so_already": gettext_lazy("Orders of this organisation are booked so already."),
    "orderer_not_found": gettext_lazy("This organisation does not exist."),
    "nothing_ordered": gettext_lazy("Order at least one license, and at most %(most)s kinds at once."),
    "license_not_enlarged": gettext_lazy(
        "There is no license %(license)s of this type in the project. Select another one, or none."
    ),
    "ordered_type_unknown": gettext_lazy("There is no license type %(code)s."),
    "project_gone": gettext_lazy("This project does not exist."),
    "option_not_offered": gettext_lazy("This option is not offered. Select another one."),
    "quote_not_found": gettext_lazy("This quote does not exist."),
    "quote_ended": gettext_lazy("This quote was accepted or withdrawn in the meantime."),
    "quote_expired": gettext_lazy("This quote was valid until %(last)s. Ask for a new one; nothing was done."),
    "quote_no_longer_holds": gettext_lazy(
        "Something that this quote rests on has changed. See what differs; nothing was done."
    ),
    "approver_not_found": gettext_lazy("Select somebody who may approve this for the customer."),
    "customer_does_not_pay": gettext_lazy("Only a quote that the customer pays can be sent to it for approval."),
    "consent_not_valid": gettext_lazy("This link is not valid any more. Ask for a new one."),
}
