"""Statements for tests: small files by hand, and any that banks might send."""

import io
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from functools import partial

from hypothesis import settings
from hypothesis import strategies as st

from autossa.domain.billing.bank.faults import FileRefused
from autossa.domain.billing.bank.statements import Balance, Entry, ReturnReason, Statement, Transaction
from autossa.gateways.bank.statements import read_statements
from autossa.workbench.bank.statements import USUAL, Styles, Version, write_statements

OURS, THEIRS = "DE02120300000000202051", "DE75512108001245126199"
tried = settings(deadline=None, max_examples=40)  # each example is some files
Read = list[tuple[Statement, list[Entry]]]


def file(statements: Iterable[tuple[Statement, Iterable[Entry]]], version: Version, styles: Styles = USUAL) -> bytes:
    return b"".join(write_statements(statements, version, styles))


def read(content: bytes, *accounts: str) -> Read:
    """Statements, each with its entries."""
    found: Read = []
    for one in read_statements(io.BytesIO(content), accounts or (OURS,)):
        if isinstance(one, Statement):
            found.append((one, []))
        else:
            found[-1][1].append(one)
    return found


def entries(content: bytes) -> list[Entry]:
    return [entry for _, listed in read(content) for entry in listed]


def fault(content: bytes, *accounts: str) -> FileRefused:
    """Why it was refused."""
    try:
        read(content, *accounts)
    except FileRefused as refused:
        return refused
    raise AssertionError("it was not refused")


def nameless(listed: Iterable[Entry]) -> list[Entry]:
    """Without what only reading gives: identities, and numbers in the statement."""
    return [replace(entry, identity="", entry_reference="") for entry in listed]


def document(body: str, version: str = Version.V08, iban: str = OURS) -> bytes:
    """A file around entries written by hand."""
    head = f"<Id>S1</Id><Acct><Id><IBAN>{iban}</IBAN></Id><Ccy>EUR</Ccy></Acct>"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:{version}">'
        f"<BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr><Stmt>{head}{body}</Stmt></BkToCstmrStmt></Document>"
    ).encode()


def entry(amount: str = "10.00", direction: str = "CRDT", status: str = "<Cd>BOOK</Cd>", more: str = "") -> str:
    """An entry written by hand."""
    return (
        f'<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{direction}</CdtDbtInd><Sts>{status}</Sts>'
        f"<BookgDt><Dt>2026-11-27</Dt></BookgDt>{more}</Ntry>"
    )


words = st.text("abcXYZ019äß<&\"'ж漢-", min_size=1, max_size=12)
text = st.lists(words, max_size=12).map(" ".join)
short = st.text("ABCXYZ019-", min_size=1, max_size=20)
amounts = st.integers(1, 10**13)
days = st.dates(date(2016, 1, 1), date(2026, 12, 31))


@st.composite
def transactions(draw: st.DrawFn, sign: int) -> Transaction:
    went_back = sign < 0 and draw(st.booleans())
    return Transaction(
        sign * draw(amounts),
        -draw(st.integers(0, 500)) if went_back else 0,
        end_to_end_id=draw(short | st.just("")),
        mandate=draw(short | st.just("")),
        bank_reference=draw(short | st.just("")),
        name=draw(words | st.just("")),
        iban=draw(st.sampled_from(["", THEIRS, "BE71096123456769"])),
        reference=draw(short | st.just("")),
        text=draw(text),
        returned=ReturnReason(draw(st.sampled_from(["AC04", "MD06"])), draw(words)) if went_back else None,
    )


@st.composite
def all_entries(draw: st.DrawFn) -> Entry:
    sign = draw(st.sampled_from([1, -1]))
    payments = draw(st.lists(transactions(sign), min_size=1, max_size=4))
    batch = draw(short) if len(payments) > 1 else ""
    listed = tuple(replace(one, payment_id=batch) for one in payments)
    reference = draw(short | st.just(""))
    if len(listed) == 1:
        listed = (replace(listed[0], bank_reference=reference),)
    return Entry(
        "",
        draw(days),
        sum(one.total for one in listed),
        listed,
        draw(days | st.none()),
        reference,
        code=draw(st.sampled_from(["PMNT-RCDT-ESCT", "PMNT-IDDT-ESDD", ""])),
        text=draw(words | st.just("")),
        is_reversal=draw(st.booleans()),
    )


balances = st.none() | st.builds(Balance, days, st.integers(-(10**12), 10**12))
statements = st.builds(
    partial(Statement, OURS), short, st.just("EUR"), short | st.just(""), st.just(1), balances, balances
)
files = st.lists(st.tuples(statements, st.lists(all_entries(), max_size=4)), min_size=1, max_size=3)
styles = st.builds(Styles, st.just(True), st.booleans())
versions = st.sampled_from(Version)
