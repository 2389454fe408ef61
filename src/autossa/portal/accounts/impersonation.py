"""Staff acts on behalf of an organisation: begun with a reason that the organisation reads, and stopped again."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.accounts import impersonation
from autossa.operations.errors import OperationError
from autossa.portal.web.forms import ReasonForm, show_error
from autossa.portal.web.frames import ask_context
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, OrganisationRequest, action_context


@page(Scope.ORGANISATION, Action.ACT_ON_BEHALF, methods=FORM)
def start(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Say why, and act for half an hour."""
    form = ReasonForm(request.POST or None, help_text=_("The organisation will read it."))
    if request.method == "POST" and form.is_valid():
        try:
            impersonation.start(
                user=request.account.user,
                organisation=request.organisation.id,
                reason=form.cleaned_data["reason"],
                ctx=action_context(request),
            )
        except OperationError as error:
            show_error(form, error)
        else:
            return HttpResponseRedirect(reverse("home"))
    context = {**ask_context(request, "organisation"), "form": form}
    return render(request, "portal/accounts/impersonate.html", context)


@page(Scope.SELF, methods=POST)
def stop(request: AccountRequest) -> HttpResponse:
    """Staff is itself again."""
    impersonation.stop(user=request.account.user, ctx=action_context(request))
    return HttpResponseRedirect(reverse("home"))
