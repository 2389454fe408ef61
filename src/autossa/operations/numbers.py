"""Exact numbers on their way into the store."""

from decimal import Decimal
from fractions import Fraction

from autossa.operations.errors import Invalid
from autossa.store import exact


class NumberTooExact(Invalid):
    """{cause}"""


def numeric(value: Fraction) -> Decimal:
    """The number as the store keeps it, never rounded. Raises NumberTooExact where its decimals have no room."""
    try:
        return exact.numeric(value)
    except exact.NoRoom as error:
        raise NumberTooExact(cause=str(error)) from None
