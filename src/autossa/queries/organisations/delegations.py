"""Partner access as both sides see them: what a customer has given, which customers a partner looks after."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from django.db.models import Q, QuerySet

from autossa.domain.rights import Right
from autossa.queries.billing.payers import Liability, liabilities
from autossa.queries.organisations.access_requests import AccessRequestRow, asked_by_partner, rights_on_all
from autossa.queries.organisations.listing import after_key
from autossa.queries.snapshot import snapshot
from autossa.queries.words import rows_with
from autossa.store import models
from autossa.store.models.contracts.contracts import OPEN_STATES

PAGE = 50
HISTORY = 100


class Phase(StrEnum):
    """Whether a delegation is to come, in force, or over."""

    COMING = "coming"
    IN_FORCE = "in_force"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class DelegationRow:
    """Rights a customer has given to a partner, on one project or on all (None)."""

    id: str
    customer: str
    partner: str
    partner_number: str
    project: str | None
    rights: tuple[Right, ...]
    starts_on: date
    ends_on: date | None
    given_by: str
    phase: Phase


@dataclass(frozen=True, slots=True)
class DelegationDetails:
    """A delegation that can be revoked, and the customer's contracts that its partner goes on paying for a time."""

    row: DelegationRow
    paid: tuple[Liability, ...]


@dataclass(frozen=True, slots=True)
class ManagedProject:
    """A project that a partner looks after, and what it may do there; `payer` says that the partner pays."""

    id: str
    name: str
    rights: tuple[Right, ...]
    ends_on: date | None
    is_paid: bool

    @property
    def lacks_rights(self) -> bool:
        """There is something that it may not do yet."""
        return len(self.rights) < len(Right)


@dataclass(frozen=True, slots=True)
class ManagedCustomer:
    """A customer of a partner, with the projects it looks after, and what it was asked for and has not answered.

    `can_be_asked`: the partner does not have every right on all of its projects yet.
    """

    id: str
    name: str
    number: str
    is_verified: bool
    has_joined: bool
    projects: tuple[ManagedProject, ...]
    asked: tuple[AccessRequestRow, ...]
    can_be_asked: bool


@dataclass(frozen=True, slots=True)
class ManagedCustomers:
    """A page of a partner's customers, and the key of the page after it, if there is one."""

    rows: tuple[ManagedCustomer, ...]
    next_after: str | None


def given_by_customer(customer: UUID, today: date) -> dict[Phase, tuple[DelegationRow, ...]]:
    """The access that a customer has given, newest first; of what is over, the newest hundred."""
    found = models.HandOver.objects.filter(customer=customer)
    open_ones = list(_rows(found.not_over(today)))
    over = list(_rows(found.filter(ends_on__lte=today))[:HISTORY])
    names = _givers([*open_ones, *over])
    grouped: dict[Phase, list[DelegationRow]] = {phase: [] for phase in Phase}
    for row in (*open_ones, *over):
        made = _row(row, names, today)
        grouped[made.phase].append(made)
    return {phase: tuple(rows) for phase, rows in grouped.items()}


def find_delegation(customer: UUID, key: UUID, today: date) -> DelegationDetails | None:
    """A delegation of a customer that is in force or to come, and the contracts that its partner pays."""
    row = _rows(models.HandOver.objects.filter(pk=key, customer=customer)).first()
    if row is None or (row.ends_on is not None and row.ends_on <= today):
        return None
    paid = liabilities(row.partner_id, customer, None, today)
    return DelegationDetails(_row(row, _givers([row]), today), paid)


def projects_of(customer: UUID) -> list[tuple[UUID, str, str]]:
    """A customer's projects by name: id, public id, name."""
    rows = models.Project.objects.filter(customer=customer).order_by("name")
    return [(row.id, row.public_id, row.name) for row in rows]


def managed_customers(
    partner: UUID, today: date, words: str = "", after: str = "", page: int = PAGE
) -> ManagedCustomers:
    """The customers a partner looks after on a day, by name, paged by key, in a constant number of queries."""
    with snapshot():
        in_force = models.HandOver.objects.in_force(today).filter(partner=partner)
        customers = models.Organisation.objects.filter(pk__in=in_force.values("customer"))
        if words:
            customers = customers.filter(pk__in=rows_with("organisations", words))
        customers = after_key(customers, after).order_by("name", "id")
        heads = list(customers[: page + 1])
        shown = heads[:page]
        given = list(in_force.filter(customer__in=[head.id for head in shown]))
        projects = _managed_projects(partner, given)
        asked = asked_by_partner(partner, [head.id for head in shown])
        joined = set(
            models.Membership.objects.filter(organisation__in=[head.id for head in shown]).values_list(
                "organisation", flat=True
            )
        )
    rows = tuple(
        ManagedCustomer(
            head.public_id,
            head.name,
            head.number,
            head.verified_on is not None,
            head.id in joined,
            tuple(projects[head.id]),
            tuple(asked.get(head.public_id, ())),
            head.suspended_on is None and not _has_everything(head.id, given),
        )
        for head in shown
    )
    return ManagedCustomers(rows, rows[-1].id if len(heads) > page else None)


def _has_everything(customer: UUID, given: list[models.HandOver]) -> bool:
    return rights_on_all(row for row in given if row.customer_id == customer) == frozenset(Right)


def _managed_projects(partner: UUID, delegations: list[models.HandOver]) -> defaultdict[UUID, list[ManagedProject]]:
    whole = [row.customer_id for row in delegations if row.project_id is None]
    single = [row.project_id for row in delegations if row.project_id is not None]
    projects = models.Project.objects.filter(Q(customer__in=whole) | Q(pk__in=single)).order_by("name")
    rows = list(projects)
    paid = set(_paid(partner, [row.id for row in rows]))
    grouped: defaultdict[UUID, list[ManagedProject]] = defaultdict(list)
    for project in rows:
        mine = [d for d in delegations if d.customer_id == project.customer_id and d.project_id in (None, project.id)]
        rights = {right for delegation in mine for right in delegation.rights}
        ends = [delegation.ends_on for delegation in mine]
        grouped[project.customer_id].append(
            ManagedProject(
                project.public_id,
                project.name,
                tuple(right for right in Right if right.value in rights),
                None if None in ends else max(end for end in ends if end is not None),
                project.id in paid,
            )
        )
    return grouped


def _paid(partner: UUID, projects: list[UUID]) -> QuerySet[models.Contract, UUID]:
    found = models.Contract.objects.filter(project__in=projects, payer=partner)
    return found.filter(status__in=OPEN_STATES).values_list("project_id", flat=True)


def _rows(found: QuerySet[models.HandOver]) -> QuerySet[models.HandOver]:
    return found.select_related("customer", "partner", "project").order_by("-created_at", "-id")


def _row(row: models.HandOver, names: dict[UUID, str], today: date) -> DelegationRow:
    if row.ends_on is not None and row.ends_on <= today:
        phase = Phase.OVER
    else:
        phase = Phase.COMING if row.starts_on > today else Phase.IN_FORCE
    return DelegationRow(
        id=row.public_id,
        customer=row.customer.name,
        partner=row.partner.name,
        partner_number=row.partner.number,
        project=row.project.name if row.project else None,
        rights=tuple(right for right in Right if right.value in row.rights),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        given_by=names.get(row.given_by, "") if row.given_by else "",
        phase=phase,
    )


def _givers(rows: list[models.HandOver]) -> dict[UUID, str]:
    keys = {row.given_by for row in rows if row.given_by}
    return {user.id: str(user) for user in models.User.objects.filter(pk__in=keys)}
