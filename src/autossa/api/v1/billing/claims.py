"""Ids of what is to be paid: invoices and fees, and orders that wait for their payment."""

from collections.abc import Iterable
from uuid import UUID

from autossa.api.v1.frame.calls import key_of, path_key

_ORDERS = ("ord_", "lor_")


def claim_in(text: str, field: str = "claim") -> UUID:
    """The key of an invoice or fee in a body. Raises UnknownId."""
    return key_of(_prefix(text), text, field)


def claim_named(text: str) -> UUID:
    """The key of an invoice or fee in the address. Raises NotFound."""
    return path_key(_prefix(text), text)


def payables(texts: Iterable[str], field: str = "claims") -> list[str]:
    """Claims by key and orders by id, as `assign_payment` takes them. Raises UnknownId."""
    found = []
    for text in texts:
        if text.startswith(_ORDERS):
            key_of(text[:3], text, field)
            found.append(text)
        else:
            found.append(str(claim_in(text, field)))
    return found


def _prefix(text: str) -> str:
    return "fee" if text.startswith("fee_") else "inv"
