"""The page that mends what a notice or a refusal names: a link with its words, the amount filled in."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.domain.amounts import Ssc, show
from autossa.domain.refusals import Code
from autossa.domain.rights import Action
from autossa.queries.projects.alerts import Alert, AlertKind
from autossa.wording.refusals import RefusalMessage


@dataclass(frozen=True, slots=True)
class NextStep:
    """Where to go, and the words of the link."""

    address: str
    label: str | Promise


class Short(Protocol):
    """What may lack credits: `missing` SSC in hundredths, of them `to_order` that are not ordered yet."""

    @property
    def missing(self) -> Ssc: ...
    @property
    def to_order(self) -> Ssc: ...


@dataclass(frozen=True, slots=True)
class _Way:
    """The page that mends a matter, what it asks of the reader, and what its address goes on with."""

    name: str
    label: str | Promise
    action: Action
    rest: Callable[[Short], str] = lambda _: ""
    when: Callable[[Short], bool] = lambda _: True


# Credits that are ordered are not ordered again: the page of the orders is offered, or the difference is filled in.
_SEE_ORDERS = _Way(
    "project_credits",
    gettext_lazy("See what is ordered"),
    Action.VIEW_BILLING,
    lambda _: "#orders",
    lambda found: found.missing > 0 and not found.to_order,
)
_TOP_UP = _Way(
    "top_up",
    gettext_lazy("Top up"),
    Action.EDIT_BILLING,
    lambda found: f"?ssc={show(found.to_order)}",
    lambda found: found.to_order > 0,
)
_SEE_CONTRACT = _Way("project_contracts", gettext_lazy("See the contract"), Action.VIEW_PROJECT)
_CONCLUDE = _Way("conclude", gettext_lazy("Add contract"), Action.EDIT_CONTRACTS)

# Which page mends which matter; the first that the reader may use is offered.
_WAYS: dict[AlertKind, tuple[_Way, ...]] = {
    AlertKind.QUESTION: (_Way("answer_question", gettext_lazy("Answer it"), Action.EDIT_CONTRACTS),),
    AlertKind.GAP_ONCE: (_CONCLUDE,),
    AlertKind.GAP_LATE: (_SEE_ORDERS, _TOP_UP, _CONCLUDE),
    AlertKind.ACTIVATED: (_CONCLUDE,),
    AlertKind.RUNS_OUT: (_CONCLUDE,),
    AlertKind.NEW: (_CONCLUDE,),
    AlertKind.NO_LICENSES: (
        _Way("request_license", gettext_lazy("Add a license"), Action.EDIT_LICENSES),
        _Way("add_license", gettext_lazy("Add a license"), Action.ADD_LICENSES),
    ),
    AlertKind.REQUESTED: (_Way("project_licenses", gettext_lazy("Check and confirm"), Action.ADD_LICENSES),),
    AlertKind.SUSPENDED: (_Way("resume_contract", gettext_lazy("Resume it"), Action.SUSPEND_CONTRACTS),),
    AlertKind.IN_REVIEW: (
        _Way("review", gettext_lazy("Review it"), Action.REVIEW_CONTRACTS),
        _SEE_CONTRACT,
    ),
    AlertKind.ENDS: (_SEE_CONTRACT,),
}

# Which page mends which refusal; the first that the reader may use is offered.
_REFUSALS: dict[Code, tuple[_Way, ...]] = {
    Code.INSUFFICIENT_CREDITS: (_SEE_ORDERS, _TOP_UP),
    Code.INSUFFICIENT_CREDITS_FOR_GAP: (_SEE_ORDERS, _TOP_UP),
    Code.NO_LICENSES: (_Way("request_license", gettext_lazy("Add a license"), Action.EDIT_LICENSES),),
    Code.CONTRACT_EXISTS: (_SEE_CONTRACT,),
}


def of_alert(alert: Alert, project: str, allowed: frozenset[Action]) -> NextStep | None:
    """The way to fix what a notice says; None when the reader can only wait."""
    return _first(_WAYS.get(alert.kind, ()), alert, project, allowed)


def of_refusal(told: RefusalMessage, project: str, allowed: frozenset[Action]) -> NextStep | None:
    """The way to fix what was refused, with the missing credits filled in; None when the reader cannot."""
    return _first(_REFUSALS.get(told.code, ()), told, project, allowed)


def _first(ways: tuple[_Way, ...], found: Short, project: str, allowed: frozenset[Action]) -> NextStep | None:
    for way in ways:
        if way.action in allowed and way.when(found):
            return NextStep(reverse(way.name, args=[project]) + way.rest(found), way.label)
    return None
