"""Who accepted which version, at what: what a contract, an order or a quote was concluded with."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from autossa.domain.billing.terms import TermsDeed, TermsForm, TermsKind
from autossa.queries.organisations.lookup import names_of
from autossa.store import models
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A version that holds for a deed, the document that was shown, and who accepted it when, for whom.

    `member_of` is another organisation that the person acted from, `acting_for` the one that staff acted for; both are
    empty for a person of the organisation itself. `earlier` says that it was accepted at an earlier deed: then person,
    day and moment are those of that one.
    """

    kind: TermsKind
    number: int
    document: str
    form: TermsForm
    language: str
    sha256: str
    organisation: str
    person: str
    member_of: str
    acting_for: str
    day: date
    at: datetime
    earlier: bool


def acceptances_of(deed: TermsDeed, deeds: Collection[UUID]) -> dict[UUID, tuple[Acceptance, ...]]:
    """What each of these deeds was done with, the terms first. Two queries at most; none for no deed."""
    if not deeds:
        return {}
    found: dict[UUID, list[Acceptance]] = {}
    rows = list(_rows().filter(deed=deed.value, deed_id__in=deeds).order_by("-version__kind", "id"))
    for row, one in zip(rows, _acceptances(rows), strict=True):
        found.setdefault(row.deed_id, []).append(one)
    return {key: tuple(rows) for key, rows in found.items()}


def accepted_by(organisation: UUID, versions: Collection[UUID]) -> dict[UUID, models.TermsAcceptance]:
    """Of each version the first acceptance by an organisation, or by one that was merged into it. One query."""
    same = models.Organisation.objects.filter(merged_into=organisation).values("id")
    own = models.Organisation.objects.filter(pk=organisation).values("id")
    rows = _rows().filter(organisation__in=own.union(same), version__in=versions, earlier=None).order_by("-id")
    return {row.version_id: row for row in rows}


def acceptances_of_project(project: UUID) -> Iterator[dict[str, Any]]:
    """Everything that was accepted with the contracts and orders of a project, oldest first, as plain values."""
    contracts = models.Contract.objects.filter(project=project).values("id")
    orders = models.CreditOrder.objects.filter(project=project).values("id")
    of_project = Q(deed=TermsDeed.CONTRACT.value, deed_id__in=contracts) | Q(
        deed=TermsDeed.CREDIT_ORDER.value, deed_id__in=orders
    )
    rows = list(_rows().filter(of_project).order_by("id"))
    for row, one in zip(rows, _acceptances(rows), strict=True):
        yield {
            "deed": row.deed,
            "id": public_id(_PREFIX[TermsDeed(row.deed)], row.deed_id),
            "day": row.day.isoformat(),
            "kind": one.kind.value,
            "version": one.number,
            "language": one.language,
            "document": one.document,
            "sha256": one.sha256,
            "organisation": one.organisation,
            "accepted_by": one.person,
            "member_of": one.member_of,
            "acting_for": one.acting_for,
            "accepted_at": one.at.isoformat(timespec="seconds"),
            "accepted_earlier": one.earlier,
        }


COLUMNS = (
    "deed", "id", "day", "kind", "version", "language", "document", "sha256", "organisation", "accepted_by",
    "member_of", "acting_for", "accepted_at", "accepted_earlier",
)  # fmt: skip
"""Of what is exported."""

_PREFIX = {
    TermsDeed.CONTRACT: "con",
    TermsDeed.CREDIT_ORDER: "ord",
    TermsDeed.LICENSE_ORDER: "lor",
    TermsDeed.QUOTE: "quo",
}


def _rows() -> QuerySet[models.TermsAcceptance]:
    found = models.TermsAcceptance.objects.select_related(
        "version", "document", "organisation", "member_of", "earlier__document", "earlier__member_of",
    )  # fmt: skip
    return found.defer("document__body", "earlier__document__body")


def _acceptances(rows: list[models.TermsAcceptance]) -> Iterator[Acceptance]:
    names = names_of(key for row in rows if (key := (row.earlier or row).acting_for))
    return (_acceptance(row, names) for row in rows)


def _acceptance(row: models.TermsAcceptance, names: dict[UUID, str]) -> Acceptance:
    held = row.earlier or row
    member_of = held.member_of if held.member_of_id != held.organisation_id else None
    return Acceptance(
        TermsKind(row.version.kind),
        row.version.number,
        public_id("tdo", held.document_id),
        TermsForm(held.document.form),
        held.document.language,
        held.document.sha256,
        row.organisation.name,
        held.accepted_by_name,
        member_of.name if member_of else "",
        names.get(held.acting_for, "") if held.acting_for else "",
        held.day,
        held.at,
        row.earlier is not None,
    )
