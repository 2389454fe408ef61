"""Files for the bank that were made, the newest first (billing 12, 13)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.ibans import masked
from autossa.queries.errors import Unknown
from autossa.store import models


class FileState(StrEnum):
    """Where a file stands."""

    MADE = "made"
    SENT = "sent"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class OrderFile:
    """A file; euro cents."""

    key: UUID
    id: str
    number: str
    kind: str
    scheme: str
    day: date
    count: int
    total: Money
    sha256: str
    state: FileState
    made_at: datetime
    sent_at: datetime | None

    @property
    def name(self) -> str:
        """What it is called outside."""
        return f"{self.number}.xml"


@dataclass(frozen=True, slots=True)
class WaitingRefund:
    """An approved refund that is in no file; euro cents."""

    key: UUID
    payer: str
    payer_name: str
    amount: Money
    account: str
    holder: str


def order_files(limit: int = 100) -> tuple[OrderFile, ...]:
    """The newest files. One query."""
    return tuple(map(_file, models.BankOrder.objects.order_by("-id")[:limit]))


def find_order(number: str) -> OrderFile:
    """A file by its number, such as DD20261130-0001, or its public id. Raises Unknown."""
    found = models.BankOrder.objects.filter(message_id=number).first()
    if found is None:
        raise Unknown(f"there is no file {number}")
    return _file(found)


def order_file(key: UUID) -> OrderFile | None:
    """A file by its id, as it is now."""
    found = models.BankOrder.objects.filter(pk=key).first()
    return _file(found) if found else None


def waiting_refunds() -> tuple[WaitingRefund, ...]:
    """Refunds that two people approved, the oldest first. One query."""
    found = models.Refund.objects.filter(approved_at__isnull=False, sent_in=None, bank_payment=None, currency="EUR")
    return tuple(
        WaitingRefund(
            row.pk, row.payer.public_id, row.payer.name, row.amount, masked(row.account.iban), row.account.holder
        )
        for row in found.select_related("payer", "account").order_by("id")
    )


def _file(row: models.BankOrder) -> OrderFile:
    state = FileState.SENT if row.sent_at else FileState.TAKEN_BACK if row.taken_back_at else FileState.MADE
    return OrderFile(
        row.pk, row.public_id, row.message_id, row.kind, row.scheme, row.day, row.count, row.total, row.sha256, state,
        row.made_at, row.sent_at,
    )  # fmt: skip
