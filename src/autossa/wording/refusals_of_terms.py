"""Why a version of the terms was not published, or a deed not done without them, by code."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

OF_TERMS: dict[str, Promise] = {
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
}
