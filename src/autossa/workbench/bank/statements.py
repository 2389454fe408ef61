"""Writes account statements as banks do, in either version: the other way round of `gateways.bank.statements`."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from textwrap import wrap
from xml.sax.saxutils import escape, quoteattr

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.amounts import write_amount
from autossa.domain.billing.bank.statements import Balance, Entry, Statement, Transaction

_LINE = 140


class Version(StrEnum):
    """Of camt.053."""

    V02 = "camt.053.001.02"
    V08 = "camt.053.001.08"


@dataclass(frozen=True, slots=True)
class Styles:
    """What banks do differently: whether entries have the bank's reference, fees are part of what was moved."""

    has_references: bool = True
    fees_within: bool = True


USUAL = Styles()


def write_statements(
    statements: Iterable[tuple[Statement, Iterable[Entry]]], version: Version, styles: Styles = USUAL, page: int = 1
) -> Iterator[bytes]:
    """One file, in pieces; every entry of it is booked. `page` is that of the message, for version 02."""
    space = f"urn:iso:std:iso:20022:tech:xsd:{version}"
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{space}">'.encode()
    yield b"<BkToCstmrStmt><GrpHdr><MsgId>M1</MsgId><CreDtTm>2026-11-29T06:00:00</CreDtTm>"
    yield f"{_page(page)}</GrpHdr>\n".encode()
    for statement, entries in statements:
        yield f"<Stmt>{_head(statement, version)}\n".encode()
        for number, entry in enumerate(entries, 1):
            yield f"{_Writer(version, statement, styles).entry(entry, number)}\n".encode()
        yield b"</Stmt>\n"
    yield b"</BkToCstmrStmt></Document>\n"


def _page(page: int, name: str = "MsgPgntn") -> str:
    return f"<{name}>{_tag('PgNb', str(page))}{_tag('LastPgInd', 'false')}</{name}>" if page > 1 else ""


def _head(statement: Statement, version: Version) -> str:
    return (
        _tag("Id", statement.number)
        + (_page(statement.page, "StmtPgntn") if version is Version.V08 else "")
        + _tag("ElctrncSeqNb", statement.sequence)
        + "<CreDtTm>2026-11-29T06:00:00</CreDtTm>"
        + f"<Acct><Id>{_tag('IBAN', statement.account)}</Id>{_tag('Ccy', statement.currency)}</Acct>"
        + _balance("OPBD", statement.opening, statement.currency)
        + _balance("CLBD", statement.closing, statement.currency)
    )


def _balance(kind: str, balance: Balance | None, currency: str) -> str:
    if balance is None:
        return ""
    return (
        f"<Bal><Tp><CdOrPrtry>{_tag('Cd', kind)}</CdOrPrtry></Tp>{_amount('Amt', balance.amount, currency)}"
        f"{_direction(balance.amount)}<Dt>{_tag('Dt', balance.day.isoformat())}</Dt></Bal>"
    )


class _Writer:
    def __init__(self, version: Version, statement: Statement, styles: Styles) -> None:
        self._is_new = version is Version.V08
        self._statement, self._currency, self._styles = statement, statement.currency, styles

    def entry(self, entry: Entry, number: int) -> str:
        """<Ntry>, its number in the statement as its reference where it has none."""
        return (
            f"<Ntry>{_tag('NtryRef', entry.entry_reference or str(number))}"
            f"{_amount('Amt', entry.amount, self._currency)}{_direction(entry.amount)}"
            f"{_tag('RvslInd', 'true' if entry.is_reversal else '')}"
            f"<Sts>{_tag('Cd', 'BOOK') if self._is_new else 'BOOK'}</Sts>"
            f"<BookgDt>{_tag('Dt', entry.day.isoformat())}</BookgDt>"
            + (f"<ValDt>{_tag('Dt', entry.value_day.isoformat())}</ValDt>" if entry.value_day else "")
            + (_tag("AcctSvcrRef", entry.bank_reference) if self._styles.has_references else "")
            + _code(entry.code)
            + f"<NtryDtls>{self._batch(entry)}{''.join(map(self._transaction, entry.transactions))}</NtryDtls>"
            + f"{_tag('AddtlNtryInf', entry.text)}</Ntry>"
        )

    def _batch(self, entry: Entry) -> str:
        first = entry.transactions[0]
        if len(entry.transactions) == 1 or not first.payment_id:
            return ""
        count = _tag("NbOfTxs", str(len(entry.transactions)))
        return f"<Btch>{_tag('MsgId', first.message_id)}{_tag('PmtInfId', first.payment_id)}{count}</Btch>"

    def _transaction(self, one: Transaction) -> str:
        moved = one.total if self._styles.fees_within else one.amount
        amounts = f"<InstdAmt>{_amount('Amt', one.amount, self._currency)}</InstdAmt>" if one.charges else ""
        amounts += f"<TxAmt>{_amount('Amt', moved, self._currency)}</TxAmt>"
        return (
            f"<TxDtls><Refs>{self._references(one)}</Refs>"
            + (f"{_amount('Amt', moved, self._currency)}{_direction(one.total)}" if self._is_new else "")
            + f"<AmtDtls>{amounts}</AmtDtls>{self._charges(one)}<RltdPties>{self._parties(one)}</RltdPties>"
            + f"<RmtInf>{self._purpose(one)}</RmtInf>{_returned(one)}</TxDtls>"
        )

    def _references(self, one: Transaction) -> str:
        return (
            _tag("MsgId", one.message_id)
            + _tag("AcctSvcrRef", one.bank_reference)
            + _tag("PmtInfId", one.payment_id)
            + _tag("EndToEndId", one.end_to_end_id or "NOTPROVIDED")
            + _tag("MndtId", one.mandate)
        )

    def _charges(self, one: Transaction) -> str:
        if not one.charges:
            return ""
        record = f"{_amount('Amt', one.charges, self._currency)}<CdtDbtInd>DBIT</CdtDbtInd>"
        return f"<Chrgs><Rcrd>{record}</Rcrd></Chrgs>" if self._is_new else f"<Chrgs>{record}</Chrgs>"

    def _parties(self, one: Transaction) -> str:
        """The other side; a return keeps the roles of what went back."""
        is_debtor = (one.total >= 0) != (one.returned is not None)
        theirs, ours = ("Dbtr", "Cdtr") if is_debtor else ("Cdtr", "Dbtr")  # in this order in the file
        name = _tag("Nm", one.name)
        party = f"<{theirs}>{f'<Pty>{name}</Pty>' if self._is_new else name}</{theirs}>" if one.name else ""
        account = f"<{theirs}Acct><Id>{_tag('IBAN', one.iban)}</Id></{theirs}Acct>" if one.iban else ""
        own = f"<{ours}Acct><Id>{_tag('IBAN', self._statement.account)}</Id></{ours}Acct>"
        return party + account + own if is_debtor else own + party + account

    def _purpose(self, one: Transaction) -> str:
        structured = f"<Strd><CdtrRefInf>{_tag('Ref', one.reference)}</CdtrRefInf></Strd>" if one.reference else ""
        return "".join(_tag("Ustrd", line) for line in wrap(one.text, _LINE)) + structured


def _returned(one: Transaction) -> str:
    if one.returned is None:
        return ""
    code = _tag("Cd", one.returned.code)
    return f"<RtrInf>{f'<Rsn>{code}</Rsn>' if code else ''}{_tag('AddtlInf', one.returned.text)}</RtrInf>"


def _code(code: str) -> str:
    if not code:
        return "<BkTxCd><Prtry><Cd>NMSC</Cd></Prtry></BkTxCd>"
    domain, family, sub = code.split("-")
    return (
        f"<BkTxCd><Domn>{_tag('Cd', domain)}<Fmly>{_tag('Cd', family)}{_tag('SubFmlyCd', sub)}</Fmly></Domn></BkTxCd>"
    )


def _amount(name: str, amount: Money, currency: str) -> str:
    return f"<{name} Ccy={quoteattr(currency)}>{write_amount(abs(amount), currency)}</{name}>"


def _direction(amount: Money) -> str:
    return _tag("CdtDbtInd", "CRDT" if amount >= 0 else "DBIT")


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>" if text else ""
