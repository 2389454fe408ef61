"""The run of dunning: each payer's letters, warnings, suspensions and resumptions of a day (billing 16 to 18).

Asked again it finds nothing; after a silence a payer gets the highest stage that it has reached.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from uuid import UUID

import structlog
from django.db import OperationalError, transaction

from autossa.domain.billing.dunning.suspending import resumptions_due
from autossa.operations.billing.dunning.letters import warn, write_letter
from autossa.operations.context import ActionContext
from autossa.operations.days import check_day
from autossa.operations.runs.unpaid import close_ended, lock_projects, resume_contract, suspend_contracts
from autossa.queries.billing.dunning.cases import cases_of
from autossa.queries.billing.dunning.planned import NO_LEVELS, planned_of, plans
from autossa.queries.billing.dunning.policies import DunningTerms, terms_in_force
from autossa.store import models

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Report:
    """What a run did: payers with something to do, what they got, and those that failed."""

    payers: int = 0
    letters: int = 0
    warnings: int = 0
    suspended: int = 0
    resumed: int = 0
    failed: int = 0

    def plus(self, other: "Report") -> "Report":
        """Both together."""
        return Report(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))


def run(
    *, ctx: ActionContext, payers: Iterable[UUID] | None = None, progress: Callable[[int], None] = lambda _: None
) -> Report:
    """Do what is due on the day, of all payers or of these: each in a transaction of its own.

    A payer with an error is logged, and left as it was; the others go on. Without a policy, or where it is off, only
    what was suspended goes on once it is paid. Raises DayToCome.
    """
    check_day(ctx)
    close_ended(ctx)
    terms, report = terms_in_force(ctx.today), Report()
    for planned in plans(ctx.today, terms, payers):
        payer = planned[0].payer
        try:
            report = report.plus(_carry_out(payer, terms, ctx))
        except OperationalError:
            raise
        except Exception:
            log.exception("dunning failed", payer=str(payer))
            report = report.plus(Report(payers=1, failed=1))
        progress(1)
    return report


def resume_paid(payer: UUID, ctx: ActionContext) -> int:
    """Resume the contracts of a payer that everything is paid of; how many. Called once its payment is committed.

    Nothing is read where none of them is suspended. What fails is left for the next run, and logged.
    """
    if not models.DunningSuspension.objects.filter(payer=payer, resumed_on=None).exists():
        return 0
    try:
        with transaction.atomic():
            return _resume(payer, terms_in_force(ctx.today), replace(ctx, seen=None))
    except OperationalError:
        raise
    except Exception:
        log.exception("resuming failed", payer=str(payer))
        return 0


def _resume(payer: UUID, terms: DunningTerms | None, ctx: ActionContext) -> int:
    lock_projects(payer)
    _lock(payer)
    done = 0
    for found in cases_of([payer]).values():
        for contract in resumptions_due(found.case, terms.policy if terms else NO_LEVELS, ctx.today):
            resume_contract(UUID(contract), ctx)
            done += 1
    return done


@transaction.atomic
def _carry_out(payer: UUID, terms: DunningTerms | None, ctx: ActionContext) -> Report:
    """All of a payer: projects are locked before it, as wherever both are; then it is planned again."""
    lock_projects(payer)
    _lock(payer)
    policy, report = terms.policy if terms else NO_LEVELS, Report(payers=1)
    for _, found in sorted(cases_of([payer]).items()):
        planned = planned_of(found, policy, ctx.today, terms)
        if planned is None:
            continue
        plan = planned.plan
        for contract in plan.resumed:
            resume_contract(UUID(contract), ctx)
        suspended = suspend_contracts(found.case, plan.suspended, ctx)
        for warning in plan.warnings:
            warn(found.case, warning, ctx)
        if plan.letter and terms:
            write_letter(found, plan.letter, terms, ctx)
        told = Report(0, 1 if plan.letter else 0, len(plan.warnings), suspended, len(plan.resumed))
        report = report.plus(told)
    return report


def _lock(payer: UUID) -> None:
    models.Organisation.objects.select_for_update().get(pk=payer)
