"""The vendor's terms, where something is ordered or concluded: what is asked for, and what was agreed to."""

from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from ninja import Field

from autossa.api.v1.frame.calls import Call, key_of
from autossa.api.v1.frame.shapes import Answer, Body, Id
from autossa.operations.vendor.terms.acceptances import Agreed
from autossa.queries.vendor.terms.asked import asked_terms

MOST = 20


class TermsDocument(Answer):
    """A document in force, in the caller's language."""

    id: Id
    kind: str = Field(description="terms or service")
    number: int
    sha256: str
    is_accepted: bool = Field(description="Who is bound has accepted it before: it need not be named again.")


class TermsAsked(Answer):
    """What has to be agreed to."""

    documents: list[TermsDocument]
    url: str | None = Field(description="Where the terms are, as long as the vendor has published none here.")


class Agrees(Body):
    """What whoever sends it agrees to."""

    terms: list[Id] = Field([], max_length=MOST, description="The ids of documents that were read and are agreed to.")
    agrees_to_url: bool = Field(False, description="The terms at `url` are agreed to.")

    def agreed_terms(self) -> Agreed:
        """Raises UnknownId."""
        return Agreed([key_of("tdo", one, "terms") for one in self.terms], self.agrees_to_url)


def terms_for(call: Call, organisation: UUID | None) -> TermsAsked:
    """What an organisation has to agree to today."""
    asked = asked_terms(call.today, organisation, (get_language() or "en")[:2])
    documents: list[Any] = [
        TermsDocument(
            id=one.document.id, kind=one.version.kind.value, number=one.version.number, sha256=one.document.sha256,
            is_accepted=one.earlier is not None,
        )
        for one in asked.versions
    ]  # fmt: skip
    return TermsAsked(documents=documents, url=asked.url or None)
