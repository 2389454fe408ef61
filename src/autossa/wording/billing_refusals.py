"""Why something about parties, VAT, order numbers or keys was not done, by the code of its exception."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

OF_BILLING: dict[str, Promise] = {
    "vat_id_needed": gettext_lazy("Invoices by reverse charge take a VAT ID. Contact the vendor to change this."),
    "leitweg_id_invalid": gettext_lazy("The check digits of this Leitweg-ID are wrong. Check it digit by digit."),
    "not_an_invoice_email": gettext_lazy("This is not an e-mail address."),
    "reverse_charge_needs_vat_id": gettext_lazy("Reverse charge takes a valid VAT ID of another EU country."),
    "confirmation_missing": gettext_lazy(
        "Enter under which number, on which day and by whom the VAT ID was confirmed."
    ),
    "confirmation_to_come": gettext_lazy("This day is in the future. Enter the day on which the VAT ID was confirmed."),
    "unknown_vat_rate": gettext_lazy("There is no such VAT rate yet. Enter it in the settings first."),
    "order_number_in_the_past": gettext_lazy("This day is in the past. Enter today or a later date."),
    "not_the_payer": gettext_lazy("The contract has ended, or somebody else pays for it now."),
    "rate_out_of_bounds": gettext_lazy("Enter a VAT rate above 0 % and below 100 %."),
    "rate_class_invalid": gettext_lazy("Use up to 20 small letters, digits and hyphens, such as reduced."),
    "iban_invalid": gettext_lazy("This is not an IBAN. Check it digit by digit."),
    "bic_invalid": gettext_lazy("This is not a BIC: it has 8 or 11 letters and digits."),
    "contact_email_invalid": gettext_lazy("This is not an e-mail address."),
    "key_tax_mismatch": gettext_lazy("This key was sold with another VAT than this project's invoices carry."),
}
