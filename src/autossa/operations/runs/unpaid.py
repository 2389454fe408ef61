"""Contracts that are suspended because they are unpaid, and resume, by the use cases of contracts (rule 4)."""

from collections.abc import Iterable, Sequence
from uuid import UUID

import structlog
from django.db import connection, transaction

from autossa.domain.billing.dunning.cases import Case, Suspension
from autossa.domain.contracts import Status
from autossa.operations.context import ActionContext
from autossa.operations.contracts.suspend import resume, suspend
from autossa.operations.errors import Refused
from autossa.operations.validation import MAX_REASON
from autossa.store import models

log = structlog.get_logger()
# What the contracts of payers are of: all that can be suspended, or are.
_PROJECTS = """
SELECT p.id FROM projects p WHERE p.id IN (
    SELECT project_id FROM contracts
    WHERE payer_id = ANY(%(payers)s::uuid[]) AND status IN ('active', 'ending', 'suspended')
    UNION SELECT c.project_id FROM dunning_suspensions s JOIN contracts c ON c.id = s.contract_id
    WHERE s.payer_id = ANY(%(payers)s::uuid[]) AND s.resumed_on IS NULL
) ORDER BY p.id FOR UPDATE
"""
_ENDED = """
UPDATE dunning_suspensions s SET resumed_on = greatest(s.day, %(day)s), resumed_at = %(now)s
FROM contracts c WHERE c.id = s.contract_id AND s.resumed_on IS NULL AND c.status <> 'suspended'
"""


def lock_projects(payers: Sequence[UUID]) -> None:
    """Lock the projects of the contracts of payers, in the order of their ids."""
    with connection.cursor() as cursor:
        cursor.execute(_PROJECTS, {"payers": list(payers)})


def close_ended(ctx: ActionContext) -> None:
    """What was resumed by hand, terminated, or has ended is suspended for nothing any more."""
    with connection.cursor() as cursor:
        cursor.execute(_ENDED, {"day": ctx.today, "now": ctx.now})


def suspend_contracts(case: Case, suspensions: Iterable[Suspension], ctx: ActionContext) -> int:
    """Suspend them, saying which documents it is for; how many. One that does not run any more is passed over."""
    done = 0
    for one in suspensions:
        contract = models.Contract.objects.get(pk=one.contract)
        numbers = ", ".join(case.account.items[document].claim.number for document in one.documents)
        try:
            with transaction.atomic():
                suspend(project=contract.project_id, ctx=ctx, reason=numbers[:MAX_REASON])
        except Refused:
            log.warning("contract not suspended: it does not run", contract=contract.public_id)
            continue
        models.DunningSuspension.objects.create(
            contract=contract, payer_id=UUID(case.account.payer), currency=case.account.currency, day=one.day,
            documents=[UUID(document) for document in one.documents], made_at=ctx.now,
        )  # fmt: skip
        done += 1
    return done


def resume_contract(contract: UUID, ctx: ActionContext) -> None:
    """It goes on, and what is due is booked at once. One that was resumed by hand, or ended, is closed alone."""
    row = models.Contract.objects.get(pk=contract)
    if row.status == Status.SUSPENDED.value:
        resume(project=row.project_id, ctx=ctx)
    else:
        open_rows = models.DunningSuspension.objects.filter(contract=contract, resumed_on=None)
        open_rows.update(resumed_on=ctx.today, resumed_at=ctx.now)
