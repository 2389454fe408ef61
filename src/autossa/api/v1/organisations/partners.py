"""Endpoints of partner access: what a customer gives and is asked for, whom a partner looks after and invites."""

from ninja import Query, Router

from autossa.api.v1.frame.calls import OrganisationCall, context_of, key_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, OnwardAsk, PageAsk, listed, part
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.organisations.people_shapes import (
    AccessRequestIn,
    AccessRequestOut,
    CustomerIn,
    CustomerOut,
    HandOverIn,
    HandOverOut,
    HandOversMade,
    Made,
    ManagedProjectOut,
)
from autossa.domain.rights import Action
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import access_requests, customers, delegations
from autossa.queries.identifiers import hand_over_name, project_name, request_name
from autossa.queries.organisations.access_requests import waiting_for_answer
from autossa.queries.organisations.delegations import (
    ManagedCustomer,
    Phase,
    find_delegation,
    given_by_customer,
    managed_customers,
)
from autossa.queries.organisations.lookup import find_partner
from autossa.queries.permissions import Scope

router = Router(tags=["Partner access"])
_ONE = "/organisations/{organisation_id}"
_REQUEST = _ONE + "/access-requests/{request_id}"


class NoSuchPartner(Invalid):
    """There is no partner with this number. Ask the partner for its number."""

    field = "partner"


class HandOverAsk(PageAsk):
    """Which partner access; without a phase what is in force and to come."""

    phase: Phase | None = None


class CustomerAsk(OnwardAsk):
    """Which customers."""

    search: str = ""


@endpoint(router, "GET", _ONE + "/hand-overs", Scope.ORGANISATION, Action.VIEW_DELEGATIONS, answer=Listed[HandOverOut])
def list_hand_overs(request: OrganisationCall, organisation_id: str, ask: Query[HandOverAsk]) -> Listed[HandOverOut]:
    """Which partners have access, will have it or had it."""
    found = given_by_customer(request.organisation.id, request.today)
    rows = found[ask.phase] if ask.phase else (*found[Phase.IN_FORCE], *found[Phase.COMING])
    return listed(rows, ask, lambda row: answer_of(HandOverOut, row))


@endpoint(
    router, "GET", _ONE + "/hand-overs/{hand_over_id}", Scope.ORGANISATION, Action.VIEW_DELEGATIONS, answer=HandOverOut
)
def get_hand_over(request: OrganisationCall, organisation_id: str, hand_over_id: str) -> HandOverOut:
    """Access that is in force or to come."""
    found = find_delegation(request.organisation.id, path_key("hdo", hand_over_id), request.today)
    if found is None:
        raise NotFound
    return answer_of(HandOverOut, found.row)


@endpoint(router, "POST", _ONE + "/hand-overs", Scope.ORGANISATION, Action.DELEGATE, answer=HandOversMade, status=201)
def give_access(request: OrganisationCall, organisation_id: str, body: HandOverIn) -> HandOversMade:
    """Give a partner rights on some projects, or on all; from today on."""
    partner = find_partner(body.partner)
    if partner is None:
        raise NoSuchPartner
    projects = None if body.projects is None else [key_of("prj", one, "projects") for one in body.projects]
    made = delegations.give_on(
        customer=request.organisation.id, partner=partner[0], projects=projects, rights=body.rights,
        ends_on=body.ends_on, ctx=context_of(request),
    )  # fmt: skip
    return HandOversMade(ids=[hand_over_name(key) for key in made])


@endpoint(router, "POST", _ONE + "/hand-overs/{hand_over_id}/revoke", Scope.ORGANISATION, Action.DELEGATE)
def revoke_access(request: OrganisationCall, organisation_id: str, hand_over_id: str) -> None:
    """End a partner's access at once."""
    key = path_key("hdo", hand_over_id)
    delegations.revoke(delegation=key, customer=request.organisation.id, ctx=context_of(request))


@endpoint(
    router, "GET", _ONE + "/access-requests", Scope.ORGANISATION, Action.VIEW_DELEGATIONS,
    answer=Listed[AccessRequestOut],
)  # fmt: skip
def list_access_requests(
    request: OrganisationCall, organisation_id: str, ask: Query[PageAsk]
) -> Listed[AccessRequestOut]:
    """What partners ask a customer for, the oldest first."""
    return listed(waiting_for_answer(request.organisation.id), ask, lambda row: answer_of(AccessRequestOut, row))


@endpoint(router, "POST", _REQUEST + "/grant", Scope.ORGANISATION, Action.DELEGATE, answer=Made)
def grant_access(request: OrganisationCall, organisation_id: str, request_id: str) -> Made:
    """Give what a partner asks for, from today on."""
    key = path_key("acr", request_id)
    made = access_requests.grant(request=key, customer=request.organisation.id, ctx=context_of(request))
    return Made(id=hand_over_name(made))


@endpoint(router, "POST", _REQUEST + "/decline", Scope.ORGANISATION, Action.DELEGATE)
def decline_access(request: OrganisationCall, organisation_id: str, request_id: str) -> None:
    """Decline what a partner asks for."""
    key = path_key("acr", request_id)
    access_requests.decline(request=key, customer=request.organisation.id, ctx=context_of(request))


@endpoint(router, "GET", _ONE + "/customers", Scope.ORGANISATION, Action.VIEW_CUSTOMERS, answer=Listed[CustomerOut])
def list_customers(request: OrganisationCall, organisation_id: str, ask: Query[CustomerAsk]) -> Listed[CustomerOut]:
    """The customers and projects that a partner looks after."""
    found = managed_customers(request.organisation.id, request.today, ask.search, ask.starting_after, page=ask.limit)
    return part(found.rows, _customer, found.next_after)


@endpoint(router, "POST", _ONE + "/customers", Scope.ORGANISATION, Action.INVITE_CUSTOMERS, answer=Made, status=201)
def invite_customer(request: OrganisationCall, organisation_id: str, body: CustomerIn) -> Made:
    """Invite a customer: organisation, project, access and invitation at once. Answers the project."""
    new = customers.NewCustomer(body.company, body.country, body.email, body.language, body.project)
    price_list = key_of("plt", body.price_list, "price_list")
    made = customers.invite_customer(
        partner=request.organisation.id, new=new, price_list=price_list, ctx=context_of(request)
    )
    return Made(id=project_name(made))


@endpoint(
    router, "POST", _ONE + "/customers/{customer_id}/access-requests", Scope.ORGANISATION, Action.ASK_FOR_ACCESS,
    answer=Made, status=201,
)  # fmt: skip
def ask_for_access(request: OrganisationCall, organisation_id: str, customer_id: str, body: AccessRequestIn) -> Made:
    """Ask a customer that the partner looks after for rights."""
    project = None if body.project is None else key_of("prj", body.project, "project")
    made = access_requests.ask(
        partner=request.organisation.id, customer=path_key("org", customer_id), project=project, rights=body.rights,
        ctx=context_of(request),
    )  # fmt: skip
    return Made(id=request_name(made))


def _customer(row: ManagedCustomer) -> CustomerOut:
    projects = [answer_of(ManagedProjectOut, one) for one in row.projects]
    return answer_of(CustomerOut, row, projects=projects, asked=[answer_of(AccessRequestOut, one) for one in row.asked])
