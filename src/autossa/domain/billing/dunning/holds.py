"""What keeps dunning silent: a payer is paused, a document disputed, a payment promised (billing 16)."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Pause:
    """Nothing is sent to the payer up to and including `until`, as staff decided on `day`, with a reason."""

    day: date
    until: date
    reason: str
    ended_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is on."""
        return self.day <= day <= self.until and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True, slots=True)
class Promise:
    """The payer promised on `day` to pay these documents, or all where none is named, by `until`: silent until then."""

    day: date
    until: date
    documents: frozenset[str] = frozenset()

    def holds_on(self, day: date, document: str) -> bool:
        """Whether a document is promised, and the promise not broken yet."""
        return self.day <= day <= self.until and (not self.documents or document in self.documents)


@dataclass(frozen=True, slots=True)
class Dispute:
    """A document is disputed from `day` until it is settled, on `ended_on`: it is left out."""

    document: str
    day: date
    reason: str
    ended_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it is disputed."""
        return self.day <= day and (self.ended_on is None or day < self.ended_on)


@dataclass(frozen=True, slots=True)
class Holds:
    """All of a payer."""

    pauses: tuple[Pause, ...] = ()
    promises: tuple[Promise, ...] = ()
    disputes: tuple[Dispute, ...] = ()

    def is_paused(self, day: date) -> bool:
        """Nothing is sent to the payer."""
        return any(pause.holds_on(day) for pause in self.pauses)

    def is_disputed(self, document: str, day: date) -> bool:
        """The document is left out."""
        return any(one.document == document and one.holds_on(day) for one in self.disputes)

    def is_promised(self, document: str, day: date) -> bool:
        """Silence: it will be paid."""
        return any(promise.holds_on(day, document) for promise in self.promises)

    def promised_until(self, document: str, day: date) -> date | None:
        """The last day by which it is promised to be paid."""
        return max((one.until for one in self.promises if one.holds_on(day, document)), default=None)

    def is_silent(self, document: str, day: date) -> bool:
        """Nothing happens to the document by itself."""
        return self.is_paused(day) or self.is_disputed(document, day) or self.is_promised(document, day)
