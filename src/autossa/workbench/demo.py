"""Loads the demo: its two years are played through the use cases, day by day, as people and the nightly run would."""

import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import groupby
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F

from autossa.domain.amounts import parse_decimal
from autossa.domain.billing.cycles import Cycle, Every
from autossa.domain.dates import add_months
from autossa.domain.policies import Policy
from autossa.operations.billing import collective
from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.decide import park
from autossa.operations.organisations import invitations
from autossa.operations.projects.edit import create_project
from autossa.operations.runs import renewals
from autossa.operations.vendor import catalogue, license_prices, settings
from autossa.operations.vendor.schema import FIRST_DAY, set_first_policy
from autossa.queries.billing.issued.waiting import next_due, payers_waiting
from autossa.queries.runs.due import first_run_day
from autossa.queries.vendor.settings import zone
from autossa.store import models
from autossa.workbench import demo_devices, demo_people, demo_releases, demo_terms
from autossa.workbench.bank.demo import import_demo
from autossa.workbench.demo_data import HOW_TO_PAY, LICENSE_PRICES, LICENSE_TYPES, PRICES, PROJECTS, DemoProject, Step
from autossa.workbench.demo_money import methods
from autossa.workbench.demo_money.electronic import return_last
from autossa.workbench.demo_money.odd import pay_oddly
from autossa.workbench.demo_money.paying import pay_due, remind
from autossa.workbench.demo_organisations import COLLECTIVE, CUSTOMERS, INVITED, PARTNERS, VENDOR
from autossa.workbench.demo_steps import Planned, actor_of, do

ADMIN, FINANCE = VENDOR.people[0][0], VENDOR.people[2][0]
_NIGHT, _MORNING, _EVENING = time(0, 5), time(8, 10), time(18, 30)
_FIRST_HOURS, _BETWEEN = 440, 47  # minutes: when a project's steps of a day begin, and how they follow each other


@dataclass(frozen=True, slots=True)
class _Deed:
    """Something done at a moment, by whoever has the address; by itself where there is none."""

    at: datetime
    by: str
    do: Callable[..., object]


def is_loaded() -> bool:
    """The demo's vendor is there."""
    return models.Organisation.objects.filter(kind="vendor").exists()


def load(ctx: ActionContext, progress: Callable[[date], None] = lambda _: None) -> None:
    """Load the demo into an empty database, so that its last day is the context's today; all of it, or nothing."""
    with transaction.atomic():  # who stops it half-way begins anew the next time
        _Loading(ctx.today, ctx.now, zone()).load(progress)


@dataclass(slots=True)
class _Loading:
    """The demo on its way into the database, so that it ends on a day."""

    today: date
    now: datetime
    zone: ZoneInfo
    users: dict[str, UUID] = field(default_factory=dict)
    parked: dict[UUID, tuple[date, str]] = field(default_factory=dict)

    def load(self, progress: Callable[[date], None]) -> None:
        """Who there is, then what they did."""
        begin = self._begin()
        deeds = [*self._terms(), *self._prices(begin), *self._projects(), *self._releases(begin)]
        deeds += [self._invitation(), self._collective(), *self._methods()]
        for day, of_day in groupby(sorted(deeds, key=lambda deed: deed.at), key=lambda deed: deed.at.date()):
            progress(day)
            self._run_until(day, _NIGHT)
            for deed in of_day:
                deed.do(ctx=self._as(deed.by, deed.at) if deed.by else self._by_itself(deed.at))
            self._run_until(day, _EVENING)
        self._run_until(self.today, _NIGHT)
        self._pay_until(self.today)
        return_last(self.today, lambda day: self._as(FINANCE, self._at(day, _MORNING)))
        import_demo(self._as(ADMIN, self._at(self.today, _MORNING)))
        pay_oddly(self._as(FINANCE, self._at(self.today, _MORNING)))
        remind(self.today, lambda day: self._as(ADMIN, self._at(day, _MORNING)), self._in_the_morning)
        progress(self.today)
        # Two years of mails are history: nobody is to find them all on the first day.
        models.OutboxMessage.objects.filter(delivered_at=None).update(delivered_at=self.now)

    def _begin(self) -> ActionContext:
        """Organisations, people and what is sold, on the demo's first day."""
        first = self.today - timedelta(days=max(ago for ago, _, _ in PRICES))
        start = ActionContext(SYSTEM, first, self._at(first, _MORNING))
        set_first_policy(start)
        demo_people.enter(VENDOR, "vendor", start)
        for kind, companies in (("partner", PARTNERS), ("customer", CUSTOMERS)):
            for company in companies.values():
                demo_people.enter(company, kind, start)
        demo_people.load(start)
        self.users = {row.email: row.id for row in models.User.objects.all()}
        begin = self._as(ADMIN, start.now)
        settings.save_settings(name=VENDOR.name, how_to_pay=HOW_TO_PAY, ctx=begin)
        for code, (name, rate) in LICENSE_TYPES.items():
            rate_a_year = parse_decimal(rate)
            catalogue.add_license_type(
                code=code, name=name, ssc_per_year=rate_a_year, starts_on=FIRST_DAY, ctx=begin, note="Demo"
            )
        return begin

    def _terms(self) -> Iterator[_Deed]:
        """Before everything else of their day: what is ordered then is ordered under them."""
        for ago, by_admin, deed in demo_terms.deeds(self.today):
            yield _Deed(self._at(self._day(ago), _MORNING), ADMIN if by_admin else "", deed)

    def _prices(self, begin: ActionContext) -> Iterator[_Deed]:
        price_list = catalogue.add_price_list(name="List EUR", currency="EUR", ctx=begin)
        for ago, before, price in PRICES:
            starts_on = self.today - timedelta(days=ago)
            enter = partial(
                catalogue.set_price, price_list=price_list, price=parse_decimal(price), starts_on=starts_on
            )  # fmt: skip
            yield _Deed(
                self._at(starts_on - timedelta(days=before), _MORNING), ADMIN, lambda ctx, do=enter: do(ctx=ctx)
            )
        first = self.today - timedelta(days=max(ago for ago, _, _ in PRICES))
        for code, price in LICENSE_PRICES.items():
            license_prices.set_license_price(
                price_list=price_list, code=code, price=parse_decimal(price), starts_on=first, ctx=begin
            )

    def _projects(self) -> Iterator[_Deed]:
        price_list = models.PriceList.objects.values_list("id", flat=True).get()
        numbers = dict(models.Organisation.objects.values_list("number", "id"))
        for project in PROJECTS:
            shift = self._shift(project)
            created = self._as(ADMIN, self._at(self._day(max(step.ago for step in _steps(project)) + shift), _MORNING))
            customer = numbers[project.customer]
            key = create_project(customer=customer, name=project.name, price_list=price_list, ctx=created)
            if project.parked:
                self.parked[key] = self._day(project.parked_ago), project.parked
            payer = numbers[project.payer] if project.payer else None
            for at, step in self._moments(project, shift):
                item = Planned(key, customer, payer, step)
                yield _Deed(at, actor_of(project, step), partial(do, item))

    def _shift(self, project: DemoProject) -> int:
        """By how many days a project that is to fail begins earlier, so that its next period was due just before."""
        if not project.parked:
            return 0
        begins = self.today + timedelta(days=Policy().renewal_lead_days - project.parked_ago + 2)
        ago = max(step.ago for step in project.steps)
        return (self.today - add_months(begins, -round(ago / 30))).days - ago

    def _moments(self, project: DemoProject, shift: int) -> Iterator[tuple[datetime, Step]]:
        """When each step is done: at office hours, later steps of a day after earlier ones."""
        for ago, of_day in groupby(sorted(_steps(project), key=lambda step: -step.ago), key=lambda step: step.ago):
            first = zlib.crc32(f"{project.name} {ago}".encode()) % _FIRST_HOURS
            for place, step in enumerate(of_day):
                minutes = timedelta(minutes=first + _BETWEEN * place)
                yield self._at(self._day(ago + shift), _MORNING) + minutes, step

    def _releases(self, begin: ActionContext) -> Iterator[_Deed]:
        branches = demo_releases.enter(self.today, begin)
        for place, (ago, deed) in enumerate(demo_releases.deeds(self.today, branches)):
            at = self._at(self._day(ago), _MORNING) + timedelta(minutes=place % _FIRST_HOURS)
            yield _Deed(at, ADMIN, deed)

    def _invitation(self) -> _Deed:
        email, number, address, role = INVITED
        key = models.Organisation.objects.values_list("id", flat=True).get(number=number)
        invite = partial(invitations.invite, organisation=key, email=address, role=role)
        return _Deed(self._at(self._day(2), _MORNING), email, invite)

    def _collective(self) -> _Deed:
        """A partner that pays for many projects gets one invoice a month, on its first day."""
        ago, number, finance = COLLECTIVE
        payer, starts_on = models.Organisation.objects.get(number=number).id, self._day(ago)
        deed = partial(collective.set_cycle, payer=payer, cycle=Cycle(Every.MONTHLY, 1), starts_on=starts_on)
        return _Deed(self._at(starts_on, _MORNING), finance, deed)

    def _methods(self) -> Iterator[_Deed]:
        """Before what is concluded or booked on their day."""
        for ago, by, deed in methods.deeds(ADMIN):
            yield _Deed(self._at(self._day(ago), _MORNING), by, deed)

    def _run_until(self, last: date, hour: time) -> None:
        """The daily run of each day on which something is due, as the schedule would have done it."""
        while (day := _next_day()) is not None and day <= last:
            self._pay_until(day)
            ctx = ActionContext(SYSTEM, day, self._at(day, hour))
            failed = self._park_due(ctx)
            run = renewals.run(ctx=ctx).run
            models.Run.objects.filter(pk=run).update(projects=F("projects") + failed, parked=F("parked") + failed)

    def _pay_until(self, last: date) -> None:
        """What was due up to a day is paid, but for some of the last weeks."""
        pay_due(last, self.today, lambda day: self._as(COLLECTIVE[2], self._at(day, _MORNING)))

    def _in_the_morning(self, day: date) -> ActionContext:
        return self._by_itself(self._at(day, _MORNING))

    def _park_due(self, ctx: ActionContext) -> int:
        """Park what is to fail and is due, as the run would; how many projects."""
        due = models.Project.objects.due(ctx.today)
        failing = [key for key, (since, _) in self.parked.items() if ctx.today >= since and due.filter(pk=key).exists()]
        for key in failing:
            park(key, TimeoutError(self.parked[key][1]), ctx)
        return len(failing)

    def _day(self, ago: int) -> date:
        return self.today - timedelta(days=ago)

    def _at(self, day: date, hour: time) -> datetime:
        """An hour of a day, or now where it is still to come."""
        return min(datetime.combine(day, hour, tzinfo=self.zone), self.now.astimezone(self.zone))

    def _as(self, email: str, at: datetime) -> ActionContext:
        return demo_people.as_person(email, self.users, self._by_itself(at))

    def _by_itself(self, at: datetime) -> ActionContext:
        return ActionContext(SYSTEM, at.astimezone(self.zone).date(), at)


def _next_day() -> date | None:
    """The next day on which a project has something due, or a collective invoice is."""
    waiting = [due for payer in payers_waiting() if (due := next_due(payer))]
    return min((day for day in (first_run_day(), *waiting) if day is not None), default=None)


def _steps(project: DemoProject) -> tuple[Step, ...]:
    """What is done to a project and its devices."""
    return (*project.steps, *demo_devices.STEPS.get((project.customer, project.name), ()))
