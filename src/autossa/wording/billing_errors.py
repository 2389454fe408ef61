"""What was wrong with a request about invoices, by its code; part of the table in `refusals`."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

OF_BILLING: dict[str, Promise] = {
    "invoice_not_found": gettext_lazy("This invoice does not exist."),
    "not_electronic": gettext_lazy("This document cannot be made as an electronic invoice: %(why)s."),
    "file_damaged": gettext_lazy(
        "The stored file of this document has been changed. It is not shown until it is restored from a backup."
    ),
    "file_not_the_same": gettext_lazy(
        "The stored file of this document is missing and cannot be made again as it was. Restore it from a backup."
    ),
}
