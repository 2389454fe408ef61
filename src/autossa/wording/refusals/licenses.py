"""Licenses: requested, confirmed, redeemed, given up."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "cannot_be_given_up": gettext_lazy("Licenses of type %(license_type)s cannot be given up."),
    "key_not_redeemable": gettext_lazy(
        "This key cannot be redeemed: it is unknown, or it was redeemed already. Check it letter by letter. If it was "
        "redeemed here, its license or its credits are on the pages of the project."
    ),
    "license_id_taken": gettext_lazy("There is already a license with this ID in the project. Use another ID."),
    "license_id_twice": gettext_lazy("This ID is used twice in the request. Give each license an ID of its own."),
    "number_of_licenses": gettext_lazy("Request at least one license, and at most %(most)s at once."),
    "nothing_to_confirm": gettext_lazy("Select at least one license."),
    "not_sold": gettext_lazy("This license type has no rate today. Select another one."),
    "unknown_origin": gettext_lazy("Only the customer or a partner requests a license."),
    "worth_nothing": gettext_lazy("A key must contain licenses, credits, or both."),
    "worth_unclear": gettext_lazy("Select a license type together with a quantity, enter credits, or both."),
}
