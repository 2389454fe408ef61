"""Endpoints of what the vendor's staff does with organisations: verify, tax, name, suspend, merge."""

from django.conf import settings
from django.http import HttpResponse
from ninja import Router

from autossa.api.v1.frame.calls import OrganisationCall, agreed_context, context_of, key_of, token_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Answer
from autossa.api.v1.frame.versions import version_context
from autossa.api.v1.organisations.routes import look, shown
from autossa.api.v1.organisations.shapes import (
    MergeAsk,
    MergeIn,
    MergeOut,
    MergePerson,
    NameIn,
    OrganisationOut,
    SuspensionIn,
    VatIn,
    VatOut,
)
from autossa.domain.rights import Action
from autossa.operations.errors import NotFound
from autossa.operations.organisations import edit, merging, standing
from autossa.operations.organisations.vat import set_treatment
from autossa.queries.billing.treatments import treatments_of
from autossa.queries.identifiers import person_name
from autossa.queries.organisations.duplicates import MergePage, MergePreview, find_duplicates, merge_page
from autossa.queries.organisations.verification import verification_page
from autossa.queries.permissions import Scope

router = Router(tags=["Organisations"])
_ONE = "/organisations/{organisation_id}"
_STAFF = Action.VERIFY_ORGANISATIONS


class DuplicateOut(Answer):
    """Another organisation that may be the same company, and by what."""

    id: str
    name: str
    number: str
    vat_id: str
    country: str
    standing: str
    same_vat_id: bool
    same_name: bool


class VerificationOut(Answer):
    """What was checked before an organisation is verified, and who may be the same."""

    checks: list[str]
    duplicates: list[DuplicateOut]


class VatHistory(Answer):
    """How it was taxed, the newest first."""

    data: list[VatOut]


@endpoint(router, "GET", _ONE + "/verification", Scope.ORGANISATION, _STAFF, answer=VerificationOut)
def get_verification(request: OrganisationCall, organisation_id: str) -> VerificationOut:
    """What differs from the ordinary, before it is verified."""
    found = verification_page(request.organisation.id, settings.VENDOR_COUNTRY)
    rows = [answer_of(DuplicateOut, row) for row in found.duplicates]
    return VerificationOut(checks=[check.value for check in found.checks], duplicates=rows)


@endpoint(router, "POST", _ONE + "/verify", Scope.ORGANISATION, _STAFF, answer=OrganisationOut)
def verify_organisation(
    request: OrganisationCall, organisation_id: str, body: VatIn, response: HttpResponse
) -> OrganisationOut:
    """Verify it, and say how it is taxed."""
    standing.verify(organisation=request.organisation.id, vat=body.read(), ctx=context_of(request))
    return shown(request, response)


@endpoint(router, "GET", _ONE + "/vat", Scope.ORGANISATION, Action.VIEW_ORGANISATION, answer=VatHistory)
def list_vat_treatments(request: OrganisationCall, organisation_id: str) -> VatHistory:
    """How it is and was taxed."""
    return VatHistory(data=[answer_of(VatOut, row) for row in treatments_of(request.organisation.id)])


@endpoint(router, "POST", _ONE + "/vat", Scope.ORGANISATION, _STAFF, answer=OrganisationOut)
def set_vat_treatment(
    request: OrganisationCall, organisation_id: str, body: VatIn, response: HttpResponse
) -> OrganisationOut:
    """Another treatment from today on."""
    set_treatment(organisation=request.organisation.id, new=body.read(), ctx=context_of(request))
    return shown(request, response)


@endpoint(router, "PATCH", _ONE + "/name", Scope.ORGANISATION, _STAFF, answer=OrganisationOut, versioned=True)
def name_organisation(
    request: OrganisationCall, organisation_id: str, body: NameIn, response: HttpResponse
) -> OrganisationOut:
    """Change name and number."""
    ctx = version_context(request, lambda: look(request))
    edit.set_terms(organisation=request.organisation.id, new=edit.Terms(body.name, body.number), ctx=ctx)
    return shown(request, response)


@endpoint(router, "POST", _ONE + "/suspend", Scope.ORGANISATION, _STAFF, answer=OrganisationOut)
def suspend_organisation(
    request: OrganisationCall, organisation_id: str, body: SuspensionIn, response: HttpResponse
) -> OrganisationOut:
    """Block it at once, with all its people as its members. Contracts run on."""
    standing.suspend(organisation=request.organisation.id, reason=body.reason, ctx=context_of(request))
    return shown(request, response)


@endpoint(router, "POST", _ONE + "/restore", Scope.ORGANISATION, _STAFF, answer=OrganisationOut)
def restore_organisation(request: OrganisationCall, organisation_id: str, response: HttpResponse) -> OrganisationOut:
    """Lift the suspension."""
    standing.restore(organisation=request.organisation.id, ctx=context_of(request))
    return shown(request, response)


@endpoint(router, "GET", _ONE + "/duplicates", Scope.ORGANISATION, _STAFF, answer=list[DuplicateOut])
def list_duplicates(request: OrganisationCall, organisation_id: str) -> list[DuplicateOut]:
    """Organisations that may be the same company."""
    return [answer_of(DuplicateOut, row) for row in find_duplicates(request.organisation.id)]


@endpoint(router, "POST", _ONE + "/merge/preview", Scope.ORGANISATION, _STAFF, answer=MergeOut, is_read=True)
def preview_merge(request: OrganisationCall, organisation_id: str, body: MergeAsk) -> MergeOut:
    """What merging it into the organisation with that number would do."""
    return _merge_out(_preview(_page(request, body.into)))


@endpoint(router, "POST", _ONE + "/merge", Scope.ORGANISATION, _STAFF)
def merge_organisation(request: OrganisationCall, organisation_id: str, body: MergeIn) -> None:
    """Merge it into another one, which stays."""
    into = _page(request, body.into).into
    if into is None:
        raise NotFound
    people = [key_of("usr", key, "people") for key in body.people]
    ctx = agreed_context(request, body.agreed, lambda: _page(request, body.into).preview)
    merging.merge(duplicate=request.organisation.id, into=into, people=people, ctx=ctx)


def _page(request: OrganisationCall, number: str) -> MergePage:
    return merge_page(request.organisation.id, request.today, number)


def _preview(found: MergePage) -> MergePreview:
    """Raises NotFound, or what stands in the way."""
    if found.obstacle is not None:
        raise merging.OBSTACLES[found.obstacle]
    if found.preview is None:
        raise NotFound
    return found.preview


def _merge_out(preview: MergePreview) -> MergeOut:
    people = [MergePerson(id=person_name(row.user), name=row.name, email=row.email) for row in preview.people]
    return MergeOut(
        duplicate=preview.duplicate.id, into=preview.into.id, projects=list(preview.projects),
        clashes=sorted(preview.clashes), people=people, partners=list(preview.partners),
        has_owner=preview.has_owner, agreed=token_of(preview),
    )  # fmt: skip
