"""A list of releases as a file (CSV), read whole: every line that is wrong is told, not only the first (rule 9).

Columns: product, branch, version, released_on, and if wanted class, channel, features, requires (codes of license
types, with blanks between them), supported_until (of the branch), notes.
"""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from autossa.domain.dates import FIRST_YEAR, LAST_YEAR, read_day
from autossa.domain.releases.catalogue import Channel, ReleaseClass
from autossa.operations.errors import Invalid, OperationError
from autossa.operations.releases.releases import MAX_NOTES, ReleaseText
from autossa.operations.validation import MAX_CODE, TextError, read_line, read_text

MUST = ("product", "branch", "version", "released_on")
MAY = ("class", "channel", "features", "requires", "supported_until", "notes")
MOST_LINES = 5000
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_Word = TypeVar("_Word", bound=StrEnum)


class ListRefused(Invalid):
    """Nothing is imported: {count} of the list's lines are wrong, first line {line}: {first}"""

    field = "file"

    def __init__(self, problems: Iterable["Problem"]) -> None:
        self.problems = tuple(sorted(problems, key=lambda problem: problem.line))
        first = self.problems[0]
        lines = {problem.line for problem in self.problems}
        super().__init__(count=len(lines), line=first.line, first=str(first.error))


class ColumnMissing(Invalid):
    """The list has no column {name}; its first line names the columns: {columns}."""

    field = "file"


class ColumnUnknown(Invalid):
    """The list has a column {name}, which means nothing here; those that do are {columns}."""

    field = "file"


class ListTooLong(Invalid):
    """The list has more than {most} lines; import it in parts."""

    field = "file"


class CellsTooMany(Invalid):
    """This line has more cells than the first one names columns; put a text with a separator in it into quotes."""


class QuotesOpen(Invalid):
    """The quotes of this line are wrong: {why}."""


class NotADay(TextError):
    """{given} is not a date such as 2026-01-31, from {first} to {last}."""


class ClassUnknown(Invalid):
    """{given} is no class of a release; choose one of: {choices}."""

    field = "class"


class ChannelUnknown(Invalid):
    """{given} is no channel of releases; choose one of: {choices}."""

    field = "channel"


class ListedTwice(Invalid):
    """{product} {version} is listed on line {first} already."""


class SupportListedOtherwise(Invalid):
    """Line {first} names another last supported day for branch {branch} of {product}."""

    field = "supported_until"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line of the list."""

    line: int
    error: OperationError

    @property
    def column(self) -> str:
        """The column that it is about; empty where it is about the line."""
        return self.error.field if self.error.field in (*MUST, *MAY) else ""


@dataclass(frozen=True, slots=True)
class ListedRelease:
    """A line of the list; `supported_until` is the last day of its branch, none where the list is silent about it."""

    line: int
    product: str
    branch: str
    given: ReleaseText
    supported_until: date | None

    @property
    def key(self) -> tuple[str, str]:
        """What is listed once at most."""
        return self.product, self.given.version


def read_list(text: str) -> tuple[list[ListedRelease], list[Problem]]:
    """The releases of a list and what is wrong with it, by line.

    Raises ColumnMissing, ColumnUnknown, ListTooLong, and ListRefused where quotes leave no lines to be told.
    """
    rows = csv.reader(_lines(text), delimiter=_separator(text), strict=True)
    found: list[ListedRelease] = []
    problems: list[Problem] = []
    try:
        columns = _columns(next(rows, []))
        for number, cells in enumerate(rows, start=1):
            if number > MOST_LINES:
                raise ListTooLong(most=MOST_LINES)
            if not any(cell.strip() for cell in cells):
                continue
            try:
                found.append(_read_row(rows.line_num, columns, cells))
            except Invalid as error:
                problems.append(Problem(rows.line_num, error))
    except csv.Error as error:
        raise ListRefused([Problem(rows.line_num, QuotesOpen(why=str(error)))]) from None
    return found, problems + list(_contradictions(found))


def _lines(text: str) -> list[str]:
    return text.removeprefix("\ufeff").splitlines(keepends=True)


def _separator(text: str) -> str:
    """A comma, or what spreadsheets write where the comma is in numbers."""
    head = text.split("\n", 1)[0]
    return max(",;\t", key=head.count)


def _columns(head: list[str]) -> list[str]:
    columns = [cell.strip().lower() for cell in head]
    named = ", ".join((*MUST, *MAY))
    if missing := next((name for name in MUST if name not in columns), None):
        raise ColumnMissing(name=missing, columns=named)
    known = {*MUST, *MAY}
    if odd := next((name for at, name in enumerate(columns) if name not in known or name in columns[:at]), None):
        raise ColumnUnknown(name=odd, columns=named)
    return columns


def _read_row(line: int, columns: list[str], cells: list[str]) -> ListedRelease:
    if len(cells) > len(columns):
        raise CellsTooMany
    row = {name: cell.strip() for name, cell in zip(columns, cells, strict=False)}
    until = row.get("supported_until")
    return ListedRelease(
        line=line,
        product=read_line(row.get("product", ""), "the product", MAX_CODE, field="product"),
        branch=read_line(row.get("branch", ""), "the branch", MAX_CODE, field="branch"),
        given=_read_release(row),
        supported_until=_day(until, "supported_until") if until else None,
    )


def _read_release(row: Mapping[str, str]) -> ReleaseText:
    return ReleaseText(
        version=read_line(row.get("version", ""), "the version", MAX_CODE, field="version"),
        released_on=_day(row.get("released_on", ""), "released_on"),
        release_class=_choice(ReleaseClass, row.get("class") or ReleaseClass.FEATURE, ClassUnknown),
        channel=_choice(Channel, row.get("channel") or Channel.STABLE, ChannelUnknown),
        notes=read_text(row.get("notes", ""), "the notes", MAX_NOTES, required=False, field="notes"),
        features=tuple(sorted(set(row.get("features", "").split()))),
        requires=tuple(sorted(set(row.get("requires", "").split()))),
    )


def _day(given: str, column: str) -> date:
    """A day as 2026-01-31 alone: of 01/02/2027 nobody knows which program wrote it, the day or the month first."""
    line = read_line(given, "the day", MAX_CODE, field=column)
    try:
        if not _DAY.fullmatch(line):
            raise ValueError
        return read_day(line)
    except ValueError:
        raise NotADay(given=line, first=FIRST_YEAR, last=LAST_YEAR, field=column) from None


def _choice(kind: type[_Word], text: str, unknown: type[Invalid]) -> _Word:
    try:
        return kind(text)
    except ValueError:
        raise unknown(given=text, choices=", ".join(kind)) from None


def _contradictions(found: Iterable[ListedRelease]) -> Iterable[Problem]:
    releases: dict[tuple[str, str], int] = {}
    support: dict[tuple[str, str], tuple[int, date]] = {}
    for one in found:
        first = releases.setdefault(one.key, one.line)
        if first != one.line:
            error = ListedTwice(product=one.product, version=one.given.version, first=first)
            yield Problem(one.line, error)
        if one.supported_until is None:
            continue
        line, day = support.setdefault((one.product, one.branch), (one.line, one.supported_until))
        if day != one.supported_until:
            yield Problem(one.line, SupportListedOtherwise(product=one.product, branch=one.branch, first=line))
