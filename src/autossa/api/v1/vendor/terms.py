"""Endpoints of the terms and service descriptions: read, published, withdrawn; who accepted, who lacks them."""

from base64 import b64decode
from collections.abc import Mapping
from datetime import date

from django.http.response import HttpResponseBase
from ninja import Field, Query, Router

from autossa.api.v1.frame.calls import Call, ProjectCall, context_of, key_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.files import PDF, file_of
from autossa.api.v1.frame.paging import Listed, OnwardAsk, PageAsk, listed, part
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.shapes import Answer, Body, Day, Line
from autossa.api.v1.vendor.shapes import DocumentOut, TermsOut
from autossa.domain.billing.terms import TermsForm, TermsKind
from autossa.domain.rights import Action
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.vendor.terms.files import Content, pdf_content, text_content
from autossa.operations.vendor.terms.versions import publish, withdraw_version
from autossa.queries.permissions import Scope
from autossa.queries.vendor.catalogue import Phase
from autossa.queries.vendor.terms.acceptances import acceptances_of_project
from autossa.queries.vendor.terms.concerned import Lacking, lacking_part
from autossa.queries.vendor.terms.staff import StaffVersion, coming_version, staff_versions
from autossa.queries.vendor.terms.versions import Version, open_document, terms_page

router = Router(tags=["Terms"])
_TEXT = "text/plain; charset=utf-8"


class ContentInvalid(Invalid):
    """Give a document either as a text or as a PDF in Base64."""

    field = "documents"


class DocumentIn(Body):
    """A document: a text, or a PDF in Base64."""

    text: str = Field("", max_length=200_000)
    pdf: str = Field("", max_length=900_000)


class TermsIn(Body):
    """A version to be published; without documents it ends what is in force."""

    kind: TermsKind
    starts_on: Day
    documents: dict[Line, DocumentIn] = Field({}, description="By language: en, de.")


class WithdrawTerms(Body):
    """Why."""

    reason: str = Field(max_length=500)


class AcceptanceOut(Answer):
    """A version that was accepted with a contract or an order."""

    deed: str
    id: str
    day: str
    kind: str
    version: int
    language: str
    document: str
    sha256: str
    organisation: str
    accepted_by: str
    member_of: str
    acting_for: str
    accepted_at: str
    accepted_earlier: bool


class LackingOut(Answer):
    """An organisation with an open contract that has not accepted the newest version."""

    id: str
    name: str
    number: str
    told_on: date | None


@endpoint(router, "GET", "/terms", Scope.SELF, answer=Listed[TermsOut])
def list_terms(request: Call, ask: Query[PageAsk]) -> Listed[TermsOut]:
    """What is in force, comes, and was in force: what everybody may read."""
    found = terms_page(request.today)
    phases = {Phase.IN_FORCE: found.in_force, Phase.COMING: found.coming, Phase.PAST: found.former}
    rows = [_terms(one, phase) for phase, versions in phases.items() for one in versions]
    return listed(rows, ask, lambda row: row)


@endpoint(router, "GET", "/terms/versions", Scope.VENDOR, Action.MANAGE_STAFF, answer=Listed[TermsOut])
def list_terms_versions(request: Call, ask: Query[PageAsk]) -> Listed[TermsOut]:
    """Every version, those that were withdrawn too: for the vendor's staff."""
    return listed(_versions(request), ask, lambda row: row)


@endpoint(router, "GET", "/terms/versions/{version_id}", Scope.VENDOR, Action.MANAGE_STAFF, answer=TermsOut)
def get_terms_version(request: Call, version_id: str) -> TermsOut:
    """One version."""
    return _version(request, version_id)


@endpoint(router, "GET", "/terms/documents/{document_id}", Scope.SELF, files=(PDF, _TEXT))
def get_terms_document(request: Call, document_id: str) -> HttpResponseBase:
    """A document, as it was published."""
    found = open_document(document_id)
    if found is None:
        raise NotFound
    return file_of(found.body, found.file_name, PDF if found.document.form is TermsForm.PDF else _TEXT)


@endpoint(router, "POST", "/terms/versions", Scope.VENDOR, Action.MANAGE_STAFF, answer=Listed[TermsOut], status=201)
def publish_terms(request: Call, body: TermsIn) -> Listed[TermsOut]:
    """Publish a version: it is asked for from its first day on, and announced before."""
    publish(kind=body.kind, starts_on=body.starts_on, contents=_contents(body.documents), ctx=context_of(request))
    return list_terms_versions_now(request)


@endpoint(router, "POST", "/terms/versions/{version_id}/withdraw", Scope.VENDOR, Action.MANAGE_STAFF, answer=TermsOut)
def withdraw_terms(request: Call, version_id: str, body: WithdrawTerms) -> TermsOut:
    """Withdraw a version that has not begun; whoever was told of it is told so."""
    found = coming_version(version_id, request.today)
    if found is None:
        raise NotFound
    withdraw_version(kind=found.kind, starts_on=found.starts_on, reason=body.reason, ctx=context_of(request))
    return _version(request, version_id)


@endpoint(router, "GET", "/terms/lacking/{kind}", Scope.VENDOR, Action.MANAGE_STAFF, answer=Listed[LackingOut])
def list_lacking_terms(request: Call, kind: TermsKind, ask: Query[OnwardAsk]) -> Listed[LackingOut]:
    """Who has an open contract and has not accepted the newest version of a kind."""
    after = key_of("org", ask.starting_after, "starting_after") if ask.starting_after else None
    found = lacking_part(kind, after, ask.limit)
    if found is None:
        raise NotFound
    return part(found.rows, _lacking, found.next_after or None)


@endpoint(
    router, "GET", "/projects/{project_id}/terms", Scope.PROJECT, Action.VIEW_PROJECT, answer=Listed[AcceptanceOut]
)
def list_acceptances(request: ProjectCall, project_id: str, ask: Query[PageAsk]) -> Listed[AcceptanceOut]:
    """What was accepted with the contracts and orders of a project, the oldest first."""
    rows = [AcceptanceOut(**row) for row in acceptances_of_project(request.project.id)]
    return listed(rows, ask, lambda row: row, lambda row: f"{row.id}/{row.kind}")


def list_terms_versions_now(request: Call) -> Listed[TermsOut]:
    """All of them, after a change."""
    return Listed(data=list(_versions(request)), has_more=False)


def _versions(request: Call) -> list[TermsOut]:
    return [_staff(one) for one in staff_versions(request.today)]


def _version(request: Call, version_id: str) -> TermsOut:
    found = next((row for row in _versions(request) if row.id == version_id), None)
    if found is None:
        raise NotFound
    return found


def _staff(row: StaffVersion) -> TermsOut:
    return _terms(row.version, row.phase)


def _terms(row: Version, phase: Phase | None) -> TermsOut:
    return answer_of(TermsOut, row, phase=phase, documents=[answer_of(DocumentOut, one) for one in row.documents])


def _contents(documents: Mapping[str, DocumentIn]) -> dict[str, Content]:
    return {language: _content(one) for language, one in documents.items()}


def _content(document: DocumentIn) -> Content:
    if bool(document.text) == bool(document.pdf):
        raise ContentInvalid
    if document.text:
        return text_content(document.text, field="documents")
    try:
        return pdf_content(b64decode(document.pdf, validate=True), field="documents")
    except ValueError:
        raise ContentInvalid from None


def _lacking(row: Lacking) -> LackingOut:
    return answer_of(LackingOut, row)
