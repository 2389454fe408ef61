"""Use cases of credits: topped up, opened, adjusted; ordered; used to extend by hand (rule 8)."""

from autossa.operations.credits.balance import (
    AdjustmentOfNothing,
    AmountNotAboveZero,
    AmountTooLarge,
    adjust,
    open_balance,
    top_up,
)
from autossa.operations.credits.extensions import extend

__all__ = [
    "AdjustmentOfNothing",
    "AmountNotAboveZero",
    "AmountTooLarge",
    "adjust",
    "extend",
    "open_balance",
    "top_up",
]
