"""Projects: created for a customer, and renamed."""

from uuid import UUID

from django.db import IntegrityError, transaction

from autossa.domain.limits import Deed
from autossa.operations import limits
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.decide import ProjectNotFound
from autossa.operations.errors import Invalid
from autossa.operations.projects.names import write_names
from autossa.operations.validation import read_line
from autossa.store import models

MAX_NAME = 200


class NameTaken(Invalid):
    """The customer has a project {name} already, or there is no such customer."""

    field = "name"


def create_project(*, customer: UUID, name: str, price_list: UUID, ctx: ActionContext) -> UUID:
    """A new project of a customer. Raises NameTaken, LimitReached, or as `read_text` for the name."""
    given = _checked(name)
    limits.count(Deed.REQUEST, ctx, organisations=[customer])
    try:
        with transaction.atomic():
            row = models.Project.objects.create(
                customer_id=customer, name=given, price_list_id=price_list, touched_on=ctx.today
            )
            write_names([row.id])
            details = {"name": row.name}
            record_activity(ctx, "create_project", project=row.id, organisation=customer, details=details)
    except IntegrityError:
        raise NameTaken(name=given) from None
    return row.id


def rename_project(*, project: UUID, name: str, ctx: ActionContext) -> bool:
    """Give a project another name; False when it has it already.

    Raises ProjectNotFound, ChangedSinceShown, and as `create_project`.
    """
    given = _checked(name)
    try:
        with transaction.atomic():
            row = models.Project.objects.select_for_update().filter(pk=project).first()
            if row is None:
                raise ProjectNotFound
            ctx.check_seen()
            before, row.name = row.name, given
            if before == given:
                return False
            row.save(update_fields=["name"])
            write_names([row.id])
            record_activity(
                ctx, "rename_project", project=row.id, organisation=row.customer_id,
                details={"name": given, "before": before},
            )  # fmt: skip
    except IntegrityError:
        raise NameTaken(name=given) from None
    return True


def _checked(name: str) -> str:
    return read_line(name, "the name", MAX_NAME, field="name")
