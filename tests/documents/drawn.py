"""Random projects with devices and a catalogue, and what is signed about them on any day."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from autossa.documents.licenses.claims import Issue, license_claims, release_claims
from autossa.domain.dates import DAY
from autossa.domain.devices.license_files import Machine, file_facts
from autossa.domain.policies import EntitlementDay
from autossa.domain.projects import Project
from autossa.domain.releases.catalogue import Catalogue, Release
from autossa.domain.releases.devices import Scope, may_all_install
from autossa.domain.releases.manifests import release_facts
from tests.cast.verifier import LICENSE, RELEASE, signed
from tests.laws.histories import Teller, live_one

ISSUER = "https://portal.example.com"
PROJECT, MASTER, STANDBY = "prj_project", "dev_master", "dev_standby"
AT = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Drawn:
    """A project and what was released; its product's types; two devices, the second one a standby of the first."""

    project: Project
    catalogue: Catalogue
    types_of: dict[str, frozenset[str]]
    machines: tuple[Machine, ...]

    @property
    def licenses(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(line.license_id for line in self.project.lines))

    def scope(self, subject: str, product: str, day: date) -> Scope:
        """For which licenses we are asked, as the queries find them."""
        types = self.types_of[product]
        if subject == PROJECT:
            return Scope(self.licenses, types, whole_project=True)
        asked = next(one for one in self.machines if one.id == subject)
        trials = [end for code, start, end in asked.trials if code == product and start <= day < end]
        return Scope(self.on(subject), types, trials[0] if trials else None)

    def on(self, subject: str) -> tuple[str, ...]:
        """The licenses on a device, its master's where it is a standby."""
        asked = next(one for one in self.machines if one.id == subject)
        held = next((one for one in self.machines if one.id == asked.parent), asked)
        return tuple(code for code, _ in held.activations)

    def file(self, subject: str, day: date) -> str:
        """The file of the project or of a device, issued on a day."""
        own = self.licenses if subject == PROJECT else self.on(subject)
        named = next((one for one in self.machines if one.id == subject), None)
        machines = (
            self.machines
            if named is None
            else tuple(sorted((one for one in self.machines if one.id in (subject, named.parent)), key=_asked(subject)))
        )
        running = tuple(replace(one, trials=tuple(trial for trial in one.trials if trial[2] > day)) for one in machines)
        facts = file_facts(self.project, self.catalogue, self.types_of, own, running, day)
        issue = Issue(ISSUER, subject, "lfi_file", 7, AT, 400)
        return signed(license_claims(facts, issue), LICENSE)

    def manifest(self, release: Release, day: date) -> str:
        return signed(release_claims(release_facts(self.catalogue, release, day), (), ISSUER), RELEASE)

    def ours(self, subject: str, release: Release, day: date) -> tuple[bool, str, str]:
        """What the portal says."""
        scope = self.scope(subject, release.product, day)
        found = may_all_install(self.project, self.catalogue, scope, release, day)
        return found.may_install, found.reason.value, found.license_id

    def boundaries(self) -> list[date]:
        """Every day on which an answer may turn, the day before it and the one after."""
        days = {day for line in self.project.lines for day in (line.acquired_on, line.added_on, line.ended_on)}
        days |= {line.included_until for line in self.project.lines}
        days |= {day for period in self.project.coverage for day in (period.start, period.end)}
        for one in self.catalogue.releases:
            days |= {one.released_on, one.withdrawn_on, one.entitled_as_of}
        days |= set(self.catalogue.supported_until.values())
        days |= {day for one in self.machines for _, *span in one.trials for day in span}
        return sorted({day + step for day in days if day for step in (-DAY, timedelta(), DAY)})


def _asked(subject: str) -> Any:
    return lambda one: one.id != subject


def drawn(number: Any) -> Drawn:
    """The project that a random history ended in, its licenses on devices, releases of two products."""
    teller = live_one(number)
    terms = replace(teller.project.terms.policy, entitlement_day=teller.choose(tuple(EntitlementDay)))
    project = replace(teller.project, terms=replace(teller.project.terms, policy=terms))
    types = sorted(teller.types)
    types_of = {product: frozenset(code for code in types if teller.chance(80)) for product in ("FAX", "PBX")}
    releases = tuple(
        replace(
            one,
            product=teller.choose(("PBX", "PBX", "FAX")),
            requires=one.requires | {"NEVER SOLD"} if teller.chance(20) else one.requires,
        )
        for one in teller.catalogue.releases
    )
    ends = {key: end for (_, branch), end in teller.catalogue.supported_until.items() for key in [("PBX", branch)]}
    return Drawn(project, Catalogue(releases, ends), types_of, _machines(teller, project))


def _machines(teller: Teller, project: Project) -> tuple[Machine, ...]:
    known = sorted({line.license_id for line in project.lines if line.confirmed}, key=lambda _: teller.number(0, 9))
    often = teller.choose((0, 60, 90))
    held = tuple((one, 1) for one in known if teller.chance(often))
    trials = ()
    if teller.chance(60):
        start = teller.start + DAY * teller.number(0, 600)
        trials = (("PBX", start, start + DAY * 90),)
    return (
        Machine(MASTER, "001B213C4D5E", activations=held, trials=trials),
        Machine(STANDBY, "AABBCCDDEEFF", parent=MASTER, trials=trials),
    )
