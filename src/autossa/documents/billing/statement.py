"""A payer's statement as PDF: each movement with the balance after it, what is open, and how to pay it at once."""

from datetime import UTC, datetime, time
from typing import Any

from autossa.documents.billing.design import Design
from autossa.documents.billing.everything import everything
from autossa.documents.billing.sheet import sheet
from autossa.documents.billing.texts import breakable, plain
from autossa.domain.amounts import Money
from autossa.domain.billing.parties import Party, Seller
from autossa.queries.billing.payments.statements import Line, StatementFacts
from autossa.wording import formats
from autossa.wording.billing import payments as words


def statement_pdf(facts: StatementFacts, seller: Seller, buyer: Party, design: Design, language: str) -> bytes:
    """The file, in a language; its moment is noon of its last day."""
    from autossa.documents.billing.pdf import sheet_pdf  # who renders none does without

    return sheet_pdf(
        statement_sheet(facts, seller, buyer, design, language), datetime.combine(facts.last, time(12), UTC)
    )


def statement_sheet(
    facts: StatementFacts, seller: Seller, buyer: Party, design: Design, language: str
) -> dict[str, Any]:
    """What is printed: the sheet of documents (`sheet`), with movements in place of lines."""
    to_pay = max(facts.closing, 0)
    document = everything(seller, buyer, to_pay, facts.currency, facts.reference, facts.last, language)
    found = sheet(document, design)
    title = words.statement_label("statement", language)
    period = f"{formats.day(facts.first, language)} – {formats.day(facts.last, language)}"
    payment = {"heading": words.statement_label("settled", language), "text": words.nothing_to_pay(facts, language)}
    return {
        **found,
        "kind": title,
        "number": "",
        "title": f"{title} {period}",
        "subject": period,
        "facts": [
            (words.statement_label("sign", language), breakable(plain(facts.sign))),
            (words.statement_label("customer", language), breakable(plain(facts.number))),
            (words.statement_label("from", language), formats.day(facts.first, language)),
            (words.statement_label("until", language), formats.day(facts.last, language)),
        ],
        "columns": _columns(facts.currency, language),
        "sections": _sections(facts, language),
        "totals": _totals(facts, language),
        "gross": _closing(facts, language),
        "reasons": [],
        "payment": found["payment"] | {"text": words.pay_everything(facts, language)}
        if to_pay
        else found["payment"] | payment | {"lines": [], "code": ""},
    }


def _columns(currency: str, language: str) -> list[dict[str, str]]:
    """By the names of the sheet's columns, which say how wide each is and on which side it stands."""
    heads = {"needed": "day", "item": "what", "invoiced": "amount", "net": "balance"}
    in_money = ("amount", "balance")
    return [
        {
            "name": name,
            "label": words.statement_label(head, language) + (f" {currency}" if head in in_money else ""),
        }
        for name, head in heads.items()
    ]


def _sections(facts: StatementFacts, language: str) -> list[dict[str, Any]]:
    opening = {
        "needed": formats.day(facts.first, language),
        "item": [words.statement_label("opening", language)],
        "invoiced": "",
        "net": formats.bare_money(facts.opening, facts.currency, language),
    }
    rows = [opening, *(_row(line, facts.currency, language) for line in facts.lines)]
    found = [{"name": "", "rows": rows, "subtotal": None}]
    if facts.open:
        found.append(
            {"name": words.statement_label("open", language), "rows": _open(facts, language), "subtotal": None}
        )
    return found


def _row(line: Line, currency: str, language: str) -> dict[str, Any]:
    more = words.movement_note(line, language)
    return {
        "needed": formats.day(line.day, language),
        "item": [breakable(plain(words.movement(line, language))), *([breakable(plain(more))] if more else [])],
        "invoiced": formats.bare_money(line.amount, currency, language),
        "net": formats.bare_money(line.balance, currency, language),
    }


def _open(facts: StatementFacts, language: str) -> list[dict[str, Any]]:
    return [
        {
            "needed": formats.day(due_on, language),
            "item": [breakable(plain(number))],
            "invoiced": formats.bare_money(rest, facts.currency, language),
            "net": "",
        }
        for number, due_on, rest in facts.open
    ]


def _totals(facts: StatementFacts, language: str) -> list[tuple[str, str]]:
    def row(name: str, amount: Money) -> tuple[str, str]:
        return words.statement_label(name, language), formats.money(amount, facts.currency, language)

    charged = sum(line.amount for line in facts.lines if line.amount > 0)
    settled = sum(line.amount for line in facts.lines if line.amount < 0)
    return [row("opening", facts.opening), row("charged", charged), row("credited", settled)]


def _closing(facts: StatementFacts, language: str) -> tuple[str, str]:
    name = "credit" if facts.closing < 0 else "closing"
    return words.statement_label(name, language), formats.money(abs(facts.closing), facts.currency, language)
