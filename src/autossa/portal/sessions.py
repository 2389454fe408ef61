"""Sessions: the list of one's own, ended one by one or all; and what ends them by itself."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib import messages
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from autossa.operations import acting, sessions
from autossa.operations.errors import NotFound
from autossa.portal.accounts import visit
from autossa.portal.agents import device_name
from autossa.portal.gates import On, action_context, gate, the_account
from autossa.portal.middleware import CHOSEN
from autossa.queries.accounts import open_sessions


@gate(On.SELF)
@require_safe
@never_cache
def list_sessions(request: HttpRequest) -> HttpResponse:
    """Where one is signed in."""
    rows = open_sessions(the_account(request).user, request.session.session_key)
    shown = [(row, device_name(row.agent)) for row in rows]
    return render(request, "portal/account/sessions.html", {"rows": shown})


@gate(On.SELF)
@require_POST
def end_session(request: HttpRequest) -> HttpResponse:
    """End one session, or all but the present one."""
    account, chosen = the_account(request), request.POST.get("session", "")
    if chosen == "others":
        count = sessions.end_others(user=account.user, key=request.session.session_key, ctx=action_context(request))
        text = ngettext("%(count)s session has ended.", "%(count)s sessions have ended.", count) % {"count": count}
    else:
        try:
            sessions.end(user=account.user, session=int(chosen), ctx=action_context(request))
        except (NotFound, ValueError):
            raise Http404 from None
        text = _("The session has ended.")
    messages.success(request, text)
    return HttpResponseRedirect(reverse("sessions"))


@gate(On.SELF)
@require_POST
def choose_organisation(request: HttpRequest) -> HttpResponse:
    """Work for one of one's organisations, or for all of them again; kept in the session."""
    wanted = request.POST.get("organisation", "")
    members = {str(member.organisation) for member in the_account(request).person.members}
    if wanted and wanted not in members:
        raise Http404
    request.session[CHOSEN] = wanted
    return HttpResponseRedirect(safe_next(request))


@gate(On.SELF)
@require_POST
def stop_acting(request: HttpRequest) -> HttpResponse:
    """Staff is itself again."""
    acting.stop(user=the_account(request).user, ctx=action_context(request))
    return HttpResponseRedirect(reverse("home"))


def safe_next(request: HttpRequest) -> str:
    """The page to go back to, when it is one of this portal."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        return "/"
    parts = urlsplit(back)
    return parts.path + (f"?{parts.query}" if parts.query else "")


@receiver([password_changed, password_set, password_reset])
def _end_after_a_new_password(request: HttpRequest, user: Any, **_more: Any) -> None:
    """Django shuts the other sessions out by their hash; here they leave the list and the database as well."""
    _end_others(request, user)


@receiver(authenticator_added)
def _end_after_a_second_factor(request: HttpRequest, user: Any, authenticator: Authenticator, **_more: Any) -> None:
    """Sessions that began without the second factor end when it is set up."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _end_others(request, user)


def _end_others(request: HttpRequest, user: Any) -> None:
    own = request.session.session_key if request.user.is_authenticated and request.user.pk == user.pk else None
    sessions.end_others(user=UUID(str(user.pk)), key=own, ctx=visit(request))
