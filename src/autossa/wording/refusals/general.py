"""What is wrong with a request of any kind: too often, out of date, or a text that cannot be taken."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "not_an_invoice_contact": gettext_lazy("%(email)s is no e-mail address."),
    "changed": gettext_lazy("This page was out of date. Check it and try again."),
    "changed_since_shown": gettext_lazy(
        "Something has changed since this page was shown; nothing was done. Check it again, then decide."
    ),
    "day_before_last": gettext_lazy(
        "In the vendor's time zone (%(zone)s) it is still %(day)s, but the project's last entry is from %(last)s. "
        "Nothing was done. Try again from %(last)s on."
    ),
    "day_to_come": gettext_lazy("%(day)s is after today, %(today)s. Nothing is done for a day to come."),
    # ---- done too often
    "limit_reached": gettext_lazy("This was done too often. Try again later."),
    "too_many_registrations": gettext_lazy(
        "There were too many registrations from your network. Try again after %(again)s."
    ),
    "too_many_invitations": gettext_lazy("There were too many invitations in a short time. Try again after %(again)s."),
    "too_many_emails": gettext_lazy(
        "This address has received too many e-mails in a short time. Try again after %(again)s."
    ),
    "too_many_orders": gettext_lazy("There were too many orders in a short time. Try again after %(again)s."),
    "too_many_wrong_keys": gettext_lazy("There were too many wrong keys in a short time. Try again after %(again)s."),
    "too_many_wrong_codes": gettext_lazy("There were too many wrong codes in a short time. Try again after %(again)s."),
    "too_many_mailings": gettext_lazy(
        "There were too many requests to send documents in a short time. Try again after %(again)s."
    ),
    "too_many_exports": gettext_lazy("There were too many exports in a short time. Try again after %(again)s."),
    "too_many_requests": gettext_lazy("There were too many requests in a short time. Try again after %(again)s."),
    "too_many_access_requests": gettext_lazy(
        "There were too many requests for access in a short time. Try again after %(again)s."
    ),
    # ---- the archive
    "partition_not_found": gettext_lazy("There is no such partition of the books."),
    "partition_too_young": gettext_lazy("%(name)s ends on %(end)s: books stay in their tables for ten years."),
    # ---- what people write
    "not_an_email_address": gettext_lazy("Enter an e-mail address, such as name@example.com."),
    "number_too_exact": gettext_lazy("Enter a number of at most %(digits)s digits and %(decimals)s decimals."),
    "quantity_too_small": gettext_lazy("Enter a number of at least 1."),
    "quantity_too_large": gettext_lazy("Enter a number of at most %(most)s."),
    "text_missing": gettext_lazy("Fill in this field."),
    "text_too_long": gettext_lazy("Use at most %(most)s characters."),
    "character_not_allowed": gettext_lazy(
        "This text contains a character that cannot be displayed: %(character)s, at position %(place)s. Delete it, or"
        " type the text again."
    ),
}
