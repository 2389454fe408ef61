"""Erasing a person: an alias instead of name and e-mail address, wherever they stand; what was booked stays.

Their account is closed for good with it. What they did remains, under the alias: it is the evidence of what was agreed.
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
from autossa.queries.accounts.erasure import known_as
from autossa.store import models

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


def _close(user: UUID, addresses: list[str], ctx: ActionContext) -> None:
    """What waits for them is off: invitations, admissions, e-mails, whatever they could still be acting in."""
    models.Invitation.objects.open().filter(email__in=addresses).update(withdrawn_at=ctx.now)
    models.Admission.objects.open().filter(user=user).update(declined_at=ctx.now)
    models.ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=ctx.now)
    to_them = Q(payload__to__in=addresses) | Q(payload__user=str(user))
    waiting = models.OutboxMessage.objects.filter(to_them, delivered_at=None)
    waiting.update(payload={}, delivered_at=ctx.now, last_error=_NOT_SENT)


def _delete(user: UUID, addresses: list[str]) -> None:
    """What is theirs alone and proves nothing."""
    for session in UserSession.objects.filter(user_id=user):
        session.end()
    for of_user in (EmailAddress, Authenticator, models.Device, models.Draft, models.Membership):
        of_user.objects.filter(user=user).delete()
    models.Contact.objects.filter(email__in=addresses).delete()
    models.Registration.objects.filter(email__in=addresses).delete()
    AccessAttempt.objects.filter(username__in=addresses).delete()
