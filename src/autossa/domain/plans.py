"""The contract options as data (rule 3): term, notice, billing and the adjustment on the SSC price."""

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Option:
    """One option of the plan table (rule 3). Months are whole; the adjustment is a share of the price (−2 % = −1/50).

    Raises ValueError when the term is no multiple of the billed months, since periods must add up to terms.
    """

    name: str
    term_months: int
    notice_months: int
    billed_months: int
    adjustment: Fraction

    def __post_init__(self) -> None:
        if min(self.term_months, self.notice_months, self.billed_months) < 1:
            raise ValueError(f"option {self.name}: term, notice and billed months must be at least 1")
        if self.term_months % self.billed_months:
            raise ValueError(f"option {self.name}: the billed months must divide the term")
        if self.adjustment <= -1:
            raise ValueError(f"option {self.name}: the adjustment must leave a price")

    @property
    def price_factor(self) -> Fraction:
        """1 + adjustment: what the list price of an SSC is multiplied with."""
        return _one_more(*self.adjustment.as_integer_ratio())


@lru_cache(maxsize=256)
def _one_more(numerator: int, denominator: int) -> Fraction:
    """Made once for each adjustment: it is asked for each renewal."""
    return 1 + Fraction(numerator, denominator)


STANDARD_OPTIONS = (
    Option("annual_yearly", 12, 3, 12, Fraction(-2, 100)),
    Option("annual_quarterly", 12, 3, 3, Fraction(-1, 100)),
    Option("annual_monthly", 12, 3, 1, Fraction(0)),
    Option("flex_monthly", 1, 1, 1, Fraction(3, 100)),
)
