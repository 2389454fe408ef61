"""What will be collected when, in which file, and what is left out and why (billing 12)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.bank import orders as bank
from autossa.domain.billing.bank.ibans import masked
from autossa.domain.billing.bank.order_checks import OrderFault, debit_faults
from autossa.domain.billing.bank.target_days import is_target_day
from autossa.domain.billing.payments.collecting import Transaction, plan
from autossa.domain.billing.payments.mandates import Mandate, MandateState, Scheme, amended_from
from autossa.domain.billing.references import creditor_reference
from autossa.queries.billing.bank.open_debits import OpenDebit, open_debits
from autossa.queries.billing.payments.policies import PaymentTerms, payment_terms
from autossa.queries.billing.seller import current_seller
from autossa.store import models
from autossa.store.engine.billing.mandates import with_history
from autossa.store.ids import public_id


class Left(StrEnum):
    """Why a document is left out, beside where its mandate stands and what a bank would refuse."""

    RETURNED = "returned"
    DISPUTED = "disputed"
    NO_MANDATE = "no_mandate"


Why = Left | MandateState | OrderFault


class Part(NamedTuple):
    """A document and what of it is collected, in cents."""

    document: UUID
    number: str
    amount: Money


@dataclass(frozen=True, slots=True)
class PlannedDebit:
    """A transaction of a file: of one mandate, for its documents; `moved` are those whose payer is told another day."""

    payer: UUID
    payer_name: str
    mandate: UUID
    parts: tuple[Part, ...]
    moved: tuple[UUID, ...]
    collection: bank.Collection

    @property
    def payer_id(self) -> str:
        """For links."""
        return public_id("org", self.payer)

    @property
    def account(self) -> str:
        """The account's last four signs."""
        return masked(self.collection.mandate.iban)


@dataclass(frozen=True, slots=True)
class PlannedFile:
    """The file of a day and scheme, as it would be made now; `faults` keep it from being made at all."""

    day: date
    scheme: Scheme
    debits: tuple[PlannedDebit, ...]
    faults: tuple[OrderFault, ...] = ()

    @property
    def total(self) -> Money:
        """Euro cents."""
        return sum(one.collection.amount for one in self.debits)

    @property
    def documents(self) -> int:
        """How many are collected."""
        return sum(len(one.parts) for one in self.debits)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A document that is not collected."""

    document: UUID
    number: str
    payer: UUID
    payer_name: str
    amount: Money
    why: Why

    @property
    def document_id(self) -> str:
        """For links."""
        return public_id("inv", self.document)

    @property
    def payer_id(self) -> str:
        """For links."""
        return public_id("org", self.payer)


@dataclass(frozen=True, slots=True)
class CollectionPlan:
    """Seen on a day: the files that can be made, the earliest first, and what is in none."""

    files: tuple[PlannedFile, ...]
    left_out: tuple[LeftOut, ...]

    def file(self, day: date, scheme: Scheme) -> PlannedFile | None:
        """The one of a day and scheme."""
        return next((one for one in self.files if (one.day, one.scheme) == (day, scheme)), None)


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read: claims by their key, mandates of payers with their rows, names."""

    claims: Mapping[str, OpenDebit]
    mandates: Mapping[str, Mandate]
    rows: Mapping[str, models.Mandate]
    changed: Mapping[UUID, models.MandateAmendment]
    names: Mapping[UUID, str]


def collection_plan(day: date, payers: Iterable[UUID] | None = None) -> CollectionPlan:
    """What is collected next, of these payers or of all. A constant number of queries."""
    claims, terms = open_debits(payers), payment_terms(day)
    found = _find(claims, day)
    disputed = [one for one in claims if one.is_disputed]
    wanted = [one.debit for one in claims if not one.is_disputed]
    planned = plan(wanted, dict(found.mandates), day, terms.policy, is_target_day)
    left = [_left(found.claims[key], _why(found.claims[key], state), found) for key, state in planned.left_out]
    left += [_left(one, Left.DISPUTED, found) for one in disputed]
    files = []
    for (on, scheme), transactions in planned.files().items():
        file, faulty = _file(on, scheme, [_debit(one, found) for one in transactions], terms)
        left += [_left(found.claims[str(part.document)], why, found) for debit, why in faulty for part in debit.parts]
        if file.debits:
            files.append(file)
    return CollectionPlan(tuple(files), tuple(left))


def creditor(terms: PaymentTerms) -> bank.Account:
    """Our side of a file: the vendor, its account on invoices, its creditor identifier. Two queries."""
    seller = current_seller()
    name = models.Organisation.objects.values_list("name", flat=True).get(kind="vendor")
    return bank.Account(name, seller.iban, seller.bic, terms.creditor_id)


def _find(claims: tuple[OpenDebit, ...], day: date) -> _Found:
    payers = {one.payer for one in claims}
    in_force = models.Mandate.objects.filter(payer__in=payers).order_by("id")
    pairs = {str(row.payer_id): (row, mandate) for row, mandate in with_history(in_force)}  # the newest of each
    amended = models.MandateAmendment.objects.filter(mandate__in=[row.pk for row, _ in pairs.values()])
    names = models.Organisation.objects.filter(pk__in=payers).values_list("id", "name")
    return _Found(
        {str(one.key): one for one in claims},
        {payer: mandate for payer, (_, mandate) in pairs.items()},
        {payer: row for payer, (row, _) in pairs.items()},
        {one.mandate_id: one for one in amended.filter(day__lte=day).order_by("day", "id")},
        dict(names),
    )


def _why(claim: OpenDebit, state: MandateState | None) -> Why:
    if claim.was_returned:
        return Left.RETURNED
    return state or Left.NO_MANDATE


def _left(claim: OpenDebit, why: Why, found: _Found) -> LeftOut:
    return LeftOut(claim.key, claim.number, claim.payer, found.names[claim.payer], claim.rest, why)


def _debit(one: Transaction, found: _Found) -> PlannedDebit:
    claims = [found.claims[key] for key, _ in one.documents]
    amounts = [amount for _, amount in one.documents]
    parts = tuple(Part(claim.key, claim.number, amount) for claim, amount in zip(claims, amounts, strict=True))
    row, mandate = found.rows[one.payer], found.mandates[one.payer]
    collection = bank.Collection(
        end_to_end_id=parts[0].number,  # until the file is made
        mandate=_as_written(row, mandate, found.changed.get(row.pk), one.collect_on),
        sequence=one.sequence,
        amount=one.amount,
        day=one.collect_on,
        reference=creditor_reference(parts[0].number) if len(parts) == 1 else "",
        text=", ".join(part.number for part in parts),
    )
    payer = claims[0].payer
    return PlannedDebit(payer, found.names[payer], row.pk, parts, tuple(map(UUID, one.tell_again)), collection)


def _as_written(
    row: models.Mandate, mandate: Mandate, changed: models.MandateAmendment | None, day: date
) -> bank.Mandate:
    """The mandate as the bank is told of it: another account than at the last collection is said once."""
    now, before = changed or row, amended_from(mandate, day)
    is_other = before is not None and before.iban != now.iban
    return bank.Mandate(
        reference=row.reference,
        scheme=Scheme(row.scheme),
        signed_on=row.signed_on,
        holder=now.holder,
        iban=now.iban,
        bic=now.bic,
        is_recurring=not row.is_one_off,
        last_used_on=mandate.last_use(day),
        amended=bank.Amendment(is_other_account=True) if is_other else None,
        town=now.town,
        country=now.country,
    )


def _file(
    day: date, scheme: Scheme, debits: list[PlannedDebit], terms: PaymentTerms
) -> tuple[PlannedFile, list[tuple[PlannedDebit, OrderFault]]]:
    """The file without what a bank would refuse, which is left out with the reason."""
    as_file = bank.DebitFile(day, scheme, tuple(one.collection for one in debits))
    faults = debit_faults(as_file, creditor(terms))
    wrong = dict(reversed([(name, fault) for name, fault in faults if name]))  # the first of each
    kept = tuple(one for one in debits if one.collection.end_to_end_id not in wrong)
    left = [(one, wrong[one.collection.end_to_end_id]) for one in debits if one.collection.end_to_end_id in wrong]
    return PlannedFile(day, scheme, kept, tuple(fault for name, fault in faults if not name)), left


def numbered(file: PlannedFile, message_id: str) -> list[PlannedDebit]:
    """The debits of a file with the ids by which the bank names them again, in the order of the file."""
    named = [
        replace(one, collection=replace(one.collection, end_to_end_id=f"{message_id}-{number:05d}"))
        for number, one in enumerate(file.debits, start=1)
    ]
    return sorted(named, key=lambda one: bank.place_in_file(one.collection))
