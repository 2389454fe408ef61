"""The page on which licenses are requested or added: what can be selected, and what the request would mean (rule 6)."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from autossa.domain.lines import Ssa
from autossa.domain.rights import Standing
from autossa.queries.access import Account, Project, project_standings
from autossa.queries.licenses.previews import Additions, RequestedLicense, preview_additions
from autossa.store import models
from autossa.store.exact import fraction

_OF_CUSTOMER = {Standing.OWNER, Standing.MANAGER, Standing.ACTING}


@dataclass(frozen=True, slots=True)
class LicenseType:
    """A license type that can be selected: SSC per unit and year in force on the day."""

    code: str
    name: str
    note: str
    rate: Fraction
    ssa: Ssa = Ssa.CHARGED

    @property
    def is_charged(self) -> bool:
        """SSA has a price for it."""
        return self.ssa is Ssa.CHARGED


@dataclass(frozen=True, slots=True)
class AdditionPage:
    """What can be selected, under which ids if the reader has none; `origin` is as whom the reader requests.

    Of what is asked for: `taken` are the ids of licenses that the project has or had; `was_entered` says that these
    very licenses were entered by the reader, and still have open lines: the form was sent twice. `additions` is what
    they would cost; None for an id that is taken or a type that cannot be selected.
    """

    types: tuple[LicenseType, ...]
    suggested_ids: tuple[str, ...]
    origin: str
    taken: frozenset[str] = frozenset()
    was_entered: bool = False
    additions: Additions | None = None


def addition_page(
    project: Project, account: Account, day: date, asked: Sequence[RequestedLicense] = (), *, suggest: int = 1
) -> AdditionPage:
    """The page of a project for somebody on a day, with so many ids, and what they ask for if that can be read."""
    standings = project_standings(account, project, day)
    types, suggested = _license_types(day), _free_license_ids(project.id, suggest)
    origin = "customer" if standings & _OF_CUSTOMER else "partner"
    ids = [one.license_id for one in asked]
    taken = frozenset(models.License.objects.filter(project=project.id, code__in=ids).values_list("code", flat=True))
    if taken:
        was_entered = all(_was_entered(project.id, account.user, one) for one in asked)
        return AdditionPage(types, suggested, origin, taken, was_entered)
    can_be_priced = len(set(ids)) == len(ids) and {one.license_type for one in asked} <= {row.code for row in types}
    additions = preview_additions(project.id, day, asked) if asked and can_be_priced else None
    return AdditionPage(types, suggested, origin, additions=additions)


def _license_types(day: date) -> tuple[LicenseType, ...]:
    """Every license type with a rate in force on the day, by name. Two queries."""
    rates = {row.license_type_id: fraction(row.ssc_per_year) for row in models.LicenseRate.objects.in_force(day)}
    found = models.LicenseType.objects.filter(pk__in=rates).order_by("name", "code")
    return tuple(LicenseType(row.code, row.name, row.note, rates[row.id], Ssa(row.ssa)) for row in found)


def _free_license_ids(project: UUID, count: int) -> tuple[str, ...]:
    """Ids that no license of the project has yet, such as L3 and L4."""
    taken = set(models.License.objects.filter(project=project).values_list("code", flat=True))
    free = (code for number in itertools.count(len(taken) + 1) if (code := f"L{number}") not in taken)
    return tuple(itertools.islice(free, count))


def _was_entered(project: UUID, user: UUID, asked: RequestedLicense) -> bool:
    entered = models.Activity.objects.filter(
        project=project,
        actor=user,
        action__in=("request_license", "add_license"),
        details__contains={"license": asked.license_id, "type": asked.license_type, "quantity": asked.quantity},
    )
    opened = models.LicenseLine.objects.filter(project=project, license__code=asked.license_id, ended_on=None)
    return entered.exists() and opened.exists()
