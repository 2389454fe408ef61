"""Credit notes without a void: money alone, neither coverage nor credits (billing 7)."""

from collections.abc import Sequence
from uuid import UUID

from django.db import transaction

from autossa.domain.amounts import show
from autossa.domain.billing.credit_notes import CreditNote, CreditProblem, Pick
from autossa.operations.billing.payments.crediting import use_credit
from autossa.operations.context import ActionContext
from autossa.operations.days import check_day, check_day_of
from autossa.operations.errors import Invalid, NotFound, OperationError
from autossa.operations.validation import MAX_REASON, read_text
from autossa.queries.billing.issued.credit_notes import Creditable, creditable
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.engine.activity import activity_row
from autossa.store.engine.batch import Batch
from autossa.store.engine.billing.noted import add_note
from autossa.store.engine.rows import ActivityRow


class NoSuchInvoice(NotFound):
    """There is no such invoice."""


class NothingLeft(Invalid):
    """Nothing is left of this invoice: it was credited already."""


class NothingChosen(Invalid):
    """Say what to credit: at least one line, with an amount above 0."""


class NoSuchLine(Invalid):
    """The invoice has no such line, or it was named twice."""


class MoreThanLeft(Invalid):
    """That is more than what is left of the line."""


class WrongQuantity(Invalid):
    """That is more licenses than the line has, or none."""


_PROBLEMS: dict[CreditProblem, type[OperationError]] = {
    CreditProblem.NOTHING_LEFT: NothingLeft,
    CreditProblem.NOTHING_CHOSEN: NothingChosen,
    CreditProblem.NO_SUCH_LINE: NoSuchLine,
    CreditProblem.MORE_THAN_LEFT: MoreThanLeft,
    CreditProblem.WRONG_QUANTITY: WrongQuantity,
}


def planned(found: Creditable, picks: Sequence[Pick]) -> CreditNote:
    """What `credit` would take back. Raises NothingLeft, NothingChosen, NoSuchLine, MoreThanLeft, WrongQuantity."""
    plan = found.plan(picks)
    if isinstance(plan, CreditProblem):
        raise _PROBLEMS[plan]
    return plan


def credit(*, invoice: UUID, reason: str, ctx: ActionContext, picks: Sequence[Pick] = ()) -> str:
    """Credit lines of an invoice, or without `picks` all that is left of it; returns the credit note's number.

    What was paid beyond it becomes the payer's credit, and is used for what is open at once (billing 7, 10).

    Raises NoSuchInvoice, as `planned`, Invalid without a reason, DayBeforeLast.
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        found = _locked(invoice, ctx)
        plan = planned(found, picks)
        batch, row = Batch(ctx.today, ctx.now), models.Invoice.objects.get(pk=invoice)
        note = add_note(batch.sheets, row, plan, _charges(found, plan), reason)
        batch.log([_log(found, plan, reason, ctx)])
        batch.flush()
        use_credit(payer=row.payer, currency=row.currency, ctx=ctx)
    return models.Invoice.objects.get(pk=note).full_number


def _locked(invoice: UUID, ctx: ActionContext) -> Creditable:
    """The invoice as it stands, its projects locked: no void and no other note comes between."""
    row = models.Invoice.objects.filter(pk=invoice, series="INV").first()
    if row is None:
        raise NoSuchInvoice
    own = {row.project_id} if row.project_id else set()
    projects = own or set(row.sections.values_list("settlement__project", flat=True))
    list(models.Project.objects.select_for_update().filter(pk__in=projects).order_by("id"))
    for project in own:
        check_day_of(project, ctx)
    check_day(ctx)
    ctx.check_seen()
    try:
        return creditable(invoice)
    except Unknown:
        raise NoSuchInvoice from None


def _charges(found: Creditable, plan: CreditNote) -> list[tuple[UUID, int, int]]:
    lines = [(found.lines[place], net) for place, net in plan.nets]
    return [(line.booking, line.position, net) for line, net in lines]


def _log(found: Creditable, plan: CreditNote, reason: str, ctx: ActionContext) -> ActivityRow:
    details = {
        "invoice": found.number,
        "gross": f"{show(plan.gross, found.places)} {found.currency}",
        "reason": reason,
    }
    return activity_row(ctx.actor, ctx.today, ctx.now, "credit_invoice", found.project, details, found.payer)
