"""Accounts of people, created once their address is proven."""

from dataclasses import replace
from uuid import UUID

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext, Actor
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.one_time_secrets import digest
from autossa.operations.organisations import invitations
from autossa.operations.validation import MAX_NAME, read_email, read_line
from autossa.store import models


class AccountExists(Invalid):
    """There is already an account with the address {email}."""

    field = "email"


class InvitedHasAccount(NotFound):
    """There is already an account with this address. Log in with it to accept the invitation."""


def create_account(
    *, email: str, name: str, ctx: ActionContext, password: str | None = None, language: str = "en"
) -> UUID:
    """An account for an address that is proven to be theirs. Raises AccountExists, Invalid for address or name.

    Without a password nobody can log in with one.
    """
    address = read_email(email)
    name = read_line(name, "the name", MAX_NAME, required=False, field="name")
    try:
        with transaction.atomic():
            user = models.User.objects.create_user(address, password, name=name, language=language)
            EmailAddress.objects.create(user=user, email=address, verified=True, primary=True)
            record_activity(ctx, "create_account", details={"member": address}, about=user.id)
    except IntegrityError:
        raise AccountExists(email=address) from None
    return user.id


def create_invited(*, secret: str, name: str, password: str, language: str, ctx: ActionContext) -> tuple[UUID, UUID]:
    """An account for who was invited and has none, and the membership; the link proves the address.

    Gives the person and the organisation. Raises InvitationNotValid, InvitedHasAccount.
    """
    with transaction.atomic():
        row = models.Invitation.objects.filter(digest=digest(secret)).first()
        if row is None:
            raise invitations.InvitationNotValid
        try:
            user = create_account(email=row.email, name=name, password=password, language=language, ctx=ctx)
        except AccountExists:
            raise InvitedHasAccount from None
        return user, invitations.accept(secret=secret, user=user, ctx=done_by(user, name, ctx))


def done_by(user: UUID, name: str, ctx: ActionContext) -> ActionContext:
    """The same context, but done by a person who was nobody before."""
    return replace(ctx, actor=Actor(name, user, address=ctx.actor.address))
