"""Statements of the bank are imported: each file whole or not at all, each entry once; then what came is booked.

Entries and their payments are written in one transaction a file. Whose the money is, is found out after that, payer by
payer: nobody else waits for it, and where it is interrupted the next import, or a person, goes on.
"""

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import BinaryIO, NamedTuple
from uuid import UUID

from django.db import connection, transaction

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.faults import FileFault, FileRefused
from autossa.domain.billing.bank.imported import Settled
from autossa.domain.billing.bank.statements import Entry, Statement
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.gateways.bank.statements import read_statements
from autossa.operations.activity import record_activity
from autossa.operations.billing.bank.rows import find_debits, rows_of
from autossa.operations.billing.bank.settling import BookOrder, settle
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.queries.billing.payments.policies import payment_terms
from autossa.queries.billing.seller import current_seller
from autossa.store import models
from autossa.store.ids import new_id

PORTION = 2_000
_LONGEST_NAME = 200
_CHUNK = 1 << 20


class NoOwnAccount(Invalid):
    """Enter the IBAN of your bank account first, in your details on invoices: only its statements are imported."""


class Upload(NamedTuple):
    """A file with its name; it can be read from any place."""

    name: str
    content: BinaryIO


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of a file: refused for a reason, nothing of it is there; else what it brought.

    `unexplained` is what its balances say beyond its entries, in minor units.
    """

    name: str
    refused: FileRefused | None = None
    key: UUID | None = None
    entries: int = 0
    new: int = 0
    first: date | None = None
    last: date | None = None
    unexplained: Money = 0


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of each file, and what was booked of all that waited."""

    files: tuple[FileResult, ...]
    settled: Settled

    @property
    def refused(self) -> tuple[FileResult, ...]:
        """The files of which nothing was imported."""
        return tuple(one for one in self.files if one.refused is not None)


def import_files(*, files: Sequence[Upload], book_order: BookOrder, ctx: ActionContext) -> Imported:
    """Import camt.053 files of our account, or archives of such; a wrong one is refused whole, the others go on.

    Importing anything again changes nothing. Raises NoOwnAccount.
    """
    account, policy = own_account(), payment_terms(ctx.today).policy
    results = tuple(_import(one, account, policy, ctx) for one in files)
    is_any = any(one.new for one in results)
    return Imported(results, settle(book_order=book_order, ctx=ctx) if is_any else Settled())


def own_account() -> str:
    """The IBAN whose statements are ours. Raises NoOwnAccount."""
    iban = "".join(current_seller().iban.split()).upper()
    if not iban:
        raise NoOwnAccount
    return iban


def _import(upload: Upload, account: str, policy: PaymentPolicy, ctx: ActionContext) -> FileResult:
    name = _file_name(upload.name)
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('bank_files'))")  # who is second sees what is there
            done = _Importing(new_id(), policy, ctx)
            for portion in _portions(read_statements(upload.content, [account])):
                done.take(portion)
            return done.file(upload, name)
    except FileRefused as refused:
        return FileResult(name, refused)


@dataclass
class _Importing:
    key: UUID
    policy: PaymentPolicy
    ctx: ActionContext
    entries: int = 0
    new: int = 0
    days: list[date] = field(default_factory=list)
    unexplained: Money = 0
    _open: Statement | None = None
    _moved: Money = 0

    def take(self, portion: list[Statement | Entry]) -> None:
        """Write what is new in it."""
        found: dict[str, tuple[Statement, Entry]] = {}
        for one in portion:
            if isinstance(one, Statement):
                self._close(one)
                continue
            assert self._open is not None
            if one.day > self.ctx.today:
                raise FileRefused(FileFault.DAY_TO_COME)
            self._moved += one.amount
            self.entries += 1
            if one.amount:
                found.setdefault(one.identity, (self._open, one))
        known = models.BankEntry.objects.filter(identity__in=list(found)).values_list("identity", flat=True)
        for identity in known:
            del found[identity]
        if found:
            fresh = list(found.values())
            rows_of(fresh, self.key, find_debits(one for _, one in fresh), self.policy, self.ctx).write()
            self.new += len(fresh)
            days = [one.day for _, one in fresh]
            self.days = [min([*self.days, *days]), max([*self.days, *days])]

    def file(self, upload: Upload, name: str) -> FileResult:
        """The row of the file: it is written last, when all of it was read."""
        self._close(None)
        first, last = (self.days[0], self.days[-1]) if self.days else (None, None)
        row = models.BankFile.objects.create(
            id=self.key, name=name, sha256=_digest(upload.content), size=upload.content.seek(0, io.SEEK_END),
            entries=self.entries, new_entries=self.new, first=first, last=last, unexplained=self.unexplained,
            imported_by=self.ctx.actor.user, imported_at=self.ctx.now,
        )  # fmt: skip
        record_activity(self.ctx, "import_statements", details={"file": name, "entries": self.new})
        return FileResult(name, None, row.id, self.entries, self.new, first, last, self.unexplained)

    def _close(self, following: Statement | None) -> None:
        """A statement ends: what its balances say beyond its entries."""
        if self._open is not None:
            self.unexplained += self._open.unexplained(self._moved) or 0
        self._open, self._moved = following, 0


def _portions(found: Iterator[Statement | Entry]) -> Iterator[list[Statement | Entry]]:
    while portion := list(islice(found, PORTION)):
        yield portion


def _digest(content: BinaryIO) -> str:
    digest = hashlib.sha256()
    content.seek(0)
    while piece := content.read(_CHUNK):
        digest.update(piece)
    return digest.hexdigest()


def _file_name(name: str) -> str:
    """Without folders, and without what nobody sees."""
    plain = "".join(sign for sign in name.replace("\\", "/").rpartition("/")[2] if sign.isprintable()).strip()
    return plain[:_LONGEST_NAME] or "statement"
