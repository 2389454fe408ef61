"""A booking batch, line by line: header, columns, bookings; texts quoted, semicolons, CRLF, windows-1252."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from autossa.documents.books.datev.bookings import Booking, Ledger
from autossa.documents.books.datev.columns import COLUMNS
from autossa.documents.books.plain import in_windows_1252, plain
from autossa.domain.amounts import Money, show
from autossa.domain.billing.books.charts import LENGTH, Bookkeeping
from autossa.domain.billing.books.postings import Span, Transaction
from autossa.domain.currencies import places_of
from autossa.queries.billing.books.reading import Books

ENCODING = "cp1252"
_PLACES = 2
_END = "\r\n"
_PLACE = {name: place for place, name in enumerate(COLUMNS)}
_IN_NUMBER = re.compile(r"[^A-Za-z0-9$%&*+\-/]")
_LONGEST_NUMBER, _LONGEST_TEXT, _LONGEST_VAT_ID, _LONGEST_NAME = 36, 60, 15, 30


class CurrencyTooFine(ValueError):
    """DATEV has two decimals; amounts of this currency have more."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a batch is of: days of one financial year, one currency; and when it is made."""

    span: Span
    currency: str
    made_at: datetime
    kept: Bookkeeping

    @property
    def year_begins_on(self) -> date:
        """The first day of the financial year that its days are in."""
        first, month = self.span.first, self.kept.year_begins
        return date(first.year if first.month >= month else first.year - 1, month, 1)


def datev_lines(books: Books, batch: Batch) -> Iterator[bytes]:
    """The file, in its encoding. Raises CurrencyTooFine."""
    if places_of(batch.currency) > _PLACES:
        raise CurrencyTooFine
    posted = (one for one in books.transactions(batch.span) if one.currency == batch.currency)
    for line in _lines(posted, Ledger(batch.kept, books.payers), batch):
        yield (line + _END).encode(ENCODING)


def _lines(posted: Iterable[Transaction], ledger: Ledger, batch: Batch) -> Iterator[str]:
    yield ";".join(header(batch))
    yield ";".join(COLUMNS)
    for booking in ledger.bookings(posted):
        yield ";".join(_cells(booking, batch.currency))


def header(batch: Batch) -> list[str]:
    """The 31 fields of the first line."""
    kept, span = batch.kept, batch.span
    made_at = f"{batch.made_at:%Y%m%d%H%M%S}{batch.made_at.microsecond // 1000:03d}"
    name = f"Auto SSA {span.first:%d.%m.%Y} - {span.last:%d.%m.%Y}"
    what = [_text("EXTF", 4), "700", "21", _text("Buchungsstapel", 30), "13", made_at, ""]
    who = [_text("AS", 2), _text("Auto SSA", 25), _text("", 25), str(kept.consultant), str(kept.client)]
    days = [f"{batch.year_begins_on:%Y%m%d}", str(LENGTH), f"{span.first:%Y%m%d}", f"{span.last:%Y%m%d}"]
    how = [_text(name, _LONGEST_NAME), _text("", 2), "1", "0", "0", _text(batch.currency, 3)]
    chart = _text(kept.chart.value.removeprefix("SKR"), 4)
    return [*what, *who, *days, *how, "", _text("", 2), "", "", chart, "", "", _text("", 2), _text("", 16)]


def _cells(booking: Booking, currency: str) -> list[str]:
    cells = [""] * len(COLUMNS)
    filled = {
        "Umsatz (ohne Soll/Haben-Kz)": _amount(booking.amount, currency),
        "Soll/Haben-Kennzeichen": _text("S" if booking.is_debit else "H", 1),
        "WKZ Umsatz": _text(currency, 3),
        "Konto": _account(booking.account),
        "Gegenkonto (ohne BU-Schlüssel)": _account(booking.contra),
        "BU-Schlüssel": _text(booking.key, 4),
        "Belegdatum": f"{booking.day:%d%m}",
        "Belegfeld 1": _text(_IN_NUMBER.sub("-", booking.number), _LONGEST_NUMBER),
        "Buchungstext": _text(booking.text, _LONGEST_TEXT),
        "EU-Land u. UStID (Bestimmung)": _text(booking.vat_id, _LONGEST_VAT_ID),
        "Festschreibung": "0",
        "Fälligkeit": f"{booking.due_on:%d%m%Y}" if booking.due_on else "",
    }
    for name, cell in filled.items():
        cells[_PLACE[name]] = cell
    return cells


def _amount(amount: Money, currency: str) -> str:
    """With two decimals and a comma, however many the currency has."""
    return show(amount * 10 ** (_PLACES - places_of(currency))).replace(".", ",")


def _account(number: int) -> str:
    """With its leading noughts."""
    return f"{number:0{LENGTH}d}"


def _text(text: str, most: int) -> str:
    """A text of at most so many characters in quotation marks, which no text in it ends."""
    return '"' + in_windows_1252(plain(text))[:most].replace('"', '""') + '"'
