"""One project in one statement: whose it is, or as few facts as a short answer needs. Programs read projects often."""

import json
from typing import Any, NamedTuple
from uuid import UUID

from autossa.store.devices.prepared import Prepared

_HEAD = Prepared("project_head", "SELECT json_build_array(name, customer_id) FROM projects WHERE id = $1::uuid")
_READ = Prepared(
    "project_brief",
    """
SELECT json_build_object(
    'name', p.name, 'customer', o.name, 'customer_number', o.number, 'currency', l.currency, 'free', p.free,
    'held', p.held, 'first_activation', p.first_activation,
    'contract', (SELECT json_build_array(c.number, c.status, c.start, c.booked_until, c.ends_on, c.currency)
        FROM contracts c WHERE c.project_id = p.id ORDER BY c.number DESC LIMIT 1),
    'lines', coalesce((SELECT json_agg(json_build_array(l.number, l.place, i.code, t.code, l.quantity, l.acquired_on,
            l.added_on, l.ended_on, t.ssa, i.included_until))
        FROM license_lines l JOIN licenses i ON i.id = l.license_id JOIN license_types t ON t.id = i.license_type_id
        WHERE l.project_id = p.id AND l.confirmed), '[]'),
    'coverage', coalesce((SELECT json_agg(json_build_array(lower(days), upper(days), source, anchor) ORDER BY days)
        FROM coverage WHERE project_id = p.id), '[]'))
FROM projects p JOIN organisations o ON o.id = p.customer_id JOIN price_lists l ON l.id = p.price_list_id
WHERE p.id = $1::uuid
""",
)


class ProjectRows(NamedTuple):
    """A project and the rows about it; days are texts, as they came. SSC in hundredths.

    `currency` is that of its price list; a contract has number, status, start, booked_until, ends_on, currency.
    """

    name: str
    customer: str
    customer_number: str
    currency: str
    free: int
    held: int
    first_activation: str | None
    contract: list[Any] | None
    lines: list[list[Any]]
    coverage: list[list[Any]]


def read_rows(project: UUID) -> ProjectRows | None:
    """The rows of a project as of one moment; None for one that is not there (any more)."""
    text = _READ.one([str(project).encode()])
    return ProjectRows(**json.loads(text)) if text is not None else None


def read_head(project: UUID) -> tuple[str, UUID] | None:
    """The name of a project and its customer; None for one that is not there."""
    text = _HEAD.one([str(project).encode()])
    if text is None:
        return None
    name, customer = json.loads(text)
    return name, UUID(customer)
