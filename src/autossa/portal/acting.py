"""Staff acting on behalf of an organisation: begun with a reason that the organisation reads."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from autossa.domain.rights import Action
from autossa.operations import acting
from autossa.operations.errors import NotFound
from autossa.portal.asking import FORM, ReasonForm
from autossa.portal.gates import On, action_context, gate, the_account
from autossa.portal.organisations import around, key_of


@gate(On.ORGANISATION, Action.ACT_ON_BEHALF)
@require_http_methods(FORM)
@never_cache
def start(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Say why, and act for half an hour."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            acting.start(
                user=the_account(request).user,
                organisation=key_of(request),
                reason=form.cleaned_data["reason"],
                ctx=action_context(request),
            )
        except NotFound:
            form.add_error(None, _("Nobody acts for an organisation that is suspended or merged into another."))
        else:
            return HttpResponseRedirect(reverse("home"))
    return render(request, "portal/organisations/act.html", {**around(request, ""), "form": form})
