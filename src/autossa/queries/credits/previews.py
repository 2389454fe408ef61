"""What extending by hand would cost and cover: the domain's own decision, unapplied (rule 8)."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from autossa.domain import conclusions, extensions
from autossa.domain.amounts import Ssc
from autossa.domain.derivations import Derivation, why_gap
from autossa.domain.gaps import Enough, enough_to_pay, find_gap
from autossa.domain.invoices import Reason
from autossa.domain.refusals import Refusal
from autossa.queries.as_of import ProjectAsOf, plan_with_credits, project_as_of
from autossa.queries.billing.settlements import ExplainedSettlement, explain_settlement
from autossa.queries.credits.orders import ordered_against


@dataclass(frozen=True, slots=True)
class Extension:
    """So many months from `start` up to (not including) `end`; SSC in hundredths, `ssc` with the gap before it.

    `refusal` says why it cannot be done today; `period` and `gap` are there all the same when only credits are missing.
    `ordered` are SSC that wait for their payment then, `enough` is what to top up where the gap grows until it arrives.
    """

    months: int
    start: date
    end: date | None
    ssc: Ssc
    free: Ssc
    period: ExplainedSettlement | None
    gap: ExplainedSettlement | None
    gap_why: Derivation | None
    refusal: Refusal | None
    ordered: Ssc = 0
    enough: Enough | None = None

    @property
    def missing(self) -> Ssc:
        """What the free balance lacks."""
        return max(0, self.ssc - self.free)


def preview_extensions(project: UUID, day: date, months: tuple[int, ...]) -> tuple[Extension, ...]:
    """What each number of months would cost on the day; nothing for an unknown project."""
    found = project_as_of(project, day)
    if found is None:
        return ()
    facts = found.project
    gap = find_gap(facts, day, facts.lines)
    why = why_gap(gap, facts.terms.policy.grace_days) if gap else None
    previews = [_extension(found, count, why) for count in months]
    short = next((one.refusal for one in previews if one.missing), None)
    ordered = ordered_against(short, project)
    return tuple(replace(one, ordered=ordered) for one in previews)


def _extension(found: ProjectAsOf, months: int, gap_why: Derivation | None) -> Extension:
    facts, day = found.project, found.day
    outcome, refusal = plan_with_credits(found, lambda project: extensions.extend(project, day, months))
    booked = {one.reason: one for one in outcome.settlements} if outcome else {}
    period, back_payment = booked.get(Reason.MANUAL), booked.get(Reason.GAP)
    return Extension(
        months=months,
        start=conclusions.start_day(facts, day),
        end=period.end if period else None,
        ssc=sum(settlement.ssc for settlement in booked.values()),
        free=facts.credits.free,
        period=explain_settlement(period) if period else None,
        gap=explain_settlement(back_payment) if back_payment else None,
        gap_why=gap_why,
        refusal=refusal,
        enough=enough_to_pay(facts, day, facts.lines, besides=period.ssc) if period else None,
    )
