"""The first page: the list, how many projects are in which state, the next charge, the renewals to come, first steps.

Over thousands of projects the figures are most of the page's time, and nobody reads the difference that a minute makes:
then they are kept, counted anew each minute beside the pages, and it is said of which moment they are.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from django.conf import settings

from autossa.domain.rights import Action, Kind, Role
from autossa.queries.access import (
    EVERYTHING,
    Account,
    ProjectScope,
    limited_to,
    organisation_may,
    staff_may,
    visible_projects,
)
from autossa.queries.billing.payers import Asked, asked_of
from autossa.queries.contracts.drafts import Begun, begun_contracts
from autossa.queries.kept import MANY, Kept, place_of
from autossa.queries.organisations.access_requests import access_asked_of
from autossa.queries.organisations.listing import count_unverified
from autossa.queries.projects.counts import Counts, count_projects
from autossa.queries.projects.listing import ProjectFilter, ProjectList, grace_days, list_projects
from autossa.queries.projects.upcoming import NextBooking, Week, next_booking, renewals_by_week
from autossa.queries.runs.due import count_due
from autossa.queries.runs.history import asking_runs
from autossa.queries.snapshot import snapshot
from autossa.queries.vendor.settings import look
from autossa.store import models

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts and weeks; `as_of` is the moment they are of, when that is not now."""

    counts: Counts
    weeks: tuple[Week, ...]
    as_of: datetime | None = None


@dataclass(frozen=True, slots=True)
class FirstSteps:
    """How many there are of what comes first, and whether the rest is done; `vendor` is its public id.

    `has_approvers`: two people can approve contracts. `mail_was_tried`: a test left by the e-mail server that is set.
    """

    vendor: str
    license_types: int
    price_lists: int
    organisations: int
    colleagues: int
    has_address: bool
    has_look: bool
    has_bank_details: bool
    has_terms: bool
    has_approvers: bool
    mail_was_tried: bool


@dataclass(frozen=True, slots=True)
class Home:
    """What somebody sees first.

    `next_charge` is the next booking, for whoever pays; `due` is how many projects the next run
    visits, for staff. `creates_at` and `invites_at` are the customers and partners, as ids with names, where the
    reader can create a project or invite a customer. `first_steps`
    is there for whoever sets up a new portal. `begun` are contracts that the reader has begun to conclude,
    `payer_requests` organisations of theirs that are asked to pay, or to agree to another payer, `access_requests`
    those that partners ask for rights. `to_verify` are the
    companies that wait for whoever verifies them.
    """

    asked: ProjectFilter
    projects: ProjectList
    figures: Figures
    next_charge: NextBooking | None
    due: int | None
    creates_at: tuple[tuple[str, str], ...]
    invites_at: tuple[tuple[str, str], ...]
    is_staff: bool
    first_steps: FirstSteps | None
    begun: tuple[Begun, ...] = ()
    payer_requests: tuple[Asked, ...] = ()
    access_requests: tuple[Asked, ...] = ()
    to_verify: int = 0
    halted: int = 0


def read_home(
    asked: ProjectFilter, today: date, now: datetime, *, account: Account, organisation: UUID | None = None
) -> Home:
    """The first page of an account; lists show what it sees as a member of the organisation, rights are all it has."""
    limited = limited_to(account, organisation)
    scope, sees_runs = visible_projects(limited), staff_may(limited, Action.VIEW_RUNS)
    with snapshot():
        own, figures = _organisations(limited), read_figures(today, now, scope)
        is_new = figures.counts.total == 0 and staff_may(account, Action.EDIT_CATALOGUE)
        return Home(
            asked=asked,
            projects=list_projects(asked, today, account=account, scope=scope),
            figures=figures,
            next_charge=None if sees_runs else next_booking(today, account, scope),
            due=count_due(today + _DAY) if sees_runs else None,
            halted=len(asking_runs()) if sees_runs else 0,
            creates_at=_where(limited, own, Action.CREATE_PROJECT),
            invites_at=_where(limited, own, Action.INVITE_CUSTOMERS),
            is_staff=staff_may(account, Action.VIEW_PROJECT),
            first_steps=first_steps() if is_new else None,
            begun=begun_contracts(account, today),
            payer_requests=asked_of([row.pk for row in own if organisation_may(limited, row, Action.CONFIRM_PAYER)]),
            access_requests=access_asked_of([row.pk for row in own if organisation_may(limited, row, Action.DELEGATE)]),
            to_verify=count_unverified() if staff_may(limited, Action.VERIFY_ORGANISATIONS) else 0,
        )


def read_figures(today: date, now: datetime, scope: ProjectScope = EVERYTHING) -> Figures:
    """The figures of what somebody sees; for those who see everything they may be some minutes old."""
    if not scope.everything:
        return _count(today, scope)
    found = kept.get(place_of(today), now)
    return replace(found.value, as_of=found.unless(now))


def first_steps() -> FirstSteps:
    """What a new portal still lacks before its first project can be created: a few small queries."""
    vendor = Kind.VENDOR.value
    itself, shown = models.Organisation.objects.get(kind=vendor), look()
    people = models.Membership.objects.filter(organisation=itself, user__is_active=True)
    approvers = people.filter(role__in=[Role.ADMIN.value, Role.REVIEWER.value])
    return FirstSteps(
        vendor=itself.public_id,
        has_address=bool(itself.address.text and itself.vat_id),
        has_look=bool(shown.logo),
        has_bank_details=bool(shown.how_to_pay.strip()),
        has_terms=shown.has_terms,
        has_approvers=approvers.values("user").distinct().count() > 1,
        mail_was_tried=settings.MAILS_LEAVE and _test_was_sent(),
        license_types=models.LicenseType.objects.count(),
        price_lists=models.PriceList.objects.filter(versions__isnull=False).distinct().count(),
        organisations=models.Organisation.objects.exclude(kind=vendor).count(),
        colleagues=models.Membership.objects.filter(organisation__kind=vendor).values("user").distinct().count(),
    )


def _test_was_sent() -> bool:
    sent = models.OutboxMessage.objects.filter(payload__key="test", last_error="")
    return sent.exclude(delivered_at=None).exists()


def _count(today: date, scope: ProjectScope) -> Figures:
    return Figures(count_projects(today, grace_days(today), scope), renewals_by_week(today, scope=scope))


kept: Kept[tuple[str, date], Figures] = Kept(
    lambda place: _count(place[1], EVERYTHING), lambda figures: figures.counts.total > MANY
)
"""For those who see everything, by database and day."""


def _organisations(limited: Account) -> list[models.Organisation]:
    person = limited.person
    keys = [person.acting_for] if person.acting_for else [member.organisation for member in person.members]
    return list(models.Organisation.objects.filter(pk__in=keys).order_by("name"))


def _where(limited: Account, own: list[models.Organisation], action: Action) -> tuple[tuple[str, str], ...]:
    return tuple((row.public_id, row.name) for row in own if organisation_may(limited, row, action))
