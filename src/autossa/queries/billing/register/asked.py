"""What is asked of the register of documents, by its page, by exports and by the command: known without a database."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Which(StrEnum):
    """What the register can be narrowed to: where an invoice stands today, or credit notes alone."""

    ALL = "all"
    OPEN = "open"
    OVERDUE = "overdue"
    PAID = "paid"
    CREDITED = "credited"
    NOTES = "notes"


class Sort(StrEnum):
    """What the register is ordered by."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LARGEST = "largest"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for; `least` and `most` are gross amounts as people write them, of credit notes without their sign.

    `after` is the key that the page begins after; or `before` the one that it ends before.
    """

    words: str = ""
    which: Which = Which.ALL
    least: Fraction | None = None
    most: Fraction | None = None
    sort: Sort = Sort.NEWEST
    after: str = ""
    before: str = ""

    @property
    def is_narrowed(self) -> bool:
        """Not everything that there is to see was asked for."""
        return bool(self.words) or self.which is not Which.ALL or self.least is not None or self.most is not None
