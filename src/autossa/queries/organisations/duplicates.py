"""The same company twice: organisations that are alike, and what merging one into the other would do."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db import connection

from autossa.domain.rights import Kind
from autossa.queries.identifiers import organisation_name
from autossa.queries.organisations.lookup import find_by_number
from autossa.queries.organisations.page import OrganisationPage, Standing, organisation_page, standing_of
from autossa.queries.organisations.people import MemberRow, has_owner, members
from autossa.store import models


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another organisation that may be the same company, and by what."""

    id: str
    name: str
    number: str
    vat_id: str
    country: str
    standing: Standing
    same_vat_id: bool
    same_name: bool


class MergeObstacle(StrEnum):
    """Why two organisations are not merged; the value is the code of what `operations.organisations.merging` raises."""

    ITSELF = "merge_into_itself"
    KINDS_DIFFER = "kinds_differ"
    MERGED = "already_merged"
    SUSPENDED = "target_suspended"
    UNVERIFIED = "target_not_verified"


@dataclass(frozen=True, slots=True)
class MergePreview:
    """What would move from a duplicate to the organisation that stays.

    Nobody of `people` comes along: those whom staff names wait for an owner's confirmation, as viewers. `partners` have
    access to the duplicate's projects, which ends.
    """

    duplicate: OrganisationPage
    into: OrganisationPage
    projects: tuple[str, ...]
    clashes: frozenset[str]
    people: tuple[MemberRow, ...]
    partners: tuple[str, ...]
    has_owner: bool


@dataclass(frozen=True, slots=True)
class MergePage:
    """What staff sees before an organisation is merged into the one with a number, `into` None when there is none."""

    similar: tuple[Duplicate, ...]
    into: UUID | None = None
    obstacle: MergeObstacle | None = None
    preview: MergePreview | None = None


@dataclass(frozen=True, slots=True)
class Entered:
    """An organisation that was just entered, and those that may be the same company."""

    id: str
    duplicates: tuple[Duplicate, ...]


_DUPLICATES = """
WITH wanted AS (
    SELECT id, kind, vat_id, regexp_replace(vowels(plain(name)), '[^[:alnum:]]', '', 'g') AS plain
    FROM organisations WHERE id = %(key)s
)
SELECT o.id, o.vat_id <> '' AND o.vat_id = wanted.vat_id,
    regexp_replace(vowels(plain(o.name)), '[^[:alnum:]]', '', 'g') = wanted.plain
FROM wanted CROSS JOIN LATERAL (
    SELECT * FROM organisations WHERE vat_id <> '' AND vat_id = wanted.vat_id
    UNION SELECT * FROM organisations WHERE regexp_replace(vowels(plain(name)), '[^[:alnum:]]', '', 'g') = wanted.plain
) o WHERE o.id <> wanted.id AND o.kind = wanted.kind AND o.merged_into_id IS NULL
ORDER BY o.name, o.id LIMIT 20
"""


def find_duplicates(key: UUID) -> tuple[Duplicate, ...]:
    """Organisations of the same kind with the same VAT id, or nearly the same name: signs, case, accents apart."""
    with connection.cursor() as cursor:
        cursor.execute(_DUPLICATES, {"key": key})
        same = {row[0]: (row[1], row[2]) for row in cursor.fetchall()}
    rows = models.Organisation.objects.filter(pk__in=same).order_by("name", "id")
    return tuple(
        Duplicate(row.public_id, row.name, row.number, row.vat_id, row.country, standing_of(row), *same[row.id])
        for row in rows
    )


def merge_page(key: UUID, today: date, number: str = "") -> MergePage:
    """Who has the same VAT id, and what merging into the organisation with the number would do.

    A name alone proposes nothing: anybody registers under any name.
    """
    similar = tuple(row for row in find_duplicates(key) if row.same_vat_id)
    into = find_by_number(number) if number else None
    if into is None:
        return MergePage(similar)
    rows = models.Organisation.objects.in_bulk([key, into])
    obstacle = merge_obstacle(rows[key], rows[into])
    return MergePage(similar, into, obstacle, None if obstacle else _preview(key, into, today))


def merge_obstacle(gone: models.Organisation, kept: models.Organisation) -> MergeObstacle | None:
    """Why `gone` is not merged into `kept`: two customers are merged, or two partners; the one that stays is verified.

    Whoever registers a company a second time gets nothing of the first one by that.
    """
    if gone.id == kept.id:
        return MergeObstacle.ITSELF
    if gone.kind != kept.kind or gone.kind == Kind.VENDOR.value:
        return MergeObstacle.KINDS_DIFFER
    if gone.merged_into_id or kept.merged_into_id:
        return MergeObstacle.MERGED
    if kept.suspended_on is not None:
        return MergeObstacle.SUSPENDED
    return MergeObstacle.UNVERIFIED if kept.verified_on is None else None


def entered(key: UUID) -> Entered:
    """What is said about an organisation that was just entered."""
    return Entered(organisation_name(key), find_duplicates(key))


def who_could_come(duplicate: UUID, into: UUID) -> tuple[MemberRow, ...]:
    """The members of a duplicate who are not members of the organisation that stays, and not blocked."""
    there = {row.user for row in members(into)}
    return tuple(row for row in members(duplicate) if row.user not in there and not row.is_suspended)


def _preview(duplicate: UUID, into: UUID, today: date) -> MergePreview:
    """What would move, and which project names clash."""
    theirs = tuple(models.Project.objects.filter(customer=duplicate).order_by("name").values_list("name", flat=True))
    given = models.HandOver.objects.not_over(today).filter(customer=duplicate)
    there = models.Project.objects.filter(customer=into, name__in=theirs).values_list("name", flat=True)
    return MergePreview(
        duplicate=organisation_page(duplicate),
        into=organisation_page(into),
        projects=theirs,
        clashes=frozenset(there),
        people=who_could_come(duplicate, into),
        partners=tuple(given.order_by("partner__name").values_list("partner__name", flat=True).distinct()),
        has_owner=has_owner(into),
    )
