"""What is owed on a day: by currency and age, and by the payers who owe most. Added up by the database."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.books.items import AGES
from autossa.queries.billing.books.streams import stream
from autossa.store.ids import public_id

MOST = 50

# As `items.rest_of` and `items.age_of`, for all documents at once; a test holds them against each other. An order
# that was paid before it was invoiced is left out; what is allocated to others is deducted, once payments have a table.
# All invoices are added up without a look at what settles them, by all the processes there are; then the few that were
# credited or paid are corrected.
_OWED = """
WITH settled AS MATERIALIZED (
    SELECT id, sum(gross)::bigint AS noted, bool_or(is_paid) AS is_paid FROM (
        SELECT corrects AS id, gross, false AS is_paid FROM invoices
        WHERE corrects IS NOT NULL AND issued_on <= %(day)s
        UNION ALL SELECT i.id, 0, true FROM invoices i JOIN credit_orders o ON o.id = i.credit_order_id
        WHERE i.series = 'INV' AND o.paid_on IS NOT NULL
        UNION ALL SELECT i.id, 0, true FROM invoices i JOIN license_orders o ON o.id = i.license_order_id
        WHERE i.series = 'INV' AND o.paid_on IS NOT NULL
    ) s GROUP BY id
), added AS (
    SELECT payer, currency, width_bucket(%(day)s::date - due_on, %(ages)s::int[]) AS age,
        count(*) AS documents, sum(gross)::bigint AS billed, 0::bigint AS noted
    FROM invoices WHERE series = 'INV' AND issued_on <= %(day)s GROUP BY 1, 2, 3
    UNION ALL
    SELECT i.payer, i.currency, width_bucket(%(day)s::date - i.due_on, %(ages)s::int[]),
        CASE WHEN g.is_gone THEN -1 ELSE 0 END, CASE WHEN g.is_gone THEN -i.gross ELSE 0 END,
        CASE WHEN g.is_gone THEN 0 ELSE s.noted END
    FROM settled s JOIN invoices i ON i.id = s.id
    CROSS JOIN LATERAL (SELECT s.is_paid OR i.gross + s.noted <= 0 AS is_gone) g
    WHERE i.series = 'INV' AND i.issued_on <= %(day)s
), owed AS MATERIALIZED (
    SELECT payer, currency, age, sum(documents) AS documents, sum(billed) AS billed, sum(noted) AS noted
    FROM added GROUP BY payer, currency, age HAVING sum(documents) > 0
), most AS (
    SELECT payer, currency, row_number() OVER (PARTITION BY currency ORDER BY
        sum(billed + noted) FILTER (WHERE age > 0) DESC NULLS LAST, sum(billed + noted) DESC, payer) AS place
    FROM owed GROUP BY payer, currency
)
SELECT NULL::uuid, '', currency, 0::bigint, age, sum(documents)::bigint, sum(billed)::bigint, sum(noted)::bigint
FROM owed GROUP BY currency, age
UNION ALL
SELECT w.payer, o.name, w.currency, m.place, w.age, w.documents::bigint, w.billed::bigint, w.noted::bigint
FROM owed w JOIN most m USING (payer, currency) JOIN organisations o ON o.id = w.payer
WHERE m.place <= %(most)s
ORDER BY 3, 4, 5
"""


class Owed(NamedTuple):
    """Open documents, what they are of, and what credit notes took back; money in minor units."""

    documents: int
    billed: Money
    noted: Money

    @property
    def rest(self) -> Money:
        """What is still to be paid."""
        return self.billed + self.noted


NOTHING = Owed(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Owing:
    """What is owed in a currency, by age (0 is not due yet); of one payer, or of all where there is no name."""

    currency: str
    ages: tuple[Owed, ...]
    key: UUID | None = None
    name: str = ""

    @property
    def payer(self) -> str:
        """The public id of the payer."""
        return public_id("org", self.key) if self.key else ""

    @property
    def total(self) -> Owed:
        """All ages together."""
        return Owed(*(sum(column) for column in zip(*self.ages, strict=True)))

    @property
    def by_age(self) -> list[tuple[int, Owed]]:
        """What is owed, each with its age."""
        return list(enumerate(self.ages))

    @property
    def overdue(self) -> Money:
        """What should have been paid."""
        return sum(owed.rest for owed in self.ages[1:])


@dataclass(frozen=True, slots=True)
class Receivables:
    """What is owed in a currency, and the payers with most of it, those with most overdue first."""

    everybody: Owing
    most: tuple[Owing, ...]


def read_receivables(day: date) -> tuple[Receivables, ...]:
    """By currency. One statement."""
    given = {"day": day, "ages": list(AGES), "most": MOST}
    found: dict[str, dict[int, Owing]] = defaultdict(dict)
    for payer, name, currency, place, age, *amounts in stream(_OWED, given):
        owing = found[currency].get(place) or _nothing(currency, payer, name)
        ages = (*owing.ages[:age], Owed(*amounts), *owing.ages[age + 1 :])
        found[currency][place] = Owing(currency, ages, owing.key, name)
    return tuple(Receivables(rows.pop(0), tuple(rows.values())) for rows in found.values())


def _nothing(currency: str, payer: UUID | None, name: str) -> Owing:
    return Owing(currency, (NOTHING,) * (len(AGES) + 1), payer, name)
