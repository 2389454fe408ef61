"""New versions are announced: once to each organisation with an open contract that has not accepted them."""

from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import transaction

from autossa.domain.billing import terms as rules
from autossa.operations.context import ActionContext
from autossa.operations.days import check_day
from autossa.operations.vendor.terms.versions import lock
from autossa.queries.vendor.terms.concerned import unannounced
from autossa.queries.vendor.terms.versions import all_versions
from autossa.store import models
from autossa.store.engine.copy import copy_rows
from autossa.store.engine.rows import OutboxRow
from autossa.store.ids import new_id

BATCH = 500
LATE = timedelta(days=7)
"""A version that began at once, or while no worker ran, is announced for so long after its first day."""


def run(*, ctx: ActionContext, batch: int = BATCH, progress: Callable[[int], None] = lambda _: None) -> int:
    """Tell organisations of the versions that are coming or have just begun; how many mails that makes.

    Running again, or by several at once, tells nobody twice; one mail names all that an organisation is told of.
    Who concludes its first contract later is told then, as long as the version has not begun. Raises DayToCome.
    """
    check_day(ctx)
    count = 0
    while told := _announce(ctx, batch):
        count += told
        progress(told)
    return count


def _announce(ctx: ActionContext, batch: int) -> int:
    """One batch in one transaction."""
    with transaction.atomic():
        lock(shared=False)  # one batch at a time, and nothing is withdrawn meanwhile
        due: dict[UUID, list[UUID]] = defaultdict(list)
        for version in _to_announce(ctx):
            for organisation in unannounced(version, batch):
                due[organisation].append(version)
        models.TermsAnnouncement.objects.bulk_create(
            models.TermsAnnouncement(version_id=version, organisation_id=organisation, announced_on=ctx.today)
            for organisation, versions in due.items()
            for version in versions
        )
        copy_rows(
            [
                OutboxRow(new_id(), "mail.terms_announced", None, _payload(organisation, versions), ctx.now)
                for organisation, versions in due.items()
            ]
        )
    return len(due)


def _payload(organisation: UUID, versions: list[UUID]) -> dict[str, object]:
    return {"organisation": str(organisation), "versions": [str(version) for version in versions]}


def _to_announce(ctx: ActionContext) -> list[UUID]:
    """What begins later; and what is in force since a few days."""
    known = [one.rule for one in all_versions()]
    begun = [one for one in rules.in_force(known, ctx.today) if ctx.today - one.starts_on <= LATE]
    return [one.id for one in (*begun, *rules.coming(known, ctx.today))]
