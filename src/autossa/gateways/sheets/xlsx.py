"""Workbooks (XLSX): values only, read as a stream, with nothing in them that could do harm.

A workbook is a ZIP file of XML. What it may grow to is bounded, a document type (which entities need) is refused, a
formula is never looked at: what it gave when the file was saved stands beside it.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from posixpath import join, normpath
from typing import Any
from xml.parsers import expat

from autossa.domain.imports.tables import (
    EPOCH,
    EPOCH_1904,
    LONGEST,
    MOST_COLUMNS,
    MOST_ROWS,
    Cell,
    Table,
    UnreadableFile,
)

MOST_UNZIPPED = 400_000_000
MOST_PARTS = 2_000
MOST_SHEETS = 40
MOST_TEXTS = 3_000_000
_CHUNK = 1 << 20
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_DIGITS = Decimal("1e-12")


def is_workbook(content: bytes) -> bool:
    """It begins as a ZIP file does."""
    return content[:4] == b"PK\x03\x04"


def read_workbook(content: bytes) -> Iterator[Table]:
    """Its sheets, in order. Raises UnreadableFile."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            yield from _Workbook(archive).tables()
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, NotImplementedError, RuntimeError, EOFError, KeyError):
        raise UnreadableFile("broken") from None


class _Workbook:
    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.left, self.rows_left = MOST_UNZIPPED, MOST_ROWS
        parts = archive.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNZIPPED:
            raise UnreadableFile("too_large")
        self.names = set(archive.namelist())

    def tables(self) -> Iterator[Table]:
        """Every sheet with its rows."""
        targets = self._targets()
        sheets: list[tuple[str, str]] = []
        epoch = EPOCH

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal epoch
            if name == "sheet":
                key = next((value for key, value in attributes.items() if key.endswith(":id") or key == "id"), "")
                sheets.append((attributes.get("name", ""), targets.get(key, "")))
            elif name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                epoch = EPOCH_1904

        self._parse("xl/workbook.xml", start)
        if len(sheets) > MOST_SHEETS:
            raise UnreadableFile("too_large")
        texts = self._texts()
        for name, part in sheets:
            yield Table(name, tuple(self._rows(part, texts)), epoch)

    def _targets(self) -> dict[str, str]:
        found: dict[str, str] = {}

        def start(name: str, attributes: dict[str, str]) -> None:
            if name == "Relationship":
                target = attributes.get("Target", "")
                found[attributes.get("Id", "")] = normpath(
                    target.lstrip("/") if target[:1] == "/" else join("xl", target)
                )

        self._parse("xl/_rels/workbook.xml.rels", start)
        return found

    def _texts(self) -> list[str]:
        """What cells refer to by number; parts of one text are put together, readings of it left out."""
        found: list[str] = []
        if "xl/sharedStrings.xml" not in self.names:
            return found
        collecting, reading, pieces = False, False, [""]

        def start(name: str, attributes: dict[str, str]) -> None:
            nonlocal collecting, reading
            if name == "si":
                pieces.clear()
            reading = reading or name == "rPh"
            collecting = name == "t" and not reading

        def end(name: str) -> None:
            nonlocal collecting, reading
            collecting = False
            if name == "rPh":
                reading = False
            if name == "si":
                if len(found) >= MOST_TEXTS:
                    raise UnreadableFile("too_large")
                found.append("".join(pieces)[: LONGEST + 1])

        self._parse("xl/sharedStrings.xml", start, end, lambda data: pieces.append(data) if collecting else None)
        return found

    def _rows(self, part: str, texts: list[str]) -> list[tuple[int, tuple[Cell, ...]]]:
        reader = _Rows(texts, self.rows_left)
        self._parse(part, reader.start, reader.end, reader.text)
        self.rows_left -= len(reader.rows)
        return reader.rows

    def _parse(
        self,
        part: str,
        start: Callable[[str, dict[str, str]], None],
        end: Callable[[str], None] = lambda name: None,
        text: Callable[[str], Any] = lambda data: None,
    ) -> None:
        parser = expat.ParserCreate(namespace_separator=None)
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse
        parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
        parser.CharacterDataHandler = text
        with self.archive.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                self.left -= len(chunk)
                if self.left < 0:
                    raise UnreadableFile("too_large")
                parser.Parse(chunk, False)
        parser.Parse(b"", True)


def _refuse(*_: object) -> None:
    raise UnreadableFile("document_type")


class _Rows:
    """The rows of a sheet while it is read: values of cells, by their column."""

    def __init__(self, texts: list[str], most: int) -> None:
        self.texts, self.most = texts, most
        self.rows: list[tuple[int, tuple[Cell, ...]]] = []
        self.number, self.column, self.kind = 0, 0, ""
        self.cells: list[Cell] = []
        self.pieces: list[str] = []
        self.collects = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row, a cell, or the value in it begins."""
        if name == "c":
            found = _REFERENCE.fullmatch(attributes.get("r", ""))
            self.column = _column(found[1]) if found else self.column + 1
            self.kind = attributes.get("t", "n")
            self.pieces.clear()
        elif name == "row":
            given = attributes.get("r", "")
            self.number = int(given) if given.isascii() and given.isdigit() and len(given) < 8 else self.number + 1
            self.column, self.cells = 0, []
        self.collects = name in ("v", "t")

    def text(self, data: str) -> None:
        """Some of a value."""
        if self.collects:
            self.pieces.append(data)

    def end(self, name: str) -> None:
        """A cell or a row is over."""
        self.collects = False
        if name == "c" and self.pieces and 0 < self.column <= MOST_COLUMNS:
            self.cells.extend([None] * (self.column - len(self.cells)))
            self.cells[self.column - 1] = self._value("".join(self.pieces))
        elif name == "row" and any(cell not in (None, "") for cell in self.cells):
            if len(self.rows) >= self.most:
                raise UnreadableFile("too_large")
            self.rows.append((self.number, tuple(self.cells)))

    def _value(self, text: str) -> Cell:
        if self.kind == "s":
            place = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
            return self.texts[place] if 0 <= place < len(self.texts) else ""
        if self.kind != "n":
            return text[: LONGEST + 1]
        return number(text)


def number(text: str) -> Cell:
    """A number as a spreadsheet keeps it: what its binary form adds beyond 15 digits was never written by anybody."""
    try:
        found = Decimal(text.strip())
        if not found.is_finite() or found.adjusted() > 15:
            return text[: LONGEST + 1]
        digits = max(0, min(12, 14 - found.adjusted()))
        return round(found, digits).normalize() + 0
    except InvalidOperation:
        return text[: LONGEST + 1]


def _column(letters: str) -> int:
    found = 0
    for letter in letters:
        found = found * 26 + ord(letter) - 64
    return found
