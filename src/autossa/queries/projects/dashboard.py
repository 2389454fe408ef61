"""The first page: the list, how many projects are in which state, the next charge, the renewals to come."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from autossa.domain.rights import Action
from autossa.queries.access import Account, organisation_may, seen_projects, staff_may
from autossa.queries.billing.next_charges import NextCharge
from autossa.queries.projects.figures import Figures, read_figures
from autossa.queries.projects.listing import Asked, ProjectList, list_projects
from autossa.queries.projects.upcoming import next_booking
from autossa.queries.runs.due import count_due
from autossa.queries.snapshot import snapshot
from autossa.store import models

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Home:
    """What somebody sees first.

    `next_charge` is a project's id and name with the charge, for whoever pays; `due` is how many projects the next run
    visits, for staff. `creates_at` and `invites_at` are the customers and partners, as ids with names, where the
    reader can create a project or invite a customer.
    """

    asked: Asked
    projects: ProjectList
    figures: Figures
    next_charge: tuple[str, str, NextCharge] | None
    due: int | None
    creates_at: tuple[tuple[str, str], ...]
    invites_at: tuple[tuple[str, str], ...]


def read_home(asked: Asked, today: date, now: datetime, *, account: Account, scope: Account) -> Home:
    """The first page of an account; lists show what its `scope` sees, rights are those of the account."""
    seen, sees_runs = seen_projects(scope), staff_may(scope, Action.VIEW_RUNS)
    with snapshot():
        own, figures = _organisations(scope), read_figures(today, now, seen)
        return Home(
            asked=asked,
            projects=list_projects(asked, today, account=account, seen=seen),
            figures=figures,
            next_charge=None if sees_runs else next_booking(today, account, seen),
            due=count_due(today + _DAY) if sees_runs else None,
            creates_at=_where(scope, own, Action.CREATE_PROJECT),
            invites_at=_where(scope, own, Action.INVITE_CUSTOMERS),
        )


def _organisations(scope: Account) -> list[models.Organisation]:
    person = scope.person
    keys = [person.acting_for] if person.acting_for else [member.organisation for member in person.members]
    return list(models.Organisation.objects.filter(pk__in=keys).order_by("name"))


def _where(scope: Account, own: list[models.Organisation], action: Action) -> tuple[tuple[str, str], ...]:
    return tuple((row.public_id, row.name) for row in own if organisation_may(scope, row, action))
