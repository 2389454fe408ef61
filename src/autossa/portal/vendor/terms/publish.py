"""Staff publishes a version: enters it, looks at it as everybody will see it, then publishes it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from autossa.documents.uploads import Spooled
from autossa.domain.billing.terms import TermsForm, TermsKind
from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.vendor.terms import drafted as operations
from autossa.operations.vendor.terms.files import MAX_PDF
from autossa.portal.vendor.terms.forms import VersionForm
from autossa.portal.vendor.terms.public import as_file
from autossa.portal.web.error_pages import too_large
from autossa.portal.web.forms import error_text, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, require_account, seen_of
from autossa.queries.vendor.terms.drafted import Drafted, DraftedPage, drafted_page, find_drafted
from autossa.queries.vendor.terms.versions import Document, OpenDocument

_MOST = 2 * MAX_PDF + 1_000_000  # bytes of the form: a PDF in each language, and the texts around them


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=FORM)
@csrf_exempt
def new(request: VendorRequest) -> HttpResponse:
    """Enter a version; the form is checked within, once it is known who sends it, and how much."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > _MOST:
        return too_large(request)
    request.upload_handlers = [Spooled(request)]
    return _new(request)


@csrf_protect
def _new(request: HttpRequest) -> HttpResponse:
    user = require_account(request).user
    if request.method == "POST":
        form = VersionForm(request.POST, request.FILES)
        if form.is_valid() and _is_entered(request, form):
            return HttpResponseRedirect(reverse("check_terms"))
    else:
        form = VersionForm(initial=_initial(find_drafted(user)))
    return render(request, "portal/vendor/terms/new.html", {"form": form, "parent": _parent()})


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=FORM)
def check(request: VendorRequest) -> HttpResponse:
    """Look at it, then publish it."""
    user = request.account.user
    found = drafted_page(user)
    if found is None:
        return HttpResponseRedirect(reverse("new_terms"))
    if request.method == "POST":
        try:
            operations.publish_drafted(user=user, ctx=action_context(request, lambda: _shown(drafted_page(user))))
        except Invalid as error:
            messages.error(request, error_text(error))
            return HttpResponseRedirect(reverse("new_terms"))
        messages.success(request, _("Published. It is asked for from its first day on, and announced before."))
        return HttpResponseRedirect(reverse("staff_terms"))
    context = {"found": found, "parent": _parent(), "seen": seen_of(_shown(found))}
    return render(request, "portal/vendor/terms/check.html", context)


@page(Scope.VENDOR, Action.MANAGE_STAFF)
def drafted_document(request: VendorRequest, language: str) -> HttpResponse:
    """A document that is not published yet, as it will be saved."""
    found = find_drafted(request.account.user)
    if found is None:
        return HttpResponseRedirect(reverse("new_terms"))
    one = next((one for one in found.documents if one.language == language), None)
    if one is None:
        raise Http404
    about = Document(request.account.user, "", language, one.form, one.size, "")
    ending = "pdf" if one.form is TermsForm.PDF else "txt"
    return as_file(OpenDocument(about, one.body, f"{found.kind.value}-draft-{language}.{ending}"))


def _is_entered(request: HttpRequest, form: VersionForm) -> bool:
    """Keep it; what is wrong with it is said in the form."""
    try:
        operations.enter(
            user=require_account(request).user,
            kind=TermsKind(form.cleaned_data["kind"]),
            starts_on=form.cleaned_data["starts_on"],
            contents=form.contents,
            ctx=action_context(request),
        )
    except Invalid as error:
        show_error(form, error)
        return False
    return True


def _initial(kept: Drafted | None) -> dict[str, Any]:
    """What was entered before; a PDF is chosen again."""
    if kept is None:
        return {}
    texts = {f"text_{one.language}": one.text for one in kept.documents}
    return {"kind": kept.kind.value, "starts_on": kept.starts_on, "nothing": not kept.documents, **texts}


def _shown(found: DraftedPage | None) -> object:
    """What somebody decides about: all that is entered, and after which versions it comes."""
    return (found.drafted.as_answers(), found.number, found.standing) if found else None


def _parent() -> Parent:
    return Parent(reverse("staff_terms"), _("Terms"))
