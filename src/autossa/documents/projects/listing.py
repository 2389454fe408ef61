"""The list of projects as a table: a row a project, titles in the reader's language."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from django.utils.translation import gettext as _

from autossa.documents.tables import Cell
from autossa.domain.amounts import PLACES, Ssc
from autossa.domain.currencies import places_of
from autossa.queries.billing.next_charges import NextCharge
from autossa.queries.projects.listing import ProjectRow
from autossa.wording import glossary
from autossa.wording.formats import last_day
from autossa.wording.notices import notices_of

_Column = tuple[str, Callable[[ProjectRow], Cell]]


def project_table(rows: Iterable[ProjectRow]) -> Iterator[list[Cell]]:
    """The titles, then a line a project; money only where it may be seen."""
    columns = _columns()
    yield [title for title, _ in columns]
    for row in rows:
        yield [read(row) for _, read in columns]


def _columns() -> list[_Column]:
    """Titles, and what stands below them."""
    return [
        (_("Project"), lambda row: row.name),
        (_("Customer"), lambda row: row.customer),
        (_("Number"), lambda row: row.customer_number),
        (_("Id"), lambda row: row.id),
        (_("Covered until"), lambda row: last_day(row.covered_until) if row.covered_until else None),
        (_("Days left"), lambda row: row.days_left),
        (_("Auto SSA"), lambda row: str(glossary.STATUS[row.contract.status if row.contract else None])),
        (_("Option"), lambda row: str(glossary.plan(row.option)) if row.option else ""),
        (_("Ends on"), lambda row: _end(row)),
        (_("Balance, SSC"), lambda row: _hundredths(row.free) if row.shows_money else None),
        (_("Held, SSC"), lambda row: _hundredths(row.held) if row.shows_money else None),
        (_("Next charge on"), lambda row: row.next_charge.day if row.next_charge else None),
        (_("Next charge, SSC"), lambda row: _hundredths(row.next_charge.ssc) if row.next_charge else None),
        (_("Next invoice, gross"), lambda row: _gross(row.next_charge) if row.next_charge else None),
        (_("Currency"), lambda row: row.currency if row.shows_money else ""),
        (_("Action needed"), lambda row: "; ".join(notice.short for notice in notices_of(row))),
    ]


def _end(row: ProjectRow) -> Cell:
    return last_day(row.contract.ends_on) if row.contract and row.contract.ends_on else None


def _hundredths(amount: Ssc) -> Decimal:
    return Decimal(amount).scaleb(-PLACES)


def _gross(charge: NextCharge) -> Decimal:
    return Decimal(charge.gross).scaleb(-places_of(charge.currency))
