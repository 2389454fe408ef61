"""Mandates: given, amended and revoked by the payer; confirmed and stopped by the vendor (billing 12).

No name of an account goes into the log of activities, nor into any text of a mail.
"""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from autossa.domain.billing.bank.ibans import derived_bic, is_sepa, masked, needs_bic, read_bic, read_iban
from autossa.domain.billing.bank.letters import is_sepa_reference, sepa_text
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.mandates import MandateState, Scheme
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.outbox import tell
from autossa.operations.validation import read_line
from autossa.queries.billing.methods.mandates import MandateRow, mandate_in_force
from autossa.queries.billing.payments.policies import payment_terms
from autossa.store import models
from autossa.store.ids import new_id

MAX_HOLDER, MAX_TOWN, MAX_IBAN = 70, 35, 34


class DebitsNotOffered(Invalid):
    """Direct debits are not offered at present."""


class NoMandate(Invalid):
    """There is no mandate yet: enter the account that is to be debited."""

    field = "iban"


class MandateInForce(Invalid):
    """There is a mandate already. Change its account, or revoke it first."""


class MandateNotFound(NotFound):
    """There is no such mandate in force."""


class MandateNotConfirmable(Invalid):
    """Only a business mandate that its bank does not know yet is confirmed."""


class AccountNotAnIban(Invalid):
    """This is not an IBAN. Check it digit by digit."""

    field = "iban"


class AccountNotSepa(Invalid):
    """The country of this account is not part of SEPA."""

    field = "iban"


class AccountBicNeeded(Invalid):
    """Enter the BIC: it is needed for accounts outside the European Economic Area."""

    field = "bic"


class AccountBicInvalid(Invalid):
    """This is not a BIC: 8 or 11 letters and digits."""

    field = "bic"


class AccountTownNeeded(Invalid):
    """Enter town and country of the account holder: they are needed for accounts outside the European Economic Area."""

    field = "town"


class HolderNotWritable(Invalid):
    """Banks cannot read this name. Write it in Latin letters."""

    field = "holder"


class MandateTextMissing(Invalid):
    """Read the mandate and agree to it."""

    field = "agreed"


@dataclass(frozen=True, slots=True)
class Account:
    """An account as somebody entered it; BIC, town and country only where they are needed."""

    iban: str
    holder: str
    bic: str = ""
    town: str = ""
    country: str = ""
    scheme: Scheme = Scheme.CORE


def read_account(given: Account) -> Account:
    """The account as it is kept; its BIC derived where that can be.

    Raises AccountNotAnIban, AccountNotSepa, AccountBicNeeded, AccountBicInvalid, AccountTownNeeded, HolderNotWritable,
    and for the texts as `read_line`.
    """
    try:
        iban = read_iban(given.iban)
    except ValueError:
        raise AccountNotAnIban from None
    if not is_sepa(iban):
        raise AccountNotSepa
    holder = read_line(given.holder, "the account holder", MAX_HOLDER, field="holder")
    if not any(sign.isalnum() for sign in sepa_text(holder, MAX_HOLDER)):
        raise HolderNotWritable
    town = read_line(given.town, "the town", MAX_TOWN, required=False, field="town")
    bic = _bic(given.bic) or derived_bic(iban)
    if needs_bic(iban):
        if not bic:
            raise AccountBicNeeded
        if not (town and given.country):
            raise AccountTownNeeded
        return Account(iban, holder, bic, town, given.country, given.scheme)
    return Account(iban, holder, bic, scheme=given.scheme)


def give(*, payer: UUID, account: Account, text: str, ctx: ActionContext) -> str:
    """A payer lets the vendor collect from an account; a copy goes to it by mail. The reference of the mandate.

    `text` is the mandate as it was shown. Where the payer had chosen nothing, it pays by direct debit from now on.
    Raises MandateNotFound for no payer, DebitsNotOffered, MandateInForce, MandateTextMissing, or as `read_account`.
    """
    with transaction.atomic():
        row = _payer(payer)
        ctx.check_seen()
        reference = give_now(row, account, text, ctx)
        if not models.PaymentChoice.objects.filter(payer=row, contract=None).exists():
            models.PaymentChoice.objects.create(
                payer=row, method=Method.DIRECT_DEBIT.value, set_by=ctx.actor.user, set_at=ctx.now
            )
    return reference


def give_now(payer: models.Organisation, account: Account, text: str, ctx: ActionContext) -> str:
    """As `give`, for a payer that is locked already."""
    if Method.DIRECT_DEBIT not in payment_terms(ctx.today).offered:
        raise DebitsNotOffered
    if not text.strip():
        raise MandateTextMissing
    found = read_account(account)
    if models.Mandate.objects.filter(payer=payer, stopped_on=None, revoked_on=None).exists():
        raise MandateInForce
    row = models.Mandate.objects.create(
        reference=_reference(payer), payer=payer, scheme=found.scheme.value, signed_on=ctx.today,
        signed_by=ctx.actor.user, signed_at=ctx.now, iban=found.iban, bic=found.bic, holder=found.holder,
        town=found.town, country=found.country, text=text,
    )  # fmt: skip
    _log("give_mandate", row, ctx, account=masked(found.iban))
    tell("mail.mandate_given", {"mandate": str(row.pk)}, ctx)
    return row.reference


def amend(*, payer: UUID, account: Account, ctx: ActionContext) -> None:
    """From today on the mandate of a payer is of another account or holder. Raises MandateNotFound, as `read_account`.

    The scheme stays what it is: another one is another mandate.
    """
    with transaction.atomic():
        row, now = _in_force(payer, ctx)
        found = read_account(account)
        if (found.iban, found.holder, found.bic) == (now.iban, now.holder, now.bic):
            return
        models.MandateAmendment.objects.create(
            mandate=row, day=ctx.today, iban=found.iban, bic=found.bic, holder=found.holder, town=found.town,
            country=found.country, made_by=ctx.actor.user, made_at=ctx.now,
        )  # fmt: skip
        _log("amend_mandate", row, ctx, account=masked(found.iban))
        tell("mail.mandate_amended", {"mandate": str(row.pk)}, ctx)


def revoke(*, payer: UUID, ctx: ActionContext) -> None:
    """The payer takes its mandate back: nothing more is collected, what is open is paid by transfer.

    What is in a file already is collected still. Raises MandateNotFound.
    """
    with transaction.atomic():
        row, _ = _in_force(payer, ctx)
        models.Mandate.objects.filter(pk=row.pk).update(revoked_on=max(ctx.today, row.signed_on))
        _log("revoke_mandate", row, ctx)


def confirm(*, mandate: UUID, ctx: ActionContext) -> None:
    """Finance knows that the payer's bank has a business mandate: it is active from today on.

    Raises MandateNotFound, MandateNotConfirmable.
    """
    with transaction.atomic():
        row, now = _found(mandate, ctx)
        if now.scheme is not Scheme.B2B or now.state is not MandateState.UNCONFIRMED:
            raise MandateNotConfirmable
        models.Mandate.objects.filter(pk=row.pk).update(confirmed_on=max(ctx.today, row.signed_on))
        _log("confirm_mandate", row, ctx)


def stop(*, mandate: UUID, ctx: ActionContext, code: str = "") -> None:
    """Nothing more is collected by a mandate, for the code of a return or because finance says so.

    Raises MandateNotFound.
    """
    with transaction.atomic():
        row, _ = _found(mandate, ctx)
        models.Mandate.objects.filter(pk=row.pk).update(stopped_on=max(ctx.today, row.signed_on), stop_code=code)
        _log("stop_mandate", row, ctx, code=code)


def _payer(payer: UUID) -> models.Organisation:
    row = models.Organisation.objects.select_for_update().filter(pk=payer).exclude(kind="vendor").first()
    if row is None:
        raise MandateNotFound
    return row


def _in_force(payer: UUID, ctx: ActionContext) -> tuple[models.Mandate, MandateRow]:
    """The mandate of a payer, which is locked. Raises MandateNotFound."""
    _payer(payer)
    ctx.check_seen()
    now = mandate_in_force(payer, ctx.today, payment_terms(ctx.today).policy.mandate_months)
    if now is None:
        raise MandateNotFound
    return models.Mandate.objects.get(pk=now.key), now


def _found(mandate: UUID, ctx: ActionContext) -> tuple[models.Mandate, MandateRow]:
    payer = models.Mandate.objects.filter(pk=mandate).values_list("payer", flat=True).first()
    if payer is None:
        raise MandateNotFound
    row, now = _in_force(payer, ctx)
    if row.pk != mandate:
        raise MandateNotFound
    return row, now


def _bic(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return read_bic(text)
    except ValueError:
        raise AccountBicInvalid from None


def _reference(payer: models.Organisation) -> str:
    """The payer's number and a counter, which people can read; else one of an id. Unique by the table."""
    wished = f"{payer.number}-M{models.Mandate.objects.filter(payer=payer).count() + 1}"
    is_taken = models.Mandate.objects.filter(reference=wished).exists()
    if is_sepa_reference(wished) and " " not in wished and not is_taken:
        return wished
    return f"M{new_id().hex.upper()}"[:35]


def _log(action: str, row: models.Mandate, ctx: ActionContext, **details: str) -> None:
    said = {name: text for name, text in details.items() if text}
    record_activity(ctx, action, organisation=row.payer_id, details={"mandate": row.reference, **said})
