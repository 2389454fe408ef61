"""What stands in the way of a contract, in words, with the way to fix it."""

from typing import Any

from autossa.domain.amounts import Ssc
from autossa.domain.gaps import Enough
from autossa.domain.refusals import Code, Refusal
from autossa.portal.ui import next_steps
from autossa.portal.web.frames import actions_on
from autossa.portal.web.requests import ProjectRequest
from autossa.queries.contracts.offers import OfferPage
from autossa.wording import actions
from autossa.wording.refusals import RefusalMessage, explain


def explain_refusal(
    request: ProjectRequest, refusal: Refusal | None, ordered: Ssc = 0, enough: Enough | None = None
) -> tuple[RefusalMessage, next_steps.NextStep | None] | None:
    """A refusal in words, with the page that fixes it; None where there is none.

    `ordered` SSC wait for payment; `enough` is what to top up where a gap grows until the transfer has arrived.
    """
    if refusal is None:
        return None
    told = explain(refusal, ordered, enough)
    return told, next_steps.of_refusal(told, request.project.public_id, actions_on(request))


def gap_words(request: ProjectRequest, page: OfferPage) -> dict[str, Any]:
    """The gap in words, with the way to the missing credits."""
    if page.gap is None:
        return {"gap": None}
    missing = Refusal(Code.INSUFFICIENT_CREDITS_FOR_GAP, missing_ssc=page.gap.missing) if page.gap.missing else None
    told, next_step = explain_refusal(request, missing, page.ordered, page.gap.enough) or (None, None)
    times = page.project.terms.policy.late_multiplier
    worth = actions.gross_beside(page.gap.worth.gross, page.currency) if page.gap.worth else ""
    return {"gap": page.gap, "gap_told": told, "gap_next_step": next_step, "times": times, "gap_worth": worth}
