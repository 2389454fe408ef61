"""Organisations, as people look them up: names, one page, the vendor's list, doubles."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, QuerySet

from autossa.domain.rights import Kind
from autossa.queries.snapshot import snapshot
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.ids import read_public_id

PAGE = 50


class Standing(StrEnum):
    """Where an organisation stands with the vendor; also what the list is narrowed to."""

    ALL = "all"
    UNVERIFIED = "unverified"
    VERIFIED = "verified"
    SUSPENDED = "suspended"
    MERGED = "merged"


_STANDING: dict[Standing, Q] = {
    Standing.ALL: Q(),
    Standing.UNVERIFIED: Q(verified_on=None, suspended_on=None) & ~Q(kind="vendor"),
    Standing.VERIFIED: (Q(verified_on__isnull=False) | Q(kind="vendor")) & Q(suspended_on=None),
    Standing.SUSPENDED: Q(suspended_on__isnull=False, merged_into=None),
    Standing.MERGED: Q(merged_into__isnull=False),
}


@dataclass(frozen=True, slots=True)
class ContactRow:
    """Who gets the mails of a purpose."""

    id: str
    purpose: str
    name: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """An organisation with its contacts."""

    id: str
    kind: Kind
    name: str
    number: str
    address: str
    country: str
    vat_id: str
    tax_rate: Fraction
    verified_on: date | None
    suspended_on: date | None
    merged_into: tuple[str, str] | None
    contacts: tuple[ContactRow, ...]

    @property
    def standing(self) -> Standing:
        """Where it stands with the vendor."""
        return _standing(self.kind.value, self.verified_on, self.suspended_on, self.merged_into is not None)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for: words in name, number or VAT id, a kind, a standing, and where to go on."""

    words: str = ""
    kind: Kind | None = None
    standing: Standing = Standing.ALL
    after: str = ""


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One organisation of the list."""

    id: str
    kind: Kind
    name: str
    number: str
    country: str
    vat_id: str
    standing: Standing
    projects: int
    people: int


@dataclass(frozen=True, slots=True)
class OrganisationList:
    """A page of organisations, how many there are by standing, and the key of the page after it, if there is one."""

    rows: tuple[OrganisationRow, ...]
    counts: dict[Standing, int]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class Double:
    """Another organisation that may be the same company, and by what."""

    id: str
    name: str
    number: str
    vat_id: str
    country: str
    standing: Standing
    same_vat_id: bool
    same_name: bool


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What would move from a double to the organisation that stays."""

    double: OrganisationPage
    into: OrganisationPage
    projects: tuple[str, ...]
    clashes: frozenset[str]
    people: int
    hand_overs: int


def vendor_name() -> str | None:
    """The vendor's name, None before there is one."""
    return models.Organisation.objects.filter(kind="vendor").values_list("name", flat=True).first()


def names_of(keys: Iterable[UUID]) -> dict[UUID, str]:
    """The names of organisations, in their order."""
    wanted = set(keys)
    if not wanted:
        return {}
    return dict(models.Organisation.objects.filter(pk__in=wanted).order_by("name").values_list("id", "name"))


def organisation_page(key: UUID) -> OrganisationPage:
    """An organisation with its contacts. Two queries."""
    row = models.Organisation.objects.select_related("merged_into").get(pk=key)
    into = row.merged_into
    contacts = models.Contact.objects.filter(organisation=row).order_by("purpose", "email")
    return OrganisationPage(
        id=row.public_id,
        kind=Kind(row.kind),
        name=row.name,
        number=row.number,
        address=row.address,
        country=row.country,
        vat_id=row.vat_id,
        tax_rate=fraction(row.tax_rate),
        verified_on=row.verified_on,
        suspended_on=row.suspended_on,
        merged_into=(into.public_id, into.name) if into else None,
        contacts=tuple(ContactRow(c.public_id, c.purpose, c.name, c.email, c.language) for c in contacts),
    )


def list_organisations(asked: Asked, page: int = PAGE) -> OrganisationList:
    """Organisations by name, paged by key, in a constant number of queries."""
    with snapshot():
        found = _matching(asked)
        counts = {standing: found.filter(condition).count() for standing, condition in _STANDING.items()}
        narrowed = _after(found.filter(_STANDING[asked.standing]), asked.after).order_by("name", "id")
        rows = list(
            narrowed.annotate(
                projects_count=Count("projects", distinct=True), people_count=Count("memberships", distinct=True)
            )[: page + 1]
        )
    shown = tuple(_row(row) for row in rows[:page])
    return OrganisationList(shown, counts, shown[-1].id if len(rows) > page else None)


def find_partner(number: str) -> tuple[UUID, str] | None:
    """The partner with exactly this number, and its name; None alike for every other number."""
    row = models.Organisation.objects.filter(
        number=number.strip(), kind=Kind.PARTNER.value, suspended_on=None, verified_on__isnull=False
    ).first()
    return (row.id, row.name) if row else None


def find_by_number(number: str) -> UUID | None:
    """Staff looks an organisation up by its number."""
    return models.Organisation.objects.filter(number=number.strip()).values_list("id", flat=True).first()


_DOUBLES = """
WITH asked AS (
    SELECT id, kind, vat_id, regexp_replace(lower(name), '[^[:alnum:]]', '', 'g') AS plain
    FROM organisations WHERE id = %(key)s
)
SELECT o.id, o.vat_id <> '' AND o.vat_id = asked.vat_id,
    regexp_replace(lower(o.name), '[^[:alnum:]]', '', 'g') = asked.plain
FROM organisations o, asked
WHERE o.id <> asked.id AND o.kind = asked.kind AND o.merged_into_id IS NULL
    AND ((o.vat_id <> '' AND o.vat_id = asked.vat_id)
        OR regexp_replace(lower(o.name), '[^[:alnum:]]', '', 'g') = asked.plain)
ORDER BY o.name, o.id LIMIT 20
"""


def find_doubles(key: UUID) -> tuple[Double, ...]:
    """Organisations of the same kind with the same VAT id, or whose name differs in signs and case only."""
    with connection.cursor() as cursor:
        cursor.execute(_DOUBLES, {"key": key})
        same = {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
    rows = models.Organisation.objects.filter(pk__in=same).order_by("name", "id")
    return tuple(
        Double(row.public_id, row.name, row.number, row.vat_id, row.country, _standing_of(row), *same[row.id])
        for row in rows
    )


def merge_preview(double: UUID, into: UUID) -> MergePreview:
    """What would move, and which project names clash."""
    theirs = tuple(models.Project.objects.filter(customer=double).order_by("name").values_list("name", flat=True))
    there = models.Project.objects.filter(customer=into, name__in=theirs).values_list("name", flat=True)
    return MergePreview(
        double=organisation_page(double),
        into=organisation_page(into),
        projects=theirs,
        clashes=frozenset(there),
        people=models.Membership.objects.filter(organisation=double).count(),
        hand_overs=models.HandOver.objects.filter(Q(customer=double) | Q(partner=double), ends_on=None).count(),
    )


def price_lists() -> list[tuple[UUID, str]]:
    """The price lists a project can have, by name, with their currency."""
    found = models.PriceList.objects.order_by("name").values_list("id", "name", "currency")
    return [(key, f"{name} · {currency}") for key, name, currency in found]


def _matching(asked: Asked) -> QuerySet[models.Organisation]:
    found = models.Organisation.objects.all()
    if asked.kind is not None:
        found = found.filter(kind=asked.kind.value)
    if asked.words:
        words = asked.words
        found = found.filter(Q(name__icontains=words) | Q(number__icontains=words) | Q(vat_id__icontains=words))
    return found


def _after(found: QuerySet[models.Organisation], after: str) -> QuerySet[models.Organisation]:
    """What comes after the row of that key in the order of name and id; everything for a key that is none."""
    try:
        last = models.Organisation.objects.filter(pk=read_public_id("org", after)).first() if after else None
    except ValueError:
        last = None
    if last is None:
        return found
    return found.filter(Q(name__gt=last.name) | Q(name=last.name, id__gt=last.id))


def _row(row: models.Organisation) -> OrganisationRow:
    return OrganisationRow(
        id=row.public_id,
        kind=Kind(row.kind),
        name=row.name,
        number=row.number,
        country=row.country,
        vat_id=row.vat_id,
        standing=_standing_of(row),
        projects=getattr(row, "projects_count", 0),
        people=getattr(row, "people_count", 0),
    )


def _standing_of(row: models.Organisation) -> Standing:
    return _standing(row.kind, row.verified_on, row.suspended_on, row.merged_into_id is not None)


def _standing(kind: str, verified_on: date | None, suspended_on: date | None, is_merged: bool) -> Standing:
    if is_merged:
        return Standing.MERGED
    if suspended_on is not None:
        return Standing.SUSPENDED
    return Standing.VERIFIED if verified_on is not None or kind == "vendor" else Standing.UNVERIFIED
