"""The register of invoices as a table, for CSV and XLSX."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from autossa.documents.tables import Cell
from autossa.domain.currencies import places_of
from autossa.queries.billing.register.listing import RegisterRow
from autossa.wording import glossary
from autossa.wording.formats import last_day


def register_table(rows: Iterable[RegisterRow]) -> Iterator[list[Cell]]:
    """The titles, then a line a document."""
    columns = _columns()
    yield [title for title, _read in columns]
    for row in rows:
        yield [read(row) for _title, read in columns]


_Column = tuple[str, Callable[[RegisterRow], Cell]]


def _columns() -> list[_Column]:
    """Titles in the reader's language, and what stands below them."""
    return [
        (_("Number"), lambda row: row.number),
        (_("For invoice"), lambda row: row.corrects),
        (_("Issued"), lambda row: row.issued_on),
        (_("Due"), lambda row: row.due_on),
        (_("Status"), lambda row: str(glossary.DOCUMENT_STATE[row.state] if row.state else _("Credit note"))),
        (_("Payer"), lambda row: row.payer),
        (_("Customer"), lambda row: row.customer),
        (_("Project"), lambda row: row.project),
        (_("Order number"), lambda row: row.order_number),
        (_("For"), lambda row: glossary.reason_of_document(row.reason)),
        (_("From"), lambda row: row.start),
        (_("Until"), lambda row: last_day(row.end)),
        (_("Net"), lambda row: _money(row, row.net)),
        (_("VAT"), lambda row: _money(row, row.tax)),
        (_("Gross"), lambda row: _money(row, row.gross)),
        (_("Left to pay"), lambda row: _money(row, row.left)),
        (_("Currency"), lambda row: row.currency),
    ]


def _money(row: RegisterRow, minor: int) -> Decimal:
    return Decimal(minor).scaleb(-places_of(row.currency))
