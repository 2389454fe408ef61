"""One release as staff sees it: which projects may install it, which may not and why, which devices run an older one.

Tens of thousands of projects have licenses of a product, so the rule is asked of all of them in one statement, set by
set, and a page is taken from its result; tests/portal/releases/test_doors.py compares it with the rule itself. It rests
on what is booked: what a run that is late will still book is not in it, other than on the page of a project.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from autossa.domain.contracts import OPEN
from autossa.domain.policies import EntitlementDay
from autossa.domain.releases.catalogue import Catalogue, Release, ReleaseClass
from autossa.domain.releases.entitlements import ALLOWED, Reason
from autossa.queries.releases.catalogue import load_catalogue
from autossa.queries.snapshot import snapshot
from autossa.store import models
from autossa.store.engine.terms import load_versions
from autossa.store.ids import public_id

PAGE = 50
_PLACES = {reason: place for place, reason in enumerate(Reason)}
_RANKS = {reason: 100 - place if reason in ALLOWED else place for reason, place in _PLACES.items()} | {
    Reason.GIVEN_UP: 1000
}
"""The weakest has the lowest rank, as `domain.releases.devices` orders them; what was given up stands aside."""
_REASONS = {rank: reason for reason, rank in _RANKS.items()}


@dataclass(frozen=True, slots=True)
class ProjectStanding:
    """A project with its one verdict: the reason of the weakest license, which is named."""

    id: str
    name: str
    customer: str
    customer_number: str
    reason: Reason
    license_id: str

    @property
    def may_install(self) -> bool:
        """The answer itself."""
        return self.reason in ALLOWED


@dataclass(frozen=True, slots=True)
class DeviceStanding:
    """A device that runs an older release, or a version that the catalogue does not know."""

    id: str
    name: str
    project_id: str
    project: str
    customer: str
    version: str
    released_on: date | None


@dataclass(frozen=True, slots=True)
class ReleaseStanding:
    """A release, how many projects are answered how, a page of them, and who runs an older one.

    `next_page` is None where nothing follows. `runs_it`, `runs_older` are numbers of devices.
    """

    id: str
    product: str
    release: Release
    as_of: date
    counts: Mapping[Reason, int]
    projects: tuple[ProjectStanding, ...]
    runs_it: int
    runs_older: int
    devices: tuple[DeviceStanding, ...]
    next_page: int | None

    @property
    def may(self) -> int:
        """How many projects may install it."""
        return sum(count for reason, count in self.counts.items() if reason in ALLOWED)

    @property
    def may_not(self) -> int:
        """How many projects may not."""
        return sum(self.counts.values()) - self.may


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is listed: projects of some reasons, all without any, or devices with an older release; from page 0 on."""

    reasons: frozenset[Reason] = frozenset()
    older: bool = False
    page: int = 0


def release_standing(release: UUID, day: date, wanted: Wanted, size: int = PAGE) -> ReleaseStanding | None:
    """Who may install a release on a day, of a draft nobody. None for one that is not there.

    A constant number of queries.
    """
    with snapshot():
        row = models.Release.objects.select_related("product", "branch").filter(pk=release).first()
        if row is None:
            return None
        catalogue = load_catalogue(row.product.code)
        published = (one for one in catalogue.releases if one.version == row.version)
        found = next(published, None) or Release(row.version, row.product.code, row.branch.name, row.released_on)
        older, runs_it = _installations(row)
        given = _given(row, found, catalogue, day)
        counts, projects = _ask(given, wanted, size) if row.published_at else ({}, [])
        devices = _devices(older, wanted.page, size) if wanted.older else ()
    listed = devices if wanted.older else projects
    return ReleaseStanding(
        id=public_id("rel", row.id),
        product=row.product.name,
        release=found,
        as_of=day,
        counts=counts,
        projects=() if wanted.older else tuple(projects[:size]),
        runs_it=runs_it,
        runs_older=older.count(),
        devices=tuple(devices[:size]),
        next_page=wanted.page + 1 if len(listed) > size else None,
    )


def _given(row: models.Release, release: Release, catalogue: Catalogue, day: date) -> dict[str, Any]:
    """What the statement is about; days by the policy that a project stands under."""
    security = release.release_class is ReleaseClass.SECURITY and catalogue.is_supported(release.key, day)
    others = [one for one in catalogue.on_branch(release.key) if one.is_out(day)] if security else []
    given: dict[str, Any] = {
        "product": row.product_id,
        "today": day,
        "policy": load_versions(set()).policy_on(day).policy.entitlement_day.value,
        "by_branch": EntitlementDay.BRANCH.value,
        "open": [status.value for status in OPEN],
        "requires": sorted(release.requires),
        "is_out": release.is_out(day),
        "is_withdrawn": release.is_withdrawn(day),
    }
    for policy in EntitlementDay:
        given[f"x_{policy.value}"] = catalogue.entitlement_day(release, policy)
        given[f"free_{policy.value}"] = [catalogue.entitlement_day(one, policy) for one in others]
    return given | {reason.value: rank for reason, rank in _RANKS.items()}


# The licenses of the product, each with the rank of its verdict. {projects} narrows it to some projects.
_ASKED = """
WITH free AS MATERIALIZED (
    SELECT c.project_id, array_agg(y.day) AS covered FROM coverage c
    JOIN (SELECT DISTINCT unnest(%(free_release)s::date[] || %(free_branch)s::date[])) y(day) ON c.days @> y.day
    GROUP BY c.project_id
), types AS MATERIALIZED (
    SELECT n.project_id, count(DISTINCT t.id) AS found
    FROM license_lines n JOIN licenses i ON i.id = n.license_id JOIN license_types t ON t.id = i.license_type_id
    WHERE t.code = ANY(%(requires)s) AND n.confirmed
      AND n.added_on <= %(today)s AND (n.ended_on IS NULL OR %(today)s < n.ended_on)
    GROUP BY n.project_id
), facts AS MATERIALIZED (
    SELECT p.id AS project_id, x.day, x.free_days, c.project_id IS NOT NULL AS is_covered, free.covered AS free_covered,
      COALESCE(types.found, 0) = cardinality(%(requires)s::text[]) AS has_all
    FROM projects p
    LEFT JOIN contracts k ON k.project_id = p.id AND k.status = ANY(%(open)s)
    LEFT JOIN plan_versions s ON s.id = k.plan_id
    LEFT JOIN policy_versions v ON v.id = s.policy_id
    JOIN (VALUES
        (true, %(x_branch)s::date, %(free_branch)s::date[]), (false, %(x_release)s::date, %(free_release)s::date[])
    ) x(by_branch, day, free_days) ON x.by_branch = (COALESCE(v.entitlement_day, %(policy)s) = %(by_branch)s)
    LEFT JOIN coverage c ON c.project_id = p.id AND c.days @> x.day
    LEFT JOIN free ON free.project_id = p.id
    LEFT JOIN types ON types.project_id = p.id
    WHERE {projects}
), held AS (
    SELECT l.id, l.project_id, l.code, bool_and(f.has_all) AS has_all,
      bool_or(n.added_on <= %(today)s AND (n.ended_on IS NULL OR %(today)s < n.ended_on)) AS alive,
      max(CASE
        WHEN f.day <= n.acquired_on THEN %(acquired)s
        WHEN t.ssa = 'charged' AND f.is_covered AND n.added_on <= f.day AND (n.ended_on IS NULL OR f.day < n.ended_on)
          THEN %(covered)s
        WHEN (t.ssa = 'included' OR f.day < l.included_until)
          AND n.added_on <= f.day AND (n.ended_on IS NULL OR f.day < n.ended_on)
          THEN %(included)s
        WHEN EXISTS (
          SELECT FROM unnest(f.free_days) y(day) WHERE y.day <= n.acquired_on
            OR (n.added_on <= y.day AND (n.ended_on IS NULL OR y.day < n.ended_on) AND (t.ssa = 'included'
              OR y.day < l.included_until OR (t.ssa = 'charged' AND y.day = ANY(f.free_covered)))))
          THEN %(security_free)s
      END) AS right_to
    FROM licenses l
    JOIN license_types t ON t.id = l.license_type_id AND t.ssa <> 'none'
    JOIN product_types o ON o.license_type_id = t.id AND o.product_id = %(product)s
    JOIN facts f ON f.project_id = l.project_id
    JOIN license_lines n ON n.license_id = l.id AND n.confirmed
    GROUP BY l.id
), ranked AS (
    SELECT id, project_id, code, CASE
        WHEN NOT alive THEN %(given_up)s
        WHEN NOT %(is_out)s THEN %(not_released)s
        WHEN %(is_withdrawn)s THEN %(withdrawn)s
        WHEN right_to IS NULL THEN %(not_covered)s
        WHEN NOT has_all THEN %(license_required)s
        ELSE right_to END AS rank
    FROM held
)
"""
# All rows are asked: one by one they take minutes, and what does not fit into memory takes twice as long.
_WHOLE_SETS = """
SELECT set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true), set_config('work_mem', '64MB', true)
"""
_ONE_BY_ONE = """
SELECT set_config('enable_nestloop', 'on', true), set_config('work_mem', (
    SELECT reset_val || COALESCE(unit, '') FROM pg_settings WHERE name = 'work_mem'), true)
"""
_ANSWERED = (
    _ASKED.format(projects="true")
    + """
, verdicts AS MATERIALIZED (SELECT project_id, min(rank) AS rank FROM ranked GROUP BY project_id)
SELECT NULL::uuid, '', '', '', rank, count(*) FROM verdicts GROUP BY rank
UNION ALL (
    SELECT v.project_id, p.name, o.name, o.number, v.rank, row_number() OVER (ORDER BY o.name, p.name, p.id)
    FROM verdicts v JOIN projects p ON p.id = v.project_id JOIN organisations o ON o.id = p.customer_id
    WHERE v.rank = ANY(%(ranks)s) ORDER BY o.name, p.name, p.id LIMIT %(limit)s OFFSET %(offset)s
)
"""
)
_NAMED = (
    _ASKED.format(projects="p.id = ANY(%(shown)s)")
    + "SELECT DISTINCT ON (project_id) project_id, code FROM ranked ORDER BY project_id, rank, id"
)


def _ask(given: dict[str, Any], wanted: Wanted, size: int) -> tuple[dict[Reason, int], list[ProjectStanding]]:
    """How many projects are answered how, and a page of them with one more; then the licenses that these name."""
    ranks = [] if wanted.older else [_RANKS[reason] for reason in (wanted.reasons or Reason)]
    given = given | {"ranks": ranks, "limit": size + 1, "offset": wanted.page * size}
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE_SETS)
        cursor.execute(_ANSWERED, given)
        found = cursor.fetchall()
        cursor.execute(_ONE_BY_ONE)
        keys = [key for key, *_ in found if key is not None]
        cursor.execute(_NAMED, given | {"shown": keys})
        codes = dict(cursor.fetchall())
    counts = {_REASONS[rank]: count for key, *_, rank, count in found if key is None}
    rows = [
        ProjectStanding(public_id("prj", key), name, customer, number, _REASONS[rank], codes[key])
        for key, name, customer, number, rank, _ in sorted(found, key=lambda row: row[-1])
        if key is not None
    ]
    return counts, rows


def _installations(row: models.Release) -> tuple[QuerySet[models.Installation], int]:
    """Those of the product with an older release, or an unknown version, on devices that are there; and of this one."""
    there = models.Installation.objects.filter(product=row.product_id, device__gone_on=None)
    before = Q(release__released_on__lt=row.released_on) | Q(release__released_on=row.released_on, release__lt=row.id)
    return there.filter(before | Q(release=None)), there.filter(release=row.id).count()


def _devices(older: QuerySet[models.Installation], page: int, size: int) -> tuple[DeviceStanding, ...]:
    rows = older.select_related("device__project__customer", "release").order_by(
        "device__project__customer__name", "device__project__name", "device__name", "device__id"
    )
    return tuple(
        DeviceStanding(
            id=public_id("dev", one.device_id),
            name=one.device.name,
            project_id=public_id("prj", one.device.project_id),
            project=one.device.project.name,
            customer=one.device.project.customer.name,
            version=one.version,
            released_on=one.release.released_on if one.release else None,
        )
        for one in rows[page * size : page * size + size + 1]
    )
