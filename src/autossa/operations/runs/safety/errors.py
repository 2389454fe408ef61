"""Why a run is not begun, or a project set aside by it."""

from autossa.operations.errors import Invalid, NotFound, OperationError


class RunHalted(OperationError):
    """The run for {day} is halted, and nothing of it is booked: {due} projects are due, foreseen were {forecast}; it
    would book about {periods} periods, at this part of what was charged before: {parts}.
    Check it, then continue or stop it.
    """


class RunStopped(OperationError):
    """The run for {day} was stopped: {reason}. It can be continued, with another reason."""


class NoSuchRun(NotFound):
    """There is no such run, or it does not wait for this any more."""


class DayLongPast(Invalid):
    """{day} is more than {most} days ago. Give a reason if this day is meant."""

    field = "today"


class TooManyPeriods(OperationError):
    """{periods} periods are due at once, more than {most}. Check the project, then try it again: alone it is booked."""


class ContractUnreadable(OperationError):
    """The contract, or a row that it rests on, cannot be read: its option, price list or payer is missing."""
