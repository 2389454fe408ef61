"""Joining an organisation by the link of an invitation: with the account one has, or with a new one."""

from dataclasses import dataclass
from uuid import UUID

from autossa.operations.accounts.create import create_invited
from autossa.operations.context import ActionContext
from autossa.operations.organisations import invitations


@dataclass(frozen=True, slots=True)
class NewPerson:
    """What somebody says about themselves who has no account yet."""

    name: str
    password: str
    language: str


@dataclass(frozen=True, slots=True)
class Joined:
    """Who has joined, and which organisation."""

    user: UUID
    organisation: UUID


def join(*, secret: str, who: UUID | NewPerson, ctx: ActionContext) -> Joined:
    """Accept an invitation as a person, or as somebody new, whose address the link proves.

    Raises InvitationNotValid; InvitedHasAccount for somebody new whose address has an account; AlreadyMember.
    """
    if isinstance(who, UUID):
        return Joined(who, invitations.accept(secret=secret, user=who, ctx=ctx))
    user, organisation = create_invited(
        secret=secret, name=who.name, password=who.password, language=who.language, ctx=ctx
    )
    return Joined(user, organisation)
