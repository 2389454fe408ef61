"""Endpoints that conclude contracts: for one project, for several at once, with the credits that a lapsed one lacks."""

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

from django.utils.translation import get_language
from ninja import Query, Router

from autossa.api.v1.contracts.lapsed_shapes import LapsedAsk, LapsedIn, LapsedOut, lapsed_out, money_of
from autossa.api.v1.contracts.offer_shapes import (
    ConcludePreviewIn,
    ConcludePreviewOut,
    SeveralPreviewIn,
    SeveralRowOut,
    conclude_preview,
    several_row,
)
from autossa.api.v1.contracts.routes import newest_contract
from autossa.api.v1.contracts.routes import router as contracts_of_project
from autossa.api.v1.contracts.shapes import ConcludedOut, ConcludeIn, ConcludeSeveralIn, ContractFull
from autossa.api.v1.frame.calls import Call, ProjectCall, context_of, found_or_404, key_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.figures import read_figures
from autossa.domain.billing.documents import Method
from autossa.domain.rights import Action, TokenScope
from autossa.operations import contracts
from autossa.operations.billing.payments.methods import Chosen, MethodNotOffered
from autossa.operations.contracts import PayerNotFound, Wish
from autossa.operations.credits import lapsed
from autossa.operations.vendor.terms.acceptances import Agreed
from autossa.queries.contracts.lapsed import lapsed_page
from autossa.queries.contracts.several_offers import several_offers
from autossa.queries.contracts.wizard import WizardPage, wizard_page
from autossa.queries.permissions import Scope
from autossa.queries.vendor.terms.asked import asked_terms

router = Router(tags=["Contracts"])
_PRJ = "/projects/{project_id}"


@endpoint(
    router, "POST", "/previews/conclude", Scope.PROJECT, Action.EDIT_CONTRACTS, answer=ConcludePreviewOut, is_read=True
)
def preview_conclude(request: ProjectCall, body: ConcludePreviewIn) -> ConcludePreviewOut:
    """Every option with its costs, its derivations and the text that agrees to it; nothing is changed."""
    page = _wizard(request, body.payer, body)
    language = (get_language() or "en")[:2]
    asked = asked_terms(request.today, request.project.customer_id, language)
    way = page.ways.of(body.payer or page.payers[0].id)
    return conclude_preview(page, [method.value for method in way.methods] if way else [], asked)


@endpoint(  # the address of the list belongs to one router
    contracts_of_project, "POST", f"{_PRJ}/contracts", Scope.PROJECT, Action.EDIT_CONTRACTS, answer=ContractFull,
    status=201,
)  # fmt: skip
def conclude_contract(request: ProjectCall, project_id: str, body: ConcludeIn) -> ContractFull:
    """Submit a contract for review."""
    page = _wizard(request, body.payer, body)
    contracts.conclude(
        project=request.project.id,
        option=body.option,
        ctx=context_of(request),
        fixed_end=body.ends_on,
        payer=page.payer.key if page.payer else None,
        agreed=read_figures(body.agreed),
        order_number=body.order_number,
        invoice_contact=body.invoice_contact,
        terms=_accepted(body.accepts, body.accepts_linked_terms),
        payment=_chosen(page, body.method) if body.method else None,
    )
    return newest_contract(request)


@endpoint(router, "POST", "/previews/conclude_several", Scope.SELF, answer=list[SeveralRowOut], is_read=True)
def preview_conclude_several(request: Call, body: SeveralPreviewIn) -> list[SeveralRowOut]:
    """What an option would cost for several projects; those for which you may not conclude are left out."""
    payer = key_of("org", body.payer, "payer") if body.payer else None
    found = several_offers(request.account, body.projects, body.option, request.today, payer)
    return [several_row(row) for row in found.rows]


@endpoint(router, "POST", "/contracts", Scope.SELF, answer=list[ConcludedOut], needs=TokenScope.CONTRACTS)
def conclude_contracts(request: Call, body: ConcludeSeveralIn) -> list[ConcludedOut]:
    """Submit a contract each for several projects: one that is refused keeps no other from being concluded."""
    payer = key_of("org", body.payer, "payer") if body.payer else None
    agreed = {one.project: one.agreed for one in body.projects}
    found = several_offers(request.account, agreed, body.option, request.today, payer)
    terms = _accepted(body.accepts, body.accepts_linked_terms)
    wishes = {
        row.id: Wish(
            row.key, body.option, payer if payer in row.partners else None, read_figures(agreed[row.id]), {},
            can_pay=payer is None or payer in row.partners or payer == row.customer_key, terms=terms,
        )
        for row in found.rows
    }  # fmt: skip
    answers = contracts.conclude_each(wishes=list(wishes.values()), ctx=context_of(request))
    codes = dict(zip(wishes, (str(answer["code"]) for answer in answers), strict=True))
    return [_concluded(project, codes.get(project, "not_found")) for project in agreed]


@endpoint(router, "GET", f"{_PRJ}/lapsed", Scope.PROJECT, Action.EDIT_BILLING, answer=LapsedOut)
def get_lapsed(request: ProjectCall, project_id: str, asked: Annotated[LapsedAsk, Query()]) -> LapsedOut:
    """What a lapsed project lacks, how it grows, and what suffices when it is paid in time."""
    payer = key_of("org", asked.payer, "payer") if asked.payer else None
    return lapsed_out(found_or_404(lapsed_page(request.project.id, request.account.user, request.today, payer)))


@endpoint(router, "POST", f"{_PRJ}/lapsed", Scope.PROJECT, Action.EDIT_BILLING, answer=LapsedOut, status=201)
def order_for_lapsed(request: ProjectCall, project_id: str, body: LapsedIn) -> LapsedOut:
    """Order what a lapsed project lacks; the contract is concluded by itself once it is paid."""
    project, user, today = request.project.id, request.account.user, request.today
    payer = key_of("org", body.payer, "payer")
    page = found_or_404(lapsed_page(project, user, today, payer))
    if payer not in dict(page.payers):
        raise PayerNotFound
    lapsed.order_and_conclude(
        order=key_of("ord", body.order or page.order, "order"),
        project=project,
        option=body.option,
        payer=payer,
        gross=money_of(body.gross, page.currency),
        fixed_end=body.ends_on,
        terms=_accepted(body.accepts, body.accepts_linked_terms),
        order_number=body.order_number,
        invoice_contact=body.invoice_contact,
        ctx=context_of(request),
    )
    return lapsed_out(found_or_404(lapsed_page(project, user, today, payer)))


# ---------------------------------------------------------------- parts


def _wizard(call: ProjectCall, payer: str | None, body: ConcludePreviewIn | ConcludeIn) -> WizardPage:
    """Raises PayerNotFound for one that the caller may not name."""
    page = wizard_page(call.account, call.project, call.today, fixed_end=body.ends_on, payer=payer or "")
    page = found_or_404(page)
    if payer and page.payer is None:
        raise PayerNotFound
    return page


def _chosen(page: WizardPage, method: Method) -> Chosen:
    """Raises MethodNotOffered for what the payer cannot choose, or the caller not for it."""
    way = page.ways.of(page.payer.id if page.payer else page.payers[0].id)
    if way is None or method not in way.methods or (method is not way.usual and not way.may_choose):
        raise MethodNotOffered
    return Chosen(None if method is way.usual else method)


def _accepted(documents: Sequence[str], is_linked: bool) -> Agreed:
    keys: list[UUID] = [key_of("tdo", one, "accepts") for one in documents]
    return Agreed(keys, is_linked)


def _concluded(project: str, code: str) -> ConcludedOut:
    return ConcludedOut(project=project, is_concluded=not code, code=code)
