"""Who somebody is to what they ask for: the one place that turns rows into standings (domain.rights)."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

from autossa.domain.rights import (
    Action,
    Delegation,
    Kind,
    Member,
    Person,
    Right,
    Role,
    Standing,
    TokenScope,
    may,
    may_at,
    standings_to_document,
    standings_to_organisation,
    standings_to_project,
    standings_to_vendor,
)
from autossa.queries.errors import Unknown
from autossa.queries.one_time_secrets import digest
from autossa.store import models
from autossa.store.ids import public_id, read_public_id
from autossa.store.programs.projects import read_head
from autossa.store.programs.tokens import read_token


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who is signed in, with what their rights follow from; loaded once a request."""

    user: UUID
    name: str
    email: str
    person: Person[UUID]
    delegations: tuple[Delegation[UUID], ...]
    acting_until: datetime | None = None
    acting_reason: str = ""


def load_account(user: UUID, day: date, now: datetime) -> Account | None:
    """An active person's memberships, acting and the delegations to their partners; None for anybody else."""
    found = models.User.objects.filter(pk=user, is_active=True).first()
    if found is None:
        return None
    members = tuple(
        Member(row.organisation_id, Kind(row.organisation.kind), Role(row.role))
        for row in models.Membership.objects.filter(user=found, organisation__suspended_on=None)
        .select_related("organisation")
        .order_by("organisation__name")
    )
    partners = [member.organisation for member in members if member.kind is Kind.PARTNER]
    account = Account(found.id, str(found), found.email, Person(members), delegations_to(partners, day))
    return _acting(account, now) if staff_may(account, Action.ACT_ON_BEHALF) else account


@dataclass(frozen=True, slots=True)
class TokenUse:
    """A token that is good at a moment: who it speaks for, in which scopes, and when it was used last."""

    key: UUID
    account: Account
    scopes: frozenset[TokenScope]
    organisation: UUID
    last_used_at: datetime | None


def use_of_token(secret: str, now: datetime, day: date) -> TokenUse | None:
    """Who a token speaks for: its maker, as a member of the token's organisation and of no other.

    None alike for one that is unknown, expired or revoked, or whose maker or organisation is shut out. It only reads:
    `operations.accounts.tokens.sign_in` also notes the use.
    """
    row = read_token(digest(secret), now)
    if row is None:
        return None
    organisation = UUID(row.organisation)
    member = Member(organisation, Kind(row.kind), Role(row.role))
    person = Person((member,))
    account = Account(UUID(row.user), row.name or row.email, row.email, person, _handed_over(row.hand_overs, day))
    used_at = datetime.fromisoformat(row.last_used_at) if row.last_used_at else None
    return TokenUse(UUID(row.key), account, frozenset(map(TokenScope, row.scopes)), organisation, used_at)


def _handed_over(rows: list[list[Any]], day: date) -> tuple[Delegation[UUID], ...]:
    found = (
        Delegation(
            UUID(customer), UUID(partner), UUID(project) if project else None, frozenset(map(Right, rights)),
            date.fromisoformat(starts_on), date.fromisoformat(ends_on) if ends_on else None,
        )
        for customer, partner, project, rights, starts_on, ends_on in rows
    )  # fmt: skip
    return tuple(one for one in found if one.is_in_force(day))


def account_of_token(secret: str, scope: str, now: datetime, day: date) -> Account | None:
    """Who a token with a scope speaks for, as `use_of_token`; None for one that lacks it."""
    found = use_of_token(secret, now, day)
    return found.account if found is not None and scope in found.scopes else None


class Project(Protocol):
    """The project that somebody may do something on."""

    @property
    def id(self) -> UUID: ...
    @property
    def public_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def customer_id(self) -> UUID: ...


class Organisation(Protocol):
    """The organisation that somebody may do something for."""

    @property
    def id(self) -> UUID: ...
    @property
    def public_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> str: ...


class Document(Protocol):
    """The invoice or credit note that somebody may do something on."""

    @property
    def id(self) -> UUID: ...
    @property
    def public_id(self) -> str: ...
    @property
    def full_number(self) -> str: ...


def project_standings(account: Account, project: Project, day: date) -> frozenset[Standing]:
    """How somebody stands to a project on a day."""
    return standings_to_project(account.person, project.customer_id, project.id, account.delegations, day)


def project_actions(account: Account, project: UUID, customer: UUID, day: date) -> frozenset[Action]:
    """Everything that somebody may do on a project of a customer: what pages show follows it."""
    standings = standings_to_project(account.person, customer, project, account.delegations, day)
    return frozenset(action for action in Action if may(action, standings))


def may_see(account: Account, project: UUID, day: date) -> bool:
    """Whether somebody may see a project, by its key."""
    row = models.Project.objects.select_related("customer").filter(pk=project).first()
    return row is not None and may(Action.VIEW_PROJECT, project_standings(account, row, day))


def find_project(account: Account, public: str, action: Action, day: date) -> Project:
    """A project on which somebody may do the action. Raises Unknown alike when there is none or it is not theirs."""
    project = models.Project.objects.select_related("customer").filter(pk=read_key("prj", public)).first()
    if project is None or not may(action, project_standings(account, project, day)):
        raise Unknown("there is no such project")
    return project


@dataclass(frozen=True, slots=True)
class ProjectHead:
    """As much of a project as rights need."""

    id: UUID
    name: str
    customer_id: UUID

    @property
    def public_id(self) -> str:
        """The id for people and machines."""
        return public_id("prj", self.id)


def find_project_head(account: Account, public: str, action: Action, day: date) -> Project:
    """As `find_project`, quicker: for programs, whose answers need nothing else of the row."""
    key = read_key("prj", public)
    found = read_head(key)
    project = ProjectHead(key, *found) if found else None
    if project is None or not may(action, project_standings(account, project, day)):
        raise Unknown("there is no such project")
    return project


def find_organisation(account: Account, public: str, action: Action) -> Organisation:
    """An organisation for which somebody may do the action. Raises Unknown."""
    found = models.Organisation.objects.filter(pk=read_key("org", public)).first()
    if found is None or not organisation_may(account, found, action):
        raise Unknown("there is no such organisation")
    return found


def find_document(account: Account, public: str, action: Action, day: date) -> Document:
    """An invoice or credit note on which somebody may do the action. Raises Unknown."""
    found = models.Invoice.objects.select_related("project").filter(pk=read_key("inv", public)).first()
    if found is None or not may(action, _document_standings(account, found, day)):
        raise Unknown("there is no such document")
    return found


def document_actions(account: Account, document: UUID, day: date) -> frozenset[Action]:
    """Everything that somebody may do on an invoice or credit note."""
    standings = _document_standings(account, models.Invoice.objects.select_related("project").get(pk=document), day)
    return frozenset(action for action in Action if may(action, standings))


def _document_standings(account: Account, row: models.Invoice, day: date) -> frozenset[Standing]:
    customer = getattr(row.project, "customer_id", None)  # a collective invoice is of no project
    return standings_to_document(account.person, row.payer, customer, row.project_id, account.delegations, day)


def organisation_may(account: Account, organisation: Organisation, action: Action) -> bool:
    """Whether somebody may do the action for an organisation."""
    return may_at(action, standings_to_organisation(account.person, organisation.id), Kind(organisation.kind))


def staff_may(account: Account, action: Action) -> bool:
    """Whether somebody may do what only vendor staff can."""
    return may(action, standings_to_vendor(account.person))


@dataclass(frozen=True, slots=True)
class ProjectScope:
    """Which projects a list may show: all, or those of some customers and some besides; a condition for SQL."""

    everything: bool = False
    customers: tuple[UUID, ...] = ()
    projects: tuple[UUID, ...] = ()

    def condition(self) -> str:
        """SQL over `projects p`, with the parameters of `given`."""
        return (
            "true"
            if self.everything
            else "(p.customer_id = ANY(%(scope_customers)s) OR p.id = ANY(%(visible_projects)s))"
        )

    def given(self) -> dict[str, list[UUID]]:
        """The parameters of the condition."""
        return {"scope_customers": list(self.customers), "visible_projects": list(self.projects)}


EVERYTHING = ProjectScope(everything=True)


def visible_projects(account: Account) -> ProjectScope:
    """The projects somebody may see."""
    if staff_may(account, Action.VIEW_PROJECT):
        return EVERYTHING
    if account.person.acting_for is not None:
        return ProjectScope(customers=(account.person.acting_for,))
    own = tuple(member.organisation for member in account.person.members if member.kind is Kind.CUSTOMER)
    handed = tuple(delegation.customer for delegation in account.delegations if delegation.project is None)
    single = tuple(delegation.project for delegation in account.delegations if delegation.project is not None)
    return ProjectScope(customers=own + handed, projects=single)


def limited_to(account: Account, organisation: UUID | None) -> Account:
    """The account as a member of one organisation alone, for lists; rights never depend on what was chosen."""
    if organisation is None:
        return account
    members = tuple(member for member in account.person.members if member.organisation == organisation)
    delegations = tuple(delegation for delegation in account.delegations if delegation.partner == organisation)
    return replace(account, person=replace(account.person, members=members), delegations=delegations)


def _acting(account: Account, now: datetime) -> Account:
    """The account of staff, changed to that of somebody who acts on behalf of an organisation when they do."""
    running = models.Acting.objects.filter(user=account.user, stopped_at=None, ends_at__gt=now)
    row = running.filter(organisation__suspended_on=None).order_by("-started_at").first()
    if row is None:
        return account
    person = replace(account.person, acting_for=row.organisation_id)
    return replace(account, person=person, acting_until=row.ends_at, acting_reason=row.reason)


def delegations_to(partners: list[UUID], day: date) -> tuple[Delegation[UUID], ...]:
    """The delegations in force on a day to these partners."""
    found = models.HandOver.objects.in_force(day).filter(partner__in=partners)
    return tuple(
        Delegation(
            row.customer_id,
            row.partner_id,
            row.project_id,
            frozenset(Right(right) for right in row.rights),
            row.starts_on,
            row.ends_on,
        )
        for row in found
    )


def read_key(prefix: str, text: str) -> UUID:
    """The id behind a public one. Raises Unknown for what is none."""
    try:
        return read_public_id(prefix, text)
    except ValueError:
        raise Unknown(f"`{text[:40]}` is no id: one of this kind begins with `{prefix}_`") from None
