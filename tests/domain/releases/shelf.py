"""A product, its releases, and a project with licenses of it: what tests of entitlement begin with."""

from autossa.domain.coverage import Period, Source
from autossa.domain.lines import Line, Ssa
from autossa.domain.policies import EntitlementDay, Policy
from autossa.domain.projects import Project, Terms
from autossa.domain.releases.catalogue import Catalogue, Release, ReleaseClass
from autossa.domain.releases.devices import Scope
from tests.domain.story import d, line

TODAY = "2027-01-01"
YEAR = Period(d("2026-03-01"), d("2026-09-01"), Source.AUTO, d("2026-03-01"))
BACK = Period(d("2026-10-01"), d("2026-11-01"), Source.BACK_PAYMENT, d("2026-10-01"))
SECURITY, MAINTENANCE = ReleaseClass.SECURITY, ReleaseClass.MAINTENANCE
PORT = line(added="2026-01-01")
TYPES = frozenset({"PORT", "VM", "HEADSET"})


def release(released: str, kind: ReleaseClass = ReleaseClass.FEATURE, branch: str = "14", **more: object) -> Release:
    return Release(f"{branch} of {released}", "PBX", branch, d(released), kind, **more)  # type: ignore[arg-type]


def license_line(license_id: str, acquired: str, *, ended: str | None = None, ssa: Ssa = Ssa.CHARGED) -> Line:
    """A license beside L1, numbered by its id."""
    number = int(license_id[1:])
    return line(added=acquired, ended=ended, number=number, license_id=license_id)._replace(ssa=ssa)


def project(*lines: Line, policy: EntitlementDay = EntitlementDay.RELEASE) -> Project:
    return Project(Terms(Policy(entitlement_day=policy)), lines or (PORT,), (YEAR, BACK))


def scope(*licenses: str, trial_until: str | None = None, whole_project: bool = False) -> Scope:
    until = d(trial_until) if trial_until else None
    return Scope(licenses, TYPES, until, whole_project)


def catalogue(*releases: Release, supported_until: str | None = None) -> Catalogue:
    ends = {one.key: d(supported_until) for one in releases} if supported_until else {}
    return Catalogue(releases, ends)
