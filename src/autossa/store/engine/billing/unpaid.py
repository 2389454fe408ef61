"""How many of a contract's periods are unpaid, where the vendor lets the next one wait for them (billing 18)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import connection

from autossa.domain.billing.dunning.levels import DunningPolicy
from autossa.domain.billing.dunning.waiting import Unpaid
from autossa.store.engine.arrays import array_text

_POLICY = """
SELECT is_on, max_open_monthly, max_open FROM dunning_policies
WHERE starts_on <= %s ORDER BY starts_on DESC, id DESC LIMIT 1
"""
# What is being collected counts as paid. A collective invoice is open for each period that it has a section of.
_OPEN = """
WITH open_claims AS (
    SELECT c.id, c.contract FROM claims c
    WHERE c.kind = 'invoice' AND c.rest > 0 AND {which} AND NOT EXISTS (
        SELECT FROM debit_parts p JOIN debits d ON d.id = p.debit_id
        WHERE p.document = c.id AND d.ended_on IS NULL AND NOT EXISTS (SELECT FROM payments WHERE debit_id = d.id)
    )
)
"""
_COUNT = (
    _OPEN.format(which="c.contract = ANY(%(contracts)s::uuid[])")
    + """
SELECT c.contract::text, count(*) FROM open_claims c JOIN invoices i ON i.id = c.id
WHERE i.reason = 'extension' GROUP BY c.contract
"""
)
_COUNT_COLLECTIVE = (
    _OPEN.format(which="c.contract IS NULL AND c.payer = ANY(%(payers)s::uuid[])")
    + """
SELECT s.contract::text, count(*)
FROM open_claims c JOIN invoice_sections n ON n.invoice_id = c.id JOIN settlements s ON s.id = n.settlement_id
WHERE s.reason = 'extension' AND s.contract = ANY(%(contracts)s::uuid[]) GROUP BY s.contract
"""
)


@dataclass(frozen=True, slots=True)
class UnpaidPeriods:
    """Of the contracts that were asked for; no policy: no period waits."""

    policy: DunningPolicy | None
    periods: Mapping[str, int]

    def of(self, contract: str) -> Unpaid | None:
        """Those of a contract, by its id as text; None where it makes no difference."""
        return Unpaid(self.periods.get(contract, 0), self.policy) if self.policy else None


def find_unpaid(contracts: Iterable[UUID], payers: Iterable[UUID], day: date) -> UnpaidPeriods:
    """The unpaid periods of these contracts: one small query, two more where dunning is on."""
    found: dict[str, int] = {}
    with connection.cursor() as cursor:
        cursor.execute(_POLICY, [day])
        row = cursor.fetchone()
        if row is None or not row[0]:
            return UnpaidPeriods(None, found)
        asked = {"contracts": array_text(contracts), "payers": array_text(set(payers))}
        for statement in (_COUNT, _COUNT_COLLECTIVE):
            cursor.execute(statement, asked)
            for contract, periods in cursor.fetchall():
                found[contract] = found.get(contract, 0) + periods
    return UnpaidPeriods(DunningPolicy((), max_open_monthly=row[1], max_open=row[2]), found)
