"""The page of an invoice or credit note: looked at, taken as a file, sent by e-mail again."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.documents.billing.rendering import Format
from autossa.domain.rights import Action
from autossa.operations.billing import documents, mailing, previews
from autossa.operations.errors import Invalid, OperationError
from autossa.portal.web.clock import today
from autossa.portal.web.forms import error_text, set_choices, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import DocumentRequest, action_context, key_or_404
from autossa.queries.billing.document_files import CONTENT_TYPES, file_name
from autossa.queries.billing.register.document import Addressee, DocumentPage, document_page
from autossa.queries.billing.register.with_money import document_with_money
from autossa.wording import documents as words


class MailForm(forms.Form):
    """To whom a document goes once more."""

    contact = forms.ChoiceField(label=gettext_lazy("To"), required=False, widget=forms.RadioSelect)

    def __init__(self, *args: Any, payer: str, contacts: Iterable[Addressee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = _("Everybody who gets the invoices of %(payer)s") % {"payer": payer}
        named = [(one.id, f"{one.name} <{one.email}>" if one.name else one.email) for one in contacts]
        set_choices(self, "contact", [("", everybody), *named])
        self.initial.setdefault("contact", "")


@page(Scope.DOCUMENT, Action.VIEW_BILLING)
def overview(request: DocumentRequest, document_id: str) -> HttpResponse:
    """What it says and where it stands, a preview of each page, its files."""
    found, money = document_with_money(request.account, request.document.id, today())
    context: dict[str, Any] = {**_around(found), "lacks": words.lacks(found.lacks), "money": money}
    try:
        context["preview"] = previews.preview_of(invoice=request.document.id, ctx=action_context(request))
    except OperationError as error:
        context["no_preview"] = error_text(error)
    return render(request, "portal/billing/document/overview.html", context)


@page(Scope.DOCUMENT, Action.VIEW_BILLING)
def download(request: DocumentRequest, document_id: str, form: str) -> HttpResponse:
    """A file of it, made now where it was not yet. The PDF can be opened in the browser, to be printed."""
    if form not in CONTENT_TYPES:
        raise Http404
    key = request.document.id
    try:
        content = documents.file_of(invoice=key, form=Format(form), ctx=action_context(request))
    except documents.InvoiceNotFound:
        raise Http404 from None
    except OperationError as error:
        messages.error(request, error_text(error))
        return HttpResponseRedirect(reverse("document", args=[document_id]))
    response = HttpResponse(content, content_type=CONTENT_TYPES[form])
    shown = form == "pdf" and "print" in request.GET
    kind = "inline" if shown else "attachment"
    response["Content-Disposition"] = f'{kind}; filename="{file_name(key, form)}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@page(Scope.DOCUMENT, Action.VIEW_BILLING)
def picture(request: DocumentRequest, document_id: str, number: str) -> HttpResponse:
    """A page as a picture. No browser keeps it, as nothing behind the log-in: the server has it for a while."""
    try:
        content = previews.picture_of(invoice=request.document.id, number=_whole(number), ctx=action_context(request))
    except OperationError:  # the page that shows it says why
        raise Http404 from None
    return HttpResponse(content, content_type="image/png", headers={"X-Content-Type-Options": "nosniff"})


@page(Scope.DOCUMENT, Action.MAIL_DOCUMENTS, methods=FORM)
def mail(request: DocumentRequest, document_id: str) -> HttpResponse:
    """Send it again: to everybody who gets the payer's documents, or to one contact."""
    found = document_page(request.account, request.document.id, today())
    form = MailForm(request.POST or None, payer=found.payer, contacts=found.contacts)
    if request.method == "POST" and form.is_valid():
        try:
            contact = _contact(form.cleaned_data["contact"])
            mailing.mail_again(invoice=request.document.id, contact=contact, ctx=action_context(request))
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("It will be sent within a few minutes."))
            return HttpResponseRedirect(reverse("document", args=[document_id]))
    parent = Parent(reverse("document", args=[document_id]), found.invoice.number)
    return render(request, "portal/billing/document/mail.html", {**_around(found), "form": form, "parent": parent})


def _around(found: DocumentPage) -> dict[str, Any]:
    return {"page": found, "invoice": found.invoice, "printed": found.printed, "may": found.may}


def _contact(text: str) -> UUID | None:
    return key_or_404("ctc", text) if text else None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 5):
        raise Http404
    return int(text)
