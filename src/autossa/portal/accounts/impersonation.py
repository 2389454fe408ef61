"""Staff acting on behalf of an organisation: begun with a reason that the organisation reads."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from autossa.domain.rights import Action
from autossa.operations.accounts import impersonation
from autossa.operations.errors import NotFound
from autossa.portal.organisations.views import around, key_of
from autossa.portal.web.forms import FORM, ReasonForm
from autossa.portal.web.permissions import On, gate, occasion, the_account


@gate(On.ORGANISATION, Action.ACT_ON_BEHALF)
@require_http_methods(FORM)
@never_cache
def start(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Say why, and act for half an hour."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            impersonation.start(
                user=the_account(request).user,
                organisation=key_of(request),
                reason=form.cleaned_data["reason"],
                by=occasion(request),
            )
        except NotFound:
            form.add_error(None, _("Nobody acts for an organisation that is suspended or merged into another."))
        else:
            return HttpResponseRedirect(reverse("home"))
    return render(request, "portal/accounts/act.html", {**around(request, ""), "form": form})
