"""The ways to pay that somebody can choose for a project's contract, payer by payer (billing 9)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from autossa.domain.billing.bank.orders import CURRENCY
from autossa.domain.billing.documents import Method
from autossa.domain.billing.due import method_of
from autossa.domain.rights import Action
from autossa.queries.access import Account, Project, organisation_may, project_actions
from autossa.queries.billing.methods.mandates import mandate_in_force
from autossa.queries.billing.methods.methods import choices_of, creditor_name
from autossa.queries.billing.payments.policies import PaymentTerms, payment_terms
from autossa.store import models
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class Way:
    """What a payer can choose; `may_choose` says that the reader may do so for it.

    `account` are the last four signs of the account of its mandate, "" without one; `usual` is how it pays otherwise.
    """

    payer: str
    methods: tuple[Method, ...]
    account: str
    usual: Method
    may_choose: bool


@dataclass(frozen=True, slots=True)
class Ways:
    """Of all payers, with what a mandate would say."""

    terms: PaymentTerms
    creditor: str
    by_payer: tuple[Way, ...]

    def of(self, payer: str) -> Way | None:
        """Of a payer by its public id."""
        return next((one for one in self.by_payer if one.payer == payer), None)

    @property
    def methods(self) -> tuple[Method, ...]:
        """What any of them can choose."""
        return tuple(method for method in Method if any(method in one.methods for one in self.by_payer))

    @property
    def needs_account(self) -> bool:
        """Somebody could choose to be collected from, and has given no mandate."""
        return any(Method.DIRECT_DEBIT in one.methods and not one.account for one in self.by_payer)


def ways_to_pay(account: Account, project: Project, payers: Iterable[UUID], day: date) -> Ways:
    """The ways of these payers. A few queries for each; there are one or two."""
    terms = payment_terms(day)
    currency = models.Project.objects.values_list("price_list__currency", flat=True).get(pk=project.id)
    offered = terms.offered if currency == CURRENCY else terms.offered - {Method.DIRECT_DEBIT}
    ways = tuple(_way(account, project, payer, offered, terms, day) for payer in payers)
    return Ways(terms, creditor_name(), ways)


def may_choose(account: Account, project: Project, payer: UUID, day: date) -> bool:
    """Who may pay for the payer: its owners and managers; for the customer its partners with `billing` too."""
    row = models.Organisation.objects.filter(pk=payer).first()
    if row is not None and organisation_may(account, row, Action.EDIT_BILLING):
        return True
    allowed = project_actions(account, project.id, project.customer_id, day)
    return payer == project.customer_id and Action.EDIT_BILLING in allowed


def _way(
    account: Account, project: Project, payer: UUID, offered: frozenset[Method], terms: PaymentTerms, day: date
) -> Way:
    may = may_choose(account, project, payer, day)
    mandate = mandate_in_force(payer, day, terms.policy.mandate_months) if may else None
    methods = tuple(method for method in Method if method in offered) if may else (Method.TRANSFER,)
    usual = method_of(None, choices_of(payer).get(None), offered)
    return Way(public_id("org", payer), methods, mandate.account if mandate else "", usual, may)
