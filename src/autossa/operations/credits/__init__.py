"""Use cases of credits: topped up, opened, adjusted; ordered; used to extend by hand (rule 8)."""

from autossa.operations.credits.balance import (
    AdjustmentOfNothing,
    AmountNotAboveZero,
    AmountTooLarge,
    BalanceChanged,
    adjust,
    open_balance,
    top_up,
)
from autossa.operations.credits.extensions import CoverageChanged, extend

__all__ = [
    "AdjustmentOfNothing",
    "AmountNotAboveZero",
    "AmountTooLarge",
    "BalanceChanged",
    "CoverageChanged",
    "adjust",
    "extend",
    "open_balance",
    "top_up",
]
