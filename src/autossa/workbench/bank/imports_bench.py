"""How fast statements are imported and matched, and in how much memory: ten years of them, into an empty database."""

import io
import resource
import time
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, BinaryIO

from django.db import connections
from stdnum import iban as ibans

from autossa.domain.billing.bank.statements import Entry, Statement, Transaction
from autossa.domain.billing.references import creditor_reference
from autossa.operations.billing.bank.importing import Upload
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.orders.paid import import_statements
from autossa.operations.organisations import create
from autossa.operations.vendor.schema import set_first_policy
from autossa.operations.vendor.seller import SellerText, save_seller
from autossa.workbench.bank.statements import Version, write_statements

ENTRIES, PAYERS, MONTHS = 100_000, 700, 120
_ACCOUNT = "DE02120300000000202051"
_FIRST, _TODAY = date(2016, 12, 1), date(2027, 1, 4)
_CLAIMS = """
INSERT INTO claims (id, kind, payer, currency, number, method, day, due_on, gross, noted, allocated, given_up)
SELECT gen_random_uuid(), 'fee', (%(payers)s::uuid[])[1 + n %% %(count)s], 'EUR',
    'FEE-2026-' || lpad(n::text, 6, '0'), 'transfer', '2016-12-01', '2016-12-15', 10000 + n %% 5000, 0, 0, 0
FROM generate_series(0, %(entries)s - 1) n WHERE n %% 3 > 0
"""


@dataclass(frozen=True, slots=True)
class ImportFigures:
    """What came out, with the time of this process's processor (the database's is beside it) and its peak bytes."""

    entries: int
    matched: int
    waiting: int
    seconds: float
    cpu_seconds: float
    again_seconds: float
    process_bytes: int

    def as_facts(self) -> dict[str, float | int]:
        """For programs."""
        return {
            "entries": self.entries,
            "entries_per_s": round(self.entries / self.seconds),
            "entries_per_cpu_s": round(self.entries / self.cpu_seconds),
            "again_per_s": round(self.entries / self.again_seconds),
            "matched": self.matched,
            "waiting": self.waiting,
            "seconds": round(self.seconds, 1),
            "process_bytes": self.process_bytes,
        }


def measure_import(entries: int = ENTRIES, payers: int = PAYERS, months: int = MONTHS) -> ImportFigures:
    """Two of three name what they pay, one names nothing. In the database that is connected: an empty one."""
    ctx = ActionContext(SYSTEM, _TODAY, datetime(2027, 1, 4, 12, tzinfo=UTC))
    _fill(entries, payers, ctx)
    file = Upload("ten-years.zip", _archive(entries, payers, months))
    begun, begun_cpu = time.perf_counter(), time.process_time()
    done = import_statements(files=[file], ctx=ctx)
    seconds, cpu_seconds = time.perf_counter() - begun, time.process_time() - begun_cpu
    begun = time.perf_counter()
    import_statements(files=[file], ctx=ctx)
    again = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    found = done.settled
    return ImportFigures(done.files[0].entries, found.assigned, found.waiting, seconds, cpu_seconds, again, peak)


def _fill(entries: int, payers: int, ctx: ActionContext) -> None:
    """The vendor, its payers, and what they owe: fees, since those are claims without a document."""
    set_first_policy(ctx)
    create.create(kind="vendor", name="Vendor", number="V1", ctx=ctx)
    save_seller(new=SellerText(iban=_ACCOUNT), ctx=ctx)
    keys = [
        create.create(kind="customer", name=f"Customer {number} GmbH", number=f"C{number}", ctx=ctx)
        for number in range(payers)
    ]
    values: dict[str, Any] = {"payers": [str(one) for one in keys], "count": payers, "entries": entries}
    with connections["owner"].cursor() as cursor:
        cursor.execute(_CLAIMS, values)
        cursor.execute("ANALYZE")


def _archive(entries: int, payers: int, months: int) -> BinaryIO:
    """A file a month."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for month in range(months):
            first, end = entries * month // months, entries * (month + 1) // months
            statement = Statement(_ACCOUNT, f"S{month:03d}", "EUR", sequence=str(month + 1))
            with archive.open(f"{month:03d}.xml", "w") as member:
                for piece in write_statements([(statement, _lines(first, end, month, payers))], Version.V08):
                    member.write(piece)
    return file


def _lines(first: int, end: int, month: int, payers: int) -> Iterator[Entry]:
    day = _FIRST + timedelta(30 * month)
    for number in range(first, end):
        name = f"FEE-2026-{number:06d}"
        payment = Transaction(
            10_000 + number % 5_000,
            end_to_end_id=f"E{number}",
            name=f"Customer {number % payers} GmbH",
            iban=_iban(number % payers),
            reference=creditor_reference(name) if number % 3 == 1 else "",
            text=f"Invoice {name} with many thanks" if number % 3 else "Many thanks",
        )
        yield Entry("", day, payment.amount, (payment,), day, f"B{number}", code="PMNT-RCDT-ESCT", text="GUTSCHRIFT")


def _iban(payer: int) -> str:
    account = f"12030000{payer:010d}"
    return f"DE{ibans.calc_check_digits('DE00' + account)}{account}"
