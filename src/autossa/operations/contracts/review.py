"""The vendor's review of a contract, the customer's answers, and the withdrawal (rule 4).

A reviewer names the contract that was looked at: whatever took its place meanwhile is not decided on.
"""

from collections.abc import Sequence
from uuid import UUID

from autossa.domain import at_once, reviews
from autossa.domain.lifecycle import Action
from autossa.domain.projects import Outcome
from autossa.operations.context import ActionContext
from autossa.operations.contracts.messages import MAX_LENGTH, apply_and_say
from autossa.operations.decide import Check, Effects
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.licenses.requests import confirmations
from autossa.operations.validation import read_text
from autossa.queries.contracts.review_page import concluded_by, is_own_conclusion
from autossa.store.engine.load import Loaded


class ContractReplaced(NotFound):
    """This contract is no longer the project's latest one."""


class OwnConclusion(Invalid):
    """You concluded this contract; somebody else must approve it."""


def ask(*, project: UUID, question: str, ctx: ActionContext, contract: UUID | None = None) -> Outcome:
    """Staff asks the customer about a contract in review (rule 4).

    Raises Refused, ContractReplaced when another than `contract` is the latest, Invalid without a question.
    """
    text = read_text(question, "the question", MAX_LENGTH, field="question")
    return apply_and_say(
        project=project,
        ctx=ctx,
        action=Action.ASK,
        rule=lambda facts: reviews.ask(facts, ctx.today),
        text=text,
        details={"question": text},
        check=_is_latest(contract),
    )


def answer(*, project: UUID, text: str, ctx: ActionContext) -> Outcome:
    """The customer answers (rule 4). Raises Refused, Invalid without an answer."""
    text = read_text(text, "the answer", MAX_LENGTH, field="text")
    return apply_and_say(
        project=project,
        ctx=ctx,
        action=Action.ANSWER,
        rule=lambda facts: reviews.answer(facts, ctx.today),
        text=text,
        details={"answer": text},
    )


def approve(
    *,
    project: UUID,
    ctx: ActionContext,
    contract: UUID | None = None,
    lines: Sequence[int] = (),
    book_at_once: bool = True,
) -> Outcome:
    """Approve a contract and the lines it was concluded with (rule 4); with it confirm these later requested lines.

    What is due then is booked at once (rule 5), all or nothing: whoever waited for the approval is covered by it, not
    by the next night. Where that booking fails the approval stands, and the project is parked with the cause. Without
    `book_at_once` it waits for the day's run, as in a scenario, where the run comes after the day's events.
    Raises Refused as `domain.at_once.approve`, OwnConclusion for one's own, ContractReplaced when another than
    `contract` is the latest.
    """
    rule, is_latest = at_once.approve(ctx.today, lines), _is_latest(contract)

    def check(loaded: Loaded) -> None:
        is_latest(loaded)
        _check_four_eyes(loaded, ctx)

    return apply_and_say(
        project=project,
        ctx=ctx,
        action=Action.APPROVE,
        rule=rule if book_at_once else rule.decision,
        effects=Effects(extra_log=confirmations),
        check=check,
    )


def reject(*, project: UUID, ctx: ActionContext, reason: str = "", contract: UUID | None = None) -> Outcome:
    """The vendor rejects, with a reason that the customer reads (rule 4).

    Raises Refused, ContractReplaced when another than `contract` is the latest, Invalid for a reason that is blank.
    """
    reason = read_text(reason, "the reason", MAX_LENGTH, required=bool(reason), field="reason")
    return apply_and_say(
        project=project,
        ctx=ctx,
        action=Action.REJECT,
        rule=lambda facts: reviews.reject(facts, ctx.today),
        text=reason,
        details={"reason": reason},
        check=_is_latest(contract),
    )


def withdraw(*, project: UUID, ctx: ActionContext) -> Outcome:
    """The customer withdraws what is in review (rule 4). Raises Refused."""
    return apply_and_say(
        project=project, ctx=ctx, action=Action.WITHDRAW, rule=lambda facts: reviews.withdraw(facts, ctx.today)
    )


def _is_latest(contract: UUID | None) -> Check:
    """The contract that was looked at, where one was, is still the project's latest."""

    def check(loaded: Loaded) -> None:
        if contract is not None and contract != loaded.contract_id:
            raise ContractReplaced

    return check


def _check_four_eyes(loaded: Loaded, ctx: ActionContext) -> None:
    """Who concluded a contract, on behalf of the customer as it may be, cannot approve it."""
    if is_own_conclusion(concluded_by(loaded.id), ctx.actor.user):
        raise OwnConclusion
