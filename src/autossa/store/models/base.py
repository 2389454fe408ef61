"""What all models share: UUIDv7 keys, exact decimals, and the checks that keep amounts right."""

from typing import Any

from django.db import models

from autossa.store.ids import new_id, public_id


class Identified(models.Model):
    """A row with a UUIDv7 and, where `PREFIX` is set, a public id such as `prj_01h…`."""

    PREFIX = ""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)

    class Meta:
        abstract = True

    @property
    def public_id(self) -> str:
        """The id for people and machines."""
        return public_id(self.PREFIX, self.id)


def exact(**options: Any) -> "models.DecimalField[Any, Any]":
    """An exact number: a rate, a price, a factor; twelve decimals."""
    return models.DecimalField(max_digits=24, decimal_places=12, **options)


def check(name: str, condition: models.Q) -> models.CheckConstraint:
    """A named CHECK constraint."""
    return models.CheckConstraint(condition=condition, name=name)


def one_of(name: str, field: str, values: list[str]) -> models.CheckConstraint:
    """A CHECK that a field holds one of a few words."""
    return check(name, models.Q(**{f"{field}__in": values}))


def words(*enums: Any) -> list[str]:
    """The values of an enumeration, in a stable order for migrations."""
    return [item.value for enum in enums for item in enum]
