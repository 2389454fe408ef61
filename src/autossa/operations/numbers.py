"""Exact numbers on their way into the store."""

from decimal import Decimal
from fractions import Fraction

from autossa.operations.errors import Invalid
from autossa.store import exact


def numeric(value: Fraction) -> Decimal:
    """The number as the store keeps it, never rounded. Raises Invalid when there is no room for all its decimals."""
    try:
        return exact.numeric(value)
    except exact.NoRoom as error:
        raise Invalid(str(error)) from None
