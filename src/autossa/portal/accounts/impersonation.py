"""Staff acting on behalf of an organisation: begun with a reason that the organisation reads."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.accounts import impersonation
from autossa.operations.errors import NotFound
from autossa.portal.web.forms import ReasonForm
from autossa.portal.web.frames import page_context
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context


@page(Scope.ORGANISATION, Action.ACT_ON_BEHALF, methods=FORM)
def start(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Say why, and act for half an hour."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            impersonation.start(
                user=request.account.user,
                organisation=request.organisation.id,
                reason=form.cleaned_data["reason"],
                ctx=action_context(request),
            )
        except NotFound:
            form.add_error(None, _("Nobody acts for an organisation that is suspended or merged into another."))
        else:
            return HttpResponseRedirect(reverse("home"))
    return render(request, "portal/accounts/act.html", {**page_context(request, ""), "form": form})
