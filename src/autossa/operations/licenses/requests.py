"""Requested licenses: confirmed or refused by the vendor, withdrawn by whoever may request one (rule 6)."""

from collections.abc import Iterator, Sequence
from uuid import UUID

from django.db import transaction

from autossa.domain import license_requests, licenses
from autossa.domain.entries import LineConfirmed
from autossa.domain.projects import Outcome, Project
from autossa.operations.context import ActionContext
from autossa.operations.decide import Details, Effects, apply
from autossa.operations.errors import Invalid
from autossa.operations.outbox import tell
from autossa.operations.validation import MAX_REASON, read_text


class NothingToConfirm(Invalid):
    """Name at least one requested license."""


def confirm(*, project: UUID, line: int, ctx: ActionContext) -> Outcome:
    """The vendor confirms a requested line, by its number in the project (rule 6). Raises Refused."""
    return confirm_all(project=project, lines=[line], ctx=ctx)


def confirm_all(*, project: UUID, lines: Sequence[int], ctx: ActionContext) -> Outcome:
    """The vendor confirms several requested lines, all or none, and who requested them is told (rule 6).

    Raises Refused as `domain.license_requests.confirm_all`, Invalid for none.
    """
    if not lines:
        raise NothingToConfirm
    first, *others = sorted(set(lines))
    with transaction.atomic():
        outcome = apply(
            project=project,
            ctx=ctx,
            action="confirm_license",
            rule=lambda facts: license_requests.confirm_all(facts, ctx.today, [first, *others]),
            details=lambda outcome: _about(outcome.project, first),
            effects=Effects(
                extra_log=lambda outcome: [("confirm_license", _about(outcome.project, line)) for line in others]
            ),
        )
        tell("mail.licenses_confirmed", {"lines": [first, *others]}, ctx, project)
    return outcome


def withdraw_request(*, project: UUID, line: int, ctx: ActionContext) -> Outcome:
    """Take a requested line back, by its number (rule 6). Raises Refused as `domain.licenses.end_request`."""
    return _end_request(project, line, ctx, "withdraw_request")


def refuse_request(*, project: UUID, line: int, reason: str, ctx: ActionContext) -> Outcome:
    """The vendor will not confirm a requested line, and tells the customer why (rule 6).

    Raises Refused as `domain.licenses.end_request`, Invalid without a reason.
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        outcome = _end_request(project, line, ctx, "refuse_request", reason)
        tell("mail.license_refused", {"line": line, "reason": reason}, ctx, project)
    return outcome


def confirmations(outcome: Outcome) -> Iterator[tuple[str, Details]]:
    """What the log tells of the lines that something else has confirmed."""
    for entry in outcome.entries:
        if isinstance(entry, LineConfirmed):
            yield "confirm_license", _about(outcome.project, entry.line)


def _end_request(project: UUID, line: int, ctx: ActionContext, action: str, reason: str = "") -> Outcome:
    return apply(
        project=project,
        ctx=ctx,
        action=action,
        rule=lambda facts: licenses.end_request(facts, ctx.today, line),
        details=lambda outcome: _about(outcome.project, line) | ({"reason": reason} if reason else {}),
    )


def _about(project: Project, number: int) -> Details:
    """A line, as the log tells it."""
    line = next(line for line in project.lines if line.number == number)
    return {"license": line.license_id, "line": number, "type": line.license_type, "quantity": line.quantity}
