"""Who pays for a contract, changed for its coming periods: one side asks, the other says yes or no."""

from uuid import UUID

from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.decide import ProjectNotFound
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.outbox import tell
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
    """Ask that another organisation pays for the open contract from the next invoice on. Raises Invalid, NotFound.

    The customer can pay, or a partner with access to the project. The new payer confirms; where it is the
    new payer that asks, the present one does: nobody pays, and nobody loses a contract, on somebody else's word.
    """
    with transaction.atomic():
        if not models.Project.objects.select_for_update().filter(pk=project).exists():
            raise ProjectNotFound
        contract = models.Contract.objects.select_related("project").filter(project=project).order_by("-number").first()
        if contract is None or not contract.is_open or ctx.actor.user is None:
            raise ContractNotOpen
        if contract.payer_id == payer:
            raise PaysAlready
        if payer not in possible_payers(contract.project, ctx):
            raise CannotPay
        if _open(contract.id) is not None:
            raise PayerChangeWaits
        asks_itself = models.Membership.objects.filter(user=ctx.actor.user, organisation=payer).exists()
        row = models.PayerChange.objects.create(
            contract=contract,
            payer_id=payer,
            confirmer_id=contract.payer_id if asks_itself else payer,
            asked_by=ctx.actor.user,
            asked_at=ctx.now,
        )
        record_activity(ctx, "ask_payer", project=project, details={"payer": row.payer.public_id})
        tell("mail.payer_asked", {"change": str(row.id)}, ctx, project)
    return row.id


def confirm(*, change: UUID, confirmer: UUID, ctx: ActionContext) -> None:
    """The other side agrees: the new one pays from the next invoice on. Raises NotFound, Invalid."""
    with transaction.atomic():
        row = _waiting(change, confirmer, ctx)
        if row.asked_by == ctx.actor.user:
            raise OwnRequest
        if not row.contract.is_open or row.payer_id not in possible_payers(row.contract.project, ctx):
            raise PayerChangeOutdated
        models.PayerChange.objects.filter(pk=row.pk).update(confirmed_by=ctx.actor.user, confirmed_at=ctx.now)
        models.Contract.objects.filter(pk=row.contract_id).update(payer_id=row.payer_id)
        details = {"payer": row.payer.public_id}
        record_activity(ctx, "confirm_payer", project=row.contract.project_id, details=details)


def refuse(*, change: UUID, confirmer: UUID, ctx: ActionContext) -> None:
    """The other side says no: everything stays as it is, and who asked is told. Raises NotFound."""
    with transaction.atomic():
        row = _waiting(change, confirmer, ctx)
        _close(row, "refuse_payer", ctx)
        tell("mail.payer_refused", {"change": str(row.id)}, ctx, row.contract.project_id)


def withdraw(*, project: UUID, ctx: ActionContext) -> None:
    """Whoever may ask takes back what waits. Raises NotFound."""
    with transaction.atomic():
        models.Project.objects.select_for_update().filter(pk=project).first()
        found = models.PayerChange.objects.filter(contract__project=project, confirmed_at=None, refused_at=None)
        row = found.select_related("contract", "payer").first()
        if row is None:
            raise PayerChangeNotFound
        _close(row, "withdraw_payer", ctx)


def possible_payers(project: models.Project, ctx: ActionContext) -> set[UUID]:
    """The customer, and the partners that the project is handed over to on the day; none that is suspended."""
    handed_over = models.HandOver.objects.in_force(ctx.today).of_project(project.id)
    partners = handed_over.filter(customer=project.customer_id).values_list("partner_id", flat=True)
    keys = {project.customer_id, *partners}
    return set(models.Organisation.objects.filter(pk__in=keys, suspended_on=None).values_list("id", flat=True))


def _open(contract: UUID) -> models.PayerChange | None:
    return models.PayerChange.objects.filter(contract=contract, confirmed_at=None, refused_at=None).first()


def _waiting(change: UUID, confirmer: UUID, ctx: ActionContext) -> models.PayerChange:
    """The change that waits for this organisation, its project locked before it."""
    found = models.PayerChange.objects.filter(pk=change, confirmer=confirmer)
    project = found.values_list("contract__project", flat=True).first()
    if project is None or ctx.actor.user is None:
        raise PayerChangeNotFound
    models.Project.objects.select_for_update().get(pk=project)
    row = found.select_related("contract__project", "payer").filter(confirmed_at=None, refused_at=None).first()
    if row is None:
        raise PayerChangeNotFound
    return row


def _close(row: models.PayerChange, action: str, ctx: ActionContext) -> None:
    models.PayerChange.objects.filter(pk=row.pk).update(refused_by=ctx.actor.user, refused_at=ctx.now)
    record_activity(ctx, action, project=row.contract.project_id, details={"payer": row.payer.public_id})
