"""The vendor's terms: an address or a text, each change a version that stays."""

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import connection, transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.validation import read_line, read_text
from autossa.queries.vendor.terms import Terms, current_terms
from autossa.store import models

MAX_URL = 500
MAX_TEXT = 100_000


class TermsUrlInvalid(Invalid):
    """The address of the terms begins with https:// or http://."""

    field = "url"


class TermsTwice(Invalid):
    """Give an address or a text, not both."""

    field = "text"


def set_terms(*, url: str, text: str, ctx: ActionContext) -> Terms:
    """Put an address or a text in force from now on; neither: there is nothing to agree to any more.

    What is the same as before makes no version. Raises TermsUrlInvalid, TermsTwice, or as `read_text`.
    """
    url = read_line(url, "the address of the terms", MAX_URL, required=False, field="url")
    text = read_text(text.replace("\r\n", "\n"), "the terms", MAX_TEXT, required=False, field="text")
    if url and text:
        raise TermsTwice
    if url:
        _check_url(url)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('terms_versions'))")  # numbers without a hole
        ctx.check_seen()
        present = current_terms()
        if (present.url, present.text) == (url, text):
            return present
        models.TermsVersion.objects.create(
            number=present.number + 1, url=url, text=text, set_by=ctx.actor.user, set_at=ctx.now
        )
        record_activity(ctx, "set_vendor_terms", details={"terms": present.number + 1, "url": url})
    return current_terms()


def _check_url(url: str) -> None:
    try:
        URLValidator(schemes=["https", "http"])(url)
    except ValidationError:
        raise TermsUrlInvalid from None
