"""The page on which licenses and their price are checked before they are requested, added or confirmed."""

from dataclasses import replace
from typing import Any

from autossa.domain.derivations import why_charge
from autossa.portal.web.clock import today
from autossa.portal.web.frames import project_ask_context
from autossa.portal.web.requests import ProjectRequest
from autossa.queries.billing.settlements import ExplainedSettlement
from autossa.queries.credits.orders import unverified
from autossa.queries.licenses.previews import Additions
from autossa.wording import refusals


def check_context(request: ProjectRequest, act: str, found: Additions) -> dict[str, Any]:
    """For `licenses/check.html`; without a word of the balance for readers who do not see it."""
    around = project_ask_context(request, "project_licenses")
    each = found.each
    if not around["may"]["VIEW_BILLING"]:
        each = tuple(replace(one, now=_without_balance(one.now)) for one in each)
    return {
        **around,
        "act": act,
        "found": found,
        "each": each,
        # As they were entered, so that no line moves when a tick goes: with whether it is ticked.
        "listed": sorted(
            [*((one, True) for one in each), *((one, False) for one in found.left_out)],
            key=lambda row: row[0].line.number,
        ),
        "one": each[0] if len(each) == 1 else None,
        "is_covered": found.covered_until is not None and found.covered_until > today(),
        "refused": refusals.explain(found.refusal, found.ordered) if found.refusal else None,
        # Until then its VAT rate is 0, which must not be taken for what it will be.
        "unverified": unverified(request.project.id) if not found.tax_rate and not found.paid_by else None,
        "can_do": act == "request" or found.refusal is None,
    }


def _without_balance(price: ExplainedSettlement | None) -> ExplainedSettlement | None:
    if price is None:
        return None
    parts = zip(price.lines, price.settlement.parts, strict=True)
    return replace(price, lines=tuple(replace(said, why=why_charge(part.charge)) for said, part in parts), why=None)
