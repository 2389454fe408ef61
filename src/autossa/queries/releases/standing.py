"""One release as staff sees it: which projects may install it, which may not and why, which devices run an older one.

Tens of thousands of projects have licenses of a product, so the rule is asked of all of them in one statement, set by
set, and a page is taken from its result; tests/portal/releases/test_doors.py compares it with the rule itself. It rests
on what is booked: what a run that is late will still book is not in it, other than on the page of a project.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from operator import itemgetter
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
_RANKS = {reason: 100 - place if reason in ALLOWED else place for reason, place in _PLACES.items()}
_REASONS = {rank: reason for reason, rank in _RANKS.items()}
"""The weakest has the lowest rank, as `domain.releases.devices` orders them."""


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


_ASKED = """
WITH days AS MATERIALIZED (
    SELECT false AS by_branch, %(x_release)s::date AS day, false AS is_free
    UNION ALL SELECT true, %(x_branch)s::date, false
    UNION ALL SELECT DISTINCT false, day, true FROM unnest(%(free_release)s::date[]) day
    UNION ALL SELECT DISTINCT true, day, true FROM unnest(%(free_branch)s::date[]) day
), own AS MATERIALIZED (
    SELECT l.id, l.project_id, l.code, l.included_until, t.ssa
    FROM licenses l JOIN license_types t ON t.id = l.license_type_id
    WHERE t.ssa <> 'none'
      AND l.license_type_id IN (SELECT license_type_id FROM product_types WHERE product_id = %(product)s)
), lines AS MATERIALIZED (
    SELECT n.license_id, n.acquired_on, n.added_on, n.ended_on
    FROM license_lines n JOIN own ON own.id = n.license_id WHERE n.confirmed
), life AS MATERIALIZED (
    SELECT license_id, min(acquired_on) AS acquired_on,
      bool_or(added_on <= %(today)s AND (ended_on IS NULL OR %(today)s < ended_on)) AS alive
    FROM lines GROUP BY license_id
), there AS MATERIALIZED (
    SELECT DISTINCT license_id, day FROM lines, (SELECT DISTINCT day FROM days) y
    WHERE added_on <= day AND (ended_on IS NULL OR day < ended_on)
), covered AS MATERIALIZED (
    SELECT DISTINCT c.project_id, y.day FROM coverage c, (SELECT DISTINCT day FROM days) y WHERE c.days @> y.day
), types AS MATERIALIZED (
    SELECT n.project_id, count(DISTINCT t.id) AS found
    FROM license_lines n JOIN licenses i ON i.id = n.license_id JOIN license_types t ON t.id = i.license_type_id
    WHERE t.code = ANY(%(requires)s) AND n.confirmed
      AND n.added_on <= %(today)s AND (n.ended_on IS NULL OR %(today)s < n.ended_on)
    GROUP BY n.project_id
), holders AS MATERIALIZED (
    SELECT p.project_id, COALESCE(v.entitlement_day, %(policy)s) = %(by_branch)s AS by_branch,
      COALESCE(types.found, 0) = cardinality(%(requires)s::text[]) AS has_all
    FROM (SELECT DISTINCT project_id FROM own) p
    LEFT JOIN contracts c ON c.project_id = p.project_id AND c.status = ANY(%(open)s)
    LEFT JOIN plan_versions s ON s.id = c.plan_id
    LEFT JOIN policy_versions v ON v.id = s.policy_id
    LEFT JOIN types ON types.project_id = p.project_id
), rights AS MATERIALIZED (
    SELECT own.id, own.project_id, own.code, h.has_all, life.alive, min(CASE
        WHEN y.day <= life.acquired_on THEN CASE WHEN is_free THEN %(security_free)s ELSE %(acquired)s END
        WHEN there.day IS NULL THEN NULL
        WHEN own.ssa = 'charged' AND covered.day IS NOT NULL
          THEN CASE WHEN is_free THEN %(security_free)s ELSE %(covered)s END
        WHEN own.ssa = 'included' OR y.day < own.included_until
          THEN CASE WHEN is_free THEN %(security_free)s ELSE %(included)s END
        END + CASE WHEN is_free THEN 1000 ELSE 0 END) AS right_to
    FROM own
    JOIN holders h ON h.project_id = own.project_id
    JOIN life ON life.license_id = own.id
    JOIN days y ON y.by_branch = h.by_branch
    LEFT JOIN there ON there.license_id = own.id AND there.day = y.day
    LEFT JOIN covered ON covered.project_id = own.project_id AND covered.day = y.day
    GROUP BY own.id, own.project_id, own.code, h.has_all, life.alive
), ranked AS (
    SELECT id, project_id, code, CASE
        WHEN NOT alive THEN %(given_up)s
        WHEN NOT %(is_out)s THEN %(not_released)s
        WHEN %(is_withdrawn)s THEN %(withdrawn)s
        WHEN right_to IS NULL THEN %(not_covered)s
        WHEN NOT has_all THEN %(license_required)s
        ELSE right_to %% 1000 END AS rank
    FROM rights
), verdicts AS MATERIALIZED (
    SELECT DISTINCT ON (project_id) project_id, code, rank
    FROM ranked ORDER BY project_id, rank = %(given_up)s, rank, id
)
"""

_WHOLE_SETS = "SELECT set_config('enable_nestloop', %(on)s, true), set_config('jit', %(on)s, true)"
_ANSWERED = (
    _ASKED
    + """
SELECT 0 AS place, NULL::uuid, '', '', '', rank, count(*)::text FROM verdicts GROUP BY rank
UNION ALL
SELECT * FROM (
    SELECT row_number() OVER (ORDER BY o.name, p.name, p.id) AS place,
      v.project_id, p.name, o.name, o.number, v.rank, v.code
    FROM verdicts v JOIN projects p ON p.id = v.project_id JOIN organisations o ON o.id = p.customer_id
    WHERE v.rank = ANY(%(ranks)s)
) listed WHERE place > %(offset)s AND place <= %(offset)s + %(limit)s
"""
)


def _ask(given: dict[str, Any], wanted: Wanted, size: int) -> tuple[dict[Reason, int], list[ProjectStanding]]:
    """How many projects are answered how, and a page of them with one more; in one statement."""
    ranks = [] if wanted.older else [_RANKS[reason] for reason in (wanted.reasons or Reason)]
    page = {"ranks": ranks, "limit": size + 1, "offset": wanted.page * size}
    with connection.cursor() as cursor:
        cursor.execute(_WHOLE_SETS, {"on": "off"})  # all rows are asked: one by one they take minutes
        cursor.execute(_ANSWERED, given | page)
        found = sorted(cursor.fetchall(), key=itemgetter(0))
        cursor.execute(_WHOLE_SETS, {"on": "on"})
    counts = {_REASONS[rank]: int(count) for place, *_, rank, count in found if not place}
    rows = [
        ProjectStanding(public_id("prj", key), name, customer, number, _REASONS[rank], code)
        for place, key, name, customer, number, rank, code in found
        if place
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
