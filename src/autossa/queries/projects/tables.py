"""Plain listings for the command line: all rows, in a few queries."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from autossa.domain.amounts import show
from autossa.queries.runs.verify.findings import rows
from autossa.queries.words import MOST_WORDS, has_word, literally
from autossa.store import models
from autossa.store.ids import public_id

_PROJECTS = """
SELECT p.id, o.name, p.name, max(upper(v.days)), c.status, pl.name, p.free, p.held, p.next_run_on, p.parked_cause
FROM projects p JOIN organisations o ON o.id = p.customer_id JOIN project_names n ON n.project_id = p.id
LEFT JOIN coverage v ON v.project_id = p.id
LEFT JOIN LATERAL (SELECT * FROM contracts c WHERE c.project_id = p.id ORDER BY c.number DESC LIMIT 1) c ON true
-- The option of the period booked last, where it is not the one that the contract begins with.
LEFT JOIN LATERAL (
    SELECT o.plan FROM unnest(c.option_from, c.option_plans) AS o(starts_on, plan)
    WHERE o.starts_on < c.booked_until ORDER BY o.starts_on DESC LIMIT 1
) changed ON true
LEFT JOIN plan_versions pl ON pl.id = coalesce(changed.plan, c.plan_id)
WHERE {found} AND (NOT %s OR p.parked_at IS NOT NULL)
GROUP BY p.id, o.name, c.status, pl.name ORDER BY o.name, p.name
"""


def list_projects(search: str = "", *, only_parked: bool = False) -> list[dict[str, Any]]:
    """Projects whose name, or whose customer's name or number, have all words; days are inclusive."""
    words = search.split()[:MOST_WORDS]
    found = " AND ".join(["true", *(has_word("n.words", "%s") for _ in words)])
    given = [literally(word) for word in words for _ in range(2)]
    return [
        {
            "project": public_id("prj", key),
            "customer": customer,
            "name": name,
            "covered_until": (until - timedelta(days=1)).isoformat() if until else None,
            "contract": status,
            "option": option,
            "free_ssc": show(free),
            "held_ssc": show(held),
            "next_run_on": next_run_on.isoformat() if next_run_on else None,
            **({"parked": cause} if only_parked else {}),
        }
        for key, customer, name, until, status, option, free, held, next_run_on, cause in rows(
            _PROJECTS.format(found=found), [*given, only_parked]
        )
    ]


def list_licenses(project: UUID) -> list[dict[str, Any]]:
    """The lines of a project in order."""
    found = models.LicenseLine.objects.filter(project=project).select_related("license__license_type")
    return [
        {
            "license": line.license.code,
            "line": line.number,
            "type": line.license.license_type.code,
            "quantity": line.quantity,
            "ssc_per_year": f"{line.rate.normalize():f}",
            "added_on": line.added_on.isoformat(),
            "ended_on": line.ended_on.isoformat() if line.ended_on else None,
            "confirmed": line.confirmed,
            "ssa": line.license.license_type.ssa,
            "included_until": _last_day(line.license.included_until),
            "activated_on": line.license.activated_on.isoformat() if line.license.activated_on else None,
        }
        for line in found.order_by("place", "number")
    ]


def _last_day(until: date | None) -> str | None:
    return (until - timedelta(days=1)).isoformat() if until else None


def list_transfers(project: UUID) -> Iterator[dict[str, Any]]:
    """The ledger of a project, oldest first, with the balance after each transfer (held included)."""
    balance = 0
    for transfer in models.Transfer.objects.filter(project=project).order_by("day", "id"):
        balance += transfer.change
        yield {
            "transfer": transfer.public_id,
            "date": transfer.day.isoformat(),
            "entry": transfer.kind,
            "debit": transfer.debit,
            "credit": transfer.credit,
            "ssc": show(transfer.ssc),
            "lots": " ".join(f"{lot}:{show(ssc)}" for lot, ssc in zip(transfer.lots, transfer.lot_ssc, strict=True)),
            "balance": show(balance),
        }


def list_settlements(project: UUID) -> list[dict[str, Any]]:
    """What was booked, with the ids that a void takes."""
    found = models.Settlement.objects.filter(project=project).select_related("void").order_by("day", "id")
    return [
        {
            "settlement": row.public_id,
            "date": row.day.isoformat(),
            "reason": row.reason,
            "from": row.start.isoformat(),
            "until": row.end.isoformat(),
            "ssc": show(row.ssc),
            "invoiced_ssc": show(row.recharged),
            "voided": hasattr(row, "void"),
        }
        for row in found
    ]


def list_prices() -> list[dict[str, Any]]:
    """All versions of all price lists, per SSC."""
    found = models.SscPrice.objects.select_related("price_list").order_by("price_list__name", "starts_on")
    return [
        {
            "price_list": version.price_list.name,
            "currency": version.price_list.currency,
            "from": version.starts_on.isoformat(),
            "price": f"{version.price.normalize():f}",
        }
        for version in found
    ]


def list_license_types() -> list[dict[str, Any]]:
    """License types with all their rates."""
    found = models.LicenseRate.objects.select_related("license_type").order_by("license_type__code", "starts_on")
    return [
        {
            "type": rate.license_type.code,
            "name": rate.license_type.name,
            "from": rate.starts_on.isoformat(),
            "ssc_per_year": f"{rate.ssc_per_year.normalize():f}",
            "can_be_given_up": rate.license_type.can_be_given_up,
            "can_be_released": rate.license_type.can_be_released,
        }
        for rate in found
    ]
