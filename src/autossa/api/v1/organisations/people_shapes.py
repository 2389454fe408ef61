"""How people, partner access and a partner's customers are written and read."""

from datetime import date, datetime

from ninja import Field

from autossa.api.v1.frame.shapes import Answer, Body, Day, Id, Line
from autossa.domain.rights import Right, Role


class MemberOut(Answer):
    """A member."""

    id: str
    name: str
    email: str
    role: Role
    joined_at: datetime
    is_suspended: bool


class InvitedOut(Answer):
    """An invitation that is open."""

    id: str
    email: str
    role: Role
    invited_by: str
    expires_at: datetime
    is_expired: bool


class AdmissionOut(Answer):
    """Somebody of a merged organisation, who waits for an owner."""

    id: str
    name: str
    email: str
    merged: str
    merged_number: str
    named_at: datetime


class PeopleOut(Answer):
    """Who belongs to an organisation, who is invited or waits."""

    members: list[MemberOut]
    invitations: list[InvitedOut]
    admissions: list[AdmissionOut]
    has_owner: bool


class RoleIn(Body):
    """Another role."""

    role: Role


class InvitationIn(Body):
    """Who is invited, to which role."""

    email: Line
    role: Role


class OwnerIn(Body):
    """Who is invited as owner."""

    email: Line


class HandOverOut(Answer):
    """Rights that a customer has given a partner; without a project on all of them."""

    id: str
    customer: str
    partner: str
    partner_number: str
    project: str | None
    rights: list[Right]
    starts_on: date
    ends_on: date | None = Field(description="The first day on which it does not hold any more.")
    given_by: str
    phase: str


class HandOverIn(Body):
    """Access for a partner, by its number, on some projects or (null) on all, future ones too."""

    partner: Line
    projects: list[Id] | None = Field(None, max_length=100)
    rights: list[Right] = Field(max_length=10)
    ends_on: Day | None = Field(None, description="The first day on which it does not hold any more.")


class HandOversMade(Answer):
    """What was given, each to be revoked by itself."""

    ids: list[str]


class AccessRequestOut(Answer):
    """What a partner asks for; without a project on all of them."""

    id: str
    customer: str
    partner: str
    partner_number: str
    project: str | None
    rights: list[Right]
    asked_by: str
    asked_at: datetime


class AccessRequestIn(Body):
    """Which rights, on a project or (null) on all."""

    project: Id | None = None
    rights: list[Right] = Field(max_length=10)


class ManagedProjectOut(Answer):
    """A project that the partner looks after."""

    id: Id
    name: str
    rights: list[Right]
    ends_on: date | None
    is_paid: bool = Field(description="The partner pays.")


class CustomerOut(Answer):
    """A customer that a partner looks after."""

    id: Id
    name: str
    number: str
    is_verified: bool
    has_joined: bool
    can_be_asked: bool
    projects: list[ManagedProjectOut]
    asked: list[AccessRequestOut]


class CustomerIn(Body):
    """A customer that a partner invites, with its first project."""

    company: Line
    country: Line
    email: Line
    language: Line = "en"
    project: Line
    price_list: Id


class Made(Answer):
    """What was made."""

    id: str
