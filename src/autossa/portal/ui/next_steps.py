"""The page that fixes what a notice or a refusal names: a link with its words, the amount filled in."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.domain.amounts import Ssc, show
from autossa.domain.refusals import Code
from autossa.domain.rights import Action
from autossa.queries.projects.alerts import Alert, AlertKind
from autossa.wording import actions
from autossa.wording.refusals import RefusalMessage


@dataclass(frozen=True, slots=True)
class NextStep:
    """Where to go, and the words of the link."""

    address: str
    label: str | Promise


class MissingCredits(Protocol):
    """What may lack credits: `missing` SSC in hundredths, of them `to_order` that are not ordered yet.

    `in_time` is the day by which those have to arrive, None where it makes no difference.
    """

    @property
    def missing(self) -> Ssc: ...
    @property
    def to_order(self) -> Ssc: ...
    @property
    def in_time(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class _Page:
    """A page that fixes something, what it asks of the reader, when it helps, and what its address ends in."""

    name: str
    label: str | Promise
    action: Action
    suffix: Callable[[MissingCredits], str] = lambda _: ""
    when: Callable[[MissingCredits], bool] = lambda _: True
    words: Callable[[MissingCredits], str] | None = None


# Credits that are ordered are not ordered again: the page of the orders is offered, or the difference is filled in.
_SEE_ORDERS = _Page(
    "project_credits",
    gettext_lazy("View open orders"),
    Action.VIEW_BILLING,
    lambda _: "#orders",
    lambda found: found.missing > 0 and not found.to_order,
)
_TOP_UP = _Page(
    "top_up",
    gettext_lazy("Top up"),
    Action.EDIT_BILLING,
    lambda found: f"?ssc={show(found.to_order)}",
    lambda found: found.to_order > 0,
    lambda found: actions.top_up(found.to_order, found.in_time),
)
_SEE_CONTRACT = _Page("project_contracts", gettext_lazy("See the contract"), Action.VIEW_PROJECT)
_CONCLUDE = _Page("conclude", gettext_lazy("Add contract"), Action.EDIT_CONTRACTS)

# Which page fixes what an alert is about; the first that the reader may use is offered.
_FOR_ALERTS: dict[AlertKind, tuple[_Page, ...]] = {
    AlertKind.QUESTION: (_Page("answer_question", gettext_lazy("Answer it"), Action.EDIT_CONTRACTS),),
    AlertKind.GAP_ONCE: (_CONCLUDE,),
    AlertKind.GAP_LATE: (_SEE_ORDERS, _TOP_UP, _CONCLUDE),
    AlertKind.ACTIVATED: (_CONCLUDE,),
    AlertKind.INCLUDED: (_CONCLUDE,),
    AlertKind.RUNS_OUT: (_CONCLUDE,),
    AlertKind.NEW: (_CONCLUDE,),
    AlertKind.NO_LICENSES: (
        _Page("request_license", gettext_lazy("Request licenses"), Action.EDIT_LICENSES),
        _Page("add_license", gettext_lazy("Add a license"), Action.ADD_LICENSES),
    ),
    AlertKind.REQUESTED: (_Page("project_licenses", gettext_lazy("Check and confirm"), Action.ADD_LICENSES),),
    AlertKind.SUSPENDED: (
        _Page("resume_contract", gettext_lazy("Resume it"), Action.SUSPEND_CONTRACTS),
        _SEE_CONTRACT,
    ),
    AlertKind.IN_REVIEW: (
        _Page("review", gettext_lazy("Review it"), Action.REVIEW_CONTRACTS),
        _SEE_CONTRACT,
    ),
    AlertKind.ENDS: (_SEE_CONTRACT,),
}

# Which page fixes what was refused; the first that the reader may use is offered.
_FOR_REFUSALS: dict[Code, tuple[_Page, ...]] = {
    Code.INSUFFICIENT_CREDITS: (_SEE_ORDERS, _TOP_UP),
    Code.INSUFFICIENT_CREDITS_FOR_GAP: (_SEE_ORDERS, _TOP_UP),
    Code.NO_LICENSES: (_Page("request_license", gettext_lazy("Request licenses"), Action.EDIT_LICENSES),),
    Code.CONTRACT_EXISTS: (_SEE_CONTRACT,),
}


def of_alert(alert: Alert, project: str, allowed: frozenset[Action]) -> NextStep | None:
    """The page that fixes what an alert is about; None when the reader can only wait."""
    return _first(_FOR_ALERTS.get(alert.kind, ()), alert, project, allowed)


def of_refusal(refused: RefusalMessage, project: str, allowed: frozenset[Action]) -> NextStep | None:
    """The page that fixes what was refused, with the missing credits filled in; None when the reader cannot."""
    return _first(_FOR_REFUSALS.get(refused.code, ()), refused, project, allowed)


def _first(
    pages: tuple[_Page, ...], found: MissingCredits, project: str, allowed: frozenset[Action]
) -> NextStep | None:
    for page in pages:
        if page.action in allowed and page.when(found):
            address = reverse(page.name, args=[project]) + page.suffix(found)
            return NextStep(address, page.words(found) if page.words else page.label)
    return None
