"""What whoever does something is asked to accept: the versions in force, and which of them were accepted before."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.billing import terms as rules
from autossa.domain.billing.terms import TermsKind
from autossa.queries.vendor.terms.acceptances import accepted_by
from autossa.queries.vendor.terms.versions import (
    OF_ENVIRONMENT,
    Document,
    Version,
    all_versions,
    environment_url,
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """By whom and when an organisation accepted a version already."""

    person: str
    day: date


@dataclass(frozen=True, slots=True)
class AskedVersion:
    """A version in force, the document that its reader is shown, and its earlier acceptance."""

    version: Version
    document: Document
    earlier: Earlier | None


@dataclass(frozen=True, slots=True)
class AskedTerms:
    """What is in force for an organisation; `url` is the environment's terms, where the vendor has published none."""

    versions: tuple[AskedVersion, ...] = ()
    url: str = ""

    @property
    def exist(self) -> bool:
        """There is something to agree to."""
        return bool(self.versions or self.url)

    @property
    def is_asked(self) -> bool:
        """Something of it was not accepted before."""
        return bool(self.url) or any(one.earlier is None for one in self.versions)

    @property
    def terms_number(self) -> int | None:
        """Of the terms, without the service description, as a registration keeps it; None where there are none."""
        found = (one.version.number for one in self.versions if one.version.kind is TermsKind.TERMS)
        return next(found, OF_ENVIRONMENT if self.url else None)

    @property
    def shown(self) -> tuple[str, ...]:
        """What a form sends back: the ids of the documents that were shown, with what they hold."""
        return tuple(f"{one.document.id}:{one.document.sha256}" for one in self.versions) or (
            (self.url,) if self.url else ()
        )


def asked_terms(day: date, organisation: UUID | None, language: str) -> AskedTerms:
    """What an organisation is asked for on a day, in a reader's language; None is somebody new. Three queries."""
    versions = all_versions()
    asked = rules.in_force([one.rule for one in versions], day)
    known = accepted_by(organisation, [one.id for one in asked]) if organisation and asked else {}
    by_key = {one.key: one for one in versions}
    found = []
    for one in asked:
        row, version = known.get(one.id), by_key[one.id]
        earlier = Earlier(row.accepted_by_name, row.day) if row else None
        found.append(AskedVersion(version, version.document_in(language), earlier))
    return AskedTerms(tuple(found), environment_url(versions))
