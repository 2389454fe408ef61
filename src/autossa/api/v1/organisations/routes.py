"""Endpoints of organisations: listed, entered, edited; their contacts."""

from typing import Any

from django.http import HttpResponse
from ninja import Query, Router

from autossa.api.v1.frame.calls import Call, OrganisationCall, context_of, path_key
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, OnwardAsk, PageAsk, listed, part
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.api.v1.organisations.shapes import (
    Address,
    BillingIn,
    ContactIn,
    ContactOut,
    OrganisationBrief,
    OrganisationIn,
    OrganisationOut,
    organisation_out,
    postal,
)
from autossa.domain.rights import Action, Kind
from autossa.operations.errors import NotFound
from autossa.operations.organisations import contacts, create, edit
from autossa.queries.organisations.listing import OrganisationFilter, OrganisationRow, list_organisations
from autossa.queries.organisations.page import Standing, organisation_page
from autossa.queries.permissions import Scope

router = Router(tags=["Organisations"])
_ONE = "/organisations/{organisation_id}"
_CONTACT = _ONE + "/contacts/{contact_id}"


class OrganisationAsk(OnwardAsk):
    """Which organisations."""

    search: str = ""
    kind: Kind | None = None
    standing: Standing = Standing.ALL


@endpoint(router, "GET", "/organisations", Scope.VENDOR, Action.VIEW_ORGANISATION, answer=Listed[OrganisationBrief])
def list_all_organisations(request: Call, ask: Query[OrganisationAsk]) -> Listed[OrganisationBrief]:
    """All organisations, by name: for the vendor's staff."""
    wanted = OrganisationFilter(ask.search, ask.kind, ask.standing, ask.starting_after)
    found = list_organisations(wanted, page=ask.limit)
    return part(found.rows, _brief, found.next_after)


@endpoint(
    router, "POST", "/organisations", Scope.VENDOR, Action.VERIFY_ORGANISATIONS, answer=OrganisationOut, status=201
)
def create_organisation(request: Call, body: OrganisationIn) -> OrganisationOut:
    """A new partner or customer, verified by being entered."""
    new = create.NewOrganisation(
        body.kind, body.name, body.number, body.country, body.vat_id, body.vat.read(),
        postal(body.address or Address()), body.owner, body.language,
    )  # fmt: skip
    return organisation_out(organisation_page(create.enter(new=new, ctx=context_of(request))))


@endpoint(router, "GET", _ONE, Scope.ORGANISATION, Action.VIEW_ORGANISATION, answer=OrganisationOut)
def get_organisation(request: OrganisationCall, organisation_id: str, response: HttpResponse) -> OrganisationOut:
    """An organisation with its contacts."""
    return shown(request, response)


@endpoint(router, "PATCH", _ONE, Scope.ORGANISATION, Action.EDIT_ORGANISATION, answer=OrganisationOut, versioned=True)
def edit_organisation(
    request: OrganisationCall, organisation_id: str, body: BillingIn, response: HttpResponse
) -> OrganisationOut:
    """Change what invoices say. Another country or VAT ID is verified anew before the next contract."""
    new = edit.BillingDetails(
        postal(body.address), body.country, body.vat_id, body.invoice_email, body.buyer_reference, body.language
    )
    edit.edit(organisation=request.organisation.id, new=new, ctx=version_context(request, lambda: look(request)))
    return shown(request, response)


@endpoint(router, "GET", _ONE + "/contacts", Scope.ORGANISATION, Action.VIEW_ORGANISATION, answer=Listed[ContactOut])
def list_contacts(request: OrganisationCall, organisation_id: str, ask: Query[PageAsk]) -> Listed[ContactOut]:
    """Its contacts, by purpose."""
    return listed(organisation_page(request.organisation.id).contacts, ask, lambda row: answer_of(ContactOut, row))


@endpoint(
    router, "POST", _ONE + "/contacts", Scope.ORGANISATION, Action.EDIT_ORGANISATION, answer=ContactOut, status=201
)
def add_contact(request: OrganisationCall, organisation_id: str, body: ContactIn) -> ContactOut:
    """A new contact."""
    key = contacts.add(organisation=request.organisation.id, new=_contact(body), ctx=context_of(request))
    return _found(request, lambda contact: path_key("ctc", contact.id) == key)


@endpoint(router, "GET", _CONTACT, Scope.ORGANISATION, Action.VIEW_ORGANISATION, answer=ContactOut)
def get_contact(request: OrganisationCall, organisation_id: str, contact_id: str, response: HttpResponse) -> ContactOut:
    """One contact."""
    found = _one(request, contact_id)
    tagged(response, found.model_dump())
    return found


@endpoint(router, "PUT", _CONTACT, Scope.ORGANISATION, Action.EDIT_ORGANISATION, answer=ContactOut, versioned=True)
def change_contact(
    request: OrganisationCall, organisation_id: str, contact_id: str, body: ContactIn, response: HttpResponse
) -> ContactOut:
    """Change a contact."""
    ctx = version_context(request, lambda: _one(request, contact_id).model_dump())
    key = path_key("ctc", contact_id)
    contacts.change(contact=key, organisation=request.organisation.id, new=_contact(body), ctx=ctx)
    found = _one(request, contact_id)
    tagged(response, found.model_dump())
    return found


@endpoint(router, "DELETE", _CONTACT, Scope.ORGANISATION, Action.EDIT_ORGANISATION, versioned=True)
def remove_contact(request: OrganisationCall, organisation_id: str, contact_id: str) -> None:
    """Remove a contact; where none is left for a purpose, the owners get its e-mails."""
    ctx = version_context(request, lambda: _one(request, contact_id).model_dump())
    contacts.remove(contact=path_key("ctc", contact_id), organisation=request.organisation.id, ctx=ctx)


def look(request: OrganisationCall) -> Any:
    """What the version of an organisation is of."""
    return organisation_out(organisation_page(request.organisation.id)).model_dump()


def shown(request: OrganisationCall, response: HttpResponse) -> OrganisationOut:
    """An organisation as it is now, with its version."""
    found = organisation_out(organisation_page(request.organisation.id))
    tagged(response, found.model_dump())
    return found


def _brief(row: OrganisationRow) -> OrganisationBrief:
    return answer_of(OrganisationBrief, row)


def _contact(body: ContactIn) -> contacts.Contact:
    return contacts.Contact(body.purpose, body.name, body.email, body.language)


def _one(request: OrganisationCall, contact_id: str) -> ContactOut:
    return _found(request, lambda contact: contact.id == contact_id)


def _found(request: OrganisationCall, is_it: Any) -> ContactOut:
    row = next((row for row in organisation_page(request.organisation.id).contacts if is_it(row)), None)
    if row is None:
        raise NotFound
    return answer_of(ContactOut, row)
