"""Which products can be tried out on a device: once, of what its project never had, a few a year (rule 6)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from autossa.domain.devices.devices import TRIALS_A_YEAR, next_within_limit
from autossa.domain.releases.catalogue import Need
from autossa.store import models


@dataclass(frozen=True, slots=True)
class ToTry:
    """A product that the project never had. `missing` are the license types, by name, for want of which none of its
    releases could be installed on trial.
    """

    code: str
    name: str
    missing: tuple[str, ...]


def to_try(device: UUID, day: date) -> tuple[ToTry, ...]:
    """The products that can be tried out on a device on a day, and those for which a license type is missing."""
    row = models.Device.objects.get(pk=device)
    if next_trial_on(row.project_id, day) > day:
        return ()
    had = models.ProductType.objects.filter(product=OuterRef("pk"), license_type__in=_had(row.project_id))
    tried = models.Trial.objects.filter(product=OuterRef("pk"), hardware_key=row.hardware_key)
    products = models.Product.objects.exclude(Exists(had)).exclude(Exists(tried)).order_by("name", "code")
    return tuple(_asked(products, row.project_id, day))


def is_known(project: UUID, product: UUID) -> bool:
    """The project has a license of the product's types, or has had one; what never was confirmed, or never alive, is
    none.
    """
    return models.ProductType.objects.filter(product=product, license_type__in=_had(project)).exists()


def missing_for(project: UUID, product: UUID, day: date) -> tuple[str, ...]:
    """The license types, by name, for want of which no release of a product could be installed on trial."""
    return next(_asked(models.Product.objects.filter(pk=product), project, day)).missing


def next_trial_on(project: UUID, day: date) -> date:
    """From when on a project may begin another trial: the day itself, or one to come when it has begun enough."""
    begun = models.Trial.objects.filter(device__project=project).order_by("-starts_on")
    return next_within_limit(begun.values_list("starts_on", flat=True)[:TRIALS_A_YEAR], TRIALS_A_YEAR, day)


def _had(project: UUID) -> QuerySet[models.LicenseLine, UUID]:
    """License types of which the project has, or had, a license."""
    lines = models.LicenseLine.objects.filter(project=project, confirmed=True)
    return lines.exclude(ended_on__lte=F("added_on")).values_list("license__license_type", flat=True)


def _asked(products: QuerySet[models.Product], project: UUID, day: date) -> Iterator[ToTry]:
    alive = models.LicenseLine.objects.alive(day).filter(project=project).values("license__license_type")
    needs = models.ReleaseNeed.objects.filter(need=Need.INSTALL.value).exclude(license_type__in=alive)
    there = Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)
    out = models.Release.objects.published().filter(there, released_on__lte=day)
    free = out.filter(product=OuterRef("pk")).exclude(Exists(needs.filter(release=OuterRef("pk"))))
    for row in products.annotate(is_free=Exists(free)):
        missing: tuple[str, ...] = ()
        if not row.is_free:  # else nothing is out, or each release needs something: the newest one says what
            newest = out.filter(product=row).order_by("-released_on", "-id").values("id")[:1]
            named = needs.filter(release__in=newest).order_by("license_type__name")
            missing = tuple(named.values_list("license_type__name", flat=True))
        yield ToTry(row.code, row.name, missing)
