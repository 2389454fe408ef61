"""Requests for access as both sides see them: what a partner can ask for, what waits for a customer's owners."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from autossa.domain.rights import Right
from autossa.queries.billing.payers import Asked
from autossa.store import models
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class AskableProject:
    """A project that a partner looks after, and what it may do there by now."""

    key: UUID
    id: str
    name: str
    rights: frozenset[Right]


@dataclass(frozen=True, slots=True)
class Askable:
    """A customer that a partner looks after: it knows of these projects; `rights` are those on all of them."""

    id: str
    name: str
    rights: frozenset[Right]
    projects: tuple[AskableProject, ...]

    def rights_on(self, project: UUID | None) -> frozenset[Right] | None:
        """What the partner may do by now on a project, or on all; None for one that it does not know of."""
        if project is None:
            return self.rights
        return next((one.rights for one in self.projects if one.key == project), None)


@dataclass(frozen=True, slots=True)
class AccessRequestRow:
    """What a partner asks for, on a project or on all (None), and who asked when."""

    id: str
    customer: str
    partner: str
    partner_number: str
    project: str | None
    rights: tuple[Right, ...]
    asked_by: str
    asked_at: datetime


def askable(partner: UUID, customer: UUID, today: date) -> Askable | None:
    """What a partner can ask a customer about; None alike for whoever it does not look after, and for nobody."""
    in_force = models.HandOver.objects.in_force(today).filter(partner=partner, customer=customer)
    given = list(in_force.filter(customer__suspended_on=None, partner__suspended_on=None).select_related("customer"))
    if not given:
        return None
    whole = rights_on_all(given)
    projects = models.Project.objects.filter(customer=customer).order_by("name")
    if not any(row.project_id is None for row in given):
        projects = projects.filter(pk__in=[row.project_id for row in given])
    return Askable(
        id=given[0].customer.public_id,
        name=given[0].customer.name,
        rights=whole,
        projects=tuple(
            AskableProject(
                project.id,
                project.public_id,
                project.name,
                whole | {Right(right) for row in given if row.project_id == project.id for right in row.rights},
            )
            for project in projects
        ),
    )


def rights_on_all(given: Iterable[models.HandOver]) -> frozenset[Right]:
    """What a partner may do on all projects of a customer, by what this gave it."""
    return frozenset(Right(right) for row in given if row.project_id is None for right in row.rights)


def waiting_for_answer(customer: UUID) -> tuple[AccessRequestRow, ...]:
    """What partners ask a customer for, oldest first."""
    return _rows(models.AccessRequest.objects.open().filter(customer=customer, partner__suspended_on=None))


def asked_by_partner(partner: UUID, customers: Collection[UUID]) -> dict[str, list[AccessRequestRow]]:
    """What a partner has asked these customers for and was not answered yet, by the customer's public id."""
    grouped: dict[str, list[AccessRequestRow]] = {}
    for row in _rows(models.AccessRequest.objects.open().filter(partner=partner, customer__in=customers)):
        grouped.setdefault(row.customer, []).append(row)
    return grouped


def access_asked_of(organisations: Collection[UUID]) -> tuple[Asked, ...]:
    """Which of these organisations have requests for access to answer. One query; none without any of them."""
    if not organisations:
        return ()
    found = models.AccessRequest.objects.open().filter(customer__in=organisations, partner__suspended_on=None)
    rows = found.order_by().values_list("customer", "customer__name").annotate(Count("id"))
    return tuple(Asked(public_id("org", key), name, count) for key, name, count in sorted(rows, key=lambda row: row[1]))


def _rows(found: QuerySet[models.AccessRequest]) -> tuple[AccessRequestRow, ...]:
    rows = list(found.select_related("customer", "partner", "project").order_by("asked_at", "id"))
    people = {user.id: str(user) for user in models.User.objects.filter(pk__in={row.asked_by for row in rows})}
    return tuple(
        AccessRequestRow(
            id=row.public_id,
            customer=row.customer.public_id,
            partner=row.partner.name,
            partner_number=row.partner.number,
            project=row.project.name if row.project else None,
            rights=tuple(right for right in Right if right.value in row.rights),
            asked_by=people.get(row.asked_by, ""),
            asked_at=row.asked_at,
        )
        for row in rows
    )
