"""How documents are paid, found just before they are written: by what contract and payer chose (billing 9, 12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from autossa.domain.billing.bank.orders import CURRENCY
from autossa.domain.billing.documents import Method
from autossa.domain.billing.due import due_by, method_of
from autossa.domain.billing.payments.collecting import collect_on
from autossa.domain.billing.payments.mandates import MandateState, state_of
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.store.engine.billing.mandates import mandates_in_force
from autossa.store.engine.rows import InvoiceRow

Choices = Mapping[str, str] | None
"""The newest choice of a payer for each contract, by its id; under "" its own, for all of them."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What the vendor offers on the day of issue: the methods beside a transfer, and the days before a collection."""

    methods: frozenset[Method]
    policy: PaymentPolicy

    @classmethod
    def of(cls, facts: Mapping[str, Any] | None) -> "Offer":
        """From the version in force; without one transfers alone."""
        if not facts:
            return cls(frozenset({Method.TRANSFER}), PaymentPolicy())
        names = [name for name in PaymentPolicy.__dataclass_fields__ if name in facts]
        methods = frozenset({Method.TRANSFER, *map(Method, facts["methods"])})
        return cls(methods, PaymentPolicy(**{name: facts[name] for name in names}))


def with_methods(
    rows: Iterable[InvoiceRow], offer: Offer, choices: Mapping[str, Choices], day: date
) -> list[InvoiceRow]:
    """The rows with how and by when they are paid; `choices` by payer. Asks for mandates where one is needed.

    A payer whose mandate is not active on the day of collection is invoiced as by transfer.
    """
    listed = [(row, _wanted(row, offer, choices.get(str(row.payer)))) for row in rows]
    debited = {UUID(str(row.payer)) for row, method in listed if method is Method.DIRECT_DEBIT}
    if not debited:
        return [_paid_by(row, method, None) for row, method in listed]
    collected = _collection_day(day, offer.policy)
    mandates, months = mandates_in_force(debited), offer.policy.mandate_months
    active = {
        str(payer) for payer, mandate in mandates.items() if state_of(mandate, collected, months) is MandateState.ACTIVE
    }
    return [
        _paid_by(row, Method.TRANSFER, None)
        if method is Method.DIRECT_DEBIT and str(row.payer) not in active
        else _paid_by(row, method, collected)
        for row, method in listed
    ]


def _wanted(row: InvoiceRow, offer: Offer, choices: Choices) -> Method:
    """What was paid before it was issued, and credit notes, stay as they are; only euros are collected."""
    if not choices or row.series != "INV" or row.due_on is None or _is_paid(row):
        return Method.TRANSFER
    offered = offer.methods if row.currency == CURRENCY else offer.methods - {Method.DIRECT_DEBIT}
    of_contract = choices.get(str(row.contract)) if row.contract else None
    return method_of(_method(of_contract), _method(choices.get("")), offered)


def _is_paid(row: InvoiceRow) -> bool:
    """An order that was paid before is due at once; so is every invoice where the policy gives no days to pay."""
    return row.due_on == row.issued_on and (row.credit_order_id or row.license_order_id) is not None


def _method(name: str | None) -> Method | None:
    return Method(name) if name else None


def _collection_day(day: date, policy: PaymentPolicy) -> date:
    from autossa.domain.billing.bank.target_days import is_target_day  # its calendar: only where something is collected

    return collect_on(day, policy, is_target_day)


def _paid_by(row: InvoiceRow, method: Method, collected_on: date | None) -> InvoiceRow:
    if method is Method.TRANSFER or row.due_on is None:
        return row
    days = (row.due_on - row.issued_on).days
    return row._replace(method=method.value, due_on=due_by(method, row.issued_on, days, collected_on))
