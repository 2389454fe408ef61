"""Who may do what: ONE table for portal, API and command line, printed into the docs by `autossa rights`.

A person stands to a project or an organisation in some way (owner of the customer, partner with a right handed over,
reviewer at the vendor, …); each action names the standings that may do it. Without one the action is absent.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

Id = TypeVar("Id")


class Kind(StrEnum):
    """What an organisation is."""

    VENDOR = "vendor"
    PARTNER = "partner"
    CUSTOMER = "customer"


class Role(StrEnum):
    """What a person is in an organisation; the first three at customers and partners, the others at the vendor."""

    OWNER = "owner"
    MANAGER = "manager"
    VIEWER = "viewer"
    ADMIN = "admin"
    REVIEWER = "reviewer"
    FINANCE = "finance"
    SUPPORT = "support"


STAFF_ROLES = frozenset({Role.ADMIN, Role.REVIEWER, Role.FINANCE, Role.SUPPORT})


class Right(StrEnum):
    """What a customer can delegate to a partner, for one or all of its projects."""

    LICENSES = "licenses"
    CONTRACTS = "contracts"
    BILLING = "billing"


class Standing(StrEnum):
    """How a person stands to a project or organisation."""

    OWNER = "owner"
    MANAGER = "manager"
    VIEWER = "viewer"
    PARTNER_LICENSES = "partner: licenses"
    PARTNER_CONTRACTS = "partner: contracts"
    PARTNER_BILLING = "partner: billing"
    PARTNER_VIEWER = "partner: any, as viewer"
    ACTING = "staff on behalf"
    ADMIN = "admin"
    REVIEWER = "reviewer"
    FINANCE = "finance"
    SUPPORT = "support"


class Action(StrEnum):
    """What can be done; a page or use case asks for exactly one of them."""

    VIEW_PROJECT = "see a project, its licenses and contracts"
    VIEW_BILLING = "see credits and invoices"
    VIEW_ACTIVITY = "see who did what"
    EDIT_LICENSES = "request and give up licenses, redeem keys; register devices, activate on them and release"
    EDIT_CONTRACTS = "conclude, withdraw, answer, change the option, cancel, undo, extend manually"
    EDIT_BILLING = "order credits and licenses, accept quotes of them, change the payer"
    PREPARE_QUOTES = "prepare quotes, withdraw them, ask the customer to approve one"
    MAIL_DOCUMENTS = "have an invoice sent by e-mail again"
    CREATE_PROJECT = "create and rename projects"
    VIEW_DELEGATIONS = "see which partner may do what, and since when"
    DELEGATE = "give a partner rights, and revoke them"
    CONFIRM_PAYER = "agree to a change of the payer, or refuse it"
    VIEW_ORGANISATION = "see an organisation and its people"
    EDIT_ORGANISATION = "change address, VAT ID and contacts"
    MANAGE_PEOPLE = "invite people, change roles, remove them, revoke their API tokens"
    LEAVE_ORGANISATION = "leave an organisation"
    VIEW_CUSTOMERS = "see the customers that a partner looks after"
    INVITE_CUSTOMERS = "invite a customer and create its project"
    ASK_FOR_ACCESS = "ask a customer it looks after for rights"
    ADD_LICENSES = "add and confirm licenses, create keys"
    REVIEW_CONTRACTS = "approve, ask, reject"
    SUSPEND_CONTRACTS = "suspend, resume and terminate"
    WAIVE = "waive the doubling of a gap"
    WRITE_OFF_DEVICES = "write off lost devices"
    CORRECT = "void bookings, adjust credits"
    KEEP_BOOKS = "see and export the books, set their accounts"
    VIEW_RUNS = "see runs and what is parked"
    START_RUNS = "run now, retry what is parked"
    VIEW_CATALOGUE = "see license types, prices, policies, releases"
    EDIT_CATALOGUE = "add versions of rates, prices, policies, releases"
    VERIFY_ORGANISATIONS = "add, verify, suspend and merge organisations, invite an owner where there is none"
    SUSPEND_PEOPLE = "block a person, unblock them, erase one who is blocked"
    MANAGE_STAFF = "invite vendor staff, change settings and texts"
    ACT_ON_BEHALF = "act on behalf of a customer, with a reason, for 30 minutes"


_OWN = frozenset({Standing.OWNER, Standing.MANAGER, Standing.VIEWER})
_MANAGING = frozenset({Standing.OWNER, Standing.MANAGER})
_PARTNER = frozenset(
    {Standing.PARTNER_LICENSES, Standing.PARTNER_CONTRACTS, Standing.PARTNER_BILLING, Standing.PARTNER_VIEWER}
)
_STAFF = frozenset({Standing.ADMIN, Standing.REVIEWER, Standing.FINANCE, Standing.SUPPORT})
_ACTING = frozenset({Standing.ACTING})
_FINANCE = frozenset({Standing.ADMIN, Standing.FINANCE})
_REVIEW = frozenset({Standing.ADMIN, Standing.REVIEWER})
_ADMIN = frozenset({Standing.ADMIN})

TABLE: dict[Action, frozenset[Standing]] = {
    Action.VIEW_PROJECT: _OWN | _PARTNER | _STAFF | _ACTING,
    Action.VIEW_BILLING: _OWN | _STAFF | _ACTING | {Standing.PARTNER_BILLING, Standing.PARTNER_CONTRACTS},
    Action.VIEW_ACTIVITY: _OWN | _STAFF | _ACTING | {Standing.PARTNER_CONTRACTS},
    Action.EDIT_LICENSES: _MANAGING | _ACTING | {Standing.PARTNER_LICENSES},
    Action.EDIT_CONTRACTS: _MANAGING | _ACTING | {Standing.PARTNER_CONTRACTS},
    Action.EDIT_BILLING: _MANAGING | {Standing.PARTNER_BILLING},
    Action.PREPARE_QUOTES: _MANAGING
    | _ACTING
    | _FINANCE
    | _REVIEW
    | {Standing.PARTNER_BILLING, Standing.PARTNER_CONTRACTS},
    Action.MAIL_DOCUMENTS: _MANAGING | _FINANCE | {Standing.PARTNER_BILLING},
    Action.CREATE_PROJECT: _MANAGING | _ACTING,
    Action.VIEW_DELEGATIONS: _OWN | _STAFF | _ACTING,
    Action.DELEGATE: frozenset({Standing.OWNER}),
    Action.CONFIRM_PAYER: _MANAGING,
    Action.VIEW_ORGANISATION: _OWN | _STAFF | _ACTING,
    Action.EDIT_ORGANISATION: _MANAGING | _REVIEW,
    Action.MANAGE_PEOPLE: frozenset({Standing.OWNER}),
    Action.LEAVE_ORGANISATION: _OWN,
    Action.VIEW_CUSTOMERS: _OWN | _STAFF | _ACTING,
    Action.INVITE_CUSTOMERS: _MANAGING,
    Action.ASK_FOR_ACCESS: _MANAGING,
    Action.ADD_LICENSES: _REVIEW,
    Action.REVIEW_CONTRACTS: _REVIEW,
    Action.SUSPEND_CONTRACTS: _FINANCE,
    Action.WAIVE: _FINANCE | _REVIEW,
    Action.WRITE_OFF_DEVICES: _REVIEW | {Standing.SUPPORT},
    Action.CORRECT: _FINANCE,
    Action.KEEP_BOOKS: _FINANCE,
    Action.VIEW_RUNS: _STAFF,
    Action.START_RUNS: _FINANCE,
    Action.VIEW_CATALOGUE: _STAFF,
    Action.EDIT_CATALOGUE: _ADMIN,
    Action.VERIFY_ORGANISATIONS: _REVIEW,
    Action.SUSPEND_PEOPLE: _ADMIN,
    Action.MANAGE_STAFF: _ADMIN,
    Action.ACT_ON_BEHALF: frozenset({Standing.ADMIN, Standing.SUPPORT}),
}

_OTHERS = frozenset({Kind.PARTNER, Kind.CUSTOMER})

# Actions on an organisation that make sense at some kinds only; the others are possible at any.
KINDS: dict[Action, frozenset[Kind]] = {
    Action.VIEW_BILLING: _OTHERS,
    Action.CREATE_PROJECT: frozenset({Kind.CUSTOMER}),
    Action.VIEW_DELEGATIONS: frozenset({Kind.CUSTOMER}),
    Action.DELEGATE: frozenset({Kind.CUSTOMER}),
    Action.CONFIRM_PAYER: _OTHERS,
    Action.LEAVE_ORGANISATION: _OTHERS,
    Action.VIEW_CUSTOMERS: frozenset({Kind.PARTNER}),
    Action.INVITE_CUSTOMERS: frozenset({Kind.PARTNER}),
    Action.ASK_FOR_ACCESS: frozenset({Kind.PARTNER}),
    Action.VERIFY_ORGANISATIONS: _OTHERS,
    Action.ACT_ON_BEHALF: _OTHERS,
}

# At the vendor there is no owner: these ask for another action instead.
AT_VENDOR: dict[Action, Action] = {
    Action.MANAGE_PEOPLE: Action.MANAGE_STAFF,
    Action.EDIT_ORGANISATION: Action.MANAGE_STAFF,
}


class TokenScope(StrEnum):
    """What the maker of an API token lets it do; never more than the maker may."""

    READ = "read"
    LICENSES = "licenses"
    CONTRACTS = "contracts"
    BILLING = "billing"
    ADMINISTRATION = "administration"


_SCOPES: dict[TokenScope, frozenset[Action]] = {
    TokenScope.LICENSES: frozenset({Action.EDIT_LICENSES, Action.ADD_LICENSES, Action.WRITE_OFF_DEVICES}),
    TokenScope.CONTRACTS: frozenset(
        {
            Action.EDIT_CONTRACTS,
            Action.CREATE_PROJECT,
            Action.REVIEW_CONTRACTS,
            Action.SUSPEND_CONTRACTS,
            Action.WAIVE,
        }
    ),
    TokenScope.BILLING: frozenset(
        {
            Action.EDIT_BILLING,
            Action.PREPARE_QUOTES,
            Action.MAIL_DOCUMENTS,
            Action.CONFIRM_PAYER,
            Action.CORRECT,
            Action.KEEP_BOOKS,
        }
    ),
}


def scope_of(action: Action, *, is_read: bool) -> TokenScope:
    """The scope that a token needs for an action; `is_read`: nothing is changed by what is asked for."""
    if is_read:
        return TokenScope.READ
    found = (scope for scope, actions in _SCOPES.items() if action in actions)
    return next(found, TokenScope.ADMINISTRATION)


@dataclass(frozen=True, slots=True)
class Member(Generic[Id]):
    """A person's membership: organisation, its kind, the role in it."""

    organisation: Id
    kind: Kind
    role: Role


@dataclass(frozen=True, slots=True)
class Delegation(Generic[Id]):
    """A customer's rights given to a partner from a day on, up to (not including) `ends_on`; project None means all."""

    customer: Id
    partner: Id
    project: Id | None
    rights: frozenset[Right]
    starts_on: date
    ends_on: date | None = None

    def holds(self, project: Id, day: date) -> bool:
        """It is in force for the project on the day."""
        return self.is_in_force(day) and self.project in (None, project)

    def is_in_force(self, day: date) -> bool:
        """It has begun by the day, and is not over."""
        return self.starts_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Person(Generic[Id]):
    """Somebody who is signed in: memberships, and the organisation they act on behalf of as staff, if any."""

    members: tuple[Member[Id], ...]
    acting_for: Id | None = None

    @property
    def is_staff(self) -> bool:
        """A member of the vendor."""
        return any(member.kind is Kind.VENDOR for member in self.members)


class FactorNeeded(StrEnum):
    """Who must log in with a second factor, as the installation sets it; for everybody else it is a choice."""

    STAFF = "staff"  # and owners of partners: they see the data of many companies
    OWNERS = "owners"  # of customers, too
    EVERYBODY = "everybody"


def needs_second_factor(person: Person[Id], needed: FactorNeeded = FactorNeeded.STAFF) -> bool:
    """Whether somebody must log in with a second factor. Staff and owners of partners must, whatever is set."""
    if person.is_staff or needed is FactorNeeded.EVERYBODY:
        return True
    kinds = (Kind.PARTNER,) if needed is FactorNeeded.STAFF else (Kind.PARTNER, Kind.CUSTOMER)
    return any(m.kind in kinds and m.role is Role.OWNER for m in person.members)


def may(action: Action, standings: frozenset[Standing]) -> bool:
    """Whether somebody who stands so may do the action."""
    return not TABLE[action].isdisjoint(standings)


def may_at(action: Action, standings: frozenset[Standing], kind: Kind) -> bool:
    """Whether somebody who stands so to an organisation of that kind may do the action there."""
    asked = AT_VENDOR.get(action, action) if kind is Kind.VENDOR else action
    return kind in KINDS.get(asked, frozenset(Kind)) and may(asked, standings)


def standings_to_project(
    person: Person[Id], customer: Id, project: Id, delegations: tuple[Delegation[Id], ...], day: date
) -> frozenset[Standing]:
    """How a person stands to a project of a customer on a day. Who acts on behalf stands in no other way to it."""
    own = standings_to_organisation(person, customer)
    if person.acting_for is not None:
        return own
    return own | {
        standing
        for member in person.members
        if member.kind is Kind.PARTNER
        for delegation in delegations
        if delegation.customer == customer and delegation.partner == member.organisation
        if delegation.holds(project, day)
        for standing in _partner_standings(member, delegation)
    }


def standings_to_document(
    person: Person[Id],
    payer: Id,
    customer: Id | None,
    project: Id | None,
    delegations: tuple[Delegation[Id], ...],
    day: date,
) -> frozenset[Standing]:
    """How a person stands to an invoice or credit note: to who pays it, and to the project that it is for, if any."""
    to_payer = standings_to_organisation(person, payer)
    if customer is None or project is None:
        return to_payer
    return to_payer | standings_to_project(person, customer, project, delegations, day)


def standings_to_organisation(person: Person[Id], organisation: Id) -> frozenset[Standing]:
    """How a person stands to an organisation: a member of it, vendor staff, or staff acting on its behalf.

    Who acts on behalf of one stands in no way to any other.
    """
    if person.acting_for is not None:
        return _ACTING if person.is_staff and person.acting_for == organisation else frozenset()
    return standings_to_vendor(person) | {
        Standing(member.role.value)
        for member in person.members
        if member.organisation == organisation and member.kind is not Kind.VENDOR
    }


def standings_to_vendor(person: Person[Id]) -> frozenset[Standing]:
    """The staff roles of a person; none while acting on behalf of somebody, whose eyes and hands they have then."""
    if person.acting_for is not None:
        return frozenset()
    return frozenset(Standing(member.role.value) for member in person.members if member.kind is Kind.VENDOR)


def _partner_standings(member: Member[Id], delegation: Delegation[Id]) -> frozenset[Standing]:
    if member.role is Role.VIEWER:
        return frozenset({Standing.PARTNER_VIEWER}) if delegation.rights else frozenset()
    return frozenset(Standing(f"partner: {right.value}") for right in delegation.rights)
