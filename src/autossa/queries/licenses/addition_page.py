"""The page on which a license is requested or added: what can be selected, and what the request would mean (rule 6)."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from autossa.domain.rights import Standing
from autossa.queries.access import Account, Project, project_standings
from autossa.queries.licenses.previews import Addition, preview_addition
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


@dataclass(frozen=True, slots=True)
class RequestedLicense:
    """What somebody asks for."""

    license_id: str
    license_type: str
    quantity: int


@dataclass(frozen=True, slots=True)
class AdditionPage:
    """What can be selected, under which id if the reader has none; `origin` is as whom the reader requests.

    Of what is asked for: `is_taken` says that the project has or had a license of this id; `was_entered` that this
    very license was entered by the reader, and still has an open line: the form was sent twice. `addition` is what it
    would cost; None for an id that is taken or a type that cannot be selected.
    """

    types: tuple[LicenseType, ...]
    suggested_id: str
    origin: str
    is_taken: bool = False
    was_entered: bool = False
    addition: Addition | None = None


def addition_page(project: Project, account: Account, day: date, asked: RequestedLicense | None) -> AdditionPage:
    """The page of a project for somebody on a day, with what they ask for, if that can be read."""
    standings = project_standings(account, project, day)
    types, suggested = _license_types(day), _free_license_id(project.id)
    origin = "customer" if standings & _OF_CUSTOMER else "partner"
    if asked is None:
        return AdditionPage(types, suggested, origin)
    if models.License.objects.filter(project=project.id, code=asked.license_id).exists():
        return AdditionPage(types, suggested, origin, True, _was_entered(project.id, account.user, asked))
    return AdditionPage(types, suggested, origin, addition=_addition(project.id, day, asked, types))


def _addition(project: UUID, day: date, asked: RequestedLicense, types: tuple[LicenseType, ...]) -> Addition | None:
    if asked.license_type not in {row.code for row in types}:
        return None
    return preview_addition(
        project, day, license_id=asked.license_id, license_type=asked.license_type, quantity=asked.quantity
    )


def _license_types(day: date) -> tuple[LicenseType, ...]:
    """Every license type with a rate in force on the day, by name. Two queries."""
    rates = {row.license_type_id: fraction(row.ssc_per_year) for row in models.LicenseRate.objects.in_force(day)}
    found = models.LicenseType.objects.filter(pk__in=rates).order_by("name", "code")
    return tuple(LicenseType(row.code, row.name, row.note, rates[row.id]) for row in found)


def _free_license_id(project: UUID) -> str:
    """An id that no license of the project has yet, such as L3."""
    taken = set(models.License.objects.filter(project=project).values_list("code", flat=True))
    number = len(taken) + 1
    while f"L{number}" in taken:
        number += 1
    return f"L{number}"


def _was_entered(project: UUID, user: UUID, asked: RequestedLicense) -> bool:
    entered = models.Activity.objects.filter(
        project=project,
        actor=user,
        action__in=("request_license", "add_license"),
        details__contains={"license": asked.license_id, "type": asked.license_type, "quantity": asked.quantity},
    )
    opened = models.LicenseLine.objects.filter(project=project, license__code=asked.license_id, ended_on=None)
    return entered.exists() and opened.exists()
