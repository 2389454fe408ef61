"""By which method a payer pays, and which a contract chose instead; replaceable at any time (billing 9)."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from autossa.domain.billing.documents import Method
from autossa.operations.activity import record_activity
from autossa.operations.billing.payments.mandates import Account, NoMandate, give_now
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.queries.billing.payments.policies import payment_terms
from autossa.store import models


class MethodNotOffered(Invalid):
    """This way to pay is not offered. Choose another one."""

    field = "method"


class NotPaidByThem(NotFound):
    """This organisation pays for no such open contract."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """How a contract shall be paid, None as its payer's other ones; and the account of a mandate that is given now.

    `text` is the mandate as it was shown to whoever gave it.
    """

    method: Method | None = None
    account: Account | None = None
    text: str = ""


def choose(
    *,
    payer: UUID,
    method: Method | None,
    ctx: ActionContext,
    contract: UUID | None = None,
    chosen: Chosen | None = None,
) -> None:
    """From now on documents are to be paid so: those of a contract, or all that chose nothing of their own.

    None for a contract: as the payer's others. With an account in `chosen` the mandate is given at once. What was
    issued stays as it is. Raises NotPaidByThem, MethodNotOffered, NoMandate, or as `mandates.give`.
    """
    with transaction.atomic():
        row = models.Organisation.objects.select_for_update().filter(pk=payer).exclude(kind="vendor").first()
        if row is None:
            raise NotPaidByThem
        ctx.check_seen()
        found = None
        if contract is not None:
            found = models.Contract.objects.open().filter(pk=contract, payer=payer).first()
            if found is None:
                raise NotPaidByThem
        write_choice(row, method, ctx, contract=found, account=chosen)


def write_choice(
    payer: models.Organisation,
    method: Method | None,
    ctx: ActionContext,
    *,
    contract: models.Contract | None = None,
    account: Chosen | None = None,
) -> None:
    """The choice of a payer that is locked. Raises as `choose`."""
    if method is not None and method not in payment_terms(ctx.today).offered:
        raise MethodNotOffered
    if method is Method.DIRECT_DEBIT:
        if account is not None and account.account is not None:
            give_now(payer, account.account, account.text, ctx)
        elif not models.Mandate.objects.filter(payer=payer, stopped_on=None, revoked_on=None).exists():
            raise NoMandate
    named = method.value if method else ""
    models.PaymentChoice.objects.create(
        payer=payer, contract=contract, method=named, set_by=ctx.actor.user, set_at=ctx.now
    )
    project = contract.project_id if contract else None
    record_activity(ctx, "choose_method", project=project, organisation=payer.pk, details={"method": named})
