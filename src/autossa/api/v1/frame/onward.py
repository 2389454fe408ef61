"""Long lists that are read in one direction, by their key; and answers out of the rows of queries."""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from ninja import Field, Schema
from pydantic import ConfigDict

from autossa.api.v1.frame.paging import MOST, USUAL, Listed
from autossa.api.v1.frame.shapes import Answer

S = TypeVar("S", bound=Answer)
R = TypeVar("R")


class Onward(Schema):
    """Which part of a list that is read in one direction."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(USUAL, ge=1, le=MOST, description="At most so many.")
    starting_after: str = Field("", max_length=200, description="Those after the one with this id.")


def part(rows: Iterable[R], shape: Callable[[R], S], next_after: str | None) -> Listed[S]:
    """A part that a query read by its key, and whether there is more."""
    return Listed(data=[shape(row) for row in rows], has_more=next_after is not None)


def shaped(shape: type[S], row: Any, **more: Any) -> S:
    """The shape of a row: what has the same name is taken over; `more` is what the row has not, or says otherwise."""
    return shape(**{name: more[name] if name in more else getattr(row, name) for name in shape.model_fields})
