"""Versions of the vendor's terms and service descriptions, with their documents."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.conf import settings

from autossa.domain.billing import terms as rules
from autossa.domain.billing.terms import TermsForm, TermsKind
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.ids import public_id, read_public_id

_Rule = Callable[[Iterable[rules.TermsVersion], date], tuple[rules.TermsVersion, ...]]

OF_ENVIRONMENT = 0
"""The number of the terms that the environment names, until the vendor publishes some in the portal."""


@dataclass(frozen=True, slots=True)
class Document:
    """What a version says in one language ("" where that was not asked); `size` in bytes, `sha256` as hex digits."""

    key: UUID
    id: str
    language: str
    form: TermsForm
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Version:
    """One version; withdrawn ones count no more, and one without documents ends what was in force."""

    key: UUID
    id: str
    kind: TermsKind
    number: int
    starts_on: date
    set_at: datetime
    withdrawn_on: date | None
    withdrawal: str
    documents: tuple[Document, ...]

    @property
    def rule(self) -> rules.TermsVersion:
        """As the domain knows it."""
        is_withdrawn, is_empty = self.withdrawn_on is not None, not self.documents
        return rules.TermsVersion(self.key, self.kind, self.number, self.starts_on, is_withdrawn, is_empty)

    def document_in(self, language: str) -> Document:
        """The document for a reader: in their language, else the first there is."""
        return next((one for one in self.documents if one.language == language), self.documents[0])


@dataclass(frozen=True, slots=True)
class TermsPage:
    """What everybody reads: in force, coming, and the former ones, for whoever accepted them; newest first.

    `url` is the address of the environment's terms, where the vendor has published none.
    """

    in_force: tuple[Version, ...]
    coming: tuple[Version, ...]
    former: tuple[Version, ...]
    url: str = ""


@dataclass(frozen=True, slots=True)
class VersionPage:
    """One version with the text of its documents that are texts or addresses, by language; and where it stands."""

    version: Version
    texts: dict[str, str]
    is_in_force: bool
    is_coming: bool


@dataclass(frozen=True, slots=True)
class OpenDocument:
    """A document to be read: its bytes, and by which name it is saved."""

    document: Document
    body: bytes
    file_name: str


def all_versions() -> tuple[Version, ...]:
    """Every version, the newest first, withdrawn ones too. Two queries."""
    rows = models.TermsVersion.objects.order_by("-set_at", "-number")
    documents = models.TermsDocument.objects.defer("body").order_by("version", "-language")
    by_version: dict[UUID, list[Document]] = {}
    for row in documents:
        by_version.setdefault(row.version_id, []).append(_document(row))
    return tuple(_version(row, tuple(by_version.get(row.id, ()))) for row in rows)


def versions_on(day: date) -> tuple[Version, ...]:
    """Those in force on a day, the terms first. Two queries."""
    return _those(rules.in_force, all_versions(), day)


def coming_versions(versions: tuple[Version, ...], day: date) -> tuple[Version, ...]:
    """Those that begin after the day, the soonest first."""
    return _those(rules.coming, versions, day)


def terms_page(day: date) -> TermsPage:
    """What everybody may read on a day."""
    versions = all_versions()
    in_force, coming = _those(rules.in_force, versions, day), coming_versions(versions, day)
    shown = {one.key for one in (*in_force, *coming)}
    former = tuple(one for one in versions if one.withdrawn_on is None and one.documents and one.key not in shown)
    return TermsPage(in_force, tuple(one for one in coming if one.documents), former, environment_url(versions))


def version_page(kind: TermsKind, number: int, day: date) -> VersionPage | None:
    """A version that was published and not withdrawn, with its words; None for any other."""
    versions = all_versions()
    found = next((one for one in versions if (one.kind, one.number) == (kind, number)), None)
    if found is None or found.withdrawn_on is not None or not found.documents:
        return None
    readable = models.TermsDocument.objects.filter(version=found.key).exclude(form=TermsForm.PDF.value)
    texts = {row.language: bytes(row.body).decode() for row in readable}
    is_in_force = found in _those(rules.in_force, versions, day)
    return VersionPage(found, texts, is_in_force, found.starts_on > day)


def open_document(text: str) -> OpenDocument | None:
    """A document by its public id; None for one that is not there, or whose version was withdrawn."""
    try:
        key = read_public_id("tdo", text)
    except ValueError:
        return None
    row = models.TermsDocument.objects.select_related("version").filter(pk=key, version__withdrawn_on=None).first()
    if row is None:
        return None
    version, language = row.version, f"-{row.language}" if row.language else ""
    ending = "pdf" if row.form == TermsForm.PDF else "txt"
    return OpenDocument(_document(row), bytes(row.body), f"{version.kind}-{version.number}{language}.{ending}")


def documents_named(names: Iterable[str]) -> list[UUID]:
    """The documents of versions by their names, such as "terms-3" or "service-1". Raises Unknown."""
    named = {f"{one.kind.value}-{one.number}": one for one in all_versions() if one.documents}
    found = []
    for name in names:
        if name not in named:
            raise Unknown(f"no version {name}; `autossa terms` lists them")
        found.append(named[name].document_in("en").key)
    return found


def environment_url(versions: tuple[Version, ...]) -> str:
    """The address of the environment's terms, which hold until the vendor has published any; else empty."""
    return "" if versions else settings.TERMS_URL


def _those(rule: _Rule, versions: tuple[Version, ...], day: date) -> tuple[Version, ...]:
    by_key = {one.key: one for one in versions}
    return tuple(by_key[one.id] for one in rule([one.rule for one in versions], day))


def _version(row: models.TermsVersion, documents: tuple[Document, ...]) -> Version:
    return Version(
        row.id,
        row.public_id,
        TermsKind(row.kind),
        row.number,
        row.starts_on,
        row.set_at,
        row.withdrawn_on,
        row.withdrawal,
        documents,
    )


def _document(row: models.TermsDocument) -> Document:
    return Document(row.id, public_id("tdo", row.id), row.language, TermsForm(row.form), row.size, row.sha256)
