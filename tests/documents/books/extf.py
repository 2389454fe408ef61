"""A reader of booking batches, after DATEV's public description of the format, and what its ledger makes of them.

It knows nothing of how the file was made: types, lengths and places are those of the description, field by field.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

FIELDS = 125

# The header: number of the field, what it is called, what it must look like.
HEADER = [
    ("Kennzeichen", r'"EXTF"'), ("Versionsnummer", r"700"), ("Formatkategorie", r"21"),
    ("Formatname", r'"Buchungsstapel"'), ("Formatversion", r"13"), ("Erzeugt am", r"20\d{15}"), ("Importiert", r""),
    ("Herkunft", r'"[A-Za-z0-9]{0,2}"'), ("Exportiert von", r'".{0,25}"'), ("Importiert von", r'".{0,25}"'),
    ("Beraternummer", r"(?!1000$)[1-9]\d{3,6}"), ("Mandantennummer", r"[1-9]\d{0,4}"),
    ("WJ-Beginn", r"20\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"), ("Sachkontenlänge", r"[4-8]"),
    ("Datum vom", r"20\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"),
    ("Datum bis", r"20\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])"), ("Bezeichnung", r'".{0,30}"'),
    ("Diktatkürzel", r'"([A-Z]{2}){0,2}"'), ("Buchungstyp", r"[12]"), ("Rechnungslegungszweck", r"0|30|40|50|64"),
    ("Festschreibung", r"[01]"), ("WKZ", r'"[A-Z]{3}"'), ("Reserviert", r""), ("Derivatskennzeichen", r'""'),
    ("Reserviert", r""), ("Reserviert", r""), ("Sachkontenrahmen", r'"(\d{2}){0,2}"'),
    ("ID der Branchenlösung", r"\d{0,4}"),
    ("Reserviert", r""), ("Reserviert", r'""'), ("Anwendungsinformation", r'".{0,16}"'),
]  # fmt: skip

# The fields of a booking that may be filled here: number, heading, what the description allows. All others are empty.
BOOKING = {
    1: ("Umsatz (ohne Soll/Haben-Kz)", r"\d{1,10},\d{2}"),
    2: ("Soll/Haben-Kennzeichen", r'"[SH]"'),
    3: ("WKZ Umsatz", r'"[A-Z]{3}"'),
    7: ("Konto", r"\d{4,9}"),
    8: ("Gegenkonto (ohne BU-Schlüssel)", r"\d{4,9}"),
    9: ("BU-Schlüssel", r'"(|\d{1,4})"'),
    10: ("Belegdatum", r"\d{4}"),
    11: ("Belegfeld 1", r'"[A-Za-z0-9$%&*+\-/]{0,36}"'),
    14: ("Buchungstext", r'"(?:[^"]|""){0,60}"'),
    40: ("EU-Land u. UStID (Bestimmung)", r'"[A-Z0-9 ]{0,15}"'),
    114: ("Festschreibung", r"[01]?"),
    117: ("Fälligkeit", r"|\d{8}"),
}
_CELL = re.compile(r'("(?:[^"]|"")*"|[^;"]*)(;|$)')


class Booking(NamedTuple):
    """One line of the batch, read."""

    amount: Decimal
    side: str
    account: int
    contra: int
    key: str
    day: date
    number: str
    text: str


class Batch(NamedTuple):
    """A batch, read."""

    header: Mapping[str, str]
    headings: list[str]
    bookings: list[Booking]


def read(data: bytes) -> Batch:
    """Read a file field by field; AssertionError for what the description does not allow."""
    text = data.decode("cp1252")
    assert text.endswith("\r\n")
    lines = text[:-2].split("\r\n")
    assert "\r" not in "".join(lines)
    assert "\n" not in "".join(lines)
    header = cells(lines[0])
    assert len(header) == len(HEADER) == 31
    for (name, form), cell in zip(HEADER, header, strict=True):
        assert re.fullmatch(form, cell), (name, cell)
    named = {name: cell.strip('"') for (name, _), cell in zip(HEADER, header, strict=True)}
    headings = cells(lines[1])
    assert len(headings) == FIELDS
    for number, (name, _) in BOOKING.items():
        assert headings[number - 1] == name
    return Batch(named, headings, [_booking(cells(line), named) for line in lines[2:]])


def cells(line: str) -> list[str]:
    """The cells of a line; a semicolon in quotation marks ends none."""
    found, place = [], 0
    while True:
        cell = _CELL.match(line, place)
        assert cell, line[place:]
        found.append(cell[1])
        place = cell.end()
        if not cell[2]:
            assert place == len(line), line[place:]
            return found


def _booking(row: list[str], header: Mapping[str, str]) -> Booking:
    assert len(row) == FIELDS
    for number, cell in enumerate(row, start=1):
        name, form = BOOKING.get(number, ("empty", r'(|"")'))
        assert re.fullmatch(form, cell), (number, name, cell)
    first, last = (date.fromisoformat(header[name]) for name in ("Datum vom", "Datum bis"))
    begin = date.fromisoformat(header["WJ-Beginn"])
    day, month = int(row[9][:2]), int(row[9][2:])
    on = date(begin.year if month >= begin.month else begin.year + 1, month, day)
    assert first <= on <= last
    amount = Decimal(row[0].replace(",", "."))
    assert amount > 0
    texts = [row[n].strip('"').replace('""', '"') for n in (1, 8, 10, 13)]
    return Booking(amount, texts[0], int(row[6]), int(row[7]), texts[1], on, texts[2], texts[3])


# ---------------------------------------------------------------- what the ledger makes of it

AUTOMATIC = {8400: (19, 1776), 8300: (7, 1771), 4400: (19, 3806), 4300: (7, 3801)}  # rate in %, account of its VAT


def balances(batch: Batch) -> dict[int, Decimal]:
    """What is on each account: an automatic one gives its VAT away, unless key 40 says not to."""
    found: dict[int, Decimal] = defaultdict(Decimal)
    for one in batch.bookings:
        amount = one.amount if one.side == "S" else -one.amount
        for account, sign in ((one.account, amount), (one.contra, -amount)):
            rate, taxed = AUTOMATIC.get(account, (0, 0))
            if rate and one.key != "40":
                tax = (sign * rate / (100 + rate)).quantize(Decimal("0.01"), ROUND_HALF_UP)
                found[taxed] += tax
                sign -= tax
            found[account] += sign
    return {account: amount for account, amount in found.items() if amount}
