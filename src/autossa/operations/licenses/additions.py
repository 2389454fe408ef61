"""Licenses come to a project: added by staff, requested by customers and partners (rule 6)."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.db import transaction

from autossa.domain import license_requests
from autossa.domain.entries import LineAdded
from autossa.domain.licenses import NewLicense
from autossa.domain.limits import Deed
from autossa.domain.projects import Outcome, Project
from autossa.operations import limits
from autossa.operations.context import ActionContext
from autossa.operations.decide import Details, Effects, apply
from autossa.operations.errors import Invalid
from autossa.operations.outbox import tell
from autossa.operations.validation import MAX_REFERENCE, read_line, read_quantity
from autossa.queries.licenses.previews import RequestedLicense
from autossa.store.catalogue import UnknownLicenseType, type_on

MAX_AT_ONCE = 20
"""Licenses that are requested together."""


class UnknownOrigin(Invalid):
    """A license is requested by a customer or partner."""


class NotSold(Invalid):
    """This license type cannot be added on the day: {reason}."""

    field = "license_type"


class LicenseIdTaken(Invalid):
    """License {license} exists in this project; give the new one an id of its own."""

    field = "license_id"


class LicenseIdTwice(Invalid):
    """License {license} stands twice in the request; give each an id of its own."""

    field = "license_id"


class NumberOfLicenses(Invalid):
    """Request at least one license, and at most {most} at once."""


def add(
    *,
    project: UUID,
    license_id: str,
    license_type: str,
    quantity: int,
    ctx: ActionContext,
    order_reference: str = "",
    included_until: date | None = None,
) -> Outcome:
    """Staff enters a license with an order reference: confirmed, and charged up to the end of coverage (rule 6).

    `included_until` is the first day that the SSA sold with it no longer includes. Raises Refused as
    `domain.licenses.add`, Invalid for an id that exists, an unknown type, a quantity below 1, a day that is none.
    """
    new = new_license(RequestedLicense(license_id, license_type, quantity, included_until), ctx)
    order_reference = read_line(
        order_reference, "the order reference", MAX_REFERENCE, required=False, field="order_reference"
    )
    return add_all(project=project, new=[new], origin="staff", order_reference=order_reference, ctx=ctx)


def add_all(
    *, project: UUID, new: Sequence[NewLicense], origin: str, ctx: ActionContext, order_reference: str = ""
) -> Outcome:
    """Add licenses, all or none: confirmed, and charged up to the end of coverage (rule 6).

    `origin` is where they come from: `staff`, or an `order`. Raises Refused as `domain.license_requests.add_all`,
    Invalid for an id that exists.
    """
    first, *others = [_about(one) | {"order": order_reference} for one in new]
    ids = [one.license_id for one in new]
    return apply(
        project=project,
        ctx=ctx,
        action="add_license",
        rule=lambda facts: license_requests.add_all(_without(facts, *ids), ctx.today, new),
        details=first,
        effects=Effects(
            origins=dict.fromkeys(ids, (origin, order_reference)),
            extra_log=lambda _: [("add_license", one) for one in others],
        ),
    )


def request(
    *, project: UUID, license_id: str, license_type: str, quantity: int, origin: str, ctx: ActionContext
) -> Outcome:
    """A customer or partner enters a license (origin `customer` or `partner`): requested until confirmed (rule 6).

    Raises as `request_all`.
    """
    asked = RequestedLicense(license_id, license_type, quantity)
    return request_all(project=project, asked=[asked], origin=origin, ctx=ctx)


def request_all(*, project: UUID, asked: Sequence[RequestedLicense], origin: str, ctx: ActionContext) -> Outcome:
    """A customer or partner enters several licenses at once, all or none; the reviewers are told of them together.

    Raises Invalid as `add`, for none or too many, for an id that stands twice, or for another origin; LimitReached.
    """
    if origin not in ("customer", "partner"):
        raise UnknownOrigin
    if not 0 < len(asked) <= MAX_AT_ONCE:
        raise NumberOfLicenses(most=MAX_AT_ONCE)
    for _ in asked:
        limits.count(Deed.REQUEST, ctx, project=project)
    new = [new_license(one, ctx) for one in asked]
    ids = [one.license_id for one in new]
    if twice := next((one for one in ids if ids.count(one) > 1), None):
        raise LicenseIdTwice(license=twice)
    first, *others = map(_about, new)
    with transaction.atomic():
        outcome = apply(
            project=project,
            ctx=ctx,
            action="request_license",
            rule=lambda facts: license_requests.request_all(_without(facts, *ids), ctx.today, new),
            details=first,
            effects=Effects(
                origins=dict.fromkeys(ids, (origin, "")),
                extra_log=lambda _: [("request_license", one) for one in others],
            ),
        )
        lines = [entry.line.number for entry in outcome.entries if isinstance(entry, LineAdded)]
        tell("mail.licenses_requested", {"lines": lines}, ctx, project)
    return outcome


def new_license(asked: RequestedLicense, ctx: ActionContext) -> NewLicense:
    """A license that can be added: an id, a known type with its rate on the day, a quantity. Raises Invalid."""
    read_quantity(asked.quantity, "the quantity")
    license_id = read_line(asked.license_id, "the license's id", MAX_REFERENCE, field="license_id")
    try:
        return asked._replace(license_id=license_id).sold_as(type_on(asked.license_type, ctx.today))
    except UnknownLicenseType as error:
        raise NotSold(reason=error) from None


def _about(new: NewLicense) -> Details:
    """A license, as the log tells it."""
    included = {"included_until": new.included_until.isoformat()} if new.included_until else {}
    return {"license": new.license_id, "type": new.license_type, "quantity": new.quantity, **included}


def _without(facts: Project, *ids: str) -> Project:
    """The project, once it is known, under its lock, to have no such license yet. Raises Invalid."""
    had = {line.license_id for line in facts.lines}
    if taken := next((one for one in ids if one in had), None):
        raise LicenseIdTaken(license=taken)
    return facts
