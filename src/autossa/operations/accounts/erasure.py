"""Erasing a person: an alias instead of name and e-mail address, wherever they stand; what was booked stays.

An account is closed for good with it. Who has none, as a contact or somebody who was invited, is known by an address.
What they did remains, under the alias: it is the evidence of what was agreed.
"""

from uuid import UUID

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.db import connection, transaction
from django.db.models import Q

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.organisations.people import PersonNotFound
from autossa.operations.outbox import give_up
from autossa.operations.validation import read_email
from autossa.queries.accounts.erasure import has_account, known_as
from autossa.store import models
from autossa.store.ids import new_id

_NOT_SENT = "not sent: the person was erased"


class NotBlocked(Invalid):
    """Block the person first. Only a blocked person can be erased."""


class AlreadyErased(Invalid):
    """This person was erased already."""


def erase(*, user: UUID, ctx: ActionContext) -> None:
    """Erase a blocked person. Raises PersonNotFound, NotBlocked, AlreadyErased, ChangedSinceShown.

    Whoever can be blocked can be erased: neither oneself nor the last administrator. In free texts of others a name is
    replaced only where it is at least two words and nobody else's; an address always.
    """
    with transaction.atomic():
        row = models.User.objects.select_for_update().filter(pk=user).first()
        if row is None:
            raise PersonNotFound
        if row.erased_at is not None:
            raise AlreadyErased
        if row.is_active:
            raise NotBlocked
        ctx.check_seen()
        addresses = list(known_as(user).addresses)
        _close(user, addresses, ctx)
        _delete(user, addresses)
        with connection.cursor() as cursor:
            cursor.execute("SELECT erase_person(%s, %s)", [user, ctx.now])
        record_activity(ctx, "erase_person", details={"user": row.public_id}, about=user)


class HasAccount(Invalid):
    """Somebody logs in with {email}. Block this person, then erase them."""

    field = "email"


class AddressNowhere(Invalid):
    """{email} stands nowhere."""

    field = "email"


def erase_address(*, email: str, ctx: ActionContext) -> str:
    """Erase somebody without an account, who is known by an address alone; gives the alias.

    Raises HasAccount, AddressNowhere, ChangedSinceShown, and Invalid for what is no address.
    """
    address, instead = read_email(email), new_id()
    with transaction.atomic():
        ctx.check_seen()
        deleted = _close_address(address, ctx)
        if has_account(address):  # who accepts an invitation meanwhile has it locked, and is known from then on
            raise HasAccount(email=address)
        with connection.cursor() as cursor:
            cursor.execute("SELECT erase_address(%s, %s)", [address, instead])
            (replaced,) = cursor.fetchone()
        # Only now: from contacts it is known what they are called.
        models.Contact.objects.filter(email=f"person-{instead.hex[-12:]}@erased.invalid").delete()
        if not deleted + replaced:
            raise AddressNowhere(email=address)
        alias = f"Person {instead.hex[-6:].upper()}"
        record_activity(ctx, "erase_address", details={"name": alias})
    return alias


def _close_address(address: str, ctx: ActionContext) -> int:
    """What waits for an address is off, and what is theirs alone is deleted; how many rows that were."""
    closed = models.Invitation.objects.open().filter(email=address).update(withdrawn_at=ctx.now)
    return closed + _not_sent(Q(payload__to=address), ctx) + _delete_at([address])


def _not_sent(to_them: Q, ctx: ActionContext) -> int:
    waiting = models.OutboxMessage.objects.filter(to_them, delivered_at=None)
    return give_up(waiting, ctx.now, _NOT_SENT)


def _delete_at(addresses: list[str]) -> int:
    """What an address stands in that proves nothing. Invoices go to those who are left, and to nobody's alias."""
    gone = models.Contract.objects.filter(invoice_contact__in=addresses).update(invoice_contact="")
    for rows in (
        models.Registration.objects.filter(email__in=addresses),
        AccessAttempt.objects.filter(username__in=addresses),
        EmailAddress.objects.filter(email__in=addresses, verified=False),
    ):
        gone += rows.delete()[0]
    return gone


def _close(user: UUID, addresses: list[str], ctx: ActionContext) -> None:
    """What waits for them is off: invitations, admissions, e-mails, whatever they could still be acting in."""
    models.Invitation.objects.open().filter(email__in=addresses).update(withdrawn_at=ctx.now)
    models.Admission.objects.open().filter(user=user).update(declined_at=ctx.now)
    models.ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=ctx.now)
    to_them = Q(payload__to__in=addresses) | Q(payload__user=str(user))
    _not_sent(to_them, ctx)


def _delete(user: UUID, addresses: list[str]) -> None:
    """What is theirs alone and proves nothing."""
    for session in UserSession.objects.filter(user_id=user):
        session.end()
    for of_user in (EmailAddress, Authenticator, models.Browser, models.Draft, models.Membership):
        of_user.objects.filter(user=user).delete()
    models.Contact.objects.filter(email__in=addresses).delete()
    _delete_at(addresses)
