"""What the reader of a page is asked to agree to before they do something."""

from uuid import UUID

from django.utils.translation import get_language

from autossa.portal.web.clock import today
from autossa.queries.vendor.terms.asked import AskedTerms, asked_terms


def terms_asked(organisation: UUID | None) -> AskedTerms:
    """The terms in force today for an organisation, in the language of the page; None is somebody new."""
    return asked_terms(today(), organisation, (get_language() or "en")[:2])
