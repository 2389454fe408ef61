"""Ways to pay, mandates, and files for the bank."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "method_not_offered": gettext_lazy("This way to pay is not offered any more. Choose another one."),
    "not_paid_by_them": gettext_lazy("The contract has ended, or somebody else pays for it now."),
    "debits_not_offered": gettext_lazy("Direct debits are not offered at present."),
    "no_mandate": gettext_lazy("There is no mandate yet. Enter the account that is to be debited."),
    "mandate_in_force": gettext_lazy("There is a mandate already. Change its account, or revoke it first."),
    "mandate_not_found": gettext_lazy("There is no mandate in force any more."),
    "mandate_not_confirmable": gettext_lazy("Only a business mandate that waits for it can be confirmed."),
    "mandate_text_missing": gettext_lazy("Read the mandate and tick the box: without it nothing is collected."),
    "account_not_an_iban": gettext_lazy("This is not an IBAN. Check it digit by digit."),
    "account_not_sepa": gettext_lazy("The country of this account is not part of SEPA."),
    "account_bic_needed": gettext_lazy("For accounts outside the European Economic Area, enter the BIC as well."),
    "account_bic_invalid": gettext_lazy("This is not a BIC: it has 8 or 11 letters and digits."),
    "account_town_needed": gettext_lazy(
        "For accounts outside the European Economic Area, enter the town and the country as well."
    ),
    "holder_not_writable": gettext_lazy("Banks cannot read this name. Enter it in Latin letters."),
    "creditor_id_needed": gettext_lazy("Direct debits need your creditor identifier. Enter it."),
    "creditor_id_invalid": gettext_lazy("This is not a creditor identifier. Check it digit by digit."),
    "collecting_account_needed": gettext_lazy(
        "Direct debits are credited to the IBAN in your details on invoices. Enter it there first."
    ),
    "policy_number_invalid": gettext_lazy("This number is too small or too large."),
    "bank_file_not_found": gettext_lazy("There is no such file."),
    "bank_file_sent": gettext_lazy("This file was marked as sent. It cannot be discarded any more."),
    "bank_file_taken_back": gettext_lazy("This file was discarded. Create another one."),
    "bank_file_damaged": gettext_lazy(
        "The stored file has been changed or is missing. Do not send it; restore it from a backup."
    ),
    "nothing_to_collect": gettext_lazy("Nothing is to be collected on this day any more."),
    "nothing_to_refund": gettext_lazy("No approved refund is waiting any more."),
    "bank_file_not_possible": gettext_lazy("The file cannot be created. %(why)s"),
    "not_returned": gettext_lazy("This document can be collected already, or it is paid."),
}
