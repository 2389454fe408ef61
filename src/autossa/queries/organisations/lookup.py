"""Organisations looked up: their names, the vendor's, one by its number."""

from collections.abc import Iterable
from uuid import UUID

from autossa.domain.rights import Kind
from autossa.domain.texts import plain_spaces
from autossa.store import models


def vendor_name() -> str | None:
    """The vendor's name, None before there is one."""
    return models.Organisation.objects.filter(kind="vendor").values_list("name", flat=True).first()


def names_of(keys: Iterable[UUID]) -> dict[UUID, str]:
    """The names of organisations, in their order."""
    wanted = set(keys)
    if not wanted:
        return {}
    return dict(models.Organisation.objects.filter(pk__in=wanted).order_by("name").values_list("id", "name"))


def find_partner(number: str) -> tuple[UUID, str] | None:
    """The partner with exactly this number, and its name; None alike for every other number."""
    row = models.Organisation.objects.filter(
        number=plain_spaces(number), kind=Kind.PARTNER.value, suspended_on=None, verified_on__isnull=False
    ).first()
    return (row.id, row.name) if row else None


def find_by_number(number: str) -> UUID | None:
    """Staff looks an organisation up by its number."""
    return models.Organisation.objects.filter(number=plain_spaces(number)).values_list("id", flat=True).first()
