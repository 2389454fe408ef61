"""The people of an organisation: who belongs to it, who is invited, with which role."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action, Kind, Role
from autossa.operations.context import ActionContext, ChangedSinceShown
from autossa.operations.errors import Invalid
from autossa.operations.organisations import admissions, invitations, people
from autossa.portal.ui.fields import EmailField
from autossa.portal.web.clock import now
from autossa.portal.web.forms import NotedChoiceField, error_text, set_choices, show_error
from autossa.portal.web.frames import ask_context, page_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, action_context, key_or_404, seen_of
from autossa.queries.organisations.people import MemberRow, admission, has_owner, kind_roles, member, people_page
from autossa.wording import glossary

_LINK = "invitation_link"  # of the session: the link that the next look at the people shows, once


class RoleForm(forms.Form):
    """A role that the kind of organisation has."""

    role = NotedChoiceField(label=gettext_lazy("Role"), notes=glossary.ROLE_NOTE)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "role", [(role.value, glossary.ROLE[role]) for role in kind_roles(kind)])


class AddressForm(forms.Form):
    """Who is invited."""

    email = EmailField(label=gettext_lazy("E-mail address"))


class InvitationForm(RoleForm, AddressForm):
    """Who is invited, to which role."""

    field_order = ("email", "role")


@page(Scope.ORGANISATION, Action.VIEW_ORGANISATION)
def overview(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Members and invitations."""
    found, user = people_page(request.organisation.id, now()), request.account.user
    context = {
        **page_context(request, "people"),
        "rows": [(row, row.user == user) for row in found.members],
        "invited": found.invited,
        "admissions": [(row, seen_of(row)) for row in found.admissions],
        "is_member": any(row.user == user for row in found.members),
        "has_owner": found.has_owner,
        "link": request.session.pop(_LINK, ""),
    }
    return render(request, "portal/organisations/people/overview.html", context)


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=FORM)
def invite(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Invite somebody by mail."""
    form = InvitationForm(request.POST or None, kind=_kind(request))
    if request.method == "POST" and form.is_valid():
        email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
        if secret := _sent(
            form,
            lambda: invitations.invite(
                organisation=request.organisation.id, email=email, role=role, ctx=action_context(request)
            ),
        ):
            _announce(request, secret, _("Invitation sent to %(email)s.") % {"email": email})
            return redirect_to(request, "people")
    context = {**ask_context(request, "people"), "form": form}
    return render(request, "portal/organisations/people/invite.html", context)


@page(Scope.ORGANISATION, Action.VERIFY_ORGANISATIONS, methods=FORM)
def invite_owner(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Staff invites an owner where there is none."""
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if secret := _sent(
            form,
            lambda: invitations.invite_owner(
                organisation=request.organisation.id, email=email, ctx=action_context(request)
            ),
        ):
            _announce(request, secret, _("Invitation sent to %(email)s.") % {"email": email})
            return redirect_to(request, "people")
    context = {**ask_context(request, "people"), "form": form, "has_owner": has_owner(request.organisation.id)}
    return render(request, "portal/organisations/people/invite_owner.html", context)


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=POST)
def withdraw(request: OrganisationRequest, organisation_id: str, invitation_id: str) -> HttpResponse:
    """Take an invitation back."""
    key = key_or_404("ivt", invitation_id)
    invitations.withdraw(invitation=key, organisation=request.organisation.id, ctx=action_context(request))
    messages.success(request, _("Invitation withdrawn. Its link no longer works."))
    return redirect_to(request, "people")


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=POST)
def renew(request: OrganisationRequest, organisation_id: str, invitation_id: str) -> HttpResponse:
    """Send an invitation anew."""
    key = key_or_404("ivt", invitation_id)
    try:
        secret = invitations.renew(invitation=key, organisation=request.organisation.id, ctx=action_context(request))
    except Invalid as error:
        messages.error(request, error_text(error))
    else:
        _announce(request, secret, _("Invitation sent again. The earlier link no longer works."))
    return redirect_to(request, "people")


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=POST)
def admit(request: OrganisationRequest, organisation_id: str, admission_id: str) -> HttpResponse:
    """Let somebody of a merged organisation in, as a viewer, or do not."""
    key, word = key_or_404("adm", admission_id), request.POST.get("answer")
    decide = admissions.admit if word == "yes" else admissions.decline if word == "no" else None
    if decide is None:
        return redirect_to(request, "people")
    organisation = request.organisation.id
    try:
        ctx = action_context(request, lambda: admission(organisation, key))
        decide(admission=key, organisation=organisation, ctx=ctx)
    except (ChangedSinceShown, Invalid) as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Admitted as a viewer.") if word == "yes" else _("Not admitted."))
    return redirect_to(request, "people")


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=FORM)
def change(request: OrganisationRequest, organisation_id: str, member_id: str) -> HttpResponse:
    """Give a member another role."""
    found = _member(request, member_id)
    form = RoleForm(request.POST or None, kind=_kind(request), initial={"role": found.role.value})
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            people.change_role(
                membership=key_or_404("mem", member_id),
                organisation=request.organisation.id,
                role=role,
                ctx=_about(request, member_id),
            )
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Role of %(name)s changed.") % {"name": found.name})
            return _after(request, found)
    context = {**ask_context(request, "people"), "form": form, "member": found, "seen": seen_of(found)}
    return render(request, "portal/organisations/people/member.html", context)


@page(Scope.ORGANISATION, Action.MANAGE_PEOPLE, methods=FORM)
def remove(request: OrganisationRequest, organisation_id: str, member_id: str) -> HttpResponse:
    """End somebody's membership."""
    found = _member(request, member_id)
    error = ""
    if request.method == "POST":
        try:
            people.remove(
                membership=key_or_404("mem", member_id),
                organisation=request.organisation.id,
                ctx=_about(request, member_id),
            )
        except Invalid as refused:
            error = error_text(refused)
        else:
            messages.success(request, _("%(name)s is no longer a member of the organisation.") % {"name": found.name})
            return _after(request, found)
    context = {**ask_context(request, "people"), "member": found, "error": error, "seen": seen_of(found)}
    return render(request, "portal/organisations/people/remove.html", context)


@page(Scope.ORGANISATION, Action.LEAVE_ORGANISATION, methods=FORM)
def leave(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Leave an organisation oneself."""
    error = ""
    if request.method == "POST":
        try:
            people.leave(user=request.account.user, organisation=request.organisation.id, ctx=action_context(request))
        except Invalid as refused:
            error = error_text(refused)
        else:
            messages.success(request, _("You have left the organisation."))
            return HttpResponseRedirect(reverse("home"))
    context = {**ask_context(request, "people"), "error": error}
    return render(request, "portal/organisations/people/leave.html", context)


def _sent(form: forms.Form, send: Callable[[], str]) -> str | None:
    """The secret of the link; None with the error in the form."""
    try:
        return send()
    except Invalid as error:
        show_error(form, error)
        return None


def _announce(request: OrganisationRequest, secret: str, said: str) -> None:
    """Where no e-mail leaves the house, staff passes the link on; nobody else, for it proves whose the address is."""
    if settings.MAILS_LEAVE or not request.account.person.is_staff:
        messages.success(request, said)
        return
    messages.success(request, _("Invitation created."))
    request.session[_LINK] = settings.BASE_URL + reverse("invitation_link", args=[secret])


def _after(request: OrganisationRequest, changed: MemberRow) -> HttpResponse:
    """Back to the people; who has just changed themselves may no longer see them."""
    if changed.user == request.account.user:
        return HttpResponseRedirect(reverse("home"))
    return redirect_to(request, "people")


def _about(request: OrganisationRequest, member_id: str) -> ActionContext:
    """Somebody's name, address and role are what is decided about."""
    organisation, key = request.organisation.id, key_or_404("mem", member_id)
    return action_context(request, lambda: member(organisation, key))


def _member(request: OrganisationRequest, member_id: str) -> MemberRow:
    found = member(request.organisation.id, key_or_404("mem", member_id))
    if found is None:
        raise Http404
    return found


def _kind(request: OrganisationRequest) -> Kind:
    return Kind(request.organisation.kind)
