"""Who pays, how it is taxed, and what was booked."""

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
    "vat_id_needed": gettext_lazy("Invoices by reverse charge take a VAT ID. Contact the vendor to change this."),
    "leitweg_id_invalid": gettext_lazy("The check digits of this Leitweg-ID are wrong. Check it digit by digit."),
    "not_an_invoice_email": gettext_lazy("This is not an e-mail address."),
    "reverse_charge_needs_vat_id": gettext_lazy("Reverse charge takes a valid VAT ID of another EU country."),
    "confirmation_missing": gettext_lazy(
        "Enter under which number, on which day and by whom the VAT ID was confirmed."
    ),
    "confirmation_to_come": gettext_lazy("This day is in the future. Enter the day on which the VAT ID was confirmed."),
    "unknown_vat_rate": gettext_lazy("There is no such VAT rate yet. Enter it in the settings first."),
    "addressee_not_found": gettext_lazy("This contact no longer exists. Select another one."),
    "nobody_to_mail": gettext_lazy(
        "The payer has neither a contact nor an owner who could get it. Add a contact first."
    ),
    "page_not_found": gettext_lazy("This document has no such page."),
    "unknown_xml": gettext_lazy("Select what goes with the PDF."),
    "order_number_in_the_past": gettext_lazy("This day is in the past. Enter today or a later date."),
    "not_the_payer": gettext_lazy("The contract has ended, or somebody else pays for it now."),
    "rate_out_of_bounds": gettext_lazy("Enter a VAT rate above 0 % and below 100 %."),
    "rate_class_invalid": gettext_lazy("Use up to 20 small letters, digits and hyphens, such as reduced."),
    "iban_invalid": gettext_lazy("This is not an IBAN. Check it digit by digit."),
    "bic_invalid": gettext_lazy("This is not a BIC: it has 8 or 11 letters and digits."),
    "contact_email_invalid": gettext_lazy("This is not an e-mail address."),
    "key_tax_mismatch": gettext_lazy("This key was sold with another VAT than this project's invoices carry."),
    "consultant_invalid": gettext_lazy("The number of the tax adviser is from %(least)s to %(most)s."),
    "client_invalid": gettext_lazy("The client number is from 1 to %(most)s."),
    "year_invalid": gettext_lazy("Enter the number of a month, 1 to 12."),
    "account_invalid": gettext_lazy("%(number)s is no account: four digits, or 10000 to 69999 for payers."),
    "no_such_invoice": gettext_lazy("This invoice does not exist."),
    "no_such_payer": gettext_lazy("There is no such organisation."),
    "cycle_in_the_past": gettext_lazy("This day is in the past. Enter today or a later date."),
    "nothing_left": gettext_lazy("Nothing is left of this invoice: it was credited already."),
    "nothing_chosen": gettext_lazy("Enter what to credit: an amount above 0 of at least one line."),
    "no_such_line": gettext_lazy("The invoice has no such line, or it was named twice."),
    "more_than_left": gettext_lazy("That is more than what is left of the line."),
    "wrong_quantity": gettext_lazy("The line has fewer licenses than that, or you entered none."),
    "invoice_not_found": gettext_lazy("This invoice does not exist."),
    "not_electronic": gettext_lazy("This document cannot be made as an electronic invoice: %(why)s."),
    "file_damaged": gettext_lazy(
        "The stored file of this document has been changed. It is not shown until it is restored from a backup."
    ),
    "file_not_the_same": gettext_lazy(
        "The stored file of this document is missing and cannot be made again as it was. Restore it from a backup."
    ),
}
