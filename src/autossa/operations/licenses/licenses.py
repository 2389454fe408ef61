"""Licenses: added by staff, requested by customers and partners, confirmed or refused, activated, returned (rule 6)."""

from collections.abc import Iterator
from uuid import UUID

from django.db import transaction

from autossa.domain import licenses
from autossa.domain.entries import LineConfirmed
from autossa.domain.licenses import NewLicense
from autossa.domain.projects import Outcome, Project
from autossa.domain.refusals import Code, Refusal
from autossa.operations.context import ActionContext
from autossa.operations.decide import Details, Effects, apply
from autossa.operations.errors import Invalid
from autossa.operations.outbox import tell
from autossa.operations.validation import MAX_REASON, MAX_REFERENCE, read_quantity, read_text
from autossa.store.catalogue import UnknownLicenseType, rate_on


class UnknownOrigin(Invalid):
    """A license is requested by a customer or partner."""


class NotSold(Invalid):
    """This license type cannot be added on the day: {reason}."""

    field = "license_type"


class LicenseIdTaken(Invalid):
    """License {license} exists in this project; give the new one an id of its own."""

    field = "license_id"


def add(
    *, project: UUID, license_id: str, license_type: str, quantity: int, ctx: ActionContext, order_reference: str = ""
) -> Outcome:
    """Staff enters a license with an order reference: confirmed, and charged up to the end of coverage (rule 6).

    Raises Refused as `domain.licenses.add`, Invalid for an id that exists, an unknown type, a quantity below 1.
    """
    new = new_license(license_id, license_type, quantity, ctx)
    order_reference = read_text(order_reference, "the order reference", MAX_REFERENCE, required=False)
    return apply(
        project=project,
        ctx=ctx,
        action="add_license",
        rule=lambda facts: licenses.add(_without(facts, new.license_id), ctx.today, new),
        details={"license": new.license_id, "type": license_type, "quantity": quantity, "order": order_reference},
        effects=Effects(origins={new.license_id: ("staff", order_reference)}),
    )


def request(
    *, project: UUID, license_id: str, license_type: str, quantity: int, origin: str, ctx: ActionContext
) -> Outcome:
    """A customer or partner enters a license (origin `customer` or `partner`): requested until confirmed (rule 6).

    Raises Invalid as `add`, or for another origin.
    """
    if origin not in ("customer", "partner"):
        raise UnknownOrigin
    new = new_license(license_id, license_type, quantity, ctx)
    return apply(
        project=project,
        ctx=ctx,
        action="request_license",
        rule=lambda facts: licenses.request(_without(facts, new.license_id), ctx.today, new),
        details={"license": new.license_id, "type": license_type, "quantity": quantity},
        effects=Effects(origins={new.license_id: (origin, "")}),
    )


def confirm(*, project: UUID, line: int, ctx: ActionContext) -> Outcome:
    """The vendor confirms a requested line, by its number in the project (rule 6). Raises Refused."""
    return apply(
        project=project,
        ctx=ctx,
        action="confirm_license",
        rule=lambda facts: licenses.confirm(facts, ctx.today, line),
        details=lambda outcome: _about(outcome.project, line),
    )


def withdraw_request(*, project: UUID, line: int, ctx: ActionContext) -> Outcome:
    """Take a requested line back, by its number (rule 6). Raises Refused as `domain.licenses.end_request`."""
    return _end_request(project, line, ctx, "withdraw_request")


def refuse_request(*, project: UUID, line: int, reason: str, ctx: ActionContext) -> Outcome:
    """The vendor will not confirm a requested line, and tells the customer why (rule 6).

    Raises Refused as `domain.licenses.end_request`, Invalid without a reason.
    """
    reason = read_text(reason, "the reason", MAX_REASON)
    with transaction.atomic():
        outcome = _end_request(project, line, ctx, "refuse_request", reason)
        tell("mail.license_refused", {"line": line, "reason": reason}, ctx, project)
    return outcome


def activate(*, project: UUID, license_id: str, ctx: ActionContext) -> Outcome:
    """Bind a license to a device (rule 6). Raises Refused."""
    return apply(
        project=project,
        ctx=ctx,
        action="activate_license",
        rule=lambda facts: licenses.activate(facts, ctx.today, license_id),
        details={"license": license_id},
    )


def return_license(
    *, project: UUID, license_id: str, quantity: int, ctx: ActionContext, line: int | None = None
) -> Outcome:
    """Return a quantity of a license (rule 6).

    `line` is the number of its open line: when that is another by now, the license is refused as `no_such_license`, so
    that a form sent twice returns once. Raises Refused, Invalid for a quantity below 1.
    """
    read_quantity(quantity, "the quantity to return")

    def rule(facts: Project) -> Outcome | Refusal:
        opened = licenses.open_line(facts, license_id)
        if line is not None and (opened is None or opened.number != line):
            return Refusal(Code.NO_SUCH_LICENSE)
        return licenses.return_license(facts, ctx.today, license_id, quantity)

    return apply(
        project=project,
        ctx=ctx,
        action="return_license",
        rule=rule,
        details={"license": license_id, "quantity": quantity},
    )


def confirmations(outcome: Outcome) -> Iterator[tuple[str, Details]]:
    """What the log tells of the lines that something else has confirmed."""
    for entry in outcome.entries:
        if isinstance(entry, LineConfirmed):
            yield "confirm_license", _about(outcome.project, entry.line)


def new_license(license_id: str, license_type: str, quantity: int, ctx: ActionContext) -> NewLicense:
    """A license that can be added: an id, a known type with its rate on the day, a quantity. Raises Invalid."""
    read_quantity(quantity, "the quantity")
    license_id = read_text(license_id, "the license's id", MAX_REFERENCE, field="license_id")
    try:
        return NewLicense(license_id, license_type, quantity, rate_on(license_type, ctx.today))
    except UnknownLicenseType as error:
        raise NotSold(reason=error) from None


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


def _without(facts: Project, license_id: str) -> Project:
    """The project, once it is known, under its lock, to have no such license yet. Raises Invalid."""
    if any(line.license_id == license_id for line in facts.lines):
        raise LicenseIdTaken(license=license_id)
    return facts
