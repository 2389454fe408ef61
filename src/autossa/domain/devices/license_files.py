"""What a license file says of a project or of one device: all that a verdict of rule 9 rests on, but for the release.

Whoever holds the file and the manifest of a release comes to the same verdict as we do, as of the later day of both.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from autossa.domain.coverage import Period
from autossa.domain.lines import Line
from autossa.domain.policies import EntitlementDay
from autossa.domain.projects import Project
from autossa.domain.releases.catalogue import Catalogue
from autossa.domain.releases.devices import Scope, counting
from autossa.domain.releases.entitlements import entitled_branches

Span = tuple[date, date | None]
"""Days [from, until); without a second one there is no end."""

FreeBranch = tuple[str, str, date | None]
"""A product, one of its branches, and the last day on which that is supported."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A device by its public id, its master's, the licenses on it in order, the products it tries in [from, until)."""

    id: str
    hardware_id: str
    parent: str = ""
    activations: tuple[tuple[str, int], ...] = ()
    trials: tuple[tuple[str, date, date], ...] = ()


@dataclass(frozen=True, slots=True)
class FileFacts:
    """The facts of a file. `lines` are in the order in which licenses are named; `types` says when the project has
    licenses of other types than theirs, which features of a release may need; `products` has the types of each;
    `security_free` the branches of which each license gets security updates whatever is covered (rule 9).
    """

    as_of: date
    policy: EntitlementDay
    lines: tuple[Line, ...]
    types: Mapping[str, tuple[Span, ...]]
    coverage: tuple[tuple[date, date], ...]
    products: Mapping[str, tuple[str, ...]]
    security_free: Mapping[str, tuple[FreeBranch, ...]]
    machines: tuple[Machine, ...]


def file_facts(
    project: Project,
    catalogue: Catalogue,
    types_of: Mapping[str, frozenset[str]],
    licenses: Sequence[str],
    machines: tuple[Machine, ...],
    today: date,
) -> FileFacts:
    """What a file about these licenses says; `types_of` are the license types of each product, by code."""
    place = {license_id: at for at, license_id in enumerate(licenses)}
    confirmed = [line for line in project.lines if line.confirmed]
    own = tuple(sorted((one for one in confirmed if one.license_id in place), key=lambda one: place[one.license_id]))
    kinds = {line.license_type for line in own}
    products = {code: tuple(sorted(types & kinds)) for code, types in sorted(types_of.items()) if types & kinds}
    return FileFacts(
        as_of=today,
        policy=project.terms.policy.entitlement_day,
        lines=own,
        types=_lives((one for one in confirmed if one.license_id not in place), today),
        coverage=joined(project.coverage),
        products=products,
        security_free=_free(project, catalogue, types_of, licenses, today),
        machines=machines,
    )


def joined(coverage: Iterable[Period]) -> tuple[tuple[date, date], ...]:
    """The covered days as few spans, in order: periods that follow each other are one."""
    spans: list[tuple[date, date]] = []
    for period in sorted(coverage, key=lambda one: one.start):
        if spans and spans[-1][1] == period.start:
            spans[-1] = (spans[-1][0], period.end)
        else:
            spans.append((period.start, period.end))
    return tuple(spans)


def _lives(lines: Iterable[Line], today: date) -> dict[str, tuple[Span, ...]]:
    """When licenses of each type are alive, from today on at the latest: what ended is of no use to anybody."""
    lives: dict[str, set[Span]] = {}
    for line in lines:
        if not line.is_empty and (line.ended_on is None or line.ended_on > today):
            lives.setdefault(line.license_type, set()).add((line.added_on, line.ended_on))
    return {code: tuple(sorted(spans, key=str)) for code, spans in sorted(lives.items())}


def _free(
    project: Project,
    catalogue: Catalogue,
    types_of: Mapping[str, frozenset[str]],
    licenses: Sequence[str],
    today: date,
) -> dict[str, tuple[FreeBranch, ...]]:
    free = {}
    of_product = {
        product: frozenset(counting(project, Scope(tuple(licenses), types))) for product, types in types_of.items()
    }
    for license_id in licenses:
        keys = entitled_branches(project, catalogue, license_id, today)
        own = sorted(key for key in keys if license_id in of_product.get(key[0], ()))
        free[license_id] = tuple((*key, catalogue.supported_until.get(key)) for key in own)
    return {license_id: branches for license_id, branches in free.items() if branches}
