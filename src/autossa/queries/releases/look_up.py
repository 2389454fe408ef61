"""A device by its serial number, MAC address or name: what it has, until when it is covered, what it may install.

Whoever looks finds devices of the projects they may see. What is not there, and what is not theirs, is not found alike.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from autossa.domain.dates import DAY
from autossa.domain.devices.hardware_ids import NotAHardwareId, hardware_key
from autossa.domain.releases.catalogue import Catalogue
from autossa.domain.releases.devices import Scope, newest_installable, offered
from autossa.domain.releases.entitlements import Verdict
from autossa.domain.texts import without_unseen
from autossa.queries.access import EVERYTHING, Account, ProjectScope, visible_projects
from autossa.queries.as_of import ProjectAsOf, as_of
from autossa.queries.devices.holdings import types_of_products
from autossa.queries.devices.rows import DeviceRow, device_rows
from autossa.queries.devices.tables import device_facts, on_device
from autossa.queries.releases.catalogue import load_catalogue
from autossa.queries.snapshot import snapshot
from autossa.queries.words import literally, rows_with
from autossa.store import models
from autossa.store.engine.load import load_projects
from autossa.store.ids import public_id

MOST = 20
SHORTEST_NAME = 3
"""Letters of a word: an index finds no shorter ones."""


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest release of a product (by code) that the device may install, and the verdict; none without one."""

    product: str
    product_name: str
    verdict: Verdict | None


@dataclass(frozen=True, slots=True)
class FoundDevice:
    """A device that was looked for, where it is, and what holds for it on the day."""

    row: DeviceRow
    project_id: str
    project: str
    customer: str
    covered_until: date | None
    effective: DeviceRow
    newest: tuple[Newest, ...]


@dataclass(frozen=True, slots=True)
class LookUp:
    """What was found, at most `MOST`; `has_more` when there would have been more."""

    found: tuple[FoundDevice, ...]
    has_more: bool = False


def look_up(account: Account, text: str, day: date) -> LookUp:
    """Devices that somebody may see by their hardware id or its beginning, or by words of their name."""
    return _look_up(visible_projects(account), text, day)


def look_up_all(text: str, day: date) -> LookUp:
    """As `look_up`, for whoever sees everything: the command line."""
    return _look_up(EVERYTHING, text, day)


def list_found(text: str, day: date) -> list[dict[str, Any]]:
    """Devices by hardware id or name, wherever they are: what is on them, until when covered, what may be installed.

    Days are inclusive; releases are by the codes of their products.
    """
    return [
        {
            **device_facts(one.row),
            "licenses": on_device(one.effective),
            "project": one.project_id,
            "customer": one.customer,
            "name_of_project": one.project,
            "covered_until": (one.covered_until - DAY).isoformat() if one.covered_until else None,
            "may_install": {
                newest.product: newest.verdict.release.version if newest.verdict else None for newest in one.newest
            },
        }
        for one in look_up_all(text, day).found
    ]


def _look_up(scope: ProjectScope, text: str, day: date) -> LookUp:
    words = " ".join(without_unseen(text).split())
    asked = _asked(words)
    if asked is None:
        return LookUp(())
    with snapshot():
        found = models.Device.objects.filter(asked, _visible(scope))
        in_order = found.order_by(F("gone_on").desc(nulls_first=True), "name", "id")
        keys = list(in_order.values_list("id", flat=True)[: MOST + 1])
        return LookUp(tuple(_found(keys[:MOST], day)), len(keys) > MOST)


def _asked(words: str) -> Q | None:
    """What is looked for; None for what is too short to be either.

    One list of keys, not one condition or the other: so each of both is found over its index.
    """
    try:
        key = hardware_key(words)
    except NotAHardwareId:
        key = ""
    ways, given = list[str](), list[str]()
    if key:
        ways.append("SELECT id FROM devices WHERE hardware_key LIKE %s || '%%'")
        given.append(literally(key))
    if any(len(word) >= SHORTEST_NAME for word in words.split()):
        named = rows_with("devices", words)
        ways.append(named.sql)
        given += named.params
    return Q(pk__in=RawSQL(" UNION ".join(ways), given)) if ways else None


def _visible(scope: ProjectScope) -> Q:
    return Q() if scope.everything else Q(project__customer__in=scope.customers) | Q(project__in=scope.projects)


def _found(keys: list[UUID], day: date) -> Iterator[FoundDevice]:
    """In the order of the keys; projects, catalogue and types are read once for all of them."""
    with_masters = models.Device.objects.filter(Q(pk__in=keys) | Q(standbys__in=keys)).distinct()
    rows = {row.key: row for row in device_rows(with_masters, day)}
    projects = load_projects({row.project for row in rows.values()}, day, lock=False)
    names = models.Project.objects.select_related("customer").in_bulk(list(projects))
    answers = _Answers(load_catalogue(), _products(), day)
    for key in keys:
        row = rows[key]
        effective, project = (rows[row.master] if row.master else row), names[row.project]
        facts = as_of(projects[row.project], day)
        yield FoundDevice(
            row=row,
            project_id=public_id("prj", project.id),
            project=project.name,
            customer=project.customer.name,
            covered_until=facts.project.covered_until,
            effective=effective,
            newest=tuple(answers.newest(facts, row, effective)) if row.is_there else (),
        )


@dataclass(frozen=True, slots=True)
class _Answers:
    catalogue: Catalogue
    products: Mapping[str, tuple[str, frozenset[str]]]
    day: date

    def newest(self, facts: ProjectAsOf, row: DeviceRow, effective: DeviceRow) -> Iterator[Newest]:
        """For each product that a license or a trial of the device is for."""
        licenses = tuple(one.license_id for one in effective.licenses)
        types = {one.type_code for one in effective.licenses}
        trials = {one.trial.product: one.trial.ends_on for one in row.running}
        for code, (name, of_product) in self.products.items():
            if not types & of_product and code not in trials:
                continue
            scope, releases = Scope(licenses, of_product, trials.get(code)), offered(self.catalogue, code)
            yield Newest(code, name, newest_installable(facts.project, self.catalogue, scope, releases, self.day))


def _products() -> Mapping[str, tuple[str, frozenset[str]]]:
    """Each product by code: its name, and the license types that belong to it."""
    types, names = types_of_products(), models.Product.objects.order_by("name").values_list("code", "name")
    return {code: (name, types.get(code, frozenset())) for code, name in names}
