"""Contracts whose next invoice would lack the order number that its payer needs, as a table."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from autossa.documents.tables import Cell
from autossa.queries.billing.order_numbers import PaidContract


def missing_table(rows: Iterable[PaidContract]) -> Iterator[list[Cell]]:
    """The titles, then a line a contract."""
    yield [_("Payer"), _("Number"), _("Project"), _("Next invoice")]
    for row in rows:
        yield [row.payer_name, row.payer_number, row.project_name, row.next_on]
