"""How fast statements are read, and in how much memory: ten years of them, in a zip archive."""

import io
import resource
import time
import tracemalloc
import zipfile
from dataclasses import dataclass
from datetime import date, timedelta
from typing import BinaryIO

from autossa.domain.billing.bank.statements import Entry, Statement, Transaction
from autossa.domain.billing.references import creditor_reference
from autossa.gateways.bank.statements import read_statements
from autossa.workbench.bank.statements import Version, write_statements

_ACCOUNT, _THEIRS = "DE02120300000000202051", "DE75512108001245126199"
_FIRST = date(2016, 12, 1)
MONTHS = 120


@dataclass(frozen=True, slots=True)
class Read:
    """What was read, in how many seconds, how many of a processor; peak bytes of Python objects, and of the process."""

    entries: int
    statements: int
    packed_bytes: int
    seconds: float
    cpu_seconds: float
    peak_bytes: int
    process_bytes: int

    def as_facts(self) -> dict[str, float | int]:
        """For programs."""
        return {
            "entries_per_s": round(self.entries / self.seconds),
            "entries_per_cpu_s": round(self.entries / self.cpu_seconds),
            "entries": self.entries,
            "statements": self.statements,
            "packed_bytes": self.packed_bytes,
            "seconds": round(self.seconds, 2),
            "peak_bytes": self.peak_bytes,
            "process_bytes": self.process_bytes,
        }


def measure(entries: int, version: Version, months: int = MONTHS) -> Read:
    """Write statements with so many entries together, a file a month, and read them: once for time, once for memory."""
    file = _archive(entries, version, months)
    size = file.seek(0, io.SEEK_END)
    begun, begun_cpu = time.perf_counter(), time.process_time()
    count, statements = _read(file)
    seconds, cpu_seconds = time.perf_counter() - begun, time.process_time() - begun_cpu
    process = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    tracemalloc.start()
    _read(file)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return Read(count, statements, size, seconds, cpu_seconds, peak, process)


def _read(file: BinaryIO) -> tuple[int, int]:
    entries = statements = 0
    for one in read_statements(file, {_ACCOUNT}):
        is_entry = isinstance(one, Entry)
        entries, statements = entries + is_entry, statements + (not is_entry)
    return entries, statements


def _archive(entries: int, version: Version, months: int) -> BinaryIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for month in range(months):
            first, end = entries * month // months, entries * (month + 1) // months
            statement = Statement(_ACCOUNT, f"S{month:03d}", "EUR", sequence=str(month + 1))
            day = _FIRST + timedelta(30 * month)
            with archive.open(f"{month:03d}.xml", "w") as member:
                lines = (_entry(number, day) for number in range(first, end))
                for piece in write_statements([(statement, lines)], version):
                    member.write(piece)
    return file


def _entry(number: int, day: date) -> Entry:
    payment = Transaction(
        10_000 + number % 5_000,
        end_to_end_id=f"E{number}",
        name=f"Customer {number % 700} GmbH",
        iban=_THEIRS,
        reference=creditor_reference(f"2026{number}") if number % 3 else "",
        text=f"Invoice 2026-{number:06d} with many thanks",
    )
    return Entry("", day, payment.amount, (payment,), day, f"B{number}", code="PMNT-RCDT-ESCT", text="GUTSCHRIFT")
