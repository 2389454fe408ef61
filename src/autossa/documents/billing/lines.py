"""The lines of one document as a table, for CSV and XLSX."""

from collections.abc import Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from autossa.documents.tables import Cell
from autossa.domain.amounts import PLACES
from autossa.domain.billing.documents import Document


def lines_table(document: Document) -> Iterator[list[Cell]]:
    """The titles, then a line a charge; SSC and money with their decimals."""
    yield [
        _("Invoice"), _("Project"), _("License"), _("Type"), _("Quantity"), _("From"), _("Until"),
        _("SSC needed"), _("From balance"), _("Invoiced"), _("Net"), _("Currency"),
    ]  # fmt: skip
    for line in document.lines:
        yield [
            document.number, line.section, line.license_id, line.license_type, line.quantity, line.start, line.end,
            *(Decimal(ssc).scaleb(-PLACES) for ssc in (line.needed, line.from_balance, line.units)),
            Decimal(line.net).scaleb(-document.places), document.currency,
        ]  # fmt: skip
