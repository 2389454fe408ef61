"""Organisations are locked before they change, and before their people are counted."""

from uuid import UUID

from autossa.operations.organisations.errors import OrganisationNotFound
from autossa.store import models


def lock_organisation(key: UUID) -> models.Organisation:
    """The organisation, locked until the transaction ends. Raises OrganisationNotFound."""
    row = models.Organisation.objects.select_for_update().filter(pk=key).first()
    if row is None:
        raise OrganisationNotFound
    return row
