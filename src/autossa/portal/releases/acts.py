"""What is done to a release, each asked first: published, deleted as a draft, entitled by an earlier day, withdrawn."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.releases import releases
from autossa.portal.releases.releases import POSSIBLE, parent_of, release_or_404
from autossa.portal.ui.fields import DayField
from autossa.portal.web.clock import today
from autossa.portal.web.forms import ReasonForm, show_error
from autossa.portal.web.page import FORM, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, seen_of
from autossa.queries.releases.pages import ReleasePage
from autossa.wording import formats


class EntitleForm(ReasonForm):
    """An earlier day than its own, and why."""

    day = DayField(label=gettext_lazy("Entitlement day"))
    field_order = ("day", "reason")


class WithdrawForm(ReasonForm):
    """From when on, and why."""

    day = DayField(
        label=gettext_lazy("Withdrawn from"), help_text=gettext_lazy("From this day on nobody may install it.")
    )
    field_order = ("day", "reason")


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def publish(request: VendorRequest, release_id: str) -> HttpResponse:
    """Show a draft to all that it is for; it never changes again."""
    found = release_or_404(release_id)

    def do(_given: dict[str, Any]) -> str:
        releases.publish(release=found.row.key, ctx=_as_shown(request, release_id))
        return _("%(version)s is published.") % {"version": found.row.version}

    return _ask(request, "publish", found, forms.Form(request.POST or None), do)


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def delete(request: VendorRequest, release_id: str) -> HttpResponse:
    """Delete a draft, with its files."""
    found = release_or_404(release_id)

    def do(_given: dict[str, Any]) -> str:
        releases.delete_draft(release=found.row.key, ctx=_as_shown(request, release_id))
        return _("Draft %(version)s deleted.") % {"version": found.row.version}

    return _ask(request, "delete", found, forms.Form(request.POST or None), do, reverse("staff_releases"))


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def entitle(request: VendorRequest, release_id: str) -> HttpResponse:
    """Let an earlier day entitle to it; that cannot be taken back."""
    found = release_or_404(release_id)
    form = EntitleForm(
        request.POST or None, help_text=_("Kept in the activity log, such as a release that was promised for that day.")
    )

    def do(given: dict[str, Any]) -> str:
        releases.entitle_as_of(release=found.row.key, **given, ctx=_as_shown(request, release_id))
        return _("Saved. The earlier entitlement day of %(version)s counts now.") % {"version": found.row.version}

    return _ask(request, "entitle", found, form, do)


@page(Scope.VENDOR, Action.EDIT_CATALOGUE, methods=FORM)
def withdraw(request: VendorRequest, release_id: str) -> HttpResponse:
    """Nobody installs it anew; who has it keeps it."""
    found = release_or_404(release_id)
    form = WithdrawForm(
        request.POST or None,
        initial={"day": max(today(), found.row.released_on)},
        help_text=_("Everybody can read it on the page of releases."),
    )

    def do(given: dict[str, Any]) -> str:
        releases.withdraw(release=found.row.key, **given, ctx=_as_shown(request, release_id))
        facts = {"version": found.row.version, "day": formats.day(given["day"])}
        if given["day"] > today():
            return _("%(version)s will be withdrawn on %(day)s.") % facts
        return _("%(version)s is withdrawn.") % facts

    return _ask(request, "withdraw", found, form, do)


def _as_shown(request: VendorRequest, release_id: str) -> ActionContext:
    """Only while the release is what the page showed."""
    return action_context(request, lambda: release_or_404(release_id))


def _ask(
    request: VendorRequest,
    act: str,
    found: ReleasePage,
    form: forms.Form,
    do: Callable[[dict[str, Any]], str],
    after: str = "",
) -> HttpResponse:
    """The question, and the deed; then the page of the release, or another one."""
    address = after or reverse("staff_release", args=[found.row.id])
    if not POSSIBLE[act](found):
        messages.warning(request, _("This release has changed in the meantime. Check it below."))
        return HttpResponseRedirect(reverse("staff_release", args=[found.row.id]))
    if request.method == "POST" and form.is_valid():
        try:
            said = do(form.cleaned_data)
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, said)
            return HttpResponseRedirect(address)
    context = {"form": form, "found": found, "parent": parent_of(found), "seen": seen_of(found)}
    return render(request, f"portal/releases/staff/{act}.html", context)
