"""The vendor's terms: read by everybody, version by version; set in the settings."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.vendor import terms as operations
from autossa.portal.ui.fields import TextField
from autossa.portal.web.forms import show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, Cache, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, seen_of
from autossa.queries.vendor.terms import Terms, current_terms, terms_version


class TermsForm(forms.Form):
    """An address or a text; neither: there is nothing to agree to."""

    url = TextField(
        label=gettext_lazy("Address of the terms"),
        help_text=gettext_lazy("A page that everybody can read, such as https://www.example.com/terms"),
        max_length=operations.MAX_URL,
        required=False,
        widget=forms.URLInput,
    )
    text = TextField(
        label=gettext_lazy("Or their text"),
        help_text=gettext_lazy(
            "Shown in the portal as it is. Each change is a new version; earlier ones stay readable."
        ),
        max_length=operations.MAX_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=FORM)
def edit(request: VendorRequest) -> HttpResponse:
    """Put others in force, or none."""
    found = current_terms()
    form = TermsForm(request.POST or None, initial={"url": found.url, "text": found.text})
    if request.method == "POST" and form.is_valid():
        try:
            operations.set_terms(**form.cleaned_data, ctx=action_context(request, current_terms))
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(
                request, _("Saved. Whoever registers or concludes a contract from now on agrees to these.")
            )
            return HttpResponseRedirect(reverse("vendor_settings"))
    parent = Parent(reverse("vendor_settings"), _("Settings"))
    context = {"form": form, "parent": parent, "seen": seen_of(found)}
    return render(request, "portal/vendor/edit_terms.html", context)


@page(Scope.PUBLIC, cache=Cache.REVALIDATE)
def current(request: HttpRequest) -> HttpResponse:
    """Those in force."""
    return _show(request, current_terms())


@page(Scope.PUBLIC, cache=Cache.REVALIDATE)
def version(request: HttpRequest, number: int) -> HttpResponse:
    """One that the vendor has set, whether or not it is in force still."""
    return _show(request, terms_version(number))


def _show(request: HttpRequest, found: Terms | None) -> HttpResponse:
    if found is None or not found.exist:
        raise Http404
    return render(request, "portal/vendor/terms.html", {"found": found})
