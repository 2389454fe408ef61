"""The facts of payments by what they are of, so that a long account is not read anew for each fact that is added."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from autossa.domain.billing.payments.facts import Allocation, Move, Payout, Receipt, Return, WriteOff

Use = Allocation | Return | Payout | Move
"""What becomes of a payment."""
Fact = Receipt | WriteOff | Use


@dataclass(frozen=True, slots=True)
class Index:
    """Payments by key, what became of each of them (each kind in its order), what was allocated to each document."""

    receipts: dict[str, Receipt] = field(default_factory=dict)
    uses: dict[str, tuple[Use, ...]] = field(default_factory=dict)
    rows: dict[str, tuple[Allocation, ...]] = field(default_factory=dict)

    def plus(self, facts: Iterable[Fact]) -> "Index":
        """The index with more facts; write-offs are none of a payment."""
        receipts, uses, rows = self.receipts.copy(), self.uses.copy(), self.rows.copy()
        for fact in facts:
            if isinstance(fact, Receipt):
                receipts[fact.key] = fact
            elif not isinstance(fact, WriteOff):
                uses[fact.receipt] = (*uses.get(fact.receipt, ()), fact)
            if isinstance(fact, Allocation):
                rows[fact.document] = (*rows.get(fact.document, ()), fact)
        return Index(receipts, uses, rows)
