"""What a device may install, asked by the device itself: who it is, how often it asks, the verdicts (rule 9).

The answer is that of the pages: the same function of the domain, over the same facts, read at this moment.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings

from autossa.domain.coverage import Period, Source
from autossa.domain.devices.devices import Stock, stock_of
from autossa.domain.limits import DEVICE_ASKS, DEVICE_SPAN
from autossa.domain.lines import Line, in_order
from autossa.domain.policies import EntitlementDay, Policy
from autossa.domain.projects import Project, Terms
from autossa.domain.releases.catalogue import Channel
from autossa.domain.releases.devices import Scope, may_all_install, newest_installable
from autossa.domain.releases.entitlements import Verdict
from autossa.operations.accounts.programs.asks import check_count, count_address
from autossa.operations.errors import OperationError
from autossa.operations.one_time_secrets import digest
from autossa.queries.as_of import project_as_of
from autossa.queries.releases.vendor_facts import KnownProduct, VendorFacts, vendor_facts
from autossa.queries.vendor.demo_clock import days_ahead
from autossa.store.devices.asks import Asking, ask
from autossa.store.ids import public_id


class NotSignedIn(OperationError):
    """This secret is not valid, or it was revoked."""


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A device that signed in: today in the vendor's zone, and the facts that its answers rest on."""

    asking: Asking
    vendor: VendorFacts
    day: date
    project: Project

    @property
    def id(self) -> UUID:
        """The device's."""
        return UUID(self.asking.device)

    @property
    def project_id(self) -> UUID:
        """The project's."""
        return UUID(self.asking.project)

    @property
    def public_id(self) -> str:
        """The device's id for people and machines."""
        return public_id("dev", self.id)

    def product(self, code: str) -> KnownProduct | None:
        """A product by its code."""
        return self.vendor.products.get(code)

    def scope(self, product: KnownProduct) -> Scope:
        """The licenses on the device, and its trial of the product that runs today."""
        licenses = tuple(code for code, _ in self.asking.activated)
        trials = (
            date.fromisoformat(end)
            for key, start, end in self.asking.trials
            if key == product.id and start <= self.day.isoformat() < end
        )
        return Scope(licenses, product.license_types, next(trials, None))

    def exceeded(self) -> list[Stock]:
        """Licenses on the device of which more are in use than licensed today: it is said, and stops nothing."""
        stocks = (stock_of(self.project, code, in_use, self.day) for code, in_use in self.asking.activated)
        return [stock for stock in stocks if stock.is_exceeded]


@dataclass(frozen=True, slots=True)
class Answer:
    """The newest release that may be installed, none without one, and the verdict of the one asked for.

    `asked` is None too for a version that is not published: nobody learns whether it is a draft, or nothing.
    """

    newest: Verdict | None
    asked: Verdict | None


def sign_in(*, secret: str, address: str, now: datetime) -> SignedIn:
    """The device of a secret, counted as having asked. `now` is the moment, in any zone.

    Raises NotSignedIn alike for all that is not right, AskedTooOften for devices, and for addresses that asked in vain.
    """
    asking = ask(digest(secret), now=now, span=DEVICE_SPAN)
    if asking is None:
        count_address(address, now)
        raise NotSignedIn
    check_count(asking.asks, DEVICE_ASKS, asking.since, DEVICE_SPAN, now)
    vendor = vendor_facts(asking.mark)
    day = _day(now, vendor)
    return SignedIn(asking, vendor, day, _project(asking, vendor, day))


def admit_stranger(*, address: str, now: datetime) -> None:
    """Somebody without a secret asks for something: counted by address. Raises AskedTooOften."""
    count_address(address, now)


def check(*, device: SignedIn, product: str, version: str | None, channel: Channel = Channel.STABLE) -> Answer:
    """What a device may install of a product, by its code; an unknown one has nothing to install."""
    found = device.product(product)
    if found is None:
        return Answer(None, None)
    scope, facts = device.scope(found), (device.project, found.catalogue)
    newest = newest_installable(*facts, scope, found.offered_in(channel), device.day)
    release = found.by_version.get(version) if version is not None else None
    if release is None:
        return Answer(newest, None)
    if newest is not None and release is newest.release:
        return Answer(newest, newest)
    return Answer(newest, may_all_install(*facts, scope, release, device.day))


def check_all(*, device: SignedIn, product: str, channel: Channel = Channel.STABLE) -> list[Verdict]:
    """The verdict of every release of a product that a channel offers, in the order of their days."""
    found = device.product(product)
    if found is None:
        return []
    scope = device.scope(found)
    return [
        may_all_install(device.project, found.catalogue, scope, release, device.day)
        for release in found.offered_in(channel)
    ]


def _day(now: datetime, vendor: VendorFacts) -> date:
    """Today in the vendor's zone; the demo may show another day."""
    if settings.TODAY:
        return date.fromisoformat(settings.TODAY) + timedelta(days=days_ahead())
    return now.astimezone(vendor.zone).date()


def _project(asking: Asking, vendor: VendorFacts, day: date) -> Project:
    """As the pages see it: what was due before today, and is not booked yet, counts as booked."""
    if asking.next_run_on is not None and asking.next_run_on < day.isoformat():
        found = project_as_of(UUID(asking.project), day)
        if found is not None:
            return found.project
    return Project(
        terms=_terms(vendor.entitlement_day(asking.plan, day)),
        lines=in_order(tuple(_line(row, vendor) for row in asking.lines)),
        coverage=tuple(map(_period, asking.coverage)),
    )


_NOTHING = Fraction(0)  # what a line costs is of no matter here
_SOURCES = {source.value: source for source in Source}


def _line(row: list[Any], vendor: VendorFacts) -> Line:
    """By place: it is made for every line of every answer."""
    number, place, code, kind, quantity, acquired_on, added_on, ended_on, included_until = row
    license_type, ssa = vendor.license_types[kind]
    life = (date.fromisoformat(acquired_on), date.fromisoformat(added_on), ended_on and date.fromisoformat(ended_on))
    until = included_until and date.fromisoformat(included_until)
    return Line(number, place, code, license_type, quantity, _NOTHING, *life, True, ssa, until)


def _period(row: list[Any]) -> Period:
    start, end, source, anchor = row
    return Period(date.fromisoformat(start), date.fromisoformat(end), _SOURCES[source], date.fromisoformat(anchor))


@lru_cache
def _terms(entitlement_day: EntitlementDay) -> Terms:
    """Terms of which answers need no more than the policy's entitlement day."""
    return Terms(Policy(entitlement_day=entitlement_day))
