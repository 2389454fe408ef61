"""Who of those who may start runs wants e-mails about runs that need somebody."""

from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.billing.payments.write_offs import PersonNeeded
from autossa.operations.context import ActionContext
from autossa.store import models


def want_mails(*, wanted: bool, ctx: ActionContext) -> None:
    """Have mails about runs sent to oneself, or not. Raises PersonNeeded."""
    if ctx.actor.user is None:
        raise PersonNeeded
    with transaction.atomic():
        mine = models.Membership.objects.filter(user=ctx.actor.user, organisation__kind="vendor")
        mine.update(told_of_runs=wanted)
        record_activity(ctx, "set_run_mails", details={"wanted": "yes" if wanted else "no"})
