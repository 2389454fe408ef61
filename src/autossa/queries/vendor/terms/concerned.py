"""Whom a new version concerns: organisations with an open contract that have not accepted it, and who was told."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.billing import terms as rules
from autossa.domain.billing.terms import TermsKind
from autossa.queries.vendor.terms.versions import Version, all_versions
from autossa.store import models
from autossa.store.ids import public_id
from autossa.store.models.contracts.contracts import OPEN_STATES

PAGE = 100

# Customers and payers of open contracts, unless an acceptance is theirs or of an organisation merged into them.
_LACKING = """
FROM organisations o
WHERE o.suspended_on IS NULL AND o.id IN (
    SELECT p.customer_id FROM contracts c JOIN projects p ON p.id = c.project_id WHERE c.status = ANY (%(open)s)
    UNION SELECT c.payer_id FROM contracts c WHERE c.status = ANY (%(open)s)
) AND o.id NOT IN (
    SELECT coalesce(m.merged_into_id, m.id) FROM terms_acceptances a JOIN organisations m ON m.id = a.organisation_id
    WHERE a.version_id = %(version)s
)
"""


@dataclass(frozen=True, slots=True)
class Lacking:
    """An organisation that has not accepted the newest version, and on which day it was told of it, if it was."""

    id: str
    name: str
    number: str
    told_on: date | None


@dataclass(frozen=True, slots=True)
class LackingPage:
    """Of one version how many organisations lack it, a page of them by name, and where to go on."""

    version: Version
    count: int
    rows: tuple[Lacking, ...]
    next_after: str


def lacking_pages(kind: str = "", after: str = "") -> tuple[LackingPage, ...]:
    """Of each kind, or of one of them, who has not accepted the newest version. `after` is a name and number."""
    versions = {one.key: one for one in all_versions()}
    newest = [versions[one.id] for one in rules.newest([one.rule for one in versions.values()])]
    return tuple(_page(one, after) for one in newest if kind in ("", one.kind.value))


def lacking_part(kind: TermsKind, after: UUID | None, limit: int) -> LackingPage | None:
    """Some of those that lack the newest version of a kind, after an organisation; None where there is no version."""
    last = models.Organisation.objects.filter(pk=after).first() if after else None
    versions = {one.key: one for one in all_versions()}
    newest = [versions[one.id] for one in rules.newest([one.rule for one in versions.values()])]
    version = next((one for one in newest if one.kind is kind), None)
    return None if version is None else _page(version, f"{last.name}|{last.number}" if last else "", limit)


def all_lacking(kind: TermsKind) -> Iterator[Lacking]:
    """Everybody with an open contract who has not accepted the newest version of a kind, by name."""
    after = ""
    while page := next(iter(lacking_pages(kind.value, after)), None):
        yield from page.rows
        after = page.next_after
        if not after:
            return


def unannounced(version: UUID, limit: int) -> list[UUID]:
    """Organisations with an open contract that have neither accepted a version nor been told of it."""
    told = "AND NOT EXISTS (SELECT FROM terms_announcements t WHERE t.version_id = %(version)s"
    query = f"SELECT o.id {_LACKING} {told} AND t.organisation_id = o.id) ORDER BY o.id LIMIT %(limit)s"
    return [key for (key,) in _ask(query, version=version, limit=limit)]


def count_concerned() -> int:
    """How many organisations have an open contract: all of them are told of a new version."""
    ((count,),) = _ask(f"SELECT count(*) {_LACKING}", version=UUID(int=0))
    return int(count)


def _page(version: Version, after: str, limit: int = PAGE) -> LackingPage:
    ((count,),) = _ask(f"SELECT count(*) {_LACKING}", version=version.key)
    name, _, number = after.replace("\0", "").rpartition("|")  # no name has that character, and no query takes it
    rows = _ask(
        "SELECT o.id, o.name, o.number, (SELECT announced_on FROM terms_announcements t"
        f" WHERE t.version_id = %(version)s AND t.organisation_id = o.id) {_LACKING}"
        " AND (o.name, o.number) > (%(name)s, %(of)s) ORDER BY o.name, o.number LIMIT %(limit)s",
        version=version.key, name=name, of=number, limit=limit + 1,
    )  # fmt: skip
    found = tuple(Lacking(public_id("org", row[0]), *row[1:]) for row in rows[:limit])
    more = f"{found[-1].name}|{found[-1].number}" if len(rows) > limit else ""
    return LackingPage(version, count, found, more)


def _ask(query: str, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, given | {"open": OPEN_STATES})
        return list(cursor.fetchall())
