"""What a list of projects was asked for, in the address: read, and written again with one thing changed."""

from dataclasses import replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.portal.web.requests import AccountRequest, chosen_of, search_words
from autossa.queries.access import Seen, narrowed, read_key, seen_projects
from autossa.queries.errors import Unknown
from autossa.queries.projects.counts import Counts
from autossa.queries.projects.listing import Asked, Left, Sort, State

Choice = TypeVar("Choice", bound=StrEnum)

MOST_CHOSEN = 1000

LEFT: dict[Left, str | Promise] = {
    Left.ANY: gettext_lazy("All"),
    Left.WEEK: gettext_lazy("Up to 7 days left"),
    Left.MONTH: gettext_lazy("Up to 30 days left"),
    Left.QUARTER: gettext_lazy("Up to 90 days left"),
    Left.GRACE: gettext_lazy("Lapsed, counts once"),
    Left.LAPSED: gettext_lazy("Lapsed for longer"),
    Left.IN_USE: gettext_lazy("Never covered, in use"),
    Left.NEVER: gettext_lazy("Not covered yet"),
}

SORT: dict[Sort, str | Promise] = {
    Sort.URGENCY: gettext_lazy("By urgency"),
    Sort.NAME: gettext_lazy("By project"),
    Sort.CUSTOMER: gettext_lazy("By customer"),
    Sort.UNTIL: gettext_lazy("By end of coverage"),
}


def asked_of(given: QueryDict) -> Asked:
    """What an address or a form asks for; what makes no sense is passed over."""
    return Asked(
        search_words(given),
        _one(State, given.get("state"), State.ALL),
        _one(Left, given.get("left"), Left.ANY),
        _one(Sort, given.get("sort"), Sort.URGENCY),
        given.get("after", ""),
    )


def _one(kind: type[Choice], text: str | None, otherwise: Choice) -> Choice:
    try:
        return kind(text or otherwise)
    except ValueError:
        return otherwise


def chosen_only(asked: Asked, given: QueryDict) -> Asked:
    """The same, narrowed to the projects that were ticked; unknown ones are passed over."""
    keys = []
    for text in given.getlist("project")[:MOST_CHOSEN]:
        try:
            keys.append(read_key("prj", text))
        except Unknown:
            continue
    return replace(asked, only=tuple(keys))


def query_of(asked: Asked) -> str:
    """The address that asks for it; what is not asked for is left out."""
    given = {
        "q": asked.words,
        "state": "" if asked.state is State.ALL else asked.state.value,
        "left": "" if asked.left is Left.ANY else asked.left.value,
        "sort": "" if asked.sort is Sort.URGENCY else asked.sort.value,
        "after": asked.after,
    }
    return urlencode({name: value for name, value in given.items() if value})


def seen_by(request: AccountRequest) -> Seen:
    """The projects that the reader's lists show: those of the organisation they chose."""
    return seen_projects(narrowed(request.account, chosen_of(request)))


def filters(asked: Asked, counts: Counts, states: dict[State, Promise]) -> dict[str, list[tuple[object, ...]]]:
    """The links that narrow the list, each with how many projects it leads to; those that lead to none are left out."""
    first = replace(asked, after="")
    by_state = [(s, word, counts.of(s, asked.left), query_of(replace(first, state=s))) for s, word in states.items()]
    by_left = [(d, word, counts.of(asked.state, d), query_of(replace(first, left=d))) for d, word in LEFT.items()]
    return {
        "by_state": [f for f in by_state if f[2] or f[0] in (asked.state, State.ALL)],
        "by_left": [f for f in by_left if f[2] or f[0] in (asked.left, Left.ANY)],
    }


def sorts(asked: Asked) -> list[tuple[Sort, str | Promise, bool]]:
    """The orders to choose from, and which is chosen."""
    return [(sort, word, sort is asked.sort) for sort, word in SORT.items()]


_Matter = tuple[str | Promise, str, State, Left]

# What waits for somebody: in words, how pressing it is, and which part of the list it is.
_MATTERS: tuple[_Matter, ...] = (
    (gettext_lazy("Payment is open"), "danger", State.SUSPENDED, Left.ANY),
    (gettext_lazy("Lapsed without a contract: counts once, for now"), "danger", State.NONE, Left.GRACE),
    (gettext_lazy("Lapsed without a contract: counts twice"), "danger", State.NONE, Left.LAPSED),
    (gettext_lazy("Never covered though in use, without a contract"), "danger", State.NONE, Left.IN_USE),
    (gettext_lazy("Runs out within 30 days, without a contract"), "warn", State.NONE, Left.MONTH),
)

# What waits for the vendor, and what waits for whoever it asked.
_OF_STAFF: tuple[_Matter, ...] = ((gettext_lazy("Contracts to review"), "warn", State.REVIEW, Left.ANY),)
_OF_CUSTOMERS_FIRST: tuple[_Matter, ...] = ((gettext_lazy("Questions to answer"), "warn", State.QUESTION, Left.ANY),)

# What is the customer's to decide alone.
_OF_CUSTOMERS: tuple[_Matter, ...] = (
    (gettext_lazy("Not covered yet, without a contract"), "info", State.NONE, Left.NEVER),
    (gettext_lazy("Contract ends"), "info", State.ENDING, Left.ANY),
)


def matters(counts: Counts, *, is_staff: bool) -> list[tuple[str | Promise, str, int, str]]:
    """What needs a decision: words, tone, number of projects, the address of the list of them."""
    given = (*_OF_STAFF, *_MATTERS) if is_staff else (*_OF_CUSTOMERS_FIRST, *_MATTERS, *_OF_CUSTOMERS)
    found = [
        (word, tone, counts.of(state, left), query_of(Asked(state=state, left=left)))
        for word, tone, state, left in given
    ]
    return [matter for matter in found if matter[2]]
