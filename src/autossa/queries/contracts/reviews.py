"""The review queue: contracts that wait for the vendor or for the customer, and what differs from the ordinary."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.contracts import UNDER_REVIEW, Contract, Status
from autossa.domain.projects import Project, the_contract
from autossa.queries.contracts.previews import Approval, preview_approval
from autossa.queries.snapshot import snapshot
from autossa.store.engine.load import Loaded, load_projects
from autossa.store.ids import public_id, read_public_id

PAGE = 25
LARGE = 2
"""From how many times what a project ever cost in a year a contract is unusually large."""


class Waiting(StrEnum):
    """On whom a contract in review waits; also what the queue is narrowed to."""

    ALL = "all"
    VENDOR = "vendor"
    CUSTOMER = "customer"


class ReviewFlag(StrEnum):
    """What differs from the ordinary, the most telling first."""

    NOT_VERIFIED = "not_verified"
    DETAILS_CHANGED = "details_changed"
    NO_ADDRESS = "no_address"
    NO_VAT_ID = "no_vat_id"
    GAP_LATE = "gap_late"
    CANNOT = "cannot"
    SUSPENDED_BEFORE = "suspended_before"
    UNUSUALLY_LARGE = "unusually_large"
    BY_STAFF = "by_staff"
    PARTNER_PAYS = "partner_pays"
    FIXED_END = "fixed_end"
    REQUESTED = "requested"
    FIRST_CONTRACT = "first_contract"


_STATUSES = {
    Waiting.ALL: sorted(status.value for status in UNDER_REVIEW),
    Waiting.VENDOR: [Status.IN_REVIEW.value],
    Waiting.CUSTOMER: [Status.QUESTION.value],
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for, and where to go on."""

    waiting: Waiting = Waiting.ALL
    after: str = ""


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One contract in review. `days` since it was concluded; `since` is the day of its present state."""

    contract_id: UUID
    project_id: str
    project: str
    customer_id: str
    customer: str
    customer_number: str
    payer: str
    contract: Contract
    days: int
    since: date
    since_days: int
    approval: Approval
    flags: tuple[ReviewFlag, ...]


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of the queue, oldest first, how many wait for whom, and the key of the next page."""

    rows: tuple[QueueRow, ...]
    counts: dict[Waiting, int]
    next_after: str | None


_HEADS = """
SELECT k.id, p.id, p.name, o.id, o.name, o.number, payer.name, payer.id <> o.id, k.concluded_on, o.verified_on,
  -- With a limit each is looked up by an index; EXISTS alone may be answered by reading the whole table.
  coalesce((SELECT true FROM activity a WHERE a.organisation = o.id AND a.action = 'verify_organisation' LIMIT 1),
   false),
  (SELECT m.acting_for IS NOT NULL FROM contract_messages m WHERE m.contract_id = k.id AND m.kind = 'conclude_contract'
   ORDER BY m.id LIMIT 1),
  coalesce((SELECT true FROM projects q JOIN contracts c ON c.project_id = q.id
   JOIN contract_events e ON e.contract_id = c.id WHERE q.customer_id = o.id AND e.status = 'suspended' LIMIT 1),
   false),
  coalesce((SELECT true FROM projects q JOIN contracts c ON c.project_id = q.id
   WHERE q.customer_id = o.id AND c.id <> k.id AND c.status IN ('active', 'ending', 'suspended', 'ended') LIMIT 1),
   false),
  (SELECT max(s.ssc * 365.0 / (s."end" - s.start)) FROM settlements s
   WHERE s.project_id = p.id AND s.reason IN ('extension', 'manual')),
  (SELECT max(e.day) FROM contract_events e WHERE e.contract_id = k.id AND e.status <> ''),
  (payer.street, payer.more, payer.post_code, payer.city) <> ('', '', '', ''), payer.vat_id
FROM contracts k JOIN projects p ON p.id = k.project_id
JOIN organisations o ON o.id = p.customer_id JOIN organisations payer ON payer.id = k.payer_id
WHERE k.status = ANY(%(statuses)s)
"""
_PAGE = " AND (k.concluded_on, k.id) > (%(day)s, %(after)s) ORDER BY k.concluded_on, k.id LIMIT %(limit)s"
_ONE = " AND p.id = %(project)s"


def list_reviews(asked: Asked, today: date, page: int = PAGE) -> Queue:
    """The queue, oldest first, paged by key, in a constant number of queries."""
    with snapshot():
        day, after = _read_key(asked.after)
        given = {"statuses": _STATUSES[asked.waiting], "day": day, "after": after, "limit": page + 1}
        heads = _rows(_HEADS + _PAGE, given)
        shown = heads[:page]
        loaded = load_projects([head[1] for head in shown], today, lock=False)
        rows = tuple(_row(head, loaded[head[1]], today) for head in shown)
        counts = _counts()
    return Queue(rows, counts, _key(shown[-1]) if len(heads) > page else None)


def key_of_review(project: UUID) -> str | None:
    """Where the contract of a project stands in the queue; None when it does not. One query."""
    heads = _rows(_HEADS + _ONE, {"statuses": _STATUSES[Waiting.ALL], "project": project})
    return _key(heads[0]) if heads else None


def count_waiting() -> int:
    """How many contracts wait for the vendor."""
    return _counts()[Waiting.VENDOR]


def find_review(project: UUID, loaded: Loaded, today: date) -> QueueRow | None:
    """The contract of a project that is in review; None when there is none."""
    heads = _rows(_HEADS + _ONE, {"statuses": _STATUSES[Waiting.ALL], "project": project})
    return _row(heads[0], loaded, today) if heads else None


def _row(head: tuple[Any, ...], loaded: Loaded, today: date) -> QueueRow:
    contract = the_contract(loaded.project)
    approval = preview_approval(loaded, today)
    since = head[15] or contract.concluded_on
    return QueueRow(
        contract_id=head[0],
        project_id=public_id("prj", head[1]),
        project=head[2],
        customer_id=public_id("org", head[3]),
        customer=head[4],
        customer_number=head[5],
        payer=head[6],
        contract=contract,
        days=(today - contract.concluded_on).days,
        since=since,
        since_days=(today - since).days,
        approval=approval,
        flags=_flags(head, loaded.project, contract, approval),
    )


def _flags(head: tuple[Any, ...], project: Project, contract: Contract, approval: Approval) -> tuple[ReviewFlag, ...]:
    partner_pays, verified_on, was_verified, on_behalf, was_suspended, has_others, most = head[7], *head[9:15]
    payer_has_address, payers_vat_id = head[16:18]
    found = {
        ReviewFlag.NO_ADDRESS: not payer_has_address,
        ReviewFlag.NO_VAT_ID: not payers_vat_id,
        ReviewFlag.NOT_VERIFIED: verified_on is None and not was_verified,
        ReviewFlag.DETAILS_CHANGED: verified_on is None and was_verified,
        ReviewFlag.GAP_LATE: contract.gap is not None and contract.gap.late,
        ReviewFlag.CANNOT: approval.refusal is not None,
        ReviewFlag.SUSPENDED_BEFORE: was_suspended,
        ReviewFlag.UNUSUALLY_LARGE: most is not None and most > 0 and _a_year(project) > LARGE * most,
        ReviewFlag.BY_STAFF: bool(on_behalf),
        ReviewFlag.PARTNER_PAYS: partner_pays,
        ReviewFlag.FIXED_END: contract.fixed_end is not None,
        ReviewFlag.REQUESTED: bool(contract.requested),
        ReviewFlag.FIRST_CONTRACT: not has_others,
    }
    return tuple(flag for flag in ReviewFlag if found[flag])


def _a_year(project: Project) -> int:
    """Roughly what all open lines cost in a year, in hundredths of an SSC; only to be compared."""
    return round(sum(line.quantity * line.rate * 100 for line in project.lines if line.is_open))


def _counts() -> dict[Waiting, int]:
    sql = "SELECT status, count(*) FROM contracts WHERE status = ANY(%(statuses)s) GROUP BY status"
    found = dict(_rows(sql, {"statuses": _STATUSES[Waiting.ALL]}))
    return {waiting: sum(found.get(status, 0) for status in statuses) for waiting, statuses in _STATUSES.items()}


def _rows(sql: str, given: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, given)
        return list(cursor.fetchall())


def _key(head: tuple[Any, ...]) -> str:
    return f"{head[8].isoformat()}.{public_id('con', head[0])}"


def _read_key(text: str) -> tuple[date, UUID]:
    """The place to go on from; anything unreadable is the beginning."""
    day, _, contract = text.partition(".")
    try:
        return date.fromisoformat(day), read_public_id("con", contract)
    except ValueError:
        return date.min, UUID(int=0)
