"""Files that are no statements, or mean harm: refused whole, quickly, in little memory, for one reason."""

import io
import subprocess
import sys
import tracemalloc
import zipfile

import pytest

from autossa.domain.billing.bank.faults import FileFault
from autossa.domain.billing.bank.statements import Statement
from autossa.gateways.bank import files as limits
from autossa.gateways.bank import statements as reading
from autossa.workbench.bank.statements import Version
from tests.gateways.bank.made import THEIRS, document, entries, entry, fault, file
from tests.gateways.bank.test_reading import RETURN_V02, RETURN_V08

GOOD = document(entry())
BOMB = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
FILES = {
    "a document type": (GOOD.replace(b"?>", b"?><!DOCTYPE Document>", 1), FileFault.HAS_DTD),
    "an entity": (
        GOOD.replace(b"?>", b'?><!DOCTYPE Document [<!ENTITY x SYSTEM "file:///etc/passwd">]>', 1).replace(
            b"<MsgId>M", b"<MsgId>&x;"
        ),
        FileFault.HAS_DTD,
    ),
    "a bomb of entities": (
        GOOD.replace(b"?>", f'?><!DOCTYPE Document [<!ENTITY a "aaaaaaaaaa">{BOMB}]>'.encode(), 1).replace(
            b"<Document ", b'<Document x="&j;" '
        ),
        FileFault.HAS_DTD,
    ),
    "an outer document type": (
        GOOD.replace(b"?>", b'?><!DOCTYPE Document SYSTEM "http://127.0.0.1:9/x.dtd">', 1),
        FileFault.HAS_DTD,
    ),
    "a document type in UTF-16": (
        GOOD.decode().replace("UTF-8", "UTF-16").replace("?>", "?><!DOCTYPE Document>", 1).encode("utf-16"),
        FileFault.HAS_DTD,
    ),
    "a document type after a long comment": (
        GOOD.replace(b"?>", b"?><!--" + b"x" * 50_000 + b"--><!DOCTYPE Document>", 1),
        FileFault.HAS_DTD,
    ),
    "an unknown entity": (GOOD.replace(b"<MsgId>M", b"<MsgId>&x;"), FileFault.DAMAGED),
    "a wrong encoding": (GOOD.replace(b"<MsgId>M", b"<MsgId>M\xfcller"), FileFault.DAMAGED),
    "an unknown encoding": (GOOD.replace(b"UTF-8", b"EBCDIC-9"), FileFault.DAMAGED),
    "cut off": (GOOD[:-30], FileFault.DAMAGED),
    "cut off in its head": (GOOD[:100], FileFault.DAMAGED),
    "nothing": (b"", FileFault.DAMAGED),
    "spaces": (b" " * 70_000, FileFault.DAMAGED),
    "a long comment and nothing else": (b"<!--" + b"x" * 100_000 + b"--><a/>", FileFault.DAMAGED),
    "a PDF": (b"%PDF-1.7\n" + bytes(range(256)), FileFault.DAMAGED),
    "MT940": (b":20:STARTUMS\r\n:25:12030000/202051\r\n", FileFault.DAMAGED),
    "HTML": (b"<html><body>Please log in</body></html>", FileFault.OTHER_FORMAT),
    "camt.052": (GOOD.replace(b"camt.053", b"camt.052"), FileFault.OTHER_FORMAT),
    "no namespace": (
        GOOD.replace(b' xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"', b""),
        FileFault.OTHER_FORMAT,
    ),
    "version 12": (GOOD.replace(b"001.08", b"001.12"), FileFault.OTHER_VERSION),
    "no statement": (file([], Version.V08), FileFault.NO_STATEMENT),
    "another account": (document(entry(), iban=THEIRS), FileFault.WRONG_ACCOUNT),
    "an account without an IBAN": (GOOD.replace(b"IBAN>", b"Othr>"), FileFault.WRONG_ACCOUNT),
    "another currency": (document(entry().replace("EUR", "USD")), FileFault.OTHER_CURRENCY),
    "parts of a cent": (document(entry("1.005")), FileFault.AMOUNT_UNCLEAR),
    "an amount below zero": (document(entry("-1.00")), FileFault.AMOUNT_UNCLEAR),
    "no amount": (document(entry().replace("Amt", "Xmt")), FileFault.INCOMPLETE),
    "no direction": (document(entry(direction="")), FileFault.INCOMPLETE),
    "no day": (document(entry().replace("BookgDt", "X")), FileFault.INCOMPLETE),
    "a day that the calendar lacks": (document(entry().replace("2026-11-27", "2026-02-30")), FileFault.INCOMPLETE),
    "deep": (GOOD.replace(b"<MsgId>M", b"<a>" * 400 + b"</a>" * 400 + b"<MsgId>M"), FileFault.DAMAGED),
}


@pytest.mark.parametrize(("content", "why"), FILES.values(), ids=FILES)
def test_a_file_is_refused_for_one_reason(content: bytes, why: FileFault) -> None:
    assert fault(content).fault is why


def test_the_good_one_is_read() -> None:
    assert len(entries(GOOD)) == 1


def test_nothing_counts_where_a_later_statement_is_of_another_account() -> None:
    ours, theirs = Statement("DE02120300000000202051", "S1", "EUR"), Statement(THEIRS, "S2", "EUR")
    assert fault(file([(ours, []), (theirs, [])], Version.V08)).fault is FileFault.WRONG_ACCOUNT


def test_what_is_said_of_a_refusal_names_nobody() -> None:
    refused = fault(document(entry(), iban=THEIRS))
    assert str(refused) == f"wrong_account, line {refused.line}"
    assert refused.line >= 1


@pytest.mark.parametrize("version", Version)
def test_whatever_is_wrong_in_a_file_it_is_read_or_refused(version: Version) -> None:
    """Any byte another one, any stretch left out, anywhere: never another exception."""
    whole = document(RETURN_V02 if version is Version.V02 else RETURN_V08, version)
    assert len(entries(whole)) == 1
    refused = 0
    for place in range(0, len(whole), 3):
        changed = whole[:place] + bytes([whole[place] ^ 0x15]) + whole[place + 1 :]
        for broken in (changed, whole[:place] + whole[place + 40 :]):
            try:
                entries(broken)
            except limits.FileRefused:
                refused += 1
    assert refused > len(whole) / 6


# ---------------------------------------------------------------- size


def test_25_mb_are_too_large_before_any_is_read() -> None:
    class Unread(io.BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            raise AssertionError("it was read")

    with pytest.raises(limits.FileRefused) as refused:
        list(reading.read_statements(Unread(bytes(25_000_000)), ["DE02120300000000202051"]))
    assert refused.value.fault is FileFault.TOO_LARGE


def packed(*members: tuple[str, bytes]) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as open_archive:
        for name, content in members:
            open_archive.writestr(name, content)
    return archive.getvalue()


def test_a_zip_bomb_is_unpacked_no_further_than_the_limit() -> None:
    bomb = packed(("big.xml", GOOD.replace(b"</MsgId>", b" " * 100_000_000 + b"</MsgId>")))
    assert len(bomb) < 200_000
    tracemalloc.start()
    assert fault(bomb).fault in (FileFault.UNPACKS_TOO_LARGE, FileFault.DAMAGED)  # libxml2 takes no text that long
    assert tracemalloc.get_traced_memory()[1] < 30_000_000
    tracemalloc.stop()


def test_a_zip_bomb_of_many_small_texts() -> None:
    bomb = packed(("big.xml", GOOD.replace(b"<Stmt>", b"<!-- -->" * 4_000_000 + b"<Stmt>")))
    assert fault(bomb).fault is FileFault.UNPACKS_TOO_LARGE


def test_all_files_of_an_archive_together_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_UNPACKED", 3 * len(GOOD))
    three = [(f"{number}.xml", GOOD) for number in range(3)]
    assert len(entries(packed(*three))) == 3
    refused = fault(packed(*three, ("3.xml", GOOD)))
    assert (refused.fault, refused.file) == (FileFault.UNPACKS_TOO_LARGE, "3.xml")


def test_an_archive_has_no_more_than_so_many_files(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_FILES", 1)
    assert fault(packed(("1.xml", GOOD), ("2.xml", GOOD))).fault is FileFault.UNPACKS_TOO_LARGE


def test_elements_without_end_are_not_kept() -> None:
    """Each takes some hundred times as much memory as it takes in the file."""
    assert fault(GOOD.replace(b"<Acct>", b"<a/>" * 400_000 + b"<Acct>")).fault is FileFault.TOO_LARGE


def test_an_entry_has_no_more_than_so_many_transactions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_TRANSACTIONS", 3)
    assert fault(document(entry(more=f"<NtryDtls>{'<TxDtls/>' * 4}</NtryDtls>"))).fault is FileFault.TOO_LARGE


# ---------------------------------------------------------------- archives


def test_an_archive_without_statements() -> None:
    assert fault(packed(("a.pdf", b"x"), ("inner.zip", packed(("a.xml", GOOD))))).fault is FileFault.NO_STATEMENT
    assert fault(packed()).fault is FileFault.DAMAGED  # it has another beginning
    assert fault(packed(("__MACOSX/a.xml", b"x"))).fault is FileFault.NO_STATEMENT


def test_the_file_of_an_archive_that_is_wrong_is_named() -> None:
    refused = fault(packed(("a.xml", GOOD), ("folder/b.xml", GOOD[:-9])))
    assert (refused.fault, refused.file) == (FileFault.DAMAGED, "b.xml")


def test_an_archive_damaged_anywhere_is_read_as_it_was_or_refused() -> None:
    whole, right = packed(("a.xml", GOOD)), entries(GOOD)
    refused = 0
    for place in range(0, len(whole), 3):
        damaged = bytearray(whole)
        damaged[place] ^= 0xFF
        try:
            assert entries(bytes(damaged)) == right  # what is of no account was damaged
        except limits.FileRefused:
            refused += 1
    assert refused > len(whole) / 6


def test_an_archive_cut_off() -> None:
    assert fault(packed(("a.xml", GOOD))[:-40]).fault is FileFault.DAMAGED


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_packed_in_unusual_ways(method: int) -> None:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", method) as open_archive:
        open_archive.writestr("a.xml", GOOD)
    assert fault(archive.getvalue()).fault is FileFault.DAMAGED


def test_an_archive_with_a_password() -> None:
    locked = bytearray(packed(("a.xml", GOOD)))
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert fault(bytes(locked)).fault is FileFault.DAMAGED


@pytest.mark.slow
def test_memory_does_not_grow_with_the_entries() -> None:
    """The whole process, the parser's own memory included: one file of 12 MB, of which a tree would take 200 MB."""
    peaks = []
    for count in (500, 15_000):
        code = f"print(measure({count}, Version.V08, months=1).process_bytes)"
        lines = f"from autossa.workbench.bank.bench import *; {code}"
        done = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True)
        peaks.append(int(done.stdout))
    assert peaks[1] < peaks[0] + 50_000_000
