"""Contracts: concluded, reviewed, suspended, cancelled (rules 4, 7)."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from autossa.domain import cancellations, conclusions, reviews, suspensions
from autossa.domain.comparisons import figures, make_offer
from autossa.domain.plans import Option
from autossa.domain.projects import Outcome, Project, paid_at
from autossa.domain.refusals import Refusal
from autossa.operations import licenses
from autossa.operations.context import ActionContext
from autossa.operations.decide import Extra, Rule, decide
from autossa.operations.errors import Changed, Invalid, NotFound, Refused
from autossa.operations.texts import read_text
from autossa.queries.possible_payers import tax_rate_of
from autossa.store import models


def conclude(
    *,
    project: UUID,
    option: str,
    ctx: ActionContext,
    fixed_end: date | None = None,
    payer: UUID | None = None,
    agreed: Mapping[str, str] | None = None,
) -> Outcome:
    """Submit a contract for review (rule 4); the payer is the customer unless another organisation is named.

    `agreed` are the figures (`domain.comparisons.figures`) that whoever concludes has seen: nothing else is concluded.
    Raises Refused as `domain.conclusions.conclude`, Changed for figures that no longer hold, Invalid for an option
    that does not exist, or a customer that the vendor has not verified yet, NotFound also for the payer.
    """
    _check_verified(project)
    tax_rate = tax_rate_of(payer) if payer is not None else None
    if payer is not None and tax_rate is None:
        raise NotFound("there is no such payer")

    def rule(facts: Project) -> Outcome | Refusal:
        try:
            chosen = facts.terms.policy.option(option)
        except KeyError as error:
            raise Invalid(str(error.args[0])) from None
        outcome = conclusions.conclude(facts, ctx.today, chosen, fixed_end)
        if agreed is not None and not isinstance(outcome, Refusal):
            paid = facts if tax_rate is None else paid_at(facts, tax_rate)
            _check_agreed(paid, ctx.today, chosen, fixed_end, agreed)
        return outcome

    details: dict[str, Any] = {"option": option, "fixed_end": fixed_end.isoformat() if fixed_end else None}
    if agreed is not None:
        details["agreed"] = dict(agreed)
    extra = Extra(payer=payer)
    return decide(project=project, ctx=ctx, action="conclude_contract", rule=rule, details=details, extra=extra)


def ask(*, project: UUID, question: str, ctx: ActionContext) -> Outcome:
    """Staff asks the customer about a contract in review (rule 4). Raises Refused, Invalid without a question."""
    question = read_text(question, "the question", 4000)
    details = {"question": question}
    return decide(project=project, ctx=ctx, action="ask_question", rule=_on(reviews.ask, ctx), details=details)


def answer(*, project: UUID, text: str, ctx: ActionContext) -> Outcome:
    """The customer answers (rule 4). Raises Refused, Invalid without an answer."""
    text = read_text(text, "the answer", 4000)
    details = {"answer": text}
    return decide(project=project, ctx=ctx, action="answer_question", rule=_on(reviews.answer, ctx), details=details)


def approve(*, project: UUID, ctx: ActionContext) -> Outcome:
    """The vendor approves (rule 4). Raises Refused as `domain.reviews.approve`, Invalid for one's own conclusion."""
    _check_four_eyes(project, ctx)
    extra = Extra(also=licenses.confirmations)
    return decide(project=project, ctx=ctx, action="approve_contract", rule=_on(reviews.approve, ctx), extra=extra)


def reject(*, project: UUID, ctx: ActionContext, reason: str = "") -> Outcome:
    """The vendor rejects (rule 4). Raises Refused."""
    details = {"reason": read_text(reason, "the reason", 4000, required=False)}
    return decide(project=project, ctx=ctx, action="reject_contract", rule=_on(reviews.reject, ctx), details=details)


def withdraw(*, project: UUID, ctx: ActionContext) -> Outcome:
    """The customer withdraws what is in review (rule 4). Raises Refused."""
    return decide(project=project, ctx=ctx, action="withdraw_contract", rule=_on(reviews.withdraw, ctx))


def suspend(*, project: UUID, ctx: ActionContext, reason: str = "") -> Outcome:
    """Staff suspends an unpaid contract (rule 4). Raises Refused."""
    rule = _on(suspensions.suspend, ctx)
    reason = read_text(reason, "the reason", 4000, required=False)
    return decide(project=project, ctx=ctx, action="suspend_contract", rule=rule, details={"reason": reason})


def resume(*, project: UUID, ctx: ActionContext) -> Outcome:
    """Staff resumes it (rule 4); that day's run books what is due. Raises Refused."""
    return decide(project=project, ctx=ctx, action="resume_contract", rule=_on(suspensions.resume, ctx))


def cancel(*, project: UUID, ctx: ActionContext, end: date | None = None) -> Outcome:
    """Cancel to the earliest term end, or to a wished day from it on (rule 7). Raises Refused."""
    details = {"end": end.isoformat() if end else None}
    return decide(
        project=project,
        ctx=ctx,
        action="cancel_contract",
        rule=lambda facts: cancellations.cancel(facts, ctx.today, end),
        details=details,
    )


def undo_cancellation(*, project: UUID, ctx: ActionContext) -> Outcome:
    """Take a cancellation back (rule 7). Raises Refused."""
    return decide(project=project, ctx=ctx, action="undo_cancellation", rule=_on(cancellations.undo, ctx))


def _check_agreed(facts: Project, day: date, option: Option, fixed_end: date | None, agreed: Mapping[str, str]) -> None:
    """Under the lock: what was shown is what is concluded. Raises Changed, Refused where it could not be approved."""
    offer = make_offer(facts, day, option, fixed_end=fixed_end)
    if isinstance(offer, Refusal):
        raise Refused(offer)
    if figures(offer) != dict(agreed):
        raise Changed(offer)


def _check_verified(project: UUID) -> None:
    if models.Organisation.objects.filter(projects=project, verified_on=None).exists():
        raise Invalid("the vendor has not verified this customer yet; that comes before the first contract")


def _check_four_eyes(project: UUID, ctx: ActionContext) -> None:
    """Who concluded a contract, on behalf of the customer as it may be, cannot approve it."""
    concluded = models.Contract.objects.filter(project=project, concluded_by__isnull=False).order_by("-number").first()
    if concluded is not None and concluded.concluded_by == ctx.actor.user:
        raise Invalid("you concluded this contract; somebody else must approve it")


def _on(rule: Callable[[Project, date], Outcome | Refusal], ctx: ActionContext) -> Rule:
    return lambda facts: rule(facts, ctx.today)
