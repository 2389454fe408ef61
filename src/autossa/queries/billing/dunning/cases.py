"""Each payer's case, from rows: its account, whose contracts its documents are of, what is silent, what went out.

Read in a constant number of queries for any number of payers. Keys are ids as text.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models.expressions import RawSQL

from autossa.domain.billing.dunning.cases import Case, Letter, Line, Suspension, Warning
from autossa.domain.billing.dunning.holds import Dispute, Holds, Pause, Promise
from autossa.domain.billing.dunning.levels import DunningPolicy
from autossa.queries.billing.payments.accounts import Key, accounts_of

# Whose contracts what is open is of: those of a collective invoice are those of its sections.
_CONTRACTS = """
SELECT c.payer::text, c.currency, c.id::text, c.contract::text FROM claims c
WHERE c.payer = ANY(%(payers)s::uuid[]) AND c.rest > 0 AND c.contract IS NOT NULL
UNION
SELECT c.payer::text, c.currency, c.id::text, s.contract::text
FROM claims c JOIN invoice_sections i ON i.invoice_id = c.id JOIN settlements s ON s.id = i.settlement_id
WHERE c.payer = ANY(%(payers)s::uuid[]) AND c.rest > 0 AND s.contract IS NOT NULL
"""
_RUNNING = """
SELECT payer_id::text, currency, id::text FROM contracts
WHERE payer_id = ANY(%(payers)s::uuid[]) AND status IN ('active', 'ending')
"""
_LINES = """
SELECT l.payer_id::text, l.currency, l.id, l.day, l.level, n.document::text, n.level, n.rest, n.interest
FROM dunning_letters l JOIN dunning_lines n ON n.letter_id = l.id
WHERE l.payer_id = ANY(%(payers)s::uuid[]) ORDER BY l.day, l.id, n.position
"""
_WARNINGS = """
SELECT payer_id::text, currency, contract_id::text, day, suspend_on, documents::text[] FROM suspension_warnings
WHERE payer_id = ANY(%(payers)s::uuid[]) ORDER BY day, id
"""
_SUSPENSIONS = """
SELECT payer_id::text, currency, contract_id::text, day, documents::text[], resumed_on FROM dunning_suspensions
WHERE payer_id = ANY(%(payers)s::uuid[]) ORDER BY day, id
"""
_PAUSES = """
SELECT payer_id::text, '', day, until, reason, ended_on FROM dunning_pauses
WHERE payer_id = ANY(%(payers)s::uuid[]) ORDER BY id
"""
_PROMISES = """
SELECT payer_id::text, '', day, until, documents::text[] FROM promises
WHERE payer_id = ANY(%(payers)s::uuid[]) ORDER BY id
"""
_DISPUTES = """
SELECT c.payer::text, '', d.document::text, d.day, d.reason, d.ended_on
FROM disputes d JOIN claims c ON c.id = d.document
WHERE c.payer = ANY(%(payers)s::uuid[]) ORDER BY d.id
"""
# By the index of what is due: of 50,000 payers those alone that are late, or have to be resumed.
_LATE = """
SELECT payer FROM claims WHERE rest > 0 AND due_on <= %s
UNION SELECT payer_id FROM dunning_suspensions WHERE resumed_on IS NULL ORDER BY 1
"""
_SUSPENDED = "SELECT DISTINCT payer_id FROM dunning_suspensions WHERE resumed_on IS NULL ORDER BY 1"


@dataclass(frozen=True, slots=True)
class FoundCase:
    """A case, and which of the payer's contracts run: those that are active or ending."""

    case: Case
    running: frozenset[str]


def payers_to_look_at(policy: DunningPolicy | None, day: date) -> list[UUID]:
    """Whoever has something overdue for so long that something can happen, or a contract that may resume."""
    with connection.cursor() as cursor:
        cursor.execute(*_looked_at(policy, day))
        return [payer for (payer,) in cursor.fetchall()]


def is_looked_at(policy: DunningPolicy | None, day: date) -> RawSQL:
    """The same for `filter(pk__in=…)`, where a page needs only some of them."""
    return RawSQL(*_looked_at(policy, day))


def _looked_at(policy: DunningPolicy | None, day: date) -> tuple[str, tuple[date, ...]]:
    if policy is None or not policy.levels:
        return _SUSPENDED, ()
    days = [policy.levels[0].days, *([policy.suspension.days - policy.warn_days] if policy.suspension else [])]
    return _LATE, (day - timedelta(days=max(min(days), 1)),)


def cases_of(payers: Iterable[UUID]) -> dict[Key, FoundCase]:
    """The cases of these payers, by payer and currency."""
    listed = list(payers)
    contracts, running = _rows(_CONTRACTS, listed), _rows(_RUNNING, listed)
    letters, holds = _letters(listed), _holds(listed)
    warnings, suspensions = _rows(_WARNINGS, listed), _rows(_SUSPENSIONS, listed)
    return {
        key: FoundCase(
            Case(
                account,
                _by_document(contracts[key]),
                holds.get(key[0], Holds()),
                letters.get(key, ()),
                tuple(Warning(contract, day, on, tuple(found)) for contract, day, on, found in warnings[key]),
                tuple(Suspension(contract, day, tuple(found), to) for contract, day, found, to in suspensions[key]),
            ),
            frozenset(contract for (contract,) in running[key]),
        )
        for key, account in accounts_of(listed).items()
    }


def _by_document(rows: list[tuple[Any, ...]]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for document, contract in rows:
        found[document].add(contract)
    return {document: frozenset(contracts) for document, contracts in found.items()}


def _letters(payers: list[UUID]) -> dict[Key, tuple[Letter, ...]]:
    found: dict[Key, tuple[Letter, ...]] = {}
    for key, rows in _rows(_LINES, payers).items():
        of_letter: dict[UUID, list[tuple[Any, ...]]] = defaultdict(list)
        for letter, *row in rows:
            of_letter[letter].append(tuple(row))
        found[key] = tuple(_letter(key, lines) for lines in of_letter.values())
    return found


def _letter(key: Key, rows: list[tuple[Any, ...]]) -> Letter:
    day, level, *_ = rows[0]
    lines = tuple(Line(document, reached, rest) for _, _, document, reached, rest, _ in rows)
    interest = tuple((document, amount) for _, _, document, _, _, amount in rows if amount)
    return Letter(*key, day, level, lines, interest=interest)


def _holds(payers: list[UUID]) -> dict[str, Holds]:
    pauses, promises, disputes = (_rows(one, payers) for one in (_PAUSES, _PROMISES, _DISPUTES))
    return {
        payer: Holds(
            tuple(Pause(*row) for row in pauses[payer, ""]),
            tuple(Promise(day, until, frozenset(named)) for day, until, named in promises[payer, ""]),
            tuple(Dispute(*row) for row in disputes[payer, ""]),
        )
        for payer in map(str, payers)
    }


def _rows(statement: str, payers: list[UUID]) -> dict[Key, list[tuple[Any, ...]]]:
    found: dict[Key, list[tuple[Any, ...]]] = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"payers": payers})
        for payer, currency, *row in cursor.fetchall():
            found[payer, currency].append(tuple(row))
    return found
