"""Who pays: for which contracts a partner is liable, and which changes of the payer wait for whom."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from autossa.domain.contracts import Contract
from autossa.domain.payers import liable_until, term_end
from autossa.store import models
from autossa.store.ids import public_id
from autossa.store.models.contracts.contracts import OPEN_STATES
from autossa.store.options import contract_of, load_options


@dataclass(frozen=True, slots=True)
class Liability:
    """An open contract that somebody pays; `until` is the first day that it would not pay any more."""

    project: str
    project_name: str
    customer: str
    payer: str
    until: date


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the payer that waits for an answer."""

    id: str
    project: str
    project_name: str
    customer: str
    now: str
    then: str
    confirmer: str
    asked_by: str
    asked_by_id: UUID
    asked_at: datetime


@dataclass(frozen=True, slots=True)
class PayerPage:
    """Who pays for a project's open contract, who could, and what waits."""

    project: str
    project_name: str
    payer: str | None
    until: date | None
    possible: tuple[tuple[UUID, str], ...]
    change: Change | None


def liabilities(partner: UUID, customer: UUID, project: UUID | None, today: date) -> tuple[Liability, ...]:
    """What a partner would still pay for a customer, of one project or of all, if its hand-over ended today."""
    found = _open_contracts().filter(payer=partner, project__customer=customer)
    if project is not None:
        found = found.filter(project=project)
    rows = list(found.order_by("project__name"))
    options = load_options(row.option_plans for row in rows)
    return tuple(_liability(row, contract_of(row, options), today) for row in rows)


def payer_page(project: UUID, today: date) -> PayerPage:
    """Who pays for a project, who could pay instead, and what waits."""
    row = models.Project.objects.select_related("customer").get(pk=project)
    contract = _open_contracts().filter(project=project).first()
    waiting = _waiting().filter(contract__project=project).first()
    payer = contract.payer_id if contract else None
    return PayerPage(
        project=row.public_id,
        project_name=row.name,
        payer=contract.payer.name if contract else None,
        until=_term_end(contract, today) if contract else None,
        possible=tuple((key, name) for key, name in possible_payers(row, today) if key != payer),
        change=_changes([waiting])[0] if waiting else None,
    )


def waiting_for(organisation: UUID) -> tuple[Change, ...]:
    """The changes that an organisation is asked to agree to, oldest first."""
    return _changes(list(_waiting().filter(confirmer=organisation).order_by("asked_at", "id")))


@dataclass(frozen=True, slots=True)
class Asked:
    """An organisation that is asked to answer so many changes of the payer."""

    organisation: str
    name: str
    count: int


def asked_of(organisations: Collection[UUID]) -> tuple[Asked, ...]:
    """Which of these organisations have changes of the payer to answer. One query."""
    if not organisations:
        return ()
    found = models.PayerChange.objects.filter(confirmed_at=None, refused_at=None, confirmer__in=organisations)
    rows = found.order_by().values_list("confirmer", "confirmer__name").annotate(Count("id"))
    return tuple(Asked(public_id("org", key), name, count) for key, name, count in sorted(rows, key=lambda row: row[1]))


def _open_contracts() -> QuerySet[models.Contract]:
    return models.Contract.objects.filter(status__in=OPEN_STATES).select_related("project__customer", "payer", "plan")


def _waiting() -> QuerySet[models.PayerChange]:
    found = models.PayerChange.objects.open()
    return found.select_related("contract__project__customer", "contract__payer", "payer", "confirmer")


def _liability(row: models.Contract, contract: Contract, today: date) -> Liability:
    until = liable_until(contract, today)
    return Liability(
        row.project.public_id,
        row.project.name,
        row.project.customer.name,
        row.payer.name,
        min(until, row.ends_on) if row.ends_on else until,
    )


def _term_end(row: models.Contract, today: date) -> date:
    """The first day after the present term, or after the contract."""
    end = term_end(contract_of(row), today)
    return min(end, row.ends_on) if row.ends_on else end


def possible_payers(project: models.Project, today: date) -> list[tuple[UUID, str]]:
    """Who can pay: the customer, and partners with access on the day; none that is suspended, or not verified yet."""
    in_force = models.HandOver.objects.in_force(today).of_project(project.id).filter(customer=project.customer_id)
    wanted = Q(pk=project.customer_id) | Q(pk__in=in_force.values("partner"))
    return list(
        models.Organisation.objects.filter(wanted, suspended_on=None)
        .exclude(verified_on=None)
        .order_by("name")
        .values_list("id", "name")
    )


def _changes(rows: list[models.PayerChange]) -> tuple[Change, ...]:
    people = {user.id: str(user) for user in models.User.objects.filter(pk__in=[row.asked_by for row in rows])}
    return tuple(
        Change(
            id=row.public_id,
            project=row.contract.project.public_id,
            project_name=row.contract.project.name,
            customer=row.contract.project.customer.name,
            now=row.contract.payer.name,
            then=row.payer.name,
            confirmer=row.confirmer.name,
            asked_by=people.get(row.asked_by, ""),
            asked_by_id=row.asked_by,
            asked_at=row.asked_at,
        )
        for row in rows
    )
