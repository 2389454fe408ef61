"""What a bank would refuse, found before a file is made (billing 12, 13)."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from enum import StrEnum

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.ibans import is_creditor_id, is_iban, is_sepa, needs_bic, read_bic
from autossa.domain.billing.bank.letters import is_sepa_reference, sepa_text
from autossa.domain.billing.bank.orders import Account, Collection, DebitFile, Mandate, Refund
from autossa.domain.billing.bank.target_days import is_target_day
from autossa.domain.billing.payments.mandates import Sequence
from autossa.domain.billing.references import is_creditor_reference

MOST: Money = 99_999_999_999
"""999 999 999.99 EUR: the most that SEPA moves at a time."""
_LONGEST_NAME = 70


class OrderFault(StrEnum):
    """What is wrong with a file to the bank, or one thing in it."""

    NOTHING_TO_WRITE = "nothing_to_write"
    NOT_A_TARGET_DAY = "not_a_target_day"
    CREDITOR_ID_INVALID = "creditor_id_invalid"
    REFERENCE_INVALID = "reference_invalid"
    REFERENCE_TWICE = "reference_twice"
    NAME_MISSING = "name_missing"
    IBAN_INVALID = "iban_invalid"
    NOT_SEPA = "not_sepa"
    BIC_INVALID = "bic_invalid"
    BIC_NEEDED = "bic_needed"
    ADDRESS_NEEDED = "address_needed"
    AMOUNT_OUT_OF_BOUNDS = "amount_out_of_bounds"
    MANDATE_EXPIRED = "mandate_expired"
    MANDATE_USED_UP = "mandate_used_up"
    SIGNED_LATER = "signed_later"


Found = tuple[str, OrderFault]
"""The end-to-end id it is about, "" for the file or our own account, and what is wrong."""


def debit_faults(file: DebitFile, creditor: Account) -> list[Found]:
    """Everything that is wrong with a file of direct debits; empty for one that can be written."""
    found = [*_file(file.day, file.collections, creditor)]
    if not is_creditor_id(creditor.creditor_id):
        found.append(("", OrderFault.CREDITOR_ID_INVALID))
    for one in file.collections:
        found += [(one.end_to_end_id, fault) for fault in _collection(one)]
    return found


def transfer_faults(day: date, refunds: Iterable[Refund], debtor: Account) -> list[Found]:
    """As `debit_faults`, for refunds that are paid out on a day."""
    listed = list(refunds)
    found = [*_file(day, listed, debtor)]
    for one in listed:
        faults = [*_payment(one), *_other_side(one.name, one.iban, one.bic, one.town, one.country)]
        found += [(one.end_to_end_id, fault) for fault in faults]
    return found


def _file(day: date, payments: Iterable[Collection | Refund], own: Account) -> Iterator[Found]:
    counted = Counter(one.end_to_end_id for one in payments)
    if not counted:
        yield "", OrderFault.NOTHING_TO_WRITE
    if not is_target_day(day):
        yield "", OrderFault.NOT_A_TARGET_DAY
    yield from (("", fault) for fault in _account(own.name, own.iban, own.bic))
    yield from ((name, OrderFault.REFERENCE_TWICE) for name, count in counted.items() if count > 1)


def _collection(one: Collection) -> Iterator[OrderFault]:
    mandate = one.mandate
    yield from _payment(one)
    yield from _other_side(mandate.holder, mandate.iban, mandate.bic, mandate.town, mandate.country)
    if not is_sepa_reference(mandate.reference):
        yield OrderFault.REFERENCE_INVALID
    if mandate.signed_on > one.day:
        yield OrderFault.SIGNED_LATER
    if one.day > mandate.valid_until:
        yield OrderFault.MANDATE_EXPIRED
    if _is_used_up(mandate) or (one.sequence is Sequence.ONE_OFF) == mandate.is_recurring:
        yield OrderFault.MANDATE_USED_UP


def _is_used_up(mandate: Mandate) -> bool:
    return not mandate.is_recurring and mandate.last_used_on is not None


def _payment(one: Collection | Refund) -> Iterator[OrderFault]:
    if not is_sepa_reference(one.end_to_end_id) or (one.reference and not is_creditor_reference(one.reference)):
        yield OrderFault.REFERENCE_INVALID
    if not 0 < one.amount <= MOST:
        yield OrderFault.AMOUNT_OUT_OF_BOUNDS


def _other_side(name: str, iban: str, bic: str, town: str, country: str) -> Iterator[OrderFault]:
    yield from _account(name, iban, bic)
    if is_sepa(iban) and needs_bic(iban):
        if not bic:
            yield OrderFault.BIC_NEEDED
        if not (sepa_text(town, _LONGEST_NAME) and country):
            yield OrderFault.ADDRESS_NEEDED


def _account(name: str, iban: str, bic: str) -> Iterator[OrderFault]:
    if not sepa_text(name, _LONGEST_NAME):
        yield OrderFault.NAME_MISSING
    if not is_iban(iban):
        yield OrderFault.IBAN_INVALID
    elif not is_sepa(iban):
        yield OrderFault.NOT_SEPA
    if bic and not _is_bic(bic):
        yield OrderFault.BIC_INVALID


def _is_bic(text: str) -> bool:
    try:
        return read_bic(text) == text
    except ValueError:
        return False
