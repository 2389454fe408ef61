"""Tables of the books: columns with a key for programs and a title for people, rows that are made as they are read."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from autossa.documents.books.plain import plain
from autossa.domain.amounts import Money
from autossa.domain.billing.books.ahead import Ahead
from autossa.domain.billing.books.items import Claim, Open
from autossa.domain.billing.books.postings import Span, Transaction
from autossa.domain.billing.books.vat import VatLine
from autossa.domain.currencies import places_of
from autossa.queries.billing.books.payers import Payer
from autossa.queries.billing.books.reading import Books
from autossa.wording.billing.books import CLAIM, TREATMENT, age
from autossa.wording.glossary.billing import DOCUMENT_STATE

Cell = str | date | Decimal | int | None


@dataclass(frozen=True, slots=True)
class Table:
    """Its name for programs and for people, its columns, and its rows, which can be read once."""

    name: str
    title: str
    columns: tuple[tuple[str, str], ...]
    rows: Iterator[tuple[Cell, ...]]

    @property
    def head(self) -> tuple[str, ...]:
        """The titles."""
        return tuple(title for _, title in self.columns)

    @property
    def keys(self) -> tuple[str, ...]:
        """The names for programs."""
        return tuple(key for key, _ in self.columns)


def vat_table(lines: Iterable[VatLine]) -> Table:
    """The VAT of some days, a line for each treatment and rate."""
    columns = (
        ("currency", _("Currency")), ("treatment", _("VAT treatment")), ("rate", _("Rate in %")),
        ("documents", _("Documents")), ("credit_notes", _("Credit notes")), ("net", _("Net")), ("vat", _("VAT")),
    )  # fmt: skip
    return Table("vat", _("VAT"), columns, map(_vat_row, lines))


def open_items_table(items: Iterable[Open], payers: dict[str, Payer], day: date) -> Table:
    """What is left to be paid, a line for each document."""
    columns = (
        ("number", _("Number")), ("issued_on", _("Issued")), ("due_on", _("Due")), ("payer", _("Payer")),
        ("payer_number", _("Customer number")), ("currency", _("Currency")), ("gross", _("Gross")),
        ("open", _("To be paid")), ("days_overdue", _("Days overdue")), ("age", _("Age")), ("state", _("Status")),
    )  # fmt: skip
    return Table("open-items", _("Open items"), columns, (_open_row(one, payers, day) for one in items))


def deferred_table(found: Iterable[Ahead]) -> Table:
    """What is deferred, a line for each month ahead."""
    columns = (
        ("currency", _("Currency")), ("until", _("Up to")), ("earned", _("Earned in the month")),
        ("deferred", _("Deferred then")), ("unused", _("of it in unused credits")),
    )  # fmt: skip
    return Table("deferred", _("Deferred revenue"), columns, _deferred_rows(found))


def documents_table(books: Books, span: Span) -> Table:
    """The documents of some days, a line for each."""
    columns = (
        ("number", _("Number")), ("kind", _("Document")), ("issued_on", _("Issued")), ("payer", _("Payer")),
        ("payer_number", _("Customer number")), ("vat_id", _("VAT ID")), ("treatment", _("VAT treatment")),
        ("rate", _("Rate in %")), ("currency", _("Currency")), ("net", _("Net")), ("vat", _("VAT")),
        ("gross", _("Gross")),
    )  # fmt: skip
    claims = (claim for item in books.items(span) for claim in item.claims if claim.day in span)
    return Table("documents", _("Documents"), columns, (_claim_row(one, books.payers) for one in claims))


def postings_table(transactions: Iterable[Transaction], payers: dict[str, Payer]) -> Table:
    """All that was posted, a line for each leg."""
    columns = (
        ("date", _("Day")), ("entry", _("Entry")), ("number", _("Number")), ("account", _("Account")),
        ("of", _("Of")), ("currency", _("Currency")), ("debit", _("Debit")), ("credit", _("Credit")),
    )  # fmt: skip
    return Table("postings", _("Postings"), columns, _posting_rows(transactions, payers))


def money(amount: Money, currency: str) -> Decimal:
    """In units of its currency, with all decimals."""
    return Decimal(amount).scaleb(-places_of(currency))


def _vat_row(line: VatLine) -> tuple[Cell, ...]:
    currency = line.currency
    how = (str(TREATMENT[line.treatment]), _percent(line))
    return (currency, *how, line.documents, line.notes, money(line.net, currency), money(line.tax, currency))


def _percent(taxed: VatLine | Claim) -> Decimal:
    return Decimal(taxed.rate.numerator * 100) / Decimal(taxed.rate.denominator)


def _open_row(one: Open, payers: dict[str, Payer], day: date) -> tuple[Cell, ...]:
    claim, payer = one.item.claim, payers[one.item.claim.payer]
    amounts = (money(claim.gross, claim.currency), money(one.rest, claim.currency))
    late = max((day - claim.due_on).days, 0)
    who = (plain(payer.name), plain(payer.number), claim.currency)
    return (claim.number, claim.day, claim.due_on, *who, *amounts, late, age(one.age), str(DOCUMENT_STATE[one.state]))


def _deferred_rows(found: Iterable[Ahead]) -> Iterator[tuple[Cell, ...]]:
    for ahead in found:
        currency, unused = ahead.currency, money(ahead.unused, ahead.currency)
        yield currency, ahead.day, None, money(ahead.deferred, currency), unused
        for month in ahead.months:
            yield currency, month.last, money(month.earned, currency), money(month.deferred, currency), unused


def _claim_row(claim: Claim, payers: dict[str, Payer]) -> tuple[Cell, ...]:
    payer, currency = payers[claim.payer], claim.currency
    who = (plain(payer.name), plain(payer.number), plain(payer.vat_id))
    amounts = (money(amount, currency) for amount in (claim.net, claim.tax, claim.gross))
    taxed = (str(TREATMENT[claim.treatment]), _percent(claim), currency)
    return (claim.number, str(CLAIM[claim.kind]), claim.day, *who, *taxed, *amounts)


def _posting_rows(transactions: Iterable[Transaction], payers: dict[str, Payer]) -> Iterator[tuple[Cell, ...]]:
    for one in transactions:
        number = one.claim.number if one.claim else ""
        for leg in one.legs:
            amount = money(abs(leg.amount), one.currency)
            of = payers[leg.account.of].name if leg.account.of in payers else leg.account.of
            treatment = leg.account.treatment
            name = f"{leg.account.ledger.value} {treatment.value}" if treatment else leg.account.ledger.value
            sides = (amount, None) if leg.amount > 0 else (None, amount)
            yield one.day, one.what.value, number, name, plain(of), one.currency, *sides
