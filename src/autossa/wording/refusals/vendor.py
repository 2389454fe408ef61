"""What the vendor sets: types, prices, look, terms, e-mails."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "import_not_readable": gettext_lazy(
        "This file cannot be read (%(reason)s). Save it as XLSX, or as CSV in UTF-8, with at most 25 MB."
    ),
    "nothing_to_import": gettext_lazy(
        "There is no row in this file. Fill in the template: it has a sheet for each kind of row."
    ),
    # ---- settings
    "days_invalid": gettext_lazy("Enter a number of days from 1 to %(most)s."),
    "lost_invalid": gettext_lazy("Enter a number from 0 to %(most)s."),
    # ---- look, catalogue, terms
    "colour_invalid": gettext_lazy("Enter a colour as # and six digits, such as #0b5d73."),
    "logo_not_picture": gettext_lazy(
        "This is not a PNG, JPEG or WebP picture. SVG is not accepted: it may hold scripts."
    ),
    "logo_too_large": gettext_lazy("The picture is too large: at most %(most)s bytes."),
    "currency_unknown": gettext_lazy(
        "%(currency)s is not the code of a currency (ISO 4217). Enter three capital letters, such as EUR."
    ),
    "price_list_not_found": gettext_lazy("This price list no longer exists."),
    "type_in_use": gettext_lazy(
        "There are licenses of type %(code)s, so how it stands to SSA stays. Add another type instead."
    ),
    "price_list_exists": gettext_lazy("There is already a price list with this name."),
    "time_zone_unknown": gettext_lazy("Select a time zone from the list."),
    "type_exists": gettext_lazy("There is already a license type with this code."),
    "type_not_found": gettext_lazy("This license type no longer exists."),
    "vendor_name_invalid": gettext_lazy("Enter a name in one line of at most %(most)s characters."),
    "value_negative": gettext_lazy("The number must not be negative."),
    "version_begun": gettext_lazy("This version has begun. What has begun is superseded by a new version."),
    "version_counts": gettext_lazy(
        "This version counts already: a period that begins on %(starts_on)s or later was booked, or is due. Enter a new"
        " version instead."
    ),
    "version_exists": gettext_lazy(
        "There is already a version from this day. Select another day; versions are never edited."
    ),
    "version_not_found": gettext_lazy("This version no longer exists."),
    "version_too_far": gettext_lazy("This day is more than ten years ahead. Check the year."),
    "version_too_early": gettext_lazy(
        "A version that is entered today starts on %(earliest)s at the earliest, so that nothing that is due by today"
        " costs something else when it is booked late."
    ),
    # ---- e-mails
    "language_unknown": gettext_lazy("E-mails are not written in this language."),
    "mail_text_invalid": gettext_lazy("The text cannot be used: %(mistakes)s"),
    "mail_unknown": gettext_lazy("There is no such e-mail."),
    "test_address_invalid": gettext_lazy("The test e-mail cannot be sent to %(email)s: %(cause)s"),
    "contents_deleted": gettext_lazy("The contents of this e-mail were deleted meanwhile. Nothing is left to send."),
    "default_text_in_force": gettext_lazy("The default text is already in use."),
    "message_being_sent": gettext_lazy("This e-mail is being sent at this moment. Try again in a minute."),
    "message_not_waiting": gettext_lazy("This e-mail is no longer waiting: it was sent meanwhile."),
    "job_not_found": gettext_lazy("There is no such job that failed or waits: it was done meanwhile."),
    "job_at_work": gettext_lazy("A worker is doing this job at present. Wait until it has ended."),
    "document_language_unknown": gettext_lazy("A document is in English or in German."),
    "not_a_pdf": gettext_lazy("This file is not a complete PDF. Save it as a PDF again, then select it."),
    "nothing_drafted": gettext_lazy("Nothing was entered, or it was published already."),
    "nothing_to_end": gettext_lazy("There is nothing in force that could end. Enter a text or choose a PDF."),
    "pdf_active": gettext_lazy(
        "The PDF holds a script, an attached file or something that starts a program. Save it without, then select it"
        " again."
    ),
    "pdf_locked": gettext_lazy(
        "The PDF is protected by a password or against copying. Save it without, so that everybody can keep it."
    ),
    "pdf_too_large": gettext_lazy("The PDF is too large: at most %(most)s bytes."),
    "terms_changed": gettext_lazy("The terms have changed since this page was shown. Read them, then agree again."),
    "terms_not_accepted": gettext_lazy("Read the terms in force and accept them first."),
    "terms_too_early": gettext_lazy(
        "Enter %(earliest)s or a later day: not before today, and after the version that is coming."
    ),
    "logo_broken": gettext_lazy(
        "This picture cannot be read: it is damaged, or has more than %(most)s million pixels."
    ),
}
