"""The rows that the engine writes: a NamedTuple for each table, whose fields are the table's columns.

Ids and exact numbers may be text already: the daily run makes them so, since formatting them again by COPY would cost
more than all else. Amounts are in hundredths of an SSC and in minor money units. A test holds the fields against the
database.
"""

from datetime import date, datetime
from typing import Any, NamedTuple
from uuid import UUID

Id = UUID | str
Exact = str  # a numeric, written out


class LicenseRow(NamedTuple):
    """A license of a project: what lives on, whatever happens to its lines."""

    id: Id
    project_id: Id
    code: str
    license_type_id: Id
    origin: str
    order_reference: str
    activated_on: date | None
    included_until: date | None


class LicenseLineRow(NamedTuple):
    """A quantity of a license, alive in `[added_on, ended_on)`."""

    id: Id
    project_id: Id
    license_id: Id
    number: int
    place: int
    quantity: int
    rate: Exact
    acquired_on: date
    added_on: date
    ended_on: date | None
    confirmed: bool


class ContractRow(NamedTuple):
    """A contract as it was concluded."""

    id: Id
    project_id: Id
    number: int
    plan_id: Id
    price_list_id: Id
    payer_id: Id
    currency: str
    status: str
    concluded_on: date
    start: date
    booked_until: date
    fixed_end: date | None
    ends_on: date | None
    decided_on: date | None
    gap_start: date | None
    gap_late: bool
    gap_excused: int
    gap_waived: bool
    terminated: bool
    requested: list[int]
    voids: int
    concluded_by: Id | None
    order_number: str
    invoice_contact: str


class GapChargeRow(NamedTuple):
    """What one line owes for the gap, computed once, at conclusion."""

    contract_id: Id
    line: int
    quantity: int
    start: date
    end: date
    ssc: int
    multiplier: Exact


class ContractEventRow(NamedTuple):
    """A change of a contract's status, or (without one) of its end."""

    id: Id
    contract_id: Id
    day: date
    status: str
    ends_on: date | None
    booked_at: datetime


class OptionChangeRow(NamedTuple):
    """From a day on a contract goes on with another plan, or with the one that was to be replaced."""

    id: Id
    contract_id: Id
    day: date
    starts_on: date
    plan_id: Id
    undone: bool
    booked_at: datetime


class LotRow(NamedTuple):
    """Credits that came in together."""

    project_id: Id
    number: int
    source: str
    ssc: int
    free: int
    held: int
    paid: int | None
    day: date


class SettlementRow(NamedTuple):
    """One booking."""

    id: Id
    project_id: Id
    contract: Id | None
    reason: str
    day: date
    start: date
    end: date
    ssc: int
    recharged: int
    recharge_lot: int | None
    from_held: bool
    covers: str
    anchor: date | None
    revision: int
    run: Id | None
    booked_at: datetime


class ChargeRow(NamedTuple):
    """One line's part of a booking, with all that its amount follows from."""

    settlement_id: Id
    position: int
    line: int
    license: str
    license_type: str
    quantity: int
    rate: Exact
    anchor: date
    origin: date
    start: date
    end: date
    multiplier: Exact
    ssc: int
    from_balance: int
    price: Exact | None
    factor: Exact
    net: int


class TransferRow(NamedTuple):
    """Credits from one account to another, and the lots they are of."""

    id: Id
    project_id: Id
    day: date
    kind: str
    debit: str
    credit: str
    ssc: int
    lots: list[int]
    lot_ssc: list[int]
    settlement: Id | None
    corrects: Id | None
    booked_at: datetime


class CoverageEntryRow(NamedTuple):
    """Coverage granted, or (naming what it revokes) taken back."""

    id: Id
    project_id: Id
    day: date
    start: date
    end: date
    source: str
    anchor: date
    settlement: Id
    revokes: Id | None
    booked_at: datetime


class CoverageRow(NamedTuple):
    """Coverage as it stands: the projection that the exclusion constraint guards; `days` is [first, last + 1)."""

    grant: Id
    project_id: Id
    days: tuple[date, date]
    source: str
    anchor: date
    contract: Id | None


class VoidRow(NamedTuple):
    """A booking that was voided."""

    id: Id
    settlement_id: Id
    day: date
    reason: str
    booked_at: datetime


class WaiverRow(NamedTuple):
    """The doubling of a project's gap, waived up to and including a day."""

    id: Id
    project_id: Id
    day: date
    last_day: date
    reason: str
    booked_at: datetime


class OutboxRow(NamedTuple):
    """What must leave the process, once the transaction is done."""

    id: Id
    topic: str
    project: Id | None
    payload: dict[str, Any]
    created_at: datetime
    attempts: int = 0
    last_error: str = ""


class ActivityRow(NamedTuple):
    """Who did what."""

    id: Id
    at: datetime
    day: date
    actor: UUID | None
    actor_name: str
    acting_for: UUID | None
    address: str | None
    action: str
    project: Id | None
    details: dict[str, Any]
    organisation: Id | None


class CollectedRow(NamedTuple):
    """A booking that waits for its collective invoice."""

    settlement_id: Id
    project_id: Id
    contract: Id | None
    payer: Id
    price_list: Id
    currency: str
    net: int
    tax_rate: Exact
    vat_category: str
    order_number: str
    section: str
    payment_days: int
    booked_on: date
    booked_at: datetime


class SectionRow(NamedTuple):
    """A booking on a collective invoice."""

    invoice_id: Id
    position: int
    name: str
    settlement_id: Id


class CreditedLineRow(NamedTuple):
    """What a credit note takes back of a charge."""

    note_id: Id
    settlement: Id
    position: int
    net: int


class CreditReasonRow(NamedTuple):
    """Why a credit note changes money alone."""

    note_id: Id
    reason: str


class InvoiceRow(NamedTuple):
    """An invoice or credit note; its number is taken when it is written, and whom it names is looked up (`issued`)."""

    id: Id
    project_id: Id | None
    settlement: Id | None
    contract: Id | None
    payer: Id
    series: str
    year: int
    number: int
    issued_on: date
    reason: str
    start: date
    end: date
    price_list: Id | None
    currency: str
    net: int
    tax: int
    gross: int
    tax_rate: Exact
    corrects: Id | None
    booked_at: datetime
    section: str
    order_number: str
    due_on: date | None
    buyer: Id
    vat_category: str
    seller: Id | None
    seller_facts: Id | None
    credit_order_id: Id | None = None
    license_order_id: Id | None = None
    method: str = "transfer"


# The table of each row, in the order in which they are written. Invoices come last: their numbers are taken just
# before, so that others wait for them as shortly as can be.
class BankEntryRow(NamedTuple):
    """A line of our account, as a statement says it."""

    id: Id
    file_id: Id
    identity: str
    account: str
    day: date
    value_day: date | None
    amount: int
    currency: str
    is_reversal: bool
    bank_reference: str
    text: str


class BankPaymentRow(NamedTuple):
    """A payment within it."""

    id: Id
    entry_id: Id
    position: int
    amount: int
    charges: int
    end_to_end_id: str
    mandate: str
    name: str
    iban: str
    reference: str
    text: str
    return_code: str


class SetAsideRow(NamedTuple):
    """A payment on a statement that is no customer's."""

    bank_payment_id: Id
    reason: str
    by: Id | None
    at: datetime


class ReceivedRow(NamedTuple):
    """Money that came: nobody's yet, and for nothing."""

    id: Id
    day: date
    amount: int
    currency: str
    method: str
    source: str
    reference: str
    sender: str
    sender_iban: str
    final_on: date | None
    bank_payment_id: Id | None
    debit_id: Id | None
    checkout_id: Id | None
    entered_by: Id | None
    entered_at: datetime
    payer_id: Id | None = None
    allocated: int = 0
    returned: int = 0
    paid_out: int = 0
    moved: int = 0


class AssignmentRow(NamedTuple):
    """Whose it is."""

    payment_id: Id
    payer_id: Id
    day: date
    why: str
    by: Id | None
    at: datetime


class AllocationRow(NamedTuple):
    """So much of it is for a claim; below 0, no more."""

    id: Id
    payment_id: Id
    document: Id
    day: date
    amount: int
    why: str
    by: Id | None
    at: datetime


TABLES: dict[type[tuple[Any, ...]], str] = {
    LicenseRow: "licenses",
    LicenseLineRow: "license_lines",
    ContractRow: "contracts",
    GapChargeRow: "gap_charges",
    ContractEventRow: "contract_events",
    OptionChangeRow: "option_changes",
    LotRow: "lots",
    SettlementRow: "settlements",
    ChargeRow: "charges",
    TransferRow: "transfers",
    CoverageEntryRow: "coverage_entries",
    CoverageRow: "coverage",
    VoidRow: "voids",
    WaiverRow: "waivers",
    OutboxRow: "outbox",
    ActivityRow: "activity",
    CollectedRow: "collected",
    CreditedLineRow: "credited_lines",
    CreditReasonRow: "credit_reasons",
    InvoiceRow: "invoices",
    SectionRow: "invoice_sections",
    BankEntryRow: "bank_entries",
    BankPaymentRow: "bank_payments",
    SetAsideRow: "set_aside",
    ReceivedRow: "payments",
    AssignmentRow: "payment_assignments",
    AllocationRow: "allocations",
}


def columns_of(kind: type[tuple[Any, ...]]) -> tuple[str, ...]:
    """The columns of a row: its fields."""
    fields: tuple[str, ...] = kind._fields  # type: ignore[attr-defined]
    return fields
