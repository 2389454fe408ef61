"""Projects: created for a customer."""

from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.operations.errors import Invalid
from autossa.operations.occasions import Occasion
from autossa.operations.recording import record_activity
from autossa.store import models


def create(*, customer: UUID, name: str, price_list: UUID, by: Occasion) -> UUID:
    """A new project of a customer. Raises Invalid for an empty name, or one the customer has already."""
    if not name.strip():
        raise Invalid("a project needs a name")
    try:
        with transaction.atomic():
            row = models.Project.objects.create(
                customer_id=customer, name=name.strip(), price_list_id=price_list, touched_on=by.day
            )
            details = {"name": row.name}
            record_activity(by, "create_project", project=row.id, organisation=customer, details=details)
    except IntegrityError:
        raise Invalid(f"the customer has a project {name.strip()} already, or there is no such customer") from None
    return row.id
