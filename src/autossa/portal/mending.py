"""The page that mends what a notice or a refusal names: a link with its words, the amount filled in."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise

from autossa.domain.rights import Action
from autossa.queries.decisions import Decision, Matter


@dataclass(frozen=True, slots=True)
class Mend:
    """Where to go, and the words of the link."""

    address: str
    label: str | Promise


@dataclass(frozen=True, slots=True)
class _Way:
    """The page that mends a matter, what it asks of the reader, and what is filled in there."""

    name: str
    label: str | Promise
    action: Action
    query: Callable[[Decision], str] = lambda _: ""


# Which page mends which matter; the first that the reader may use is offered.
_WAYS: dict[Matter, tuple[_Way, ...]] = {}


def of_decision(decision: Decision, project: str, allowed: frozenset[Action]) -> Mend | None:
    """The way to mend what a notice tells; None when the reader can only wait."""
    for way in _WAYS.get(decision.matter, ()):
        if way.action in allowed:
            query = way.query(decision)
            return Mend(reverse(way.name, args=[project]) + (f"?{query}" if query else ""), way.label)
    return None
