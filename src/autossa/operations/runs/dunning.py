"""The run of dunning: each payer's letters, warnings, suspensions and resumptions of a day (billing 16 to 18).

Asked again it finds nothing; after a silence a payer gets the highest stage that it has reached.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import reduce
from uuid import UUID

import structlog
from django.db import OperationalError, transaction

from autossa.domain.billing.dunning.cases import Case, Letter, Warning
from autossa.domain.billing.dunning.suspending import resumptions_due
from autossa.operations.billing.dunning.letters import warn, write_letters
from autossa.operations.context import ActionContext
from autossa.operations.days import check_day
from autossa.operations.runs.unpaid import close_ended, lock_projects, resume_contract, suspend_contracts
from autossa.queries.billing.dunning.cases import FoundCase, cases_of
from autossa.queries.billing.dunning.planned import NO_LEVELS, Planned, planned_of, plans
from autossa.queries.billing.dunning.policies import DunningTerms, terms_in_force
from autossa.store import models

TOGETHER = 100
"""Payers that get letters in one transaction."""
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
    """Do what is due on the day, of all payers or of these: some in a transaction, all of a payer in the same one.

    A payer with an error is logged, and left as it was; the others go on. Without a policy, or where it is off, only
    what was suspended goes on once it is paid. Raises DayToCome.
    """
    check_day(ctx)
    close_ended(ctx)
    terms, report = terms_in_force(ctx.today), Report()
    for chunk in _chunks(plans(ctx.today, terms, payers)):
        report = report.plus(_try(chunk, terms, ctx))
        progress(len(chunk))
    return report


def _chunks(found: Iterable[list[Planned]]) -> Iterator[list[UUID]]:
    """Payers that get letters, many together; one whose contracts are suspended or resume alone: that takes a while."""
    together: list[UUID] = []
    for planned in found:
        payer = planned[0].payer
        if any(one.plan.suspended or one.plan.resumed for one in planned):
            yield [payer]
            continue
        together.append(payer)
        if len(together) == TOGETHER:
            yield together
            together = []
    if together:
        yield together


def _try(payers: list[UUID], terms: DunningTerms | None, ctx: ActionContext) -> Report:
    """Where one of several has an error, each of them by itself."""
    try:
        return _carry_out(payers, terms, ctx)
    except OperationalError:
        raise
    except Exception:
        if len(payers) > 1:
            return reduce(Report.plus, (_try([payer], terms, ctx) for payer in payers))
        log.exception("dunning failed", payer=str(payers[0]))
        return Report(payers=1, failed=1)


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
    _lock([payer])
    done = 0
    for found in cases_of([payer]).values():
        for contract in resumptions_due(found.case, terms.policy if terms else NO_LEVELS, ctx.today):
            resume_contract(UUID(contract), ctx)
            done += 1
    return done


@transaction.atomic
def _carry_out(payers: list[UUID], terms: DunningTerms | None, ctx: ActionContext) -> Report:
    """All of these payers, which are planned again under their locks; letters are written last, all at once."""
    _lock(payers)
    policy, report = terms.policy if terms else NO_LEVELS, Report(payers=len(payers))
    warned: list[tuple[Case, Warning]] = []
    letters: list[tuple[FoundCase, Letter]] = []
    for _, found in sorted(cases_of(payers).items()):
        planned = planned_of(found, policy, ctx.today, terms)
        if planned is None:
            continue
        plan = planned.plan
        for contract in plan.resumed:
            resume_contract(UUID(contract), ctx)
        suspended = suspend_contracts(found.case, plan.suspended, ctx)
        warned += [(found.case, warning) for warning in plan.warnings]
        letters += [(found, plan.letter)] if plan.letter else []
        report = report.plus(Report(suspended=suspended, resumed=len(plan.resumed)))
    warn(warned, ctx)
    if terms:
        write_letters(letters, terms, ctx)
    return report.plus(Report(letters=len(letters), warnings=len(warned)))


def _lock(payers: list[UUID]) -> None:
    """Projects before payers, as wherever both are locked, each in the order of their ids."""
    lock_projects(payers)
    list(models.Organisation.objects.select_for_update().filter(pk__in=payers).order_by("pk").values_list("pk"))
