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

# As `items.rest_of` and `items.age_of`, for all that is claimed; a test holds them against each other. What is left
# today is kept beside each claim: only what settled any of them after the day is looked for, and added to it again.
_OWED = """
WITH later AS MATERIALIZED (
    SELECT id, sum(noted)::bigint AS noted, sum(settled)::bigint AS settled FROM (
        SELECT corrects AS id, -gross AS noted, 0::bigint AS settled FROM invoices
        WHERE corrects IS NOT NULL AND issued_on > %(day)s
        UNION ALL SELECT document, 0, amount FROM allocations WHERE day > %(day)s
        UNION ALL SELECT document, 0, amount FROM write_offs WHERE day > %(day)s
    ) s GROUP BY id
), claimed AS (
    SELECT payer, currency, due_on, gross, noted, allocated + given_up AS settled FROM claims
    WHERE rest > 0 AND day <= %(day)s AND id NOT IN (SELECT id FROM later)
    UNION ALL
    SELECT payer, currency, due_on, gross, c.noted - l.noted, allocated + given_up - l.settled
    FROM later l JOIN claims c USING (id) WHERE day <= %(day)s
), owed AS MATERIALIZED (
    SELECT payer, currency, width_bucket(%(day)s::date - due_on, %(ages)s::int[]) AS age,
        count(*) AS documents, sum(gross)::bigint AS billed, -sum(noted)::bigint AS noted,
        sum(settled)::bigint AS settled
    FROM claimed WHERE gross - noted - settled > 0 GROUP BY 1, 2, 3
), most AS (
    SELECT payer, currency, row_number() OVER (PARTITION BY currency ORDER BY
        sum(billed + noted - settled) FILTER (WHERE age > 0) DESC NULLS LAST,
        sum(billed + noted - settled) DESC, payer) AS place
    FROM owed GROUP BY payer, currency
)
SELECT NULL::uuid, '', currency, 0::bigint, age, sum(documents)::bigint, sum(billed)::bigint, sum(noted)::bigint,
    sum(settled)::bigint
FROM owed GROUP BY currency, age
UNION ALL
SELECT w.payer, o.name, w.currency, m.place, w.age, w.documents::bigint, w.billed::bigint, w.noted::bigint,
    w.settled::bigint
FROM owed w JOIN most m USING (payer, currency) JOIN organisations o ON o.id = w.payer
WHERE m.place <= %(most)s
ORDER BY 3, 4, 5
"""


class Owed(NamedTuple):
    """Open documents and fees: what they are of, what credit notes took back (below 0), what was paid or given up.

    Money in minor units.
    """

    documents: int
    billed: Money
    noted: Money
    settled: Money

    @property
    def rest(self) -> Money:
        """What is still to be paid."""
        return self.billed + self.noted - self.settled


NOTHING = Owed(0, 0, 0, 0)


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
