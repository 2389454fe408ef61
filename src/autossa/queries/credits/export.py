"""The ledger for other tools: JSON rows, or a Beancount file with balance assertions (checked by bean-check)."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from autossa.domain.amounts import show
from autossa.queries.runs.verify.findings import rows
from autossa.store.ids import public_id

_TRANSFERS = """
SELECT t.id, t.project_id, t.day, t.kind, t.debit, t.credit, t.ssc, t.lots, t.lot_ssc, t.settlement, t.corrects
FROM transfers t ORDER BY t.day, t.id
"""
_PROJECTS = "SELECT id, free, held FROM projects ORDER BY id"
_COUNTER = {
    "bought": "Income:Bought",
    "granted": "Equity:Granted",
    "used": "Expenses:Used",
    "written_off": "Equity:WrittenOff",
}


def transfers() -> Iterator[dict[str, Any]]:
    """Every transfer, oldest first; amounts as text with two decimals."""
    for key, project, day, kind, debit, credit, ssc, lots, lot_ssc, settlement, corrects in rows(_TRANSFERS):
        yield {
            "transfer": public_id("trf", key),
            "project": public_id("prj", project),
            "date": day.isoformat(),
            "entry": kind,
            "debit": debit,
            "credit": credit,
            "ssc": show(ssc),
            "lots": [{"lot": lot, "ssc": show(amount)} for lot, amount in zip(lots, lot_ssc, strict=True)],
            "settlement": public_id("set", settlement) if settlement else None,
            "corrects": public_id("trf", corrects) if corrects else None,
        }


def beancount_lines() -> Iterator[str]:
    """A Beancount file: an account per project for free and for held, every transfer, every stored balance asserted."""
    first = next((row[0] for row in rows("SELECT min(day) FROM transfers")), None) or date(2000, 1, 1)
    yield 'option "title" "Auto SSA: software service credits"'
    yield 'option "operating_currency" "SSC"'
    yield f"{first} commodity SSC"
    for account in _COUNTER.values():
        yield f"{first} open {account} SSC"
    for project, _, _ in rows(_PROJECTS):
        for kind in ("free", "held"):
            yield f"{first} open {_account(kind, public_id('prj', project))} SSC"
    last = first
    for row in transfers():
        last = max(last, date.fromisoformat(row["date"]))
        yield from _transaction(row)
    for project, free, held in rows(_PROJECTS):
        for kind, amount in (("free", free), ("held", held)):
            yield f"{last + timedelta(days=1)} balance {_account(kind, public_id('prj', project))} {show(amount)} SSC"


def _transaction(row: dict[str, Any]) -> Iterator[str]:
    yield f'{row["date"]} * "{row["entry"]}" "{row["transfer"]}"'
    yield f"  {_account(row['debit'], row['project'])}  -{row['ssc']} SSC"
    yield f"  {_account(row['credit'], row['project'])}  {row['ssc']} SSC"


def _account(code: str, project: str) -> str:
    """An account name: each part of Beancount's begins with a capital letter or a digit."""
    return _COUNTER.get(code) or f"Liabilities:{project.removeprefix('prj_').upper()}:{code.capitalize()}"
