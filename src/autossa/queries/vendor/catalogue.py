"""What the vendor has set, with what was, is and will be in force: rates, prices, policies, activation keys."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count

from autossa.domain.amounts import Ssc
from autossa.domain.contracts import OPEN, Contract, Status, first_term_at
from autossa.domain.plans import Option
from autossa.domain.policies import Policy
from autossa.queries.vendor.first_days import earliest_start
from autossa.store import models
from autossa.store.engine.terms import load_versions
from autossa.store.exact import fraction
from autossa.store.ids import read_public_id
from autossa.store.options import changes_of, load_options

KEYS = 50


class Phase(StrEnum):
    """Where a version stands on a day."""

    COMING = "coming"
    IN_FORCE = "in_force"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Version:
    """A rate (SSC per unit and year) or a price (of an SSC) from a day on, up to the day before `ends_on`."""

    starts_on: date
    value: Fraction
    phase: Phase
    ends_on: date | None


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A license type with its rates, newest first."""

    id: str
    code: str
    name: str
    note: str
    ssa: str
    versions: tuple[Version, ...]
    can_be_given_up: bool = True
    can_be_released: bool = True

    @property
    def now(self) -> Version | None:
        """The rate in force."""
        return next((version for version in self.versions if version.phase is Phase.IN_FORCE), None)

    @property
    def coming(self) -> tuple[Version, ...]:
        """Those to come, the next one first."""
        return tuple(version for version in reversed(self.versions) if version.phase is Phase.COMING)

    @property
    def past(self) -> tuple[Version, ...]:
        """Those that were superseded, the newest first."""
        return tuple(version for version in self.versions if version.phase is Phase.PAST)


@dataclass(frozen=True, slots=True)
class Affected:
    """Whom a price meets first: contracts by the month in which they are first charged it (its first day).

    `without` contracts end before they would pay it.
    """

    starts_on: date
    months: tuple[tuple[date, int], ...]
    without: int

    @property
    def contracts(self) -> int:
        """All that will pay it."""
        return sum(count for _, count in self.months)


@dataclass(frozen=True, slots=True)
class PriceListRow:
    """A price list with its versions, newest first, and whom the next one meets."""

    id: str
    name: str
    currency: str
    projects: int
    versions: tuple[Version, ...]
    affected: Affected | None

    @property
    def now(self) -> Version | None:
        """The price in force."""
        return next((version for version in self.versions if version.phase is Phase.IN_FORCE), None)


@dataclass(frozen=True, slots=True)
class PolicyVersion:
    """A policy with its plans from a day on; `contracts` that are open were concluded under it."""

    starts_on: date
    policy: Policy
    phase: Phase
    ends_on: date | None
    contracts: int


@dataclass(frozen=True, slots=True)
class KeyRow:
    """An activation key: how it ends, what it is worth, and who redeemed it when."""

    id: str
    hint: str
    license_type: str
    quantity: int
    ssc: Ssc
    made_at: datetime
    redeemed_on: date | None
    project: tuple[str, str] | None


def license_types(today: date) -> tuple[TypeRow, ...]:
    """All license types by code. Two queries."""
    found = models.LicenseType.objects.prefetch_related("rates").order_by("code")
    return tuple(
        TypeRow(
            row.public_id,
            row.code,
            row.name,
            row.note,
            row.ssa,
            versions_of([(rate.starts_on, fraction(rate.ssc_per_year)) for rate in row.rates.all()], today),
            row.can_be_given_up,
            row.can_be_released,
        )
        for row in found
    )


def price_lists(today: date) -> tuple[PriceListRow, ...]:
    """All price lists by name, with whom their next versions meet. A constant number of queries."""
    found = models.PriceList.objects.prefetch_related("versions").order_by("name")
    projects = dict(models.Project.objects.values_list("price_list").annotate(Count("id")))
    rows = [(row, versions_of([(p.starts_on, fraction(p.price)) for p in row.versions.all()], today)) for row in found]
    coming = {row.id: start for row, versions in rows if (start := _next_start(versions)) is not None}
    affected = _affected(coming, today) if coming else {}
    return tuple(
        PriceListRow(row.public_id, row.name, row.currency, projects.get(row.id, 0), versions, affected.get(row.id))
        for row, versions in rows
    )


def find_price_list(public: str, today: date, planned: date | None = None) -> PriceListRow | None:
    """A price list by its id; with whom a price from the day `planned` on would meet, instead of its next version."""
    row = next((row for row in price_lists(today) if row.id == public), None)
    if row is None or planned is None:
        return row
    key = read_public_id("plt", public)
    return replace(row, affected=_affected({key: planned}, today)[key])


def find_license_type(public: str, today: date) -> TypeRow | None:
    """A license type by its id."""
    return next((row for row in license_types(today) if row.id == public), None)


def policies(today: date) -> tuple[PolicyVersion, ...]:
    """All policy versions, newest first. Three queries."""
    contracts = dict(
        models.Contract.objects.filter(status__in=[status.value for status in OPEN])
        .values_list("plan__policy")
        .annotate(Count("id"))
    )
    rows = load_versions(set()).policies
    phases = dict(_phases([row.starts_on for row in rows], today))
    return tuple(
        PolicyVersion(row.starts_on, row.policy, *phases[row.starts_on], contracts.get(row.id, 0))
        for row in reversed(rows)
    )


def policies_to_follow(today: date) -> tuple[tuple[PolicyVersion, ...], date]:
    """All policy versions, newest first, and the first day on which another one may begin. Four queries."""
    return policies(today), earliest_start(today)


def activation_keys(limit: int = KEYS) -> tuple[KeyRow, ...]:
    """The newest keys."""
    found = models.ActivationKey.objects.select_related("license_type", "redeemed_by").order_by("-id")[:limit]
    return tuple(
        KeyRow(
            id=row.public_id,
            hint=row.hint,
            license_type=row.license_type.code if row.license_type else "",
            quantity=row.quantity,
            ssc=row.ssc,
            made_at=row.created_at,
            redeemed_on=row.redeemed_on,
            project=(row.redeemed_by.public_id, row.redeemed_by.name) if row.redeemed_by else None,
        )
        for row in found
    )


def versions_of(values: Iterable[tuple[date, Fraction]], today: date) -> tuple[Version, ...]:
    """Versions by their first day and value, newest first, each with where it stands."""
    values = list(values)
    phases = dict(_phases([starts_on for starts_on, _ in values], today))
    return tuple(Version(start, value, *phases[start]) for start, value in sorted(values, reverse=True))


def _phases(starts: Iterable[date], today: date) -> Iterator[tuple[date, tuple[Phase, date | None]]]:
    """What each version is on a day, and when the next one begins."""
    ordered = sorted(starts)
    for start, ends_on in zip(ordered, [*ordered[1:], None], strict=False):
        if start > today:
            yield start, (Phase.COMING, ends_on)
        else:
            yield start, (Phase.PAST if ends_on is not None and ends_on <= today else Phase.IN_FORCE, ends_on)


def _next_start(versions: tuple[Version, ...]) -> date | None:
    return min((version.starts_on for version in versions if version.phase is Phase.COMING), default=None)


# Contracts that are alike are counted together: the rule is asked once for each kind of them.
_ALIKE = """
SELECT k.price_list_id, k.start, k.booked_until, k.ends_on, v.term_months, v.billed_months, y.renewal_lead_days,
  k.option_from, k.option_plans, count(*)
FROM contracts k JOIN plan_versions v ON v.id = k.plan_id JOIN policy_versions y ON y.id = v.policy_id
WHERE k.status = ANY(%s) AND k.price_list_id = ANY(%s) GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9 ORDER BY 1
"""


def _affected(starts: dict[UUID, date], today: date) -> dict[UUID, Affected]:
    with connection.cursor() as cursor:
        cursor.execute(_ALIKE, [[status.value for status in OPEN], list(starts)])
        rows = cursor.fetchall()
    by_list = {key: list(group) for key, group in groupby(rows, key=lambda row: row[0])}
    options = load_options(row[8] for row in rows)
    return {key: _count(by_list.get(key, []), options, start, today) for key, start in starts.items()}


def _count(rows: list[tuple[Any, ...]], options: dict[UUID, Option], starts_on: date, today: date) -> Affected:
    months: Counter[date] = Counter()
    without = 0
    for _, start, booked_until, ends_on, term, billed, lead_days, days, plans, count in rows:
        option = Option("", term, 1, billed, Fraction(0))
        changes = changes_of(days, plans, options)
        contract = Contract(0, option, Status.ACTIVE, start, start, booked_until, ends_on=ends_on, changes=changes)
        first = first_term_at(contract, starts_on)
        if first is None:
            without += count
        else:
            months[max(first - timedelta(days=lead_days), today).replace(day=1)] += count
    return Affected(starts_on, tuple(sorted(months.items())), without)
