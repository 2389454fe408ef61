"""What a list of projects was asked for, in the address: read, and written again with one thing changed."""

from dataclasses import replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.portal.web.requests import AccountRequest, chosen_of, search_words
from autossa.queries.access import ProjectScope, limited_to, read_key, visible_projects
from autossa.queries.errors import Unknown
from autossa.queries.projects.counts import Counts
from autossa.queries.projects.listing import ProjectFilter, RemainingCoverage, Sort, State

Choice = TypeVar("Choice", bound=StrEnum)

MAX_SELECTED = 1000

LEFT: dict[RemainingCoverage, str | Promise] = {
    RemainingCoverage.ANY: gettext_lazy("All"),
    RemainingCoverage.WEEK: gettext_lazy("Up to 7 days left"),
    RemainingCoverage.MONTH: gettext_lazy("Up to 30 days left"),
    RemainingCoverage.QUARTER: gettext_lazy("Up to 90 days left"),
    RemainingCoverage.GRACE: gettext_lazy("Lapsed, in the grace period"),
    RemainingCoverage.LAPSED: gettext_lazy("Lapsed for longer"),
    RemainingCoverage.IN_USE: gettext_lazy("In use without coverage"),
    RemainingCoverage.NEVER: gettext_lazy("Not covered yet"),
}

SORT: dict[Sort, str | Promise] = {
    Sort.URGENCY: gettext_lazy("By urgency"),
    Sort.NAME: gettext_lazy("By project"),
    Sort.CUSTOMER: gettext_lazy("By customer"),
    Sort.UNTIL: gettext_lazy("By end of coverage"),
}


def asked_of(given: QueryDict) -> ProjectFilter:
    """What an address or a form asks for; what makes no sense is passed over."""
    return ProjectFilter(
        search_words(given),
        _one(State, given.get("state"), State.ALL),
        _one(RemainingCoverage, given.get("left"), RemainingCoverage.ANY),
        _one(Sort, given.get("sort"), Sort.URGENCY),
        given.get("after", ""),
    )


def _one(kind: type[Choice], text: str | None, otherwise: Choice) -> Choice:
    try:
        return kind(text or otherwise)
    except ValueError:
        return otherwise


def selected_only(asked: ProjectFilter, given: QueryDict) -> ProjectFilter:
    """The same, narrowed to the projects that were ticked; unknown ones are passed over."""
    keys = []
    for text in given.getlist("project")[:MAX_SELECTED]:
        try:
            keys.append(read_key("prj", text))
        except Unknown:
            continue
    return replace(asked, only=tuple(keys))


def query_of(asked: ProjectFilter) -> str:
    """The address that asks for it; what is not asked for is left out."""
    given = {
        "q": asked.words,
        "state": "" if asked.state is State.ALL else asked.state.value,
        "left": "" if asked.left is RemainingCoverage.ANY else asked.left.value,
        "sort": "" if asked.sort is Sort.URGENCY else asked.sort.value,
        "after": asked.after,
    }
    return urlencode({name: value for name, value in given.items() if value})


def visible_to(request: AccountRequest) -> ProjectScope:
    """The projects that the reader's lists show: those of the organisation they chose."""
    return visible_projects(limited_to(request.account, chosen_of(request)))


def filters(asked: ProjectFilter, counts: Counts, states: dict[State, Promise]) -> dict[str, list[tuple[object, ...]]]:
    """The links that narrow the list, each with how many projects it leads to; those that lead to none are left out."""
    first = replace(asked, after="")
    by_state = [(s, word, counts.of(s, asked.left), query_of(replace(first, state=s))) for s, word in states.items()]
    by_left = [(d, word, counts.of(asked.state, d), query_of(replace(first, left=d))) for d, word in LEFT.items()]
    return {
        "by_state": [f for f in by_state if f[2] or f[0] in (asked.state, State.ALL)],
        "by_left": [f for f in by_left if f[2] or f[0] in (asked.left, RemainingCoverage.ANY)],
    }


def sorts(asked: ProjectFilter) -> list[tuple[Sort, str | Promise, bool]]:
    """The orders to choose from, and which is chosen."""
    return [(sort, word, sort is asked.sort) for sort, word in SORT.items()]


_Alert = tuple[str | Promise, str, State, RemainingCoverage]

# What waits for somebody: in words, how pressing it is, and which part of the list it is.
_ALERTS: tuple[_Alert, ...] = (
    (gettext_lazy("Payment outstanding"), "danger", State.SUSPENDED, RemainingCoverage.ANY),
    (gettext_lazy("Lapsed, still in the grace period"), "danger", State.NONE, RemainingCoverage.GRACE),
    (gettext_lazy("Lapsed, back payment doubled"), "danger", State.NONE, RemainingCoverage.LAPSED),
    (gettext_lazy("In use without coverage"), "danger", State.NONE, RemainingCoverage.IN_USE),
    (gettext_lazy("Expires within 30 days, no contract"), "warn", State.NONE, RemainingCoverage.MONTH),
)

# What waits for the vendor, and what waits for whoever it asked.
_OF_STAFF: tuple[_Alert, ...] = ((gettext_lazy("Contracts to review"), "warn", State.REVIEW, RemainingCoverage.ANY),)
_OF_CUSTOMERS_FIRST: tuple[_Alert, ...] = (
    (gettext_lazy("Questions to answer"), "warn", State.QUESTION, RemainingCoverage.ANY),
)

# What is the customer's to decide alone.
_OF_CUSTOMERS: tuple[_Alert, ...] = (
    (gettext_lazy("Not covered yet, no contract"), "info", State.NONE, RemainingCoverage.NEVER),
    (gettext_lazy("Contract ends"), "info", State.ENDING, RemainingCoverage.ANY),
)


def alerts(counts: Counts, *, is_staff: bool) -> list[tuple[str | Promise, str, int, str]]:
    """What needs a decision: words, tone, number of projects, the address of the list of them."""
    given = (*_OF_STAFF, *_ALERTS) if is_staff else (*_OF_CUSTOMERS_FIRST, *_ALERTS, *_OF_CUSTOMERS)
    found = [
        (word, tone, counts.of(state, left), query_of(ProjectFilter(state=state, left=left)))
        for word, tone, state, left in given
    ]
    return [alert for alert in found if alert[2]]
