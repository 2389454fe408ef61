"""Sessions: the list of one's own, ended one by one or all; and what ends them by itself."""

from typing import Any
from uuid import UUID

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from django.contrib import messages
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from autossa.operations import unproven_addresses
from autossa.operations.accounts import sessions, tokens
from autossa.operations.errors import NotFound
from autossa.portal.accounts.log_in import visit
from autossa.portal.ui.user_agents import device_name
from autossa.portal.web.clock import now
from autossa.portal.web.middleware import BEGUN, CHOSEN
from autossa.portal.web.page import POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, action_context, safe_next
from autossa.queries.accounts.account import open_sessions


@page(Scope.SELF)
def list_sessions(request: AccountRequest) -> HttpResponse:
    """Where one is signed in."""
    rows = open_sessions(request.account.user, request.session.session_key)
    shown = [(row, device_name(row.agent)) for row in rows]
    return render(request, "portal/accounts/sessions.html", {"rows": shown})


@page(Scope.SELF, methods=POST)
def end_session(request: AccountRequest) -> HttpResponse:
    """End one session, or all but the present one."""
    account, chosen = request.account, request.POST.get("session", "")
    if chosen == "others":
        count = sessions.end_others(user=account.user, key=request.session.session_key, ctx=action_context(request))
        text = ngettext("%(count)s session ended.", "%(count)s sessions ended.", count) % {"count": count}
    else:
        try:
            sessions.end(user=account.user, session=int(chosen), ctx=action_context(request))
        except (NotFound, ValueError):
            raise Http404 from None
        text = _("Session ended.")
    messages.success(request, text)
    return HttpResponseRedirect(reverse("sessions"))


@page(Scope.SELF, methods=POST)
def choose_organisation(request: AccountRequest) -> HttpResponse:
    """Work for one of one's organisations, or for all of them again; kept in the session."""
    wanted = request.POST.get("organisation", "")
    members = {str(member.organisation) for member in request.account.person.members}
    if wanted and wanted not in members:
        raise Http404
    request.session[CHOSEN] = wanted
    return HttpResponseRedirect(safe_next(request))


@receiver(user_logged_in)
def _note_the_begin(request: HttpRequest, **_more: Any) -> None:
    """From here on the session's time runs, however much it is used."""
    request.session[BEGUN] = int(now().timestamp())


@receiver([password_changed, password_set, password_reset])
def _end_after_a_new_password(request: HttpRequest, user: Any, **_more: Any) -> None:
    """Django ends the other sessions by their hash; here they leave the list and the database as well.

    API tokens end, too, and an address that waits for its proof is dropped: whoever knew the old password may have made
    the ones and asked for the other.
    """
    _end_others(request, user)
    tokens.end_all(user=UUID(str(user.pk)), ctx=visit(request))


@receiver(authenticator_added)
def _end_after_a_second_factor(request: HttpRequest, user: Any, authenticator: Authenticator, **_more: Any) -> None:
    """Sessions that began without the second factor end when it is set up, and so does what was asked for in them."""
    if authenticator.type != Authenticator.Type.RECOVERY_CODES:
        _end_others(request, user)


def _end_others(request: HttpRequest, user: Any) -> None:
    unproven_addresses.drop(user=UUID(str(user.pk)))
    own = request.session.session_key if request.user.is_authenticated and request.user.pk == user.pk else None
    sessions.end_others(user=UUID(str(user.pk)), key=own, ctx=visit(request))
