"""How the open contract of a project is paid, and what could be chosen instead (billing 9)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.billing.documents import Method
from autossa.queries.access import Account, Project
from autossa.queries.billing.methods.methods import choices_of
from autossa.queries.billing.methods.ways import Way, ways_to_pay
from autossa.queries.billing.payments.policies import PaymentTerms
from autossa.store import models


@dataclass(frozen=True, slots=True)
class ContractPayment:
    """The contract, its payer, and what it chose; None: as the payer's others."""

    contract: UUID
    payer: UUID
    payer_name: str
    chosen: Method | None
    way: Way
    terms: PaymentTerms
    creditor: str


def contract_payment(account: Account, project: Project, day: date) -> ContractPayment | None:
    """Of the open contract; None without one."""
    row = models.Contract.objects.open().filter(project=project.id).select_related("payer").first()
    if row is None:
        return None
    ways = ways_to_pay(account, project, [row.payer_id], day)
    chosen = choices_of(row.payer_id).get(row.pk)
    return ContractPayment(row.pk, row.payer_id, row.payer.name, chosen, ways.by_payer[0], ways.terms, ways.creditor)
