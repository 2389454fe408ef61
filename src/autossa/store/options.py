"""The options of contracts read from rows, for those who ask without the whole project (rule 7)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from autossa.domain.contracts import Contract, OptionFrom, Status
from autossa.domain.plans import Option
from autossa.store import models
from autossa.store.exact import fraction


def option_of(plan: models.PlanVersion) -> Option:
    """A plan version as the domain knows it."""
    return Option(plan.name, plan.term_months, plan.notice_months, plan.billed_months, fraction(plan.adjustment))


def load_options(plans: Iterable[Sequence[UUID] | None]) -> dict[UUID, Option]:
    """The options of these plans, those of many contracts together; no query for contracts that never changed."""
    wanted = {plan for some in plans for plan in some or ()}
    return {plan.id: option_of(plan) for plan in models.PlanVersion.objects.filter(pk__in=wanted)} if wanted else {}


def changes_of(
    days: Sequence[date] | None, plans: Sequence[UUID] | None, options: Mapping[UUID, Option]
) -> tuple[OptionFrom, ...]:
    """From which days another option holds, as the contract's row has it."""
    if not days or not plans:
        return ()
    return tuple(OptionFrom(day, options[plan]) for day, plan in zip(days, plans, strict=True))


def contract_of(row: models.Contract, options: Mapping[UUID, Option] | None = None) -> Contract:
    """A contract as far as its terms go: no gap, no review. Its plan is read with it; one query where it changed."""
    if options is None:
        options = load_options([row.option_plans])
    return Contract(
        number=row.number,
        option=option_of(row.plan),
        status=Status(row.status),
        concluded_on=row.concluded_on,
        start=row.start,
        booked_until=row.booked_until,
        fixed_end=row.fixed_end,
        ends_on=row.ends_on,
        terminated=row.terminated,
        changes=changes_of(row.option_from, row.option_plans, options),
    )
