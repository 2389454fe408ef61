"""What of a line is credited, as it is typed: 2, 2=10.00 or 2=5x."""

import re

from autossa.cli.output import fail
from autossa.domain.amounts import read_number
from autossa.domain.billing.credit_notes import Pick

_PICK = re.compile(r"([0-9]{1,5})(?:=(?:([0-9]{1,9})x|([0-9.]{1,20})))?")


def read_pick(text: str, places: int) -> Pick:
    """A line by its number from 1 on, of an invoice whose money has so many `places`; exits for what is none."""
    found = _PICK.fullmatch(text)
    if found is None:
        fail(f"{text} is no line: write 2, 2=10.00 or 2=5x")
    line, quantity, amount = found.groups()
    place = int(line) - 1
    if quantity:
        return Pick(place, quantity=int(quantity))
    if not amount:
        return Pick(place)
    try:
        return Pick(place, amount=(read_number(amount, places) * 10**places).numerator)
    except ValueError:
        fail(f"{amount} is no amount with at most {places} decimals")
