"""By what an entry is known again, in halves, overlaps and repetitions of statements of either version (billing 15).

The bank's reference of the entry counts, with its day and amount, since some banks use one for all that belongs
together. Without it, what the entry says counts. Entries that are alike in that are numbered within their statement:
two equal payments a day are two. The number of the statement, its pages and the entry's number in it are no part of it:
banks give them anew when another span of days is asked for.
"""

import hashlib
import json
from collections import Counter

from autossa.domain.billing.bank.statements import Entry, Statement

_NO_REFERENCES = frozenset({"", "NONREF", "NOTREF", "NONE", "NOREF", "NOTPROVIDED"})
_LENGTH = 32  # 128 bits, in hexadecimal


class Identities:
    """Gives the entries of one statement their identities; each entry once, in the order of the file."""

    def __init__(self, statement: Statement) -> None:
        self._account = statement.account
        self._seen: Counter[str] = Counter()

    def of(self, entry: Entry) -> str:
        """The identity: letters and digits, 32 of them, the same on every machine."""
        reference = entry.bank_reference.upper()
        is_named = reference not in _NO_REFERENCES
        facts = [self._account, entry.day.isoformat(), entry.amount, entry.is_reversal]
        facts += [reference] if is_named else ["", *_content(entry)]
        alike = json.dumps(facts, ensure_ascii=False)
        known = _digest(alike)
        self._seen[known] += 1
        return _digest(f"{alike}#{self._seen[known]}")


def _content(entry: Entry) -> list[object]:
    value_day = entry.value_day.isoformat() if entry.value_day else ""
    payments = [
        [one.amount, one.charges, one.end_to_end_id, one.mandate, one.name, one.iban, one.reference, one.text]
        for one in entry.transactions
    ]
    return [value_day, entry.text, *payments]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_LENGTH]
