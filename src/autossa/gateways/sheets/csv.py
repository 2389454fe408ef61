"""CSV: one table, in UTF-8, with commas, semicolons or tabs between its cells."""

import csv
import io

from autossa.domain.imports.tables import LONGEST, MOST_COLUMNS, MOST_ROWS, Cell, Table, UnreadableFile

_SIGNS = "=+-@"


def read_csv(content: bytes) -> Table:
    """The table; each row with the number of its line. Raises UnreadableFile."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableFile("not_utf8") from None
    if "\0" in text:
        raise UnreadableFile("broken")
    head = text.partition("\n")[0]
    between = max(",;\t", key=head.count)
    rows: list[tuple[int, tuple[Cell, ...]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=between)
    try:
        for cells in reader:
            if not any(cells):
                continue
            if len(rows) > MOST_ROWS or len(cells) > MOST_COLUMNS:
                raise UnreadableFile("too_large")
            rows.append((reader.line_num, tuple(_plain(cell) for cell in cells)))
    except csv.Error:
        raise UnreadableFile("broken") from None
    return Table("", tuple(rows))


def _plain(cell: str) -> str:
    """Without the apostrophe that keeps a spreadsheet from taking a text for a formula."""
    return cell[1 : LONGEST + 2] if cell[:1] == "'" and cell[1:2] in _SIGNS and cell[1:2] else cell[: LONGEST + 1]
