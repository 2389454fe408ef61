"""The page that mends what a notice or a refusal names: a link with its words, the amount filled in."""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from autossa.domain.amounts import show
from autossa.domain.refusals import Code
from autossa.domain.rights import Action
from autossa.portal.refusals import Told
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
    when: Callable[[Decision], bool] = lambda _: True


def _is_missing(found: Decision) -> bool:
    return found.missing > 0


_TOP_UP = _Way(
    "top_up", gettext_lazy("Top up"), Action.EDIT_BILLING, lambda found: f"ssc={show(found.missing)}", _is_missing
)
_CONCLUDE = _Way("conclude", gettext_lazy("Add contract"), Action.EDIT_CONTRACTS)

# Which page mends which matter; the first that the reader may use is offered.
_WAYS: dict[Matter, tuple[_Way, ...]] = {
    Matter.QUESTION: (_Way("answer_question", gettext_lazy("Answer it"), Action.EDIT_CONTRACTS),),
    Matter.GAP_ONCE: (_CONCLUDE,),
    Matter.GAP_LATE: (_TOP_UP, _CONCLUDE),
    Matter.RUNS_OUT: (_CONCLUDE,),
    Matter.NEW: (_CONCLUDE,),
    Matter.NO_LICENSES: (
        _Way("request_license", gettext_lazy("Add a license"), Action.EDIT_LICENSES),
        _Way("add_license", gettext_lazy("Add a license"), Action.ADD_LICENSES),
    ),
    Matter.REQUESTED: (_Way("project_licenses", gettext_lazy("Check and confirm"), Action.ADD_LICENSES),),
    Matter.SUSPENDED: (_Way("resume_contract", gettext_lazy("Resume it"), Action.SUSPEND_CONTRACTS),),
    Matter.IN_REVIEW: (
        _Way("review", gettext_lazy("Review it"), Action.REVIEW_CONTRACTS),
        _Way("project_contracts", gettext_lazy("See the contract"), Action.VIEW_PROJECT),
    ),
    Matter.ENDS: (_Way("project_contracts", gettext_lazy("See the contract"), Action.VIEW_PROJECT),),
}

# Which page mends which refusal, and what it asks of the reader; what is missing is filled in by `of_refusal`.
_REFUSALS: dict[Code, tuple[str, str | Promise, Action]] = {
    Code.INSUFFICIENT_CREDITS: ("top_up", gettext_lazy("Top up"), Action.EDIT_BILLING),
    Code.INSUFFICIENT_CREDITS_FOR_GAP: ("top_up", gettext_lazy("Top up"), Action.EDIT_BILLING),
    Code.NO_LICENSES: ("request_license", gettext_lazy("Add a license"), Action.EDIT_LICENSES),
    Code.CONTRACT_EXISTS: ("project_contracts", gettext_lazy("See the contract"), Action.VIEW_PROJECT),
}


def of_decision(decision: Decision, project: str, allowed: frozenset[Action]) -> Mend | None:
    """The way to mend what a notice tells; None when the reader can only wait."""
    for way in _WAYS.get(decision.matter, ()):
        if way.action in allowed and way.when(decision):
            query = way.query(decision)
            return Mend(reverse(way.name, args=[project]) + (f"?{query}" if query else ""), way.label)
    return None


def of_refusal(told: Told, project: str, allowed: frozenset[Action]) -> Mend | None:
    """The way to mend what was refused, with the missing credits filled in; None when the reader cannot."""
    name, label, action = _REFUSALS.get(told.code, ("", "", Action.VIEW_PROJECT))
    if not name or action not in allowed:
        return None
    query = f"?ssc={show(told.missing)}" if told.missing else ""
    return Mend(reverse(name, args=[project]) + query, label)
