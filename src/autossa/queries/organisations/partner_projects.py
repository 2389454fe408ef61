"""The projects that a partner looks after or pays for, what runs out first on top."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.store.models.contracts.contracts import OPEN_STATES

# As `HandOver.objects.in_force`.
_IN_FORCE = "h.starts_on <= %(day)s AND (h.ends_on IS NULL OR h.ends_on > %(day)s)"
# Handed over and in force on the day, or paid for under an open contract.
_VISIBLE = f"""
SELECT p.id FROM hand_overs h JOIN projects p ON p.customer_id = h.customer_id
WHERE h.partner_id = %(partner)s AND (h.project_id IS NULL OR h.project_id = p.id)
    AND {_IN_FORCE}
UNION
SELECT project_id FROM contracts WHERE payer_id = %(partner)s AND status = ANY(%(open)s)
"""
_LIST = f"""
SELECT o.name, p.name, v.until, c.status, count(*) OVER ()
FROM ({_VISIBLE}) AS s JOIN projects p ON p.id = s.id JOIN organisations o ON o.id = p.customer_id
LEFT JOIN LATERAL (SELECT max(upper(days)) AS until FROM coverage WHERE project_id = p.id) v ON true
LEFT JOIN LATERAL (SELECT status FROM contracts WHERE project_id = p.id ORDER BY number DESC LIMIT 1) c ON true
ORDER BY v.until NULLS LAST, o.name, p.name LIMIT %(limit)s
"""
_PARTNERS = f"""
SELECT o.id FROM organisations o WHERE o.kind = 'partner' AND o.suspended_on IS NULL AND (
    EXISTS (SELECT 1 FROM hand_overs h JOIN projects p ON p.customer_id = h.customer_id
        WHERE h.partner_id = o.id AND (h.project_id IS NULL OR h.project_id = p.id)
            AND {_IN_FORCE})
    OR EXISTS (SELECT 1 FROM contracts c WHERE c.payer_id = o.id AND c.status = ANY(%(open)s)))
ORDER BY o.id
"""


@dataclass(frozen=True, slots=True)
class PartnerProject:
    """A project in a partner's list; `covered_until` is the first day not covered, `status` that of its contract."""

    customer: str
    name: str
    covered_until: date | None
    status: str | None


def partner_projects(partner: UUID, day: date, limit: int) -> tuple[list[PartnerProject], int]:
    """The first of a partner's projects by days left, and how many there are in all. One query."""
    rows = _rows(_LIST, {"partner": partner, "day": day, "open": OPEN_STATES, "limit": limit})
    return [PartnerProject(*row[:4]) for row in rows], rows[0][4] if rows else 0


def partners_with_projects(day: date) -> list[UUID]:
    """The partners that have a project to look after or to pay for."""
    return [row[0] for row in _rows(_PARTNERS, {"day": day, "open": OPEN_STATES})]


def _rows(sql: str, values: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())
