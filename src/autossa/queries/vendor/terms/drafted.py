"""A version on its way: what staff has entered, kept until it is published, shown as everybody will see it."""

from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from autossa.domain.billing import terms as rules
from autossa.domain.billing.terms import TermsForm, TermsKind
from autossa.queries.vendor.terms.concerned import count_concerned
from autossa.queries.vendor.terms.versions import Version, all_versions
from autossa.store import models

KEY = "publish_terms"


@dataclass(frozen=True, slots=True)
class DraftedDocument:
    """What it will say in one language: bytes, shown as a text where they are one."""

    language: str
    form: TermsForm
    body: bytes

    @property
    def text(self) -> str:
        """Of a text."""
        return self.body.decode() if self.form is TermsForm.TEXT else ""

    @property
    def size(self) -> int:
        """In bytes."""
        return len(self.body)


@dataclass(frozen=True, slots=True)
class Drafted:
    """What was entered."""

    kind: TermsKind
    starts_on: date
    documents: tuple[DraftedDocument, ...]

    def as_answers(self) -> dict[str, Any]:
        """As drafts are kept."""
        documents = [[one.language, one.form.value, b64encode(one.body).decode()] for one in self.documents]
        return {"kind": self.kind.value, "starts_on": self.starts_on.isoformat(), "documents": documents}


@dataclass(frozen=True, slots=True)
class DraftedPage:
    """What was entered, what it supersedes, and how many organisations are told of it; what stands shows a change."""

    drafted: Drafted
    number: int
    supersedes: Version | None
    concerned: int
    standing: tuple[UUID, ...]


def read_drafted(answers: Mapping[str, Any] | None) -> Drafted | None:
    """From a draft; None for none, or one that an earlier edition kept in another way."""
    try:
        given = answers or {}
        documents = tuple(
            DraftedDocument(language, TermsForm(form), b64decode(body)) for language, form, body in given["documents"]
        )
        return Drafted(TermsKind(given["kind"]), date.fromisoformat(given["starts_on"]), documents)
    except (KeyError, ValueError, TypeError):
        return None


def find_drafted(user: UUID) -> Drafted | None:
    """What a person has entered."""
    return read_drafted(models.Draft.objects.filter(user=user, key=KEY).values_list("answers", flat=True).first())


def drafted_page(user: UUID) -> DraftedPage | None:
    """The preview of what a person has entered; None for nothing."""
    drafted = find_drafted(user)
    if drafted is None:
        return None
    of_kind = [one for one in all_versions() if one.kind is drafted.kind]
    before = rules.in_force([one.rule for one in of_kind], drafted.starts_on)
    supersedes = next((one for one in of_kind if before and one.key == before[0].id), None)
    number = max((one.number for one in of_kind), default=0) + 1
    standing = tuple(one.key for one in of_kind if one.withdrawn_on is None)
    return DraftedPage(drafted, number, supersedes, count_concerned(), standing)
