"""Contracts, as people look them up."""

from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q

from autossa.domain.contracts import UNDER_REVIEW
from autossa.store import models


def list_contracts(status: str | None = None) -> list[dict[str, Any]]:
    """Contracts with project and customer: those under review first, then the others; oldest conclusion first."""
    waits = Q(status__in=[one.value for one in UNDER_REVIEW])
    found = models.Contract.objects.select_related("project__customer", "plan")
    found = found.annotate(waits=ExpressionWrapper(waits, BooleanField())).order_by("-waits", "concluded_on", "id")
    if status:
        found = found.filter(status=status)
    return [
        {
            "contract": contract.public_id,
            "project": contract.project.public_id,
            "customer": contract.project.customer.name,
            "name": contract.project.name,
            "option": contract.plan.name,
            "status": contract.status,
            "concluded_on": contract.concluded_on.isoformat(),
            "start": contract.start.isoformat(),
            "booked_until": contract.booked_until.isoformat(),
            "ends_on": contract.ends_on.isoformat() if contract.ends_on else None,
        }
        for contract in found.iterator(chunk_size=2000)
    ]
