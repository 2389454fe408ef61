"""What incoming payments are compared with: open documents, and the references of all (billing 10, 11)."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from autossa.domain.amounts import Money
from autossa.domain.billing.references import references_in

_OTHER_SIGNS = re.compile(r"[\W_]+")
_NUMBER = re.compile(r"[A-Z]{1,12}[0-9]{5,20}")
_FEWEST_DIGITS = 5
_SHORTEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document as a payment may be meant for it; `rest` is 0 where it is settled, money in minor units.

    `number` as it is printed, `reference` its RF reference. `can_match` is False while it is disputed or a collection
    is under way: then only its own reference finds it. An order (`is_order`) is no document yet: it waits to be paid,
    and becomes one by that; it is never overdue.
    """

    key: str
    payer: str
    number: str
    reference: str
    currency: str
    due_on: date
    rest: Money
    can_match: bool = True
    is_order: bool = False

    def is_overdue(self, day: date) -> bool:
        """Something is left of it after its due day."""
        return not self.is_order and self.rest > 0 and day > self.due_on


@dataclass(frozen=True)
class OpenBook:
    """The documents that payments of some days can be for, settled ones among them, and the payers.

    `everything` has the reference "everything open" of each payer, `names` what a payer's account at a bank is called,
    by payer. It may hold all documents, or those of the payers and references of the payments in question.
    """

    documents: tuple[Candidate, ...]
    everything: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)

    def named_in(self, text: str) -> list[Candidate]:
        """The documents whose reference or number a text has, in its order; the longest number of a place counts."""
        found = {one.key: one for reference in references_in(text) if (one := self._by_reference.get(reference))}
        for numbers in _numbers_in(text):
            if one := next((self._by_number[number] for number in numbers if number in self._by_number), None):
                found.setdefault(one.key, one)
        return list(found.values())

    def everything_in(self, text: str) -> str:
        """The payer whose "everything open" a text names, else ""."""
        return next((self.everything[one] for one in references_in(text) if one in self.everything), "")

    def open_of(self, payer: str, currency: str) -> list[Candidate]:
        """The open documents of a payer that can be matched, the oldest first."""
        return [one for one in self._open.get((payer, currency), ()) if one.can_match]

    def with_rest(self, amount: Money, currency: str) -> tuple[Candidate, ...]:
        """All open documents of which that much is left."""
        return tuple(self._by_rest.get((amount, currency), ()))

    def payers_named(self, text: str) -> list[str]:
        """Payers whose name a text has: it is no proof, but a hint."""
        squeezed = _squeezed(text)
        return [payer for payer, name in self._names if name in squeezed]

    def plus(self, changed: Iterable[Candidate]) -> "OpenBook":
        """The book with some of its documents as they are now: what is known of the others is kept."""
        by_key = {one.key: one for one in changed}
        if not by_key:
            return self
        book = replace(self, documents=tuple(by_key.get(one.key, one) for one in self.documents))
        for name, named_by in (("_by_reference", _reference_of), ("_by_number", _number_of)):
            if name in self.__dict__:
                book.__dict__[name] = self.__dict__[name] | _by(by_key.values(), named_by)
        return book

    @cached_property
    def _names(self) -> list[tuple[str, str]]:
        named = ((payer, _squeezed(name)) for payer, name in self.names.items())
        return [(payer, name) for payer, name in named if len(name) >= _SHORTEST_NAME]

    @cached_property
    def _by_reference(self) -> dict[str, Candidate]:
        return _by(self.documents, _reference_of)

    @cached_property
    def _by_number(self) -> dict[str, Candidate]:
        return _by(self.documents, _number_of)

    @cached_property
    def _open(self) -> dict[tuple[str, str], list[Candidate]]:
        found: dict[tuple[str, str], list[Candidate]] = {}
        for one in sorted(self.documents, key=lambda one: (one.due_on, one.number, one.key)):
            if one.rest > 0:
                found.setdefault((one.payer, one.currency), []).append(one)
        return found

    @cached_property
    def _by_rest(self) -> dict[tuple[Money, str], list[Candidate]]:
        found: dict[tuple[Money, str], list[Candidate]] = {}
        for one in self.documents:
            if one.rest > 0 and one.can_match:
                found.setdefault((one.rest, one.currency), []).append(one)
        return found


def _by(documents: Iterable[Candidate], named_by: Callable[[Candidate], str]) -> dict[str, Candidate]:
    return {name: one for one in documents if (name := named_by(one))}


def _reference_of(one: Candidate) -> str:
    return one.reference


def _number_of(one: Candidate) -> str:
    return _squeezed(one.number)


def _squeezed(text: str) -> str:
    return _OTHER_SIGNS.sub("", text.upper())


def _numbers_in(text: str) -> Iterator[list[str]]:
    """What may be the number of a document, by place: with all letters and digits there, then fewer of both."""
    for found in _NUMBER.finditer(_squeezed(text)):
        letters = found[0].rstrip("0123456789")
        digits = found[0][len(letters) :]
        lengths = range(len(digits), _FEWEST_DIGITS - 1, -1)
        yield [letters[place:] + digits[:length] for length in lengths for place in range(len(letters))]


def candidates(documents: Iterable[Candidate]) -> OpenBook:
    """A book without payers: what tests and simple questions need."""
    return OpenBook(tuple(documents))
