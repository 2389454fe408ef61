"""Endpoints of policies with their options, and of VAT rates."""

from ninja import Query, Router

from autossa.api.v1.frame.calls import Call, context_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import MOST, Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.vendor.shapes import (
    PolicyIn,
    PolicyOut,
    VatRateIn,
    VatRateOut,
    VatWithdrawIn,
    WithdrawIn,
    policy_out,
)
from autossa.domain.amounts import parse_decimal, show_fraction
from autossa.domain.rights import Action
from autossa.operations.vendor import catalogue, vat_rates
from autossa.queries.billing.treatments import RateRow, rate_rows
from autossa.queries.permissions import Scope
from autossa.queries.vendor import catalogue as queries

router = Router(tags=["Catalogue"])
_SEE, _EDIT = Action.VIEW_CATALOGUE, Action.EDIT_CATALOGUE
WHOLE = PageAsk(limit=MOST, starting_after="", ending_before="")  # what is answered to a change


@endpoint(router, "GET", "/policies", Scope.VENDOR, _SEE, answer=Listed[PolicyOut])
def list_policies(request: Call, ask: Query[PageAsk]) -> Listed[PolicyOut]:
    """All policies, the newest first; a list is continued by their first days."""
    return _policies(request, ask)


@endpoint(router, "POST", "/policies", Scope.VENDOR, _EDIT, answer=Listed[PolicyOut], status=201)
def add_policy(request: Call, body: PolicyIn) -> Listed[PolicyOut]:
    """A new policy from a day on; contracts keep the one that they were concluded with."""
    catalogue.set_policy(policy=body.policy.read(), starts_on=body.starts_on, ctx=context_of(request))
    return _policies(request, WHOLE)


@endpoint(router, "POST", "/policies/withdraw", Scope.VENDOR, _EDIT, answer=Listed[PolicyOut])
def withdraw_policy(request: Call, body: WithdrawIn) -> Listed[PolicyOut]:
    """Withdraw a policy that has not begun."""
    catalogue.withdraw_policy(starts_on=body.starts_on, reason=body.reason, ctx=context_of(request))
    return _policies(request, WHOLE)


@endpoint(router, "GET", "/vat-rates", Scope.VENDOR, _SEE, answer=Listed[VatRateOut])
def list_vat_rates(request: Call, ask: Query[PageAsk]) -> Listed[VatRateOut]:
    """The table of domestic VAT rates, class by class; a list is continued by class and first day."""
    return _rates(request, ask)


@endpoint(router, "POST", "/vat-rates", Scope.VENDOR, _EDIT, answer=Listed[VatRateOut], status=201)
def add_vat_rate(request: Call, body: VatRateIn) -> Listed[VatRateOut]:
    """A new VAT rate from a day on."""
    vat_rates.set_vat_rate(
        rate=parse_decimal(body.rate), starts_on=body.starts_on, rate_class=body.rate_class, ctx=context_of(request)
    )
    return _rates(request, WHOLE)


@endpoint(router, "POST", "/vat-rates/withdraw", Scope.VENDOR, _EDIT, answer=Listed[VatRateOut])
def withdraw_vat_rate(request: Call, body: VatWithdrawIn) -> Listed[VatRateOut]:
    """Withdraw a VAT rate that has not begun."""
    vat_rates.withdraw_vat_rate(
        starts_on=body.starts_on, rate_class=body.rate_class, reason=body.reason, ctx=context_of(request)
    )
    return _rates(request, WHOLE)


def _policies(request: Call, ask: PageAsk) -> Listed[PolicyOut]:
    return listed(queries.policies(request.today), ask, policy_out, lambda row: row.starts_on.isoformat())


def _rates(request: Call, ask: PageAsk) -> Listed[VatRateOut]:
    return listed(
        rate_rows(request.today), ask, lambda row: answer_of(VatRateOut, row, rate=show_fraction(row.rate)), _place
    )


def _place(row: RateRow) -> str:
    return f"{row.rate_class}/{row.starts_on.isoformat()}"
