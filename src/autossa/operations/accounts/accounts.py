"""Accounts of people: made once their address is proven, their language, and the mails about log-in."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext, Actor
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.one_time_secrets import digest
from autossa.operations.organisations import invitations
from autossa.operations.outbox import tell
from autossa.store import models

LANGUAGES = ("en", "de")


def create(*, email: str, name: str, ctx: ActionContext, password: str | None = None, language: str = "en") -> UUID:
    """An account for an address that is proven to be theirs. Raises Invalid when the address has one.

    Without a password nobody can log in with one.
    """
    address = email.strip().lower()
    try:
        with transaction.atomic():
            user = models.User.objects.create_user(address, password, name=name.strip(), language=language)
            EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
            record_activity(ctx, "create_account", details={"member": address})
    except IntegrityError:
        raise Invalid("this address has an account already") from None
    return user.id


def create_invited(*, secret: str, name: str, password: str, language: str, ctx: ActionContext) -> tuple[UUID, UUID]:
    """An account for who was invited and has none, and the membership; the link proves the address. Raises NotFound.

    Gives the person and the organisation.
    """
    with transaction.atomic():
        row = models.Invitation.objects.filter(digest=digest(secret)).first()
        if row is None:
            raise NotFound("this invitation is not valid; ask for a new one")
        try:
            user = create(email=row.email, name=name, password=password, language=language, ctx=ctx)
        except Invalid:
            raise NotFound("this address has an account; log in with it to accept") from None
        return user, invitations.accept(secret=secret, user=user, ctx=done_by(user, name, ctx))


def set_language(*, user: UUID, language: str) -> None:
    """The language somebody reads pages and mails in; one that does not exist changes nothing."""
    if language in LANGUAGES:
        models.User.objects.filter(pk=user).update(language=language)


def send(
    *, key: str, to: str, language: str, path: str, ctx: ActionContext, values: dict[str, Any] | None = None
) -> None:
    """A mail about log-in, by the outbox. `path` is what its link leads to, below the portal's own address."""
    tell("mail.account", {"key": key, "to": to, "language": language, "path": path, "values": values or {}}, ctx)


def done_by(user: UUID, name: str, ctx: ActionContext) -> ActionContext:
    """The same context, but done by a person who was nobody before."""
    return replace(ctx, actor=Actor(name, user, address=ctx.actor.address))
