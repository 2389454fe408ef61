"""Who pays for a contract, changed for its coming periods: one side asks, the other says yes or no.

Nobody pays on somebody else's word: the side that is to pay confirms, by another person than the one who asked. Only
where it asks itself, by somebody with the right to pay for it who does not belong to the present payer too, its word is
given with that, and the present payer confirms. Both sides are informed at every step.
"""

from uuid import UUID

from django.db import transaction

from autossa.domain.limits import Deed
from autossa.domain.rights import Action, Kind, Standing, may_at
from autossa.operations import limits
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.decide import ProjectNotFound, book_late, lock_late
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.outbox import tell
from autossa.queries.billing.payers import possible_payers
from autossa.store import models


class ContractNotOpen(NotFound):
    """There is no such open contract."""


class PayerChangeNotFound(NotFound):
    """No such change of the payer waits for an answer."""


class PaysAlready(Invalid):
    """This organisation pays already."""

    field = "payer"


class CannotPay(Invalid):
    """Only the customer can pay, or a partner with access to the project."""

    field = "payer"


class PayerChangeWaits(Invalid):
    """A change of the payer waits for its confirmation already."""


class OwnRequest(Invalid):
    """Somebody else must confirm what you requested."""


class PayerChangeOutdated(Invalid):
    """The contract has ended, or the new payer has no access to the project any more."""


def ask(*, project: UUID, payer: UUID, ctx: ActionContext) -> UUID:
    """Ask that another organisation pays for the open contract from the next invoice on.

    The customer can pay, or a partner with access to the project. Raises ProjectNotFound, ContractNotOpen, PaysAlready,
    CannotPay, PayerChangeWaits, LimitReached.
    """
    limits.count(Deed.REQUEST, ctx, project=project)
    with transaction.atomic():
        if not models.Project.objects.select_for_update().filter(pk=project).exists():
            raise ProjectNotFound
        contract = models.Contract.objects.select_related("project").filter(project=project).order_by("-number").first()
        if contract is None or not contract.is_open or ctx.actor.user is None:
            raise ContractNotOpen
        if contract.payer_id == payer:
            raise PaysAlready
        if payer not in dict(possible_payers(contract.project, ctx.today)):
            raise CannotPay
        if models.PayerChange.objects.open().filter(contract=contract).exists():
            raise PayerChangeWaits
        row = models.PayerChange.objects.create(
            contract=contract,
            payer_id=payer,
            confirmer_id=contract.payer_id if _speaks_for(ctx.actor.user, payer, contract.payer_id) else payer,
            asked_by=ctx.actor.user,
            asked_at=ctx.now,
        )
        record_activity(ctx, "ask_payer", project=project, details={"payer": row.payer.public_id})
        _inform("mail.payer_asked", row, ctx)
    return row.id


def confirm(*, change: UUID, confirmer: UUID, ctx: ActionContext) -> None:
    """The other side agrees: the new one pays from the next invoice on.

    Raises PayerChangeNotFound, also for somebody without the right to pay for the confirming side; OwnRequest;
    PayerChangeOutdated, also when whoever asked for the side that is to pay may no longer speak for it.
    """
    with transaction.atomic():
        row = _waiting(change, confirmer, ctx)
        if row.asked_by == ctx.actor.user:
            raise OwnRequest
        if not row.contract.is_open or row.payer_id not in dict(possible_payers(row.contract.project, ctx.today)):
            raise PayerChangeOutdated
        present = row.contract.payer_id
        if confirmer != row.payer_id and (confirmer != present or not _speaks_for(row.asked_by, row.payer_id, present)):
            raise PayerChangeOutdated
        book_late(lock_late(models.Contract.objects.filter(pk=row.contract_id), ctx), ctx)
        models.PayerChange.objects.filter(pk=row.pk).update(confirmed_by=ctx.actor.user, confirmed_at=ctx.now)
        _inform("mail.payer_changed", row, ctx)
        models.Contract.objects.filter(pk=row.contract_id).update(
            payer_id=row.payer_id, order_number="", invoice_contact=""
        )
        details = {"payer": row.payer.public_id}
        record_activity(ctx, "confirm_payer", project=row.contract.project_id, details=details)


def refuse(*, change: UUID, confirmer: UUID, ctx: ActionContext) -> None:
    """The other side says no: everything stays as it is. Raises PayerChangeNotFound."""
    with transaction.atomic():
        row = _waiting(change, confirmer, ctx)
        _close(row, "refuse_payer", ctx)
        _inform("mail.payer_refused", row, ctx)


def withdraw(*, project: UUID, ctx: ActionContext) -> None:
    """Whoever may ask takes back what waits. Raises PayerChangeNotFound."""
    with transaction.atomic():
        models.Project.objects.select_for_update().filter(pk=project).first()
        found = models.PayerChange.objects.open().filter(contract__project=project)
        row = found.select_related("contract", "payer").first()
        if row is None:
            raise PayerChangeNotFound
        ctx.check_seen()
        _close(row, "withdraw_payer", ctx)
        _inform("mail.payer_withdrawn", row, ctx)


def end_changes(organisation: UUID, ctx: ActionContext) -> None:
    """Withdraw what waits where an organisation is one of the sides: it is about to be closed."""
    waiting = models.PayerChange.objects.open().select_related("contract", "payer")
    sides = waiting.filter(payer=organisation) | waiting.filter(contract__payer=organisation)
    for row in sides | waiting.filter(confirmer=organisation):
        _close(row, "withdraw_payer", ctx)
        _inform("mail.payer_withdrawn", row, ctx)


def _speaks_for(user: UUID, payer: UUID, present: UUID) -> bool:
    """Somebody has the right to pay for the side that is to pay, and does not belong to the present payer as well."""
    return _may_pay(user, payer) and not models.Membership.objects.filter(user=user, organisation=present).exists()


def _may_pay(user: UUID | None, organisation: UUID) -> bool:
    """An active member with a role that pays there (domain.rights)."""
    found = models.Membership.objects.filter(user=user, organisation=organisation, user__is_active=True)
    row = found.select_related("organisation").first()
    if row is None:
        return False
    return may_at(Action.CONFIRM_PAYER, frozenset({Standing(row.role)}), Kind(row.organisation.kind))


def _inform(topic: str, row: models.PayerChange, ctx: ActionContext) -> None:
    """Both sides, and who asked; the payload keeps who pays up to now, which an agreement changes."""
    payload = {"change": str(row.id), "present": str(row.contract.payer_id)}
    tell(topic, payload, ctx, row.contract.project_id)


def _waiting(change: UUID, confirmer: UUID, ctx: ActionContext) -> models.PayerChange:
    """The change that waits for this organisation, its project locked before it; for whoever may answer for it."""
    found = models.PayerChange.objects.filter(pk=change, confirmer=confirmer)
    project = found.values_list("contract__project", flat=True).first()
    if project is None or not _may_pay(ctx.actor.user, confirmer):
        raise PayerChangeNotFound
    models.Project.objects.select_for_update().get(pk=project)
    row = found.open().select_related("contract__project", "payer").first()
    if row is None:
        raise PayerChangeNotFound
    ctx.check_seen()
    return row


def _close(row: models.PayerChange, action: str, ctx: ActionContext) -> None:
    models.PayerChange.objects.filter(pk=row.pk).update(refused_by=ctx.actor.user, refused_at=ctx.now)
    record_activity(ctx, action, project=row.contract.project_id, details={"payer": row.payer.public_id})
