"""What a use case raises: a refusal of the rules, or a request that cannot be understood."""

from autossa.domain.comparisons import Offer
from autossa.domain.refusals import Refusal


class OperationError(Exception):
    """A use case was not done, and nothing was written; the text is for the person who asked."""


class Refused(OperationError):
    """The rules refused, with a code and what helps."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code.value)
        self.refusal = refusal


class Changed(OperationError):
    """What was agreed to is no longer so: prices, licenses or the day have changed; `now` is what holds instead."""

    def __init__(self, now: Offer) -> None:
        super().__init__("this has changed since it was agreed to")
        self.now = now


class NotFound(OperationError):
    """There is no such thing, or it is not for whoever asked."""


class Invalid(OperationError):
    """The request itself is wrong: the text says what was expected."""
