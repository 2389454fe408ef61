"""What is stored of organisations."""

from uuid import UUID

from autossa.store import models


def row(key: UUID) -> models.Organisation:
    return models.Organisation.objects.get(pk=key)


def roles(organisation: UUID) -> list[tuple[str, str]]:
    found = models.Membership.objects.filter(organisation=organisation).order_by("user__email")
    return list(found.values_list("user__email", "role"))
