"""Endpoints of one project besides itself: its coverage over time, its next charge, a waiver."""

from ninja import Field, Router

from autossa.api.v1.frame.calls import ProjectCall, context_of, found_or_404
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.figures import charge_out, derivation_out
from autossa.api.v1.frame.shapes import Body, Day, money, ssc_text
from autossa.api.v1.projects.list_shapes import NextChargeOut, PeriodOut, SpanOut, TimelineOut
from autossa.domain.dates import DAY
from autossa.domain.rights import Action
from autossa.operations.projects.waivers import waive_late
from autossa.queries.permissions import Scope
from autossa.queries.projects.coverage import Span
from autossa.queries.projects.page import ProjectPage, project_page

router = Router(tags=["Projects"])
_PRJ = "/projects/{project_id}"


class WaiverIn(Body):
    """Until when a gap counts once, and why."""

    until: Day = Field(description="The first day on which it does not any more.")
    reason: str = Field(max_length=5000)


@endpoint(router, "GET", f"{_PRJ}/coverage", Scope.PROJECT, Action.VIEW_PROJECT, answer=TimelineOut)
def get_coverage(request: ProjectCall, project_id: str) -> TimelineOut:
    """What of a project is covered when, where the gaps are, and what comes next."""
    found = _page(request).timeline
    return TimelineOut(
        periods=[PeriodOut(starts_on=one.start, until=one.end, source=one.source.value) for one in found.periods],
        gaps=[_span(one) for one in found.gaps],
        planned=_span(found.planned) if found.planned else None,
        charged_on=found.charged_on,
        cancel_by=found.cancelling.last_day if found.cancelling else None,
        cancels_to=found.cancelling.ends_on if found.cancelling else None,
        ends_on=found.ends_on,
    )


@endpoint(router, "GET", f"{_PRJ}/next-charge", Scope.PROJECT, Action.VIEW_BILLING, answer=NextChargeOut)
def get_next_charge(request: ProjectCall, project_id: str) -> NextChargeOut:
    """What will be booked next if nothing changes, and how it is calculated; 404 where nothing will."""
    page = _page(request)
    charge = found_or_404(page.charge)
    settlement = charge.settlement
    return NextChargeOut(
        day=charge.day,
        starts_on=settlement.start if settlement else None,
        until=settlement.end if settlement else None,
        ssc=ssc_text(charge.ssc),
        invoiced=ssc_text(charge.invoiced),
        gross=money(charge.gross, charge.currency),
        paid_by=charge.paid_by,
        collective_on=charge.collective_on,
        derivation=derivation_out(page.charge_invoice),
        lines=[charge_out(line, charge.currency) for line in page.charge_lines],
    )


@endpoint(router, "POST", f"{_PRJ}/waiver", Scope.PROJECT, Action.WAIVE)
def waive_doubling(request: ProjectCall, project_id: str, body: WaiverIn) -> None:
    """Let the gap of a project count once until a day, as the vendor's staff."""
    waive_late(project=request.project.id, last_day=body.until - DAY, reason=body.reason, ctx=context_of(request))


def _page(call: ProjectCall) -> ProjectPage:
    return found_or_404(project_page(call.project.public_id, call.today, tabs=frozenset()))


def _span(found: Span) -> SpanOut:
    return SpanOut(starts_on=found.start, until=found.end)
