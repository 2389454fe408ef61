"""Contracts, as people look them up."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import BooleanField, ExpressionWrapper, Q

from autossa.domain.contracts import UNDER_REVIEW, option_on
from autossa.domain.dates import DAY
from autossa.domain.plans import Option
from autossa.store import models
from autossa.store.options import contract_of, load_options


def _option(row: models.Contract, options: Mapping[UUID, Option]) -> Option:
    """That of the period booked last."""
    return option_on(contract_of(row, options), row.booked_until - DAY)


def list_contracts(status: str | None = None) -> list[dict[str, Any]]:
    """Contracts with project and customer: those under review first, then the others; oldest conclusion first."""
    waits = Q(status__in=[one.value for one in UNDER_REVIEW])
    found = models.Contract.objects.select_related("project__customer", "plan")
    found = found.annotate(waits=ExpressionWrapper(waits, BooleanField())).order_by("-waits", "concluded_on", "id")
    if status:
        found = found.filter(status=status)
    changed = models.Contract.objects.exclude(option_plans=None).values_list("option_plans", flat=True)
    options = load_options(changed)
    return [
        {
            "contract": contract.public_id,
            "project": contract.project.public_id,
            "customer": contract.project.customer.name,
            "name": contract.project.name,
            "option": _option(contract, options).name,
            "status": contract.status,
            "concluded_on": contract.concluded_on.isoformat(),
            "start": contract.start.isoformat(),
            "booked_until": contract.booked_until.isoformat(),
            "ends_on": contract.ends_on.isoformat() if contract.ends_on else None,
        }
        for contract in found.iterator(chunk_size=2000)
    ]
