"""The references that a payment names: structured, or written into its text (billing 10, 11)."""

import re
from collections.abc import Iterator

from autossa.domain.billing.bank.statements import Transaction
from autossa.domain.billing.references import is_creditor_reference

_WORD = re.compile(r"(?<![A-Z0-9])RF\d\d[A-Z0-9]{1,21}(?![A-Z0-9])", re.ASCII)
_GROUPED = re.compile(r"(?<![A-Z0-9])RF\d\d(?: [A-Z0-9]{4}){0,5}(?: [A-Z0-9]{1,4})?(?![A-Z0-9])", re.ASCII)


def creditor_references(transaction: Transaction) -> tuple[str, ...]:
    """Every RF reference with right check digits, each once: the structured one first.

    In a text written in groups of four a word may follow that could belong to it: then all readings with right check
    digits are given, the longest first. A reference counts only where it is that of a document.
    """
    structured = "".join(transaction.reference.upper().split())
    found = [structured, *_written(f"{transaction.text} {transaction.end_to_end_id}".upper())]
    return tuple(dict.fromkeys(one for one in found if is_creditor_reference(one)))


def _written(text: str) -> Iterator[str]:
    for found in _WORD.finditer(text):
        yield found[0]
    for found in _GROUPED.finditer(text):
        groups = found[0].split(" ")
        for count in range(len(groups), 1, -1):
            yield "".join(groups[:count])
