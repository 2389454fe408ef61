"""A letter of dunning as PDF/A-3b: as invoices look, with all that is overdue and one reference (billing 11, 16)."""

from datetime import UTC, datetime, time
from itertools import accumulate
from typing import Any

from autossa.documents.billing import girocode
from autossa.documents.billing.design import Design, logo_svg
from autossa.documents.billing.pdf import sheet_pdf
from autossa.documents.billing.sheet import account_in_groups, address_lines, fonts_for, footer
from autossa.documents.billing.texts import NARROW, breakable, plain, plain_lines
from autossa.domain.amounts import Money
from autossa.domain.billing.dunning.documents import LetterDocument, LetterLine
from autossa.domain.billing.references import grouped
from autossa.wording import documents as document_words
from autossa.wording import formats
from autossa.wording.billing import dunning as words


def letter_pdf(letter: LetterDocument, design: Design) -> bytes:
    """The file; the same bytes of the same letter and design, whenever it is made."""
    return sheet_pdf(letter_sheet(letter, design), datetime.combine(letter.day, time(12), UTC))


def letter_sheet(letter: LetterDocument, design: Design) -> dict[str, Any]:
    """The data for the template of documents; every text in it is plain and printed as it is."""
    language, kind = letter.language, words.level_name(letter.level, letter.language)
    return {
        "language": language,
        "accent": design.accent,
        "fonts": fonts_for(letter.buyer.country),
        "brand": plain(design.name),
        "logo": logo_svg(design.logo) if design.logo else "",
        "kind": plain(kind),
        "number": plain(letter.number),
        "title": f"{plain(kind)} {plain(letter.number)}",
        "author": plain(letter.seller.party.name),
        "subject": "",
        "sender": breakable(" · ".join(address_lines(letter.seller.party, ""))),
        "buyer": [breakable(line) for line in address_lines(letter.buyer, letter.seller.party.country, language)],
        "facts": _facts(letter),
        "intro": plain_lines(letter.text),
        "closing": "",
        **_table(letter),
        **_totals(letter),
        "payment": _payment(letter),
        "footer": footer(letter.seller, language),
        "page": document_words.page_of(language),
    }


def _facts(letter: LetterDocument) -> list[tuple[str, str]]:
    language = letter.language
    known = [
        (words.label("number", language), letter.number),
        (document_words.label("date", language), formats.day(letter.day, language)),
        (document_words.label("customer", language), letter.buyer.number),
        (words.label("pay_until", language), formats.day(letter.pay_until, language)),
    ]
    return [(name, breakable(plain(value), NARROW)) for name, value in known if value]


def _table(letter: LetterDocument) -> dict[str, Any]:
    names = ["position", "item", "issued", "due", "stage", *(["interest"] if letter.interest else []), "net"]
    sums = accumulate(line.rest for line in letter.lines)
    return {
        "carried": {
            "label": document_words.label("carried", letter.language),
            "amounts": [formats.money(amount, letter.currency, letter.language) for amount in sums],
        },
        "columns": [{"name": name, "label": _head(letter, name)} for name in names],
        "sections": [
            {
                "name": "",
                "rows": [_row(letter, number, line) for number, line in enumerate(letter.lines, start=1)],
                "subtotal": None,
            }
        ],
    }


def _head(letter: LetterDocument, name: str) -> str:
    known = {"position": document_words.label("position", letter.language)}
    label = known.get(name) or words.label({"item": "document", "net": "open"}.get(name, name), letter.language)
    return f"{label} {letter.currency}" if name in ("net", "interest") else label


def _row(letter: LetterDocument, number: int, line: LetterLine) -> dict[str, str | list[str]]:
    language = letter.language
    name = words.label("a_fee", language) if line.is_fee else words.level_name(line.level, language)
    return {
        "position": str(number),
        "item": [breakable(plain(line.number))],
        "issued": formats.short_day(line.day, language),
        "due": formats.short_day(line.due_on, language),
        "stage": plain(name),
        "interest": formats.bare_money(line.interest, letter.currency, language) if line.interest else "",
        "net": formats.bare_money(line.rest, letter.currency, language),
    }


def _totals(letter: LetterDocument) -> dict[str, Any]:
    language = letter.language

    def said(name: str, amount: Money) -> tuple[str, str]:
        return words.label(name, language), formats.money(amount, letter.currency, language)

    more = [("fee", letter.fee), ("late_interest", letter.interest)]
    return {
        "currency": letter.currency,
        "totals": [said("open_total", letter.open), *(said(name, amount) for name, amount in more if amount)],
        "gross": said("to_pay", letter.total),
        "reasons": [],
    }


def _payment(letter: LetterDocument) -> dict[str, Any]:
    seller, language = letter.seller, letter.language
    code = girocode.transfer_code(seller, letter.currency, letter.total, letter.places, letter.reference)
    reference = grouped(letter.reference) if letter.reference.startswith("RF") else letter.reference
    known = [
        (document_words.label("payee", language), breakable(plain(seller.party.name), NARROW)),
        ("IBAN", account_in_groups(seller.iban) if seller.iban else ""),
        ("BIC", plain(seller.bic)),
        (document_words.label("bank", language), plain(seller.bank)),
        (document_words.label("reference", language), plain(reference)),
    ]
    text = words.paid_how(reference, letter.pay_until, language, by_code=code is not None)
    return {
        "heading": document_words.label("payment", language),
        "text": text,
        "lines": [(name, value) for name, value in known if value],
        "code": girocode.svg(code) if code else "",
        "code_label": document_words.label("girocode", language),
    }
