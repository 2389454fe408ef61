"""Terms and service descriptions, read by everybody: in force, coming, and former ones for whoever accepted them."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language

from autossa.domain.billing.terms import TermsForm, TermsKind
from autossa.portal.web.clock import today
from autossa.portal.web.page import Cache, page
from autossa.portal.web.permissions import Scope
from autossa.queries.vendor.terms.versions import OpenDocument, open_document, terms_page, version_page

# A document is saved and never run: whatever is in it, it has no origin, loads nothing and stands in no frame.
_ALONE = "default-src 'none'; sandbox; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"


@page(Scope.PUBLIC, cache=Cache.REVALIDATE)
def overview(request: HttpRequest) -> HttpResponse:
    """All of them, the ones in force first."""
    found = terms_page(today())
    if not (found.in_force or found.coming or found.former or found.url):
        raise Http404
    return render(request, "portal/vendor/terms/overview.html", {"found": found})


@page(Scope.PUBLIC, cache=Cache.REVALIDATE)
def terms(request: HttpRequest, number: int) -> HttpResponse:
    """A version of the terms."""
    return _version(request, TermsKind.TERMS, number)


@page(Scope.PUBLIC, cache=Cache.REVALIDATE)
def service(request: HttpRequest, number: int) -> HttpResponse:
    """A version of the service description."""
    return _version(request, TermsKind.SERVICE, number)


@page(Scope.PUBLIC, cache=Cache.REVALIDATE)
def document(_request: HttpRequest, document_id: str) -> HttpResponse:
    """A document to be kept, byte by byte."""
    found = open_document(document_id)
    if found is None:
        raise Http404
    return as_file(found)


def as_file(found: OpenDocument) -> HttpResponse:
    """What is saved, as what it is and nothing else."""
    is_pdf = found.document.form is TermsForm.PDF
    response = HttpResponse(found.body, content_type="application/pdf" if is_pdf else "text/plain; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, found.file_name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = _ALONE
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _version(request: HttpRequest, kind: TermsKind, number: int) -> HttpResponse:
    found = version_page(kind, number, today())
    if found is None:
        raise Http404
    language = get_language() or ""
    in_order = sorted(found.version.documents, key=lambda one: one.language != language)  # the reader's own first
    documents = [(one, found.texts.get(one.language, "")) for one in in_order]
    return render(request, "portal/vendor/terms/version.html", {"found": found, "documents": documents})
