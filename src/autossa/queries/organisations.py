"""Organisations, as people look them up."""

from collections.abc import Iterable
from uuid import UUID

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
