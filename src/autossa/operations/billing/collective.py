"""Collective invoices: how a payer is invoiced, and the documents for the day or month before (billing 5)."""

from datetime import date
from uuid import UUID

import structlog
from django.db import OperationalError, connection, transaction

from autossa.domain.billing.cycles import Cycle
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.queries.billing.issued.waiting import due_of, payers_waiting
from autossa.store import models
from autossa.store.engine.batch import Batch
from autossa.store.engine.billing.collected import add_collection

log = structlog.get_logger()


class CycleInThePast(Invalid):
    """{starts_on} is in the past. What was booked is invoiced as it is: enter today or a later date."""

    field = "starts_on"


class NoSuchPayer(NotFound):
    """There is no such organisation."""


def set_cycle(*, payer: UUID, cycle: Cycle, starts_on: date, ctx: ActionContext) -> None:
    """From a day on a payer is invoiced so. What waits then follows the new setting.

    Raises NoSuchPayer, CycleInThePast.
    """
    if starts_on < ctx.today:
        raise CycleInThePast(starts_on=starts_on)
    with transaction.atomic():
        found = models.Organisation.objects.select_for_update().exclude(kind="vendor")
        row = found.filter(pk=payer).first()
        if row is None:
            raise NoSuchPayer
        ctx.check_seen()
        models.BillingCycle.objects.create(
            payer=row, every=cycle.every.value, day=cycle.day, starts_on=starts_on, set_by=ctx.actor.user,
            set_at=ctx.now,
        )  # fmt: skip
        details = {"every": cycle.every.value, "day": cycle.day, "starts_on": starts_on.isoformat()}
        record_activity(ctx, "set_billing_cycle", organisation=payer, details=details)


def issue_due(*, ctx: ActionContext) -> int:
    """Issue all collective invoices that are due; how many. Each payer is a transaction, doing it again does nothing.

    A payer whose documents cannot be issued is logged, and tried again by the next run.
    """
    return sum(_issue_safely(payer, ctx) for payer in payers_waiting())


def _issue_safely(payer: UUID, ctx: ActionContext) -> int:
    try:
        return issue_of(payer=payer, ctx=ctx)
    except OperationalError:
        raise  # the disk, the memory, the connection: no payer's fault
    except Exception:  # whatever it is: it is this payer's, the run goes on
        log.exception("collective invoice not issued", payer=str(payer))
        return 0


def issue_of(*, payer: UUID, ctx: ActionContext) -> int:
    """Issue the collective invoices of a payer that are due; how many."""
    with transaction.atomic():
        projects = {booking.project for one in due_of(payer, ctx.today) for booking in one.bookings}
        if not projects:
            return 0
        _lock(projects)
        found = due_of(payer, ctx.today)  # as it is now: nobody voids what is locked, nobody else issues it
        batch = Batch(ctx.today, ctx.now)
        for one in found:
            kept = tuple(booking for booking in one.bookings if booking.project in projects)
            if kept:
                add_collection(batch.sheets, payer, one.together, kept)
        batch.flush()
    return len(found)


def _lock(projects: set[UUID]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM projects WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(projects)])
