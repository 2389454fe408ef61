"""Releases: the catalogue, lists that are imported, files and their downloads."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ERRORS: dict[str, Promise] = {
    "cells_too_many": gettext_lazy(
        "This line has more cells than the first line names columns. Put a text that contains a separator in quotes."
    ),
    "channel_unknown": gettext_lazy("%(given)s is not a channel. Choose one of: %(choices)s."),
    "class_unknown": gettext_lazy("%(given)s is not a class of releases. Choose one of: %(choices)s."),
    "column_missing": gettext_lazy(
        "The list has no column %(name)s. Its first line names the columns, which are %(columns)s."
    ),
    "column_unknown": gettext_lazy("The column %(name)s is not known, or named twice. Columns are %(columns)s."),
    "list_refused": gettext_lazy(
        "Nothing was imported. Lines that are wrong: %(count)s. The first is line %(line)s: %(first)s"
    ),
    "list_too_long": gettext_lazy("The list has more than %(most)s lines. Import it in parts."),
    "listed_twice": gettext_lazy("%(product)s %(version)s is listed on line %(first)s already."),
    "not_a_day": gettext_lazy("%(given)s is not a date such as 2026-01-31."),
    "on_another_branch": gettext_lazy("%(product)s %(version)s is already on branch %(branch)s."),
    "product_unknown": gettext_lazy("There is no product %(code)s. Add it first."),
    "quotes_open": gettext_lazy("The quotation marks in this line are wrong: %(why)s."),
    "released_otherwise": gettext_lazy(
        "%(product)s %(version)s is published already, with another %(what)s. What is out stays as it is."
    ),
    "released_after_support": gettext_lazy(
        "Branch %(branch)s of %(product)s is supported until %(until)s. A release of %(released_on)s would be later."
    ),
    "support_listed_otherwise": gettext_lazy(
        "Line %(first)s names another last supported day for branch %(branch)s of %(product)s."
    ),
    "branch_exists": gettext_lazy("Product %(product)s has a branch %(name)s already."),
    "branch_not_found": gettext_lazy("This branch does not exist."),
    "entitled_too_late": gettext_lazy("This day must not be after %(latest)s: an earlier one was promised."),
    "entitled_too_early": gettext_lazy(
        "This day must not be before %(earliest)s, %(years)s years before the release. Check the year."
    ),
    "not_a_draft": gettext_lazy("Release %(version)s is published already. What is out stays as it is."),
    "not_published": gettext_lazy("Release %(version)s is a draft. Publish it first."),
    "product_exists": gettext_lazy("There is already a product with the code %(code)s."),
    "product_not_found": gettext_lazy("This product does not exist."),
    "release_not_found": gettext_lazy("This release does not exist."),
    "type_unknown": gettext_lazy("There is no license type %(code)s."),
    "version_taken": gettext_lazy("Product %(product)s has a release %(version)s already."),
    "withdrawn_already": gettext_lazy("Release %(version)s is already withdrawn, from %(day)s on."),
    "withdrawal_not_earlier": gettext_lazy(
        "Release %(version)s is withdrawn from %(day)s on. This day can only be brought forward."
    ),
    "withdrawn_before_release": gettext_lazy(
        "Release %(version)s is released on %(released_on)s. Choose this day or a later one."
    ),
    # ---- files and links
    "artifact_empty": gettext_lazy("This file is empty."),
    "artifact_not_found": gettext_lazy("This file does not exist."),
    "artifact_not_stored": gettext_lazy("The file could not be stored. Try again; the server's log has the cause."),
    "artifact_too_large": gettext_lazy("The file is larger than %(most)s MB."),
    "file_name_not_allowed": gettext_lazy(
        "A file name must not contain slashes or begin with a dot, as %(name)s does. Rename the file."
    ),
    "file_name_taken": gettext_lazy("Release %(version)s has a file %(name)s already."),
    "link_expired": gettext_lazy(
        "This link was valid for %(minutes)s minutes. Open the page of the project again for a new one."
    ),
    "nothing_to_download": gettext_lazy("This file does not exist, or may not be installed there."),
}
