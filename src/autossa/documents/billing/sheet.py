"""What is printed, as plain data for the template: every word and number in the language of the document."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, groupby
from typing import Any

from autossa.documents.billing import girocode
from autossa.documents.billing.design import Design, logo_svg
from autossa.documents.billing.texts import NARROW, breakable, plain, plain_lines
from autossa.domain.amounts import PLACES, Money
from autossa.domain.billing.documents import Document, DocumentLine, Kind, Method
from autossa.domain.billing.parties import Party, Seller
from autossa.domain.billing.references import grouped
from autossa.domain.billing.vat import Category
from autossa.wording import documents as words
from autossa.wording import formats

_CJK = {"JP": "JP", "KR": "KR", "TW": "TC", "HK": "HK"}
_LINE = tuple[str, str]
_FIXED = "\N{NO-BREAK SPACE}"
_JOINED = "\N{WORD JOINER}"


@dataclass(frozen=True, slots=True)
class _Said:
    """A document with the short ways to say things of it."""

    document: Document

    @property
    def language(self) -> str:
        return self.document.language

    def label(self, name: str) -> str:
        return words.label(name, self.language)

    def money(self, amount: Money) -> str:
        return formats.money(amount, self.document.currency, self.language)

    def bare(self, amount: Money) -> str:
        return formats.bare_money(amount, self.document.currency, self.language)

    def pairs(self, *found: tuple[str, str]) -> list[_LINE]:
        """Labels with their values, those that have one."""
        return [(self.label(name), breakable(plain(value), NARROW)) for name, value in found if value]


def sheet(document: Document, design: Design) -> dict[str, Any]:
    """The data; every text in it is plain and printed as it is."""
    said = _Said(document)
    number = plain(document.number)
    return {
        "language": document.language,
        "accent": design.accent,
        "fonts": fonts_for(document.buyer.country),
        "brand": plain(design.name),
        "logo": logo_svg(design.logo) if design.logo else "",
        "kind": words.kind(document),
        "number": number,
        "title": f"{words.kind(document)} {number}",
        "author": plain(document.seller.party.name),
        "subject": words.subject(document),
        "sender": breakable(" · ".join(address_lines(document.seller.party, ""))),
        "buyer": [
            breakable(line) for line in address_lines(document.buyer, document.seller.party.country, said.language)
        ],
        "facts": _facts(said),
        "intro": plain_lines(document.intro),
        "closing": plain_lines(document.closing),
        **_table(said),
        **_totals(said),
        "payment": _payment(said),
        "footer": footer(document.seller, said.language),
        "page": words.page_of(document.language),
    }


def fonts_for(country: str) -> list[str]:
    """The faces to print with, in this order: that of Chinese characters as they are written at the buyer's."""
    return ["Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", f"Noto Sans CJK {_CJK.get(country, 'SC')}"]


def address_lines(party: Party, home: str, language: str = "") -> list[str]:
    """As on a letter; the country where it is another than the sender's."""
    town = f"{party.post_code} {party.city}".strip()
    abroad = words.country(party.country, language).upper() if home and party.country not in ("", home) else ""
    more = plain_lines(party.more).split("\n")
    return [line for line in (plain(party.name), plain(party.street), *more, plain(town), abroad) if line]


def _facts(said: _Said) -> list[_LINE]:
    document, language = said.document, said.language
    day = formats.day
    return [
        (words.number_label(document), breakable(plain(document.number), NARROW)),
        *said.pairs(
            ("date", day(document.issued_on, language)),
            ("customer", document.buyer.number),
            ("order", document.order_number),
            ("buyer_reference", document.buyer.buyer_reference),
            ("contract", document.contract_number),
            ("vat_id_buyer", document.buyer.vat_id),
        ),
        *_corrects(said),
        *_supply(said),
        *said.pairs(
            ("due", day(document.due_on, language) if document.due_on else ""),
            ("valid", day(document.valid_until, language) if document.valid_until else ""),
        ),
    ]


def _corrects(said: _Said) -> list[_LINE]:
    """The invoice that a credit note takes back, and its day, which stays on one line."""
    if said.document.corrects is None:
        return []
    number, day = said.document.corrects
    written = formats.day(day, said.language).replace(" ", _FIXED)
    return [(said.label("corrects"), f"{breakable(plain(number), NARROW)}, {written}")]


def _supply(said: _Said) -> list[_LINE]:
    """The period of supply; a line may end between its days, not within one."""
    start, end = said.document.supplied_from, said.document.supplied_until
    if start is None or end is None:
        return []
    period = formats.short_period(start, end, said.language).replace(" ", _FIXED)
    return [(said.label("supply"), period.replace(f"–{_FIXED}", "– "))]


# ---------------------------------------------------------------- lines


def _table(said: _Said) -> dict[str, Any]:
    """Columns and sections; a column that would say nothing is left out."""
    lines = said.document.lines
    has_needs = any(line.needed for line in lines)
    has_factors = any(line.factor != 1 for line in lines)
    names = ["position", "item", "licenses"]
    names += ["needed", "from_balance", "invoiced"] if has_needs else ["units"]
    names += ["price", *(["factor"] if has_factors else []), "net"]
    numbered = list(enumerate(lines, start=1))
    found = [(name, list(rows)) for name, rows in groupby(numbered, key=lambda row: row[1].section)]
    return {
        "carried": {
            "label": said.label("carried"),
            "amounts": [said.money(amount) for amount in accumulate(line.net for line in lines)],
        },
        "columns": [{"name": name, "label": _head(said, name)} for name in names if name != "licenses" or has_needs],
        "sections": [_section(said, name, rows, is_alone=len(found) == 1) for name, rows in found],
    }


def _head(said: _Said, name: str) -> str:
    return f"{said.label(name)} {said.document.currency}" if name in ("price", "net") else said.label(name)


def _section(said: _Said, name: str, rows: list[tuple[int, DocumentLine]], *, is_alone: bool) -> dict[str, Any]:
    total = sum(line.net for _, line in rows)
    return {
        "name": f"{said.label('project')} {breakable(plain(name))}" if name else "",
        "rows": [_row(said, number, line) for number, line in rows],
        "subtotal": None if is_alone else [said.label("subtotal"), said.bare(total)],
    }


def _row(said: _Said, number: int, line: DocumentLine) -> dict[str, str | list[str]]:
    language, amount = said.language, formats.amount
    pieces, rest = divmod(line.units, 10**PLACES)
    return {
        "position": str(number),
        "item": [
            breakable(plain(line.name or line.license_id or words.credits_name(language))),
            *map(breakable, _about(said, line)),
        ],
        "licenses": formats.whole(line.quantity, language) if line.quantity else "",
        "needed": amount(line.needed, language),
        "from_balance": amount(line.from_balance, language) if line.from_balance else "–",
        "invoiced": amount(line.units, language),
        "units": amount(line.units, language) if rest else formats.whole(pieces, language),
        "price": formats.price(line.price, said.document.currency, language),
        "factor": words.factor(line.factor, language) or "–",
        "net": said.bare(line.net),
    }


def _about(said: _Said, line: DocumentLine) -> Iterator[str]:
    """License, type and period, below the name of a line."""
    known = [line.license_id if line.license_id != line.name else "", line.license_type]
    if line.start and line.end:
        period = formats.short_period(line.start, line.end, said.language)
        known.append(period.replace(" ", _FIXED).replace("–", f"–{_JOINED}"))
    if any(known):
        yield " · ".join(part if _FIXED in part else plain(part) for part in known if part)


# ---------------------------------------------------------------- totals and payment


def _totals(said: _Said) -> dict[str, Any]:
    document = said.document
    taxed = [
        (words.tax_label(total, document), said.money(total.tax))
        for total in document.vat
        if total.category is not Category.OUTSIDE
    ]
    name = {Kind.INVOICE: "to_pay", Kind.CREDIT_NOTE: "credited", Kind.QUOTE: "total"}[document.kind]
    name = "paid" if document.paid_on else name
    reasons = {total.category: words.tax_reason(document, total.category) for total in document.vat}
    return {
        "currency": document.currency,
        "totals": [(said.label("total_net"), said.money(document.net)), *taxed],
        "gross": (said.label(name), said.money(document.gross)),
        "reasons": [reason for reason in reasons.values() if reason],
    }


def _payment(said: _Said) -> dict[str, Any]:
    document, seller = said.document, said.document.seller
    heading = {Kind.INVOICE: "payment", Kind.CREDIT_NOTE: "settlement", Kind.QUOTE: "offer"}[document.kind]
    is_transfer = document.kind is Kind.INVOICE and document.method is Method.TRANSFER and not document.paid_on
    reference = grouped(document.reference) if document.reference.startswith("RF") else document.reference
    account = [
        *said.pairs(("payee", seller.party.name)),
        *([("IBAN", account_in_groups(seller.iban))] if seller.iban else []),
        *([("BIC", plain(seller.bic))] if seller.bic else []),
        *said.pairs(("bank", seller.bank), ("reference", reference or document.number)),
    ]
    owed = said.pairs(("reference", reference)) if document.kind is Kind.INVOICE and not document.paid_on else []
    code = girocode.girocode(document)
    return {
        "heading": said.label(heading),
        "text": words.settled_how(document),
        "lines": account if is_transfer and seller.iban else owed,
        "code": girocode.svg(code) if code else "",
        "code_label": said.label("girocode"),
    }


def _kept(line: str) -> str:
    """Broken where it must be; an account's number keeps its groups together."""
    return line if line.startswith("IBAN ") else breakable(plain(line), NARROW)


def account_in_groups(iban: str) -> str:
    """In groups that stay on one line."""
    return grouped(plain(iban).replace(" ", "")).replace(" ", _FIXED)


def footer(seller: Seller, language: str) -> list[list[str]]:
    """Three columns: who, how to reach, what the law and the bank want."""
    reached = [seller.contact_name, seller.contact_phone, seller.contact_email or seller.party.email]
    ids = [("vat_id", seller.party.vat_id), ("tax_number", seller.tax_number)]
    law = [seller.register, *(f"{words.label(name, language)} {value}" for name, value in ids if value)]
    bank = [
        seller.bank,
        f"IBAN {account_in_groups(seller.iban)}" if seller.iban else "",
        f"BIC {seller.bic}" if seller.bic else "",
    ]
    columns = (address_lines(seller.party, ""), reached, law, bank)
    return [[_kept(line) for line in column if line] for column in columns if any(column)]
