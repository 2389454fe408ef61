"""Lists in pages: `limit`, `starting_after`, `ending_before`, each an id of the list."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar
from uuid import UUID

from ninja import Field, Schema
from pydantic import ConfigDict

from autossa.api.v1.frame.shapes import Answer
from autossa.operations.errors import Invalid
from autossa.queries.access import read_key
from autossa.queries.errors import Unknown

MOST = 100
USUAL = 25
T = TypeVar("T")
R = TypeVar("R")
_ID: Final[Callable[[Any], str]] = attrgetter("id")


class NotInList(Invalid):
    """This id is not in the list. Begin at the first page."""

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field


class OneWayOnly(Invalid):
    """Give starting_after or ending_before, not both."""

    field = "ending_before"


class PageAsk(Schema):
    """Which part of a list."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(USUAL, ge=1, le=MOST, description="At most so many.")
    starting_after: str = Field("", max_length=200, description="Those after the one with this id.")
    ending_before: str = Field("", max_length=200, description="Those before the one with this id.")


class OnwardAsk(Schema):
    """Which part of a list that is read in one direction."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(USUAL, ge=1, le=MOST, description="At most so many.")
    starting_after: str = Field("", max_length=200, description="Those after the one with this id.")


class Listed(Answer, Generic[T]):
    """A part of a list."""

    data: list[T]
    has_more: bool = Field(description="There are more in the direction that was asked for.")


def sides_of(ask: PageAsk, prefix: str) -> tuple[UUID | None, UUID | None]:
    """The keys behind `starting_after` and `ending_before`. Raises NotInList, OneWayOnly."""
    _check_one_way(ask)
    return _side(ask.starting_after, prefix, "starting_after"), _side(ask.ending_before, prefix, "ending_before")


def after_of(ask: OnwardAsk, prefix: str) -> UUID | None:
    """The key behind `starting_after`. Raises NotInList."""
    return _side(ask.starting_after, prefix, "starting_after")


def _check_one_way(ask: PageAsk) -> None:
    """Raises OneWayOnly."""
    if ask.starting_after and ask.ending_before:
        raise OneWayOnly


def _side(text: str, prefix: str, field: str) -> UUID | None:
    try:
        return read_key(prefix, text) if text else None
    except Unknown:
        raise NotInList(field) from None


def listed(rows: Sequence[R], ask: PageAsk, shape: Callable[[R], T], key: Callable[[R], str] = _ID) -> Listed[T]:
    """The part of a short list that was read whole, each row in its shape. Raises NotInList, OneWayOnly."""
    found, has_more = _part_of(rows, ask, key)
    return Listed(data=[shape(row) for row in found], has_more=has_more)


def part(rows: Iterable[R], shape: Callable[[R], T], next_after: str | None) -> Listed[T]:
    """A part that a query read by its key; there is more where it says what follows."""
    return Listed(data=[shape(row) for row in rows], has_more=bool(next_after))


def _part_of(rows: Sequence[R], ask: PageAsk, key: Callable[[R], str]) -> tuple[Sequence[R], bool]:
    """The part of a short list that was read whole, and whether there is more. Raises NotInList, OneWayOnly."""
    _check_one_way(ask)
    places = {key(row): place for place, row in enumerate(rows)}
    if ask.ending_before:
        end = places.get(ask.ending_before)
        if end is None:
            raise NotInList("ending_before")
        begin = max(0, end - ask.limit)
        return rows[begin:end], begin > 0
    begin = 0
    if ask.starting_after:
        if ask.starting_after not in places:
            raise NotInList("starting_after")
        begin = places[ask.starting_after] + 1
    return rows[begin : begin + ask.limit], begin + ask.limit < len(rows)


def place_in(ask: PageAsk, place_of: Callable[[str], str]) -> tuple[str, str]:
    """Where a long list goes on after, or ends before, as its query says it. Raises NotInList, OneWayOnly."""
    _check_one_way(ask)
    found = []
    for field in ("starting_after", "ending_before"):
        try:
            found.append(place_of(getattr(ask, field)) if getattr(ask, field) else "")
        except Unknown:
            raise NotInList(field) from None
    after, before = found
    return after, before


def after_in(ask: OnwardAsk, prefix: str) -> str:
    """The id after which a list goes on. Raises NotInList."""
    after_of(ask, prefix)
    return ask.starting_after
