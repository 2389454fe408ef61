"""After a merge: an owner of the organisation that stayed lets people of the other one in, as viewers, or does not."""

from uuid import UUID

from django.db import transaction

from autossa.domain.rights import Role
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import NotFound
from autossa.operations.organisations import people
from autossa.operations.organisations.locking import lock_organisation
from autossa.store import models


class AdmissionNotFound(NotFound):
    """Nobody of that name waits to be let in any more."""


def admit(*, admission: UUID, organisation: UUID, ctx: ActionContext) -> None:
    """Let somebody in as a viewer. Raises AdmissionNotFound; AlreadyMember of who was invited meanwhile."""
    with transaction.atomic():
        row = _open(admission, organisation)
        ctx.check_seen()
        if not row.user.is_active or row.organisation.suspended_on is not None:
            raise AdmissionNotFound
        people.join(user=row.user_id, organisation=organisation, role=Role.VIEWER, ctx=ctx)
        models.Admission.objects.filter(pk=row.pk).update(admitted_at=ctx.now, answered_by=ctx.actor.user)


def decline(*, admission: UUID, organisation: UUID, ctx: ActionContext) -> None:
    """Do not let somebody in. Raises AdmissionNotFound."""
    with transaction.atomic():
        row = _open(admission, organisation)
        ctx.check_seen()
        models.Admission.objects.filter(pk=row.pk).update(declined_at=ctx.now, answered_by=ctx.actor.user)
        details = {"organisation": row.organisation.public_id, "member": row.user.email}
        record_activity(ctx, "decline_admission", organisation=organisation, details=details)


def _open(key: UUID, organisation: UUID) -> models.Admission:
    """The open one, its organisation locked: two owners answering at once must not both be heard."""
    lock_organisation(organisation)
    found = models.Admission.objects.open().select_related("organisation", "user")
    row = found.filter(pk=key, organisation_id=organisation).first()
    if row is None:
        raise AdmissionNotFound
    return row
