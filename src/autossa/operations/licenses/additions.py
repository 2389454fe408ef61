"""Licenses come to a project: added by staff, requested by customers and partners (rule 6)."""

from uuid import UUID

from autossa.domain import licenses
from autossa.domain.licenses import NewLicense
from autossa.domain.limits import Deed
from autossa.domain.projects import Outcome, Project
from autossa.operations import limits
from autossa.operations.context import ActionContext
from autossa.operations.decide import Effects, apply
from autossa.operations.errors import Invalid
from autossa.operations.validation import MAX_REFERENCE, read_line, read_quantity
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
    order_reference = read_line(
        order_reference, "the order reference", MAX_REFERENCE, required=False, field="order_reference"
    )
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

    Raises Invalid as `add`, or for another origin, LimitReached.
    """
    if origin not in ("customer", "partner"):
        raise UnknownOrigin
    limits.count(Deed.REQUEST, ctx, project=project)
    new = new_license(license_id, license_type, quantity, ctx)
    return apply(
        project=project,
        ctx=ctx,
        action="request_license",
        rule=lambda facts: licenses.request(_without(facts, new.license_id), ctx.today, new),
        details={"license": new.license_id, "type": license_type, "quantity": quantity},
        effects=Effects(origins={new.license_id: (origin, "")}),
    )


def new_license(license_id: str, license_type: str, quantity: int, ctx: ActionContext) -> NewLicense:
    """A license that can be added: an id, a known type with its rate on the day, a quantity. Raises Invalid."""
    read_quantity(quantity, "the quantity")
    license_id = read_line(license_id, "the license's id", MAX_REFERENCE, field="license_id")
    try:
        return NewLicense(license_id, license_type, quantity, rate_on(license_type, ctx.today))
    except UnknownLicenseType as error:
        raise NotSold(reason=error) from None


def _without(facts: Project, license_id: str) -> Project:
    """The project, once it is known, under its lock, to have no such license yet. Raises Invalid."""
    if any(line.license_id == license_id for line in facts.lines):
        raise LicenseIdTaken(license=license_id)
    return facts
