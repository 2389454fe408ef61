"""Organisations, as people look them up."""

from autossa.store import models


def vendor_name() -> str | None:
    """The vendor's name, None before there is one."""
    return models.Organisation.objects.filter(kind="vendor").values_list("name", flat=True).first()
