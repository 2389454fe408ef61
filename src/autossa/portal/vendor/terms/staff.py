"""Staff sees every version of the terms and who lacks the newest, and withdraws one that has not begun."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.errors import Invalid
from autossa.operations.vendor.terms.versions import withdraw_version
from autossa.portal.web.clock import today
from autossa.portal.web.forms import ReasonForm, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context
from autossa.queries.vendor.terms.concerned import lacking_pages
from autossa.queries.vendor.terms.staff import coming_version, staff_versions


@page(Scope.VENDOR, Action.MANAGE_STAFF)
def overview(request: VendorRequest) -> HttpResponse:
    """Every version, and how many organisations lack the newest."""
    context = {"rows": staff_versions(today()), "lacking": lacking_pages()}
    return render(request, "portal/vendor/terms/staff.html", context)


@page(Scope.VENDOR, Action.MANAGE_STAFF)
def lacking(request: VendorRequest, kind: str) -> HttpResponse:
    """Who has an open contract and has not accepted the newest version of a kind."""
    found = next(iter(lacking_pages(kind, request.GET.get("after", ""))), None)
    if found is None:
        raise Http404
    return render(request, "portal/vendor/terms/lacking.html", {"found": found})


@page(Scope.VENDOR, Action.MANAGE_STAFF, methods=FORM)
def withdraw(request: VendorRequest, version_id: str) -> HttpResponse:
    """Take a version back that has not begun."""
    found = coming_version(version_id, today())
    if found is None:
        raise Http404
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_version(
                kind=found.kind,
                starts_on=found.starts_on,
                reason=form.cleaned_data["reason"],
                ctx=action_context(request),
            )
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Version withdrawn."))
            return HttpResponseRedirect(reverse("staff_terms"))
    context = {"form": form, "withdrawn": found, "parent": Parent(reverse("staff_terms"), _("Terms"))}
    return render(request, "portal/vendor/terms/withdraw.html", context)
