"""Who pays, and what was booked."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "cannot_pay": gettext_lazy("Only the customer can pay, or a partner with access to the project."),
    "contract_not_open": gettext_lazy("There is no open contract any more."),
    "own_request": gettext_lazy("Somebody else must confirm what you requested."),
    "payer_change_not_found": gettext_lazy("This request was answered in the meantime."),
    "payer_change_outdated": gettext_lazy(
        "The contract has ended, or the new payer no longer has access to the project."
    ),
    "payer_change_waits": gettext_lazy("A change of the payer is already waiting for an answer."),
    "pays_already": gettext_lazy("This organisation pays already."),
    "settlement_not_found": gettext_lazy("There is no such booking, or it was voided already."),
    "consultant_invalid": gettext_lazy("The number of the tax adviser is from %(least)s to %(most)s."),
    "client_invalid": gettext_lazy("The client number is from 1 to %(most)s."),
    "year_invalid": gettext_lazy("Enter the number of a month, 1 to 12."),
    "account_invalid": gettext_lazy("%(number)s is no account: four digits, or 10000 to 69999 for payers."),
    "invoice_not_found": gettext_lazy("This invoice does not exist."),
    "not_electronic": gettext_lazy("This document cannot be made as an electronic invoice: %(why)s."),
    "file_damaged": gettext_lazy(
        "The stored file of this document has been changed. It is not shown until it is restored from a backup."
    ),
    "file_not_the_same": gettext_lazy(
        "The stored file of this document is missing and cannot be made again as it was. Restore it from a backup."
    ),
}
