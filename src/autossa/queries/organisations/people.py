"""People: the members of an organisation and who is invited; for staff, everybody who can log in."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from autossa.domain.rights import Kind, Role
from autossa.queries.organisations.lookup import vendor_name
from autossa.queries.snapshot import snapshot
from autossa.queries.words import rows_with
from autossa.store import models
from autossa.store.ids import read_public_id

PAGE = 50


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member of an organisation."""

    id: str
    user: UUID
    name: str
    email: str
    role: Role
    joined_at: datetime
    is_suspended: bool


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """An invitation that is neither accepted nor withdrawn."""

    id: str
    email: str
    role: Role
    invited_by: str
    expires_at: datetime
    is_expired: bool


@dataclass(frozen=True, slots=True)
class AdmissionRow:
    """Somebody of an organisation that was merged into this one, named by staff, who waits for an owner."""

    id: str
    name: str
    email: str
    merged: str
    merged_number: str
    named_at: datetime


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Who belongs to an organisation, who is invited or waits; whether somebody can log in as its owner."""

    members: tuple[MemberRow, ...]
    invited: tuple[InvitedRow, ...]
    admissions: tuple[AdmissionRow, ...]
    has_owner: bool


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who can log in, with their roles by organisation."""

    id: str
    name: str
    email: str
    suspended_at: datetime | None
    roles: tuple[tuple[str, str, Role], ...]  # organisation's id and name, role


@dataclass(frozen=True, slots=True)
class PersonList:
    """A page of people, and the key of the page after it, if there is one."""

    rows: tuple[PersonRow, ...]
    next_after: str | None


def people_page(organisation: UUID, now: datetime) -> PeoplePage:
    """The people of an organisation. Four queries."""
    return PeoplePage(
        members(organisation), invited(organisation, now), admissions(organisation), has_owner(organisation)
    )


def members(organisation: UUID) -> tuple[MemberRow, ...]:
    """The members by role and name: those who lead first."""
    found = models.Membership.objects.filter(organisation=organisation).select_related("user")
    rows = [
        MemberRow(m.public_id, m.user_id, str(m.user), m.user.email, Role(m.role), m.created_at, not m.user.is_active)
        for m in found
    ]
    order = list(Role)
    return tuple(sorted(rows, key=lambda row: (order.index(row.role), row.name.casefold(), row.id)))


def member(organisation: UUID, membership: UUID) -> MemberRow | None:
    """One member, None for one of another organisation."""
    row = models.Membership.objects.filter(pk=membership, organisation=organisation).select_related("user").first()
    if row is None:
        return None
    user = row.user
    return MemberRow(row.public_id, user.id, str(user), user.email, Role(row.role), row.created_at, not user.is_active)


def invited(organisation: UUID, now: datetime) -> tuple[InvitedRow, ...]:
    """Who is invited and has not come; also those whose link has expired."""
    found = models.Invitation.objects.open().filter(organisation=organisation)
    return tuple(
        InvitedRow(row.public_id, row.email, Role(row.role), inviter(row), row.expires_at, row.expires_at <= now)
        for row in found.select_related("invited_by").order_by("email")
    )


def admissions(organisation: UUID) -> tuple[AdmissionRow, ...]:
    """Who waits for an owner to let them in after a merge."""
    found = models.Admission.objects.open().filter(organisation=organisation).select_related("user", "merged")
    return tuple(map(_admission, found.order_by("user__email")))


def admission(organisation: UUID, key: UUID) -> AdmissionRow | None:
    """One of them; None once it is answered."""
    found = models.Admission.objects.open().filter(pk=key, organisation=organisation)
    row = found.select_related("user", "merged").first()
    return _admission(row) if row is not None else None


def _admission(row: models.Admission) -> AdmissionRow:
    merged = row.merged
    return AdmissionRow(row.public_id, str(row.user), row.user.email, merged.name, merged.number, row.named_at)


def inviter(row: models.Invitation) -> str:
    """Who invites: a person, or the vendor where its operator did."""
    return str(row.invited_by) if row.invited_by else vendor_name() or ""


def has_owner(organisation: UUID) -> bool:
    """Somebody can log in as its owner."""
    found = models.Membership.objects.filter(organisation=organisation, role=Role.OWNER.value, user__is_active=True)
    return found.exists()


def list_people(words: str = "", after: str = "", page: int = PAGE) -> PersonList:
    """Everybody by address, paged by key, in a constant number of queries; not those who were erased."""
    with snapshot():
        found = models.User.objects.filter(erased_at=None)
        if words:
            found = found.filter(pk__in=rows_with("users", words))
        if last := _address(after):
            found = found.filter(email__gt=last)
        users = list(found.order_by("email")[: page + 1])
        roles = _roles([user.id for user in users[:page]])
    rows = tuple(PersonRow(u.public_id, u.name, u.email, u.suspended_at, tuple(roles[u.id])) for u in users[:page])
    return PersonList(rows, rows[-1].id if len(users) > page else None)


def person(key: UUID) -> PersonRow | None:
    """One person; None for somebody who was erased."""
    user = models.User.objects.filter(pk=key, erased_at=None).first()
    if user is None:
        return None
    return PersonRow(user.public_id, user.name, user.email, user.suspended_at, tuple(_roles([user.id])[user.id]))


def is_staff(row: PersonRow) -> bool:
    """A member of the vendor."""
    return any(role not in (Role.OWNER, Role.MANAGER, Role.VIEWER) for _, _, role in row.roles)


def kind_roles(kind: Kind) -> tuple[Role, ...]:
    """The roles that an organisation of the kind has."""
    own = (Role.OWNER, Role.MANAGER, Role.VIEWER)
    return tuple(role for role in Role if (role in own) is not (kind is Kind.VENDOR))


def _roles(users: list[UUID]) -> defaultdict[UUID, list[tuple[str, str, Role]]]:
    grouped: defaultdict[UUID, list[tuple[str, str, Role]]] = defaultdict(list)
    found = models.Membership.objects.filter(user__in=users).select_related("organisation")
    for row in found.order_by("organisation__name"):
        grouped[row.user_id].append((row.organisation.public_id, row.organisation.name, Role(row.role)))
    return grouped


def _address(after: str) -> str | None:
    try:
        key = read_public_id("usr", after)
    except ValueError:
        return None
    return models.User.objects.filter(pk=key).values_list("email", flat=True).first()
