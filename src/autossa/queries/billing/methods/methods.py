"""How a payer pays, and which contracts are paid otherwise (billing 9)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.billing.documents import Method
from autossa.queries.billing.methods.mandates import MandateRow, mandates_of
from autossa.queries.billing.payments.policies import PaymentTerms, payment_terms
from autossa.store import models
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class ContractChoice:
    """An open contract that a payer pays; `chosen` None: as its other ones."""

    key: UUID
    project: str
    project_name: str
    currency: str
    chosen: Method | None


@dataclass(frozen=True, slots=True)
class PayerMethods:
    """The page of a payer; `chosen` is what it chose for all, None for nothing yet."""

    payer: UUID
    name: str
    language: str
    creditor: str
    terms: PaymentTerms
    chosen: Method | None
    contracts: tuple[ContractChoice, ...]
    mandates: tuple[MandateRow, ...]

    @property
    def mandate(self) -> MandateRow | None:
        """The one that was neither stopped nor revoked."""
        return next((one for one in self.mandates if one.is_in_force), None)

    @property
    def offered(self) -> tuple[Method, ...]:
        """What the vendor offers, in the order of the methods."""
        return tuple(method for method in Method if method in self.terms.offered)


def payer_methods(payer: UUID, day: date) -> PayerMethods:
    """What an organisation chose, its contracts and its mandates. A constant number of queries."""
    row, terms, chosen = models.Organisation.objects.get(pk=payer), payment_terms(day), choices_of(payer)
    found = models.Contract.objects.open().filter(payer=payer).select_related("project__price_list")
    contracts = [
        ContractChoice(
            one.id,
            public_id("prj", one.project_id),
            one.project.name,
            one.project.price_list.currency,
            chosen.get(one.id),
        )
        for one in found.order_by("project__name", "id")
    ]
    mandates = mandates_of(payer, day, terms.policy.mandate_months)
    return PayerMethods(
        payer, row.name, row.language, creditor_name(), terms, chosen.get(None), tuple(contracts), mandates
    )


def choices_of(payer: UUID) -> dict[UUID | None, Method]:
    """The newest choice of a payer for each contract; under None that for all. One query."""
    found = models.PaymentChoice.objects.filter(payer=payer).order_by("id").values_list("contract", "method")
    return {contract: Method(method) for contract, method in dict(found).items() if method}


def creditor_name() -> str:
    """The vendor, as mandates name it."""
    return models.Organisation.objects.values_list("name", flat=True).get(kind="vendor")
