"""The vendor's list of organisations: searched, limited to a standing, paged by key."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from autossa.domain.rights import Kind
from autossa.queries.counting import MOST, counted
from autossa.queries.organisations.page import Standing, standing_of
from autossa.queries.snapshot import snapshot
from autossa.queries.words import rows_with
from autossa.store import models
from autossa.store.ids import read_public_id

PAGE = 50

_CONDITIONS: dict[Standing, Q] = {
    Standing.ALL: Q(),
    Standing.UNVERIFIED: Q(verified_on=None, suspended_on=None) & ~Q(kind="vendor"),
    Standing.VERIFIED: (Q(verified_on__isnull=False) | Q(kind="vendor")) & Q(suspended_on=None),
    Standing.SUSPENDED: Q(suspended_on__isnull=False, merged_into=None),
    Standing.MERGED: Q(merged_into__isnull=False),
}


@dataclass(frozen=True, slots=True)
class OrganisationFilter:
    """Words in name, number or VAT id, a kind, a standing, and where to continue."""

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


def list_organisations(wanted: OrganisationFilter, page: int = PAGE) -> OrganisationList:
    """Organisations by name, paged by key, in a constant number of queries."""
    with snapshot():
        found = _matching(wanted)
        counts = {standing: counted(found.filter(condition)) for standing, condition in _CONDITIONS.items()}
        limited = after_key(found.filter(_CONDITIONS[wanted.standing]), wanted.after).order_by("name", "id")
        projects = _how_many(models.Project.objects.all(), "customer")
        people = _how_many(models.Membership.objects.all(), "organisation")
        rows = list(limited.annotate(projects_count=projects, people_count=people)[: page + 1])
    shown = tuple(_row(row) for row in rows[:page])
    return OrganisationList(shown, counts, shown[-1].id if len(rows) > page else None)


def count_unverified(most: int = MOST) -> int:
    """How many customers and partners wait to be verified; counted up to `most`."""
    return counted(models.Organisation.objects.filter(_CONDITIONS[Standing.UNVERIFIED]), most)


def _matching(wanted: OrganisationFilter) -> QuerySet[models.Organisation]:
    found = models.Organisation.objects.all()
    if wanted.kind is not None:
        found = found.filter(kind=wanted.kind.value)
    if wanted.words:
        found = found.filter(pk__in=rows_with("organisations", wanted.words))
    return found


def after_key(found: QuerySet[models.Organisation], after: str) -> QuerySet[models.Organisation]:
    """What comes after the row of that key in the order of name and id; everything for a key that is none."""
    try:
        last = models.Organisation.objects.filter(pk=read_public_id("org", after)).first() if after else None
    except ValueError:
        last = None
    if last is None:
        return found
    return found.filter(Q(name__gt=last.name) | Q(name=last.name, id__gt=last.id))


def _how_many(rows: QuerySet[Any], of: str) -> Subquery:
    """Of each row that is shown alone: a join with all of them would be counted before the page is cut off."""
    own = rows.filter(**{of: OuterRef("pk")}).order_by().values(of)
    return Subquery(own.annotate(count=Count("pk")).values("count"))


def _row(row: models.Organisation) -> OrganisationRow:
    return OrganisationRow(
        id=row.public_id,
        kind=Kind(row.kind),
        name=row.name,
        number=row.number,
        country=row.country,
        vat_id=row.vat_id,
        standing=standing_of(row),
        projects=getattr(row, "projects_count", None) or 0,
        people=getattr(row, "people_count", None) or 0,
    )
