"""A file of tables, whichever of the two kinds it is."""

from autossa.domain.imports.tables import MOST_BYTES, Table, UnreadableFile, sections
from autossa.gateways.sheets.csv import read_csv
from autossa.gateways.sheets.xlsx import is_workbook, read_workbook


def read_tables(content: bytes) -> tuple[Table, ...]:
    """The sheets of a workbook; of CSV those that its first column names. Raises UnreadableFile."""
    if len(content) > MOST_BYTES:
        raise UnreadableFile("too_large")
    if is_workbook(content):
        return tuple(table for table in read_workbook(content) if table.rows)
    return tuple(sections(read_csv(content)))
