"""The account to which a payer wants refunds: confirmed by the payer itself, never by staff (billing 13)."""

from uuid import UUID

from django.db import transaction

from autossa.domain.billing.bank.ibans import derived_bic, is_sepa, masked, needs_bic, read_bic, read_iban
from autossa.operations.activity import record_activity
from autossa.operations.billing.payments.desk import NoSuchPayer
from autossa.operations.billing.payments.write_offs import PersonNeeded
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.validation import read_line
from autossa.store import models
from autossa.store.ids import new_id

LONGEST_HOLDER = 70


class PayoutIbanInvalid(Invalid):
    """This is not an IBAN. Check it digit by digit."""

    field = "iban"


class PayoutNotSepa(Invalid):
    """The country of this account is not part of SEPA."""

    field = "iban"


class PayoutBicInvalid(Invalid):
    """This is not a BIC: it has 8 or 11 letters and digits."""

    field = "bic"


class PayoutBicNeeded(Invalid):
    """For accounts outside the European Economic Area, enter the BIC as well."""

    field = "bic"


class NoPayoutAccount(NotFound):
    """There is no account for refunds."""


def confirm_account(*, payer: UUID, iban: str, holder: str, ctx: ActionContext, bic: str = "") -> UUID:
    """The payer's own people say where refunds go; an account from before is withdrawn with it.

    Raises PayoutIbanInvalid, PayoutNotSepa, PayoutBicInvalid, PayoutBicNeeded, Invalid for the holder, PersonNeeded,
    NoSuchPayer.
    """
    iban, bic = _read(iban, bic)
    holder = read_line(holder, "the account holder", LONGEST_HOLDER, field="holder")
    if ctx.actor.user is None:
        raise PersonNeeded
    with transaction.atomic():
        _lock(payer, ctx)
        present = _present(payer)
        if present and (present.iban, present.bic, present.holder) == (iban, bic, holder):
            return present.id
        _withdraw_all(payer, ctx)
        row = models.PayoutAccount.objects.create(
            id=new_id(), payer_id=payer, iban=iban, bic=bic, holder=holder, confirmed_by=ctx.actor.user,
            confirmed_at=ctx.now,
        )  # fmt: skip
        record_activity(ctx, "confirm_payout_account", organisation=payer, details={"iban": masked(iban)})
    return row.id


def withdraw_account(*, payer: UUID, ctx: ActionContext) -> None:
    """Nothing is paid out to it any more; a refund that waits cannot be approved then. Raises NoPayoutAccount."""
    with transaction.atomic():
        _lock(payer, ctx)
        present = _present(payer)
        if present is None:
            raise NoPayoutAccount
        _withdraw_all(payer, ctx)
        record_activity(ctx, "withdraw_payout_account", organisation=payer, details={"iban": masked(present.iban)})


def _read(iban: str, bic: str) -> tuple[str, str]:
    try:
        iban = read_iban(iban)
    except ValueError:
        raise PayoutIbanInvalid from None
    if not is_sepa(iban):
        raise PayoutNotSepa
    try:
        bic = read_bic(bic) if bic.strip() else derived_bic(iban)
    except ValueError:
        raise PayoutBicInvalid from None
    if needs_bic(iban) and not bic:
        raise PayoutBicNeeded
    return iban, bic


def _lock(payer: UUID, ctx: ActionContext) -> None:
    if not models.Organisation.objects.select_for_update().filter(pk=payer).exclude(kind="vendor").exists():
        raise NoSuchPayer
    ctx.check_seen()


def _present(payer: UUID) -> models.PayoutAccount | None:
    return models.PayoutAccount.objects.filter(payer=payer, withdrawn_at=None).order_by("-id").first()


def _withdraw_all(payer: UUID, ctx: ActionContext) -> None:
    models.PayoutAccount.objects.filter(payer=payer, withdrawn_at=None).update(withdrawn_at=ctx.now)
