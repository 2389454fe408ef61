"""The page of direct debits: what comes, what was made, which refunds wait (billing 12, 13)."""

from dataclasses import dataclass
from datetime import date

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.target_days import is_target_day
from autossa.domain.billing.payments.collecting import earliest
from autossa.queries.billing.bank.collections import CollectionPlan, collection_plan
from autossa.queries.billing.bank.order_files import OrderFile, WaitingRefund, order_files, waiting_refunds
from autossa.queries.billing.payments.policies import PaymentTerms, payment_terms
from autossa.queries.snapshot import snapshot


@dataclass(frozen=True, slots=True)
class CollectionsPage:
    """All of it, of one moment; `earliest` is the first day for which a bank still takes a file."""

    plan: CollectionPlan
    files: tuple[OrderFile, ...]
    refunds: tuple[WaitingRefund, ...]
    terms: PaymentTerms
    earliest: date

    @property
    def refunded(self) -> Money:
        """What the waiting refunds come to, in euro cents."""
        return sum(one.amount for one in self.refunds)


def collections_page(day: date) -> CollectionsPage:
    """Seen on a day."""
    with snapshot():
        terms = payment_terms(day)
        first = earliest(day, terms.policy, is_target_day)
        return CollectionsPage(collection_plan(day), order_files(), waiting_refunds(), terms, first)
