"""A new e-mail address, proven by the link that was sent to it."""

from typing import Any

from allauth.account.models import EmailAddress, get_emailconfirmation_model
from allauth.account.signals import email_changed
from allauth.account.views import confirm_email
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from autossa.operations.accounts import profile
from autossa.operations.context import ActionContext, Actor
from autossa.portal.ui import links
from autossa.portal.web.clock import now, today
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import address_of


@page(Scope.PUBLIC, methods=FORM)
def confirm_link(request: HttpRequest, key: str) -> HttpResponseBase:
    """The link of the e-mail that proves a new address."""
    if request.method != "POST" and get_emailconfirmation_model().from_key(key):
        return links.keep(request, "confirm_address", key)
    return _confirm_address(request, key)


@page(Scope.PUBLIC, methods=FORM)
def confirm_address(request: HttpRequest, link: str) -> HttpResponseBase:
    """Prove a new address: from now on it is the one to log in with."""
    return _confirm_address(request, links.kept(request, link))


def _confirm_address(request: HttpRequest, key: str) -> HttpResponseBase:
    """The library's page, which logs out whoever else is signed in: the link is for whoever opened it."""
    confirmation = get_emailconfirmation_model().from_key(key)
    user = request.user
    if confirmation and user.is_authenticated and confirmation.email_address.user_id != user.pk:
        links.log_out_and_keep(request)
    answer: HttpResponseBase = confirm_email(request, key=key)
    return answer


@receiver(email_changed)
def _note_new_address(
    request: HttpRequest,
    user: Any,
    from_email_address: EmailAddress | None,
    to_email_address: EmailAddress,
    **_more: Any,
) -> None:
    """The link proves whose it is, in whatever browser it was opened."""
    by = ActionContext(Actor(str(user), user.pk, address=address_of(request)), today(), now())
    before = from_email_address.email if from_email_address else ""
    profile.note_new_address(user=user.pk, before=before, email=to_email_address.email, ctx=by)
