"""What a use case raises: a refusal of the rules, or one exception for each thing that is wrong with a request.

An exception stands beside the function that raises it. Its name gives its code, its docstring its English message, and
`field` the input that it is about. Doors that speak a language say it in words of their own (by code); programs show
the code.
"""

import re
from typing import ClassVar

from autossa.domain.comparisons import Offer
from autossa.domain.refusals import Refusal


class OperationError(Exception):
    """It was not done, and nothing was written."""

    code: ClassVar[str] = "operation_error"
    field: str = ""

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.code = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", cls.__name__).lower()

    def __init__(self, text: str = "", **facts: object) -> None:
        """`facts` fill the placeholders of the docstring, and help whoever explains it."""
        self.facts = facts
        super().__init__(text or _first_paragraph(type(self)).format(**facts))


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


def _first_paragraph(kind: type[Exception]) -> str:
    return " ".join((kind.__doc__ or "").split("\n\n")[0].split())


class NotOurSchema(Exception):
    """The schema of the database stands in the way; said once, as a command ends."""

    def __init__(self) -> None:
        super().__init__(_first_paragraph(type(self)))


class SchemaIsNewer(NotOurSchema):
    """the database has the schema of a newer version; install that version on this machine, too"""


class SchemaInUse(NotOurSchema):
    """some table is in use for too long, so that the schema was not changed; stop the workers, then try again"""
