"""Where an organisation stands with the vendor: verified, suspended, restored."""

from uuid import UUID

from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.decide import book_late, lock_late
from autossa.operations.errors import Invalid
from autossa.operations.organisations import lapsing
from autossa.operations.organisations.locking import lock_organisation
from autossa.operations.organisations.vat import NewTreatment, enter_treatment, treatment_details
from autossa.operations.outbox import tell
from autossa.operations.validation import MAX_REASON, read_text
from autossa.store import models


class OrganisationSuspended(Invalid):
    """{name} is suspended. Lift the suspension before you verify it."""


class AlreadySuspended(Invalid):
    """{name} is already suspended."""


class VendorNotSuspendable(Invalid):
    """The vendor cannot be suspended."""


class OrganisationMerged(Invalid):
    """{name} was merged into another organisation."""


class NotSuspended(Invalid):
    """{name} is not suspended."""


def verify(*, organisation: UUID, vat: NewTreatment, ctx: ActionContext) -> None:
    """Staff has checked who it is: it may conclude contracts. Nothing happens to one that is verified.

    How it is taxed is said with it, each time: what nobody chose stands on no invoice. Raises OrganisationNotFound,
    OrganisationSuspended (also when merged into another), or as `vat.enter_treatment`.
    """
    with transaction.atomic():
        late = lock_late(models.Contract.objects.open().of(organisation), ctx)
        row = lock_organisation(organisation)
        ctx.check_seen()
        if row.suspended_on is not None:
            raise OrganisationSuspended(name=row.name)
        book_late(late, ctx)
        if models.Organisation.objects.filter(pk=row.pk, verified_on=None).update(verified_on=ctx.today):
            enter_treatment(row, vat, ctx)
            record_activity(ctx, "verify_organisation", organisation=row.id, details=treatment_details(row, vat))
            tell("mail.company_verified", {"organisation": str(row.id)}, ctx)


def suspend(*, organisation: UUID, reason: str, ctx: ActionContext) -> None:
    """Block an organisation at once, with all its people as its members. Contracts run on.

    Raises OrganisationNotFound, VendorNotSuspendable, AlreadySuspended, and Invalid without a reason.
    """
    why = read_text(reason, "the reason", MAX_REASON)
    with transaction.atomic():
        row = lock_organisation(organisation)
        ctx.check_seen()
        if row.kind == "vendor":
            raise VendorNotSuspendable
        if row.suspended_on is not None:
            raise AlreadySuspended(name=row.name)
        models.Organisation.objects.filter(pk=row.pk).update(suspended_on=ctx.today)
        details = {"organisation": row.public_id, "reason": why}
        record_activity(ctx, "suspend_organisation", organisation=row.id, details=details)
        models.Acting.objects.filter(organisation=row, stopped_at=None).update(stopped_at=ctx.now)
        lapsing.withdraw_all(row.id, ctx)
        lapsing.withdraw_lapsed(models.Membership.objects.filter(organisation=row).values_list("user", flat=True), ctx)


def restore(*, organisation: UUID, ctx: ActionContext) -> None:
    """Lift the suspension of an organisation. Raises OrganisationNotFound, OrganisationMerged, NotSuspended."""
    with transaction.atomic():
        row = lock_organisation(organisation)
        ctx.check_seen()
        if row.merged_into_id is not None:
            raise OrganisationMerged(name=row.name)
        if row.suspended_on is None:
            raise NotSuspended(name=row.name)
        models.Organisation.objects.filter(pk=row.pk).update(suspended_on=None)
        record_activity(ctx, "restore_organisation", organisation=row.id, details={"organisation": row.public_id})
