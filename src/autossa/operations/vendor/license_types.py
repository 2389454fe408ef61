"""License types once they are there: looked for and locked; what may be done with their licenses (rule 6)."""

from dataclasses import asdict, dataclass

from django.db import transaction

from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.store import models


class TypeNotFound(Invalid):
    """There is no license type {code}."""

    field = "code"


@dataclass(frozen=True, slots=True)
class Acts:
    """What may be done with the licenses of a type: given up, so that they end; released from the device."""

    can_be_given_up: bool = True
    can_be_released: bool = True


ANY_ACT = Acts()


def set_acts(*, code: str, acts: Acts, ctx: ActionContext) -> None:
    """Whether licenses of a type can be given up and released from devices, from now on. Raises TypeNotFound."""
    with transaction.atomic():
        row = locked_type(code)
        if acts == Acts(row.can_be_given_up, row.can_be_released):
            return
        row.can_be_given_up, row.can_be_released = acts.can_be_given_up, acts.can_be_released
        row.save(update_fields=["can_be_given_up", "can_be_released"])
        record_activity(ctx, "set_acts", details={"code": code, **asdict(acts)})


def locked_type(code: str) -> models.LicenseType:
    """The type, locked. Raises TypeNotFound."""
    row = models.LicenseType.objects.select_for_update().filter(code=code).first()
    if row is None:
        raise TypeNotFound(code=code)
    return row
