"""Who pays for a project: asked for on one side, agreed to or refused on the other."""

from datetime import datetime
from typing import Annotated

from ninja import Field, Query, Router

from autossa.api.v1.frame.calls import OrganisationCall, ProjectCall, context_of, key_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Answer, Body, Day, Id
from autossa.domain.rights import Action
from autossa.operations.billing import payers
from autossa.queries.billing.payers import payer_page, waiting_for
from autossa.queries.identifiers import organisation_name
from autossa.queries.permissions import Scope

router = Router(tags=["Payers"])
_PRJ, _ORG = "/projects/{project_id}/payer", "/organisations/{organisation_id}/payer-requests"


class PayerIn(Body):
    """Who shall pay from the next invoice on."""

    payer: Id


class ChangeOut(Answer):
    """A change that was asked for; it waits for `confirmer`."""

    id: Id
    project: Id
    project_name: str
    customer: str
    now: str
    then: str
    confirmer: str
    asked_by: str
    asked_at: datetime


class PossibleOut(Answer):
    """Who could pay instead."""

    id: Id
    name: str


class ProjectPayerOut(Answer):
    """Who pays for the open contract of a project."""

    payer: str | None = Field(description="Null without an open contract.")
    until: Day | None = Field(description="Until when that is settled, where the contract ends.")
    possible: list[PossibleOut]
    change: ChangeOut | None


@endpoint(router, "GET", _PRJ, Scope.PROJECT, Action.EDIT_BILLING, answer=ProjectPayerOut)
def get_payer(request: ProjectCall, project_id: str) -> ProjectPayerOut:
    """Who pays for the open contract, who could, and what was asked for."""
    return _out(request)


@endpoint(router, "POST", f"{_PRJ}/ask", Scope.PROJECT, Action.EDIT_BILLING, answer=ProjectPayerOut)
def ask_for_payer(request: ProjectCall, project_id: str, body: PayerIn) -> ProjectPayerOut:
    """Ask that somebody else pays. Nothing changes until the other side agrees."""
    payers.ask(project=request.project.id, payer=key_of("org", body.payer, "payer"), ctx=context_of(request))
    return _out(request)


@endpoint(router, "POST", f"{_PRJ}/withdraw", Scope.PROJECT, Action.EDIT_BILLING, answer=ProjectPayerOut)
def withdraw_payer_request(request: ProjectCall, project_id: str) -> ProjectPayerOut:
    """Take back what was asked for."""
    payers.withdraw(project=request.project.id, ctx=context_of(request))
    return _out(request)


@endpoint(router, "GET", _ORG, Scope.ORGANISATION, Action.CONFIRM_PAYER, answer=Listed[ChangeOut])
def list_payer_requests(
    request: OrganisationCall, organisation_id: str, ask: Annotated[PageAsk, Query()]
) -> Listed[ChangeOut]:
    """What waits for an organisation's answer."""
    return listed(waiting_for(request.organisation.id), ask, lambda row: answer_of(ChangeOut, row))


@endpoint(router, "POST", f"{_ORG}/{{change_id}}/confirm", Scope.ORGANISATION, Action.CONFIRM_PAYER)
def confirm_payer(request: OrganisationCall, organisation_id: str, change_id: str) -> None:
    """Agree: the new one pays from the next invoice on."""
    payers.confirm(change=path_key("pay", change_id), confirmer=request.organisation.id, ctx=context_of(request))


@endpoint(router, "POST", f"{_ORG}/{{change_id}}/refuse", Scope.ORGANISATION, Action.CONFIRM_PAYER)
def refuse_payer(request: OrganisationCall, organisation_id: str, change_id: str) -> None:
    """Refuse: everything stays as it is."""
    payers.refuse(change=path_key("pay", change_id), confirmer=request.organisation.id, ctx=context_of(request))


def _out(call: ProjectCall) -> ProjectPayerOut:
    page = payer_page(call.project.id, call.today)
    possible = [PossibleOut(id=organisation_name(key), name=name) for key, name in page.possible]
    change = answer_of(ChangeOut, page.change) if page.change else None
    return answer_of(ProjectPayerOut, page, possible=possible, change=change)
