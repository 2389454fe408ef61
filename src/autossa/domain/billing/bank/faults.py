"""Why a file from the bank is refused whole: one reason, one sentence (wording.bank)."""

from enum import StrEnum


class FileFault(StrEnum):
    """What is wrong with a file of statements."""

    TOO_LARGE = "too_large"
    UNPACKS_TOO_LARGE = "unpacks_too_large"
    DAMAGED = "damaged"
    HAS_DTD = "has_dtd"
    NO_STATEMENT = "no_statement"
    OTHER_FORMAT = "other_format"
    OTHER_VERSION = "other_version"
    WRONG_ACCOUNT = "wrong_account"
    OTHER_CURRENCY = "other_currency"
    INCOMPLETE = "incomplete"
    AMOUNT_UNCLEAR = "amount_unclear"
    DAY_TO_COME = "day_to_come"


class FileRefused(Exception):
    """Nothing of this file counts. `file` is its name within an archive, `line` where it was found, 0 if unknown.

    The text names no account, name or amount: it may be logged.
    """

    def __init__(self, fault: FileFault, *, file: str = "", line: int = 0) -> None:
        self.fault, self.file, self.line = fault, file, line
        super().__init__(f"{fault}{f' in {file}' if file else ''}{f', line {line}' if line else ''}")
