"""The page of the books: what is owed, the VAT of a month, what is deferred."""

from dataclasses import dataclass
from datetime import date

from autossa.domain.billing.books.ahead import Ahead
from autossa.domain.billing.books.postings import Span
from autossa.domain.billing.books.vat import VatLine, month_of
from autossa.queries.billing.books.reading import books
from autossa.queries.billing.books.receivables import Receivables, read_receivables


@dataclass(frozen=True, slots=True)
class BooksPage:
    """The books at the end of `day`; `month` is that of the VAT, so far."""

    day: date
    month: Span
    receivables: tuple[Receivables, ...]
    vat: tuple[VatLine, ...]
    ahead: tuple[Ahead, ...]

    @property
    def is_empty(self) -> bool:
        """Nothing was ever invoiced or sold."""
        return not (self.receivables or self.vat or self.ahead)


def read_books(day: date, month: date) -> BooksPage:
    """All of it, in one snapshot and a constant number of statements."""
    of_month = month_of(month)
    with books(day) as found:
        return BooksPage(day, of_month, read_receivables(day), found.vat(of_month), found.ahead())
