"""What a payer gets with its invoices by e-mail, and who gets them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.billing.mailing import set_invoice_xml
from autossa.operations.errors import Invalid
from autossa.portal.web.forms import NotedChoiceField, show_error
from autossa.portal.web.frames import ask_context, redirect_to
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context, seen_of
from autossa.queries.organisations.documents import documents_wanted
from autossa.wording import glossary


class InvoiceMailForm(forms.Form):
    """What goes with the PDF."""

    xml = NotedChoiceField(
        label=gettext_lazy("Attached to e-mails"),
        choices=[*glossary.INVOICE_XML.items()],
        notes=glossary.INVOICE_XML_NOTE,
        required=False,
    )


@page(Scope.ORGANISATION, Action.EDIT_ORGANISATION, methods=FORM)
def wanted(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Which files go with the e-mails about invoices."""
    key = request.organisation.id
    shown = documents_wanted(key)
    form = InvoiceMailForm(request.POST or None, initial={"xml": shown.xml})
    if request.method == "POST" and form.is_valid():
        try:
            ctx = action_context(request, lambda: documents_wanted(key))
            set_invoice_xml(payer=key, xml=form.cleaned_data["xml"], ctx=ctx)
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved. It holds from the next e-mail on."))
            return redirect_to(request, "organisation_invoices")
    context: dict[str, Any] = {**ask_context(request, "organisation_invoices"), "form": form, "shown": shown}
    return render(request, "portal/billing/document/wanted.html", {**context, "seen": seen_of(shown)})
