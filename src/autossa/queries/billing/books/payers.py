"""Who pays, as the books and their exports name them."""

from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from autossa.queries.billing.books.streams import stream
from autossa.store.ids import public_id


@dataclass(frozen=True)
class Payer:
    """An organisation that is invoiced."""

    key: UUID
    name: str
    number: str
    country: str
    vat_id: str

    @cached_property
    def id(self) -> str:
        """Its public id."""
        return public_id("org", self.key)


_PAYERS = "SELECT id, name, number, country, vat_id FROM organisations"


def read_payers() -> dict[str, Payer]:
    """All organisations, by key: whoever has been invoiced is among them. One statement."""
    return {str(row[0]): Payer(*row) for row in stream(_PAYERS)}
