"""Webhooks of an organisation: endpoints, their secrets (shown once), what was sent, with each attempt."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from autossa.domain.rights import Action
from autossa.operations.accounts.webhooks import endpoints, resending
from autossa.operations.errors import Invalid
from autossa.portal.accounts.programs.forms import WebhookForm
from autossa.portal.web.forms import error_text, show_error
from autossa.portal.web.frames import Parent, ask_context, page_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context, key_or_404, seen_of
from autossa.queries.accounts.webhooks import WebhookRow, webhook_of, webhook_page, webhooks_of
from autossa.queries.errors import Unknown

_SHOWN = 50


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE)
def overview(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """The endpoints of an organisation."""
    context = {**page_context(request, "webhooks"), "rows": webhooks_of(request.organisation.id)}
    return render(request, "portal/accounts/webhooks/overview.html", context)


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=FORM)
def add(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """A new endpoint; the answer to the form shows its secret, once."""
    form = WebhookForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        ctx = action_context(request)
        try:
            made = endpoints.add(organisation=request.organisation.id, ctx=ctx, **form.given())
        except Invalid as error:
            show_error(form, error)
        else:
            return _secrets(request, made.secrets, form.cleaned_data["url"], is_new=True)
    context = {**ask_context(request, "webhooks"), "form": form}
    return render(request, "portal/accounts/webhooks/edit.html", context)


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE)
def show(request: OrganisationRequest, organisation_id: str, webhook_id: str) -> HttpResponse:
    """One endpoint: how it does, what was sent to it."""
    try:
        found = webhook_page(request.organisation.id, webhook_id, _SHOWN)
    except Unknown:
        raise Http404 from None
    context = {
        **page_context(request, ""), "row": found.row, "deliveries": found.deliveries,
        "undelivered": found.undelivered,
        "parent": Parent(reverse("webhooks", args=[request.organisation.public_id]), _("Webhooks")),
    }  # fmt: skip
    return render(request, "portal/accounts/webhooks/show.html", context)


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=FORM)
def edit(request: OrganisationRequest, organisation_id: str, webhook_id: str) -> HttpResponse:
    """Another address, other events."""
    row = _row(request, webhook_id)
    initial = {"url": row.url, "note": row.note, "types": row.types, "form": "full" if row.is_full else "thin"}
    form = WebhookForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        ctx = action_context(request, lambda: _edited(_row(request, webhook_id)))
        try:
            endpoints.change(endpoint=row.key, organisation=request.organisation.id, ctx=ctx, **form.given())
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return _to(request, webhook_id)
    context = {
        **ask_context(request, "webhooks"), "form": form, "row": row, "seen": seen_of(_edited(row)),
        "parent": Parent(_address(request, webhook_id), row.url),
    }  # fmt: skip
    return render(request, "portal/accounts/webhooks/edit.html", context)


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=FORM)
def remove(request: OrganisationRequest, organisation_id: str, webhook_id: str) -> HttpResponse:
    """Ask, then remove it."""
    row = _row(request, webhook_id)
    if request.method == "POST":
        endpoints.remove(endpoint=row.key, organisation=request.organisation.id, ctx=action_context(request))
        messages.success(request, _("Webhook removed. It is no longer called."))
        return redirect_to(request, "webhooks")
    context = {**ask_context(request, "webhooks"), "row": row, "parent": Parent(_address(request, webhook_id), row.url)}
    return render(request, "portal/accounts/webhooks/remove.html", context)


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=FORM)
def rotate(request: OrganisationRequest, organisation_id: str, webhook_id: str) -> HttpResponse:
    """Ask, then replace the secrets; the answer shows the new ones, once."""
    row = _row(request, webhook_id)
    if request.method == "POST":
        made = endpoints.rotate(endpoint=row.key, organisation=request.organisation.id, ctx=action_context(request))
        return _secrets(request, made, row.url, is_new=False)
    context = {**ask_context(request, "webhooks"), "row": row, "parent": Parent(_address(request, webhook_id), row.url)}
    return render(request, "portal/accounts/webhooks/rotate.html", context)


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=POST)
def test(request: OrganisationRequest, organisation_id: str, webhook_id: str) -> HttpResponse:
    """Send a test."""
    row = _row(request, webhook_id)

    def deed() -> str:
        endpoints.send_test(endpoint=row.key, organisation=request.organisation.id, ctx=action_context(request))
        return _("The test will be sent within seconds. Reload this page to see the answer.")

    return _done(request, webhook_id, deed)


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=POST)
def switch(request: OrganisationRequest, organisation_id: str, webhook_id: str) -> HttpResponse:
    """Switch it on or off, as the button says."""
    row, is_on = _row(request, webhook_id), request.POST.get("on") == "1"

    def deed() -> str:
        act = endpoints.enable if is_on else endpoints.disable
        act(endpoint=row.key, organisation=request.organisation.id, ctx=action_context(request))
        return _("Webhook switched on.") if is_on else _("Webhook switched off. Events are not sent meanwhile.")

    return _done(request, webhook_id, deed)


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=POST)
def resend(request: OrganisationRequest, organisation_id: str, webhook_id: str) -> HttpResponse:
    """Send an event again, or all that were not delivered."""
    row, event = _row(request, webhook_id), request.POST.get("event", "")
    ctx, organisation = action_context(request), request.organisation.id

    def deed() -> str:
        key = key_or_404("evt", event) if event else None
        count = resending.send_again(event=key, endpoint=row.key, organisation=organisation, ctx=ctx)
        return ngettext("%(count)s event will be sent again.", "%(count)s events will be sent again.", count) % {
            "count": count
        }

    return _done(request, webhook_id, deed)


def _done(request: OrganisationRequest, webhook_id: str, deed: Callable[[], str]) -> HttpResponse:
    try:
        messages.success(request, deed())
    except Invalid as error:
        messages.error(request, error_text(error))
    return _to(request, webhook_id)


def _secrets(request: OrganisationRequest, made: endpoints.Secrets, url: str, *, is_new: bool) -> HttpResponse:
    context = {**ask_context(request, "webhooks"), "secrets": made, "url": url, "is_new": is_new}
    return render(request, "portal/accounts/webhooks/secrets.html", context)


def _row(request: OrganisationRequest, webhook_id: str) -> WebhookRow:
    try:
        return webhook_of(request.organisation.id, webhook_id)
    except Unknown:
        raise Http404 from None


def _edited(row: WebhookRow) -> object:
    """What is changed together."""
    return row.url, row.note, row.types, row.is_full


def _address(request: OrganisationRequest, webhook_id: str) -> str:
    return reverse("webhook", args=[request.organisation.public_id, webhook_id])


def _to(request: OrganisationRequest, webhook_id: str) -> HttpResponseRedirect:
    return HttpResponseRedirect(_address(request, webhook_id))
