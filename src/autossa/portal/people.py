"""The people of an organisation: who belongs to it, who is invited, with which role."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from autossa.domain.rights import Action, Kind, Role
from autossa.operations import invitations, people
from autossa.operations.errors import Invalid, NotFound
from autossa.portal import wording, wording_rights
from autossa.portal.asking import FORM, key_or_404
from autossa.portal.clock import now
from autossa.portal.gates import On, action_context, gate, the_account
from autossa.portal.organisations import around, key_of, to
from autossa.queries.people import MemberRow, has_owner, invited, kind_roles, member, members


class RoleForm(forms.Form):
    """A role that the kind of organisation has."""

    role = forms.ChoiceField(widget=forms.RadioSelect)

    def __init__(self, *args: Any, kind: Kind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(role.value, wording.ROLE[role]) for role in kind_roles(kind)]
        self.fields["role"].choices = choices  # type: ignore[attr-defined]


class InvitationForm(RoleForm):
    """Who is invited, to which role."""

    email = forms.EmailField(max_length=254)


class AddressOnlyForm(forms.Form):
    """Who is invited as the owner."""

    email = forms.EmailField(max_length=254)


@gate(On.ORGANISATION, Action.VIEW_ORGANISATION)
@require_safe
@never_cache
def overview(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Members and invitations."""
    key, account = key_of(request), the_account(request)
    rows = members(key)
    context = {
        **around(request, "people"),
        "rows": [(row, row.user == account.user) for row in rows],
        "invited": invited(key, now()),
        "is_member": any(row.user == account.user for row in rows),
        "has_owner": has_owner(key),
    }
    return render(request, "portal/organisations/people.html", context)


@gate(On.ORGANISATION, Action.MANAGE_PEOPLE)
@require_http_methods(FORM)
@never_cache
def invite(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Invite somebody by mail."""
    form = InvitationForm(request.POST or None, kind=_kind(request))
    if request.method == "POST" and form.is_valid():
        email, role = form.cleaned_data["email"], Role(form.cleaned_data["role"])
        if _sent(
            form,
            lambda: invitations.invite(
                organisation=key_of(request), email=email, role=role, ctx=action_context(request)
            ),
        ):
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": email})
            return to(request, "people")
    context = {**around(request, ""), "form": form, "notes": _notes(request)}
    return render(request, "portal/organisations/invite.html", context)


@gate(On.ORGANISATION, Action.VERIFY_ORGANISATIONS)
@require_http_methods(FORM)
@never_cache
def invite_owner(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Staff invites an owner where there is none."""
    form = AddressOnlyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        if _sent(
            form,
            lambda: invitations.invite_owner(organisation=key_of(request), email=email, ctx=action_context(request)),
        ):
            messages.success(request, _("An invitation is on its way to %(email)s.") % {"email": email})
            return to(request, "people")
    context = {**around(request, ""), "form": form, "has_owner": has_owner(key_of(request))}
    return render(request, "portal/organisations/invite_owner.html", context)


@gate(On.ORGANISATION, Action.MANAGE_PEOPLE)
@require_POST
def withdraw(request: HttpRequest, organisation_id: str, invitation_id: str) -> HttpResponse:
    """Take an invitation back."""
    key = key_or_404("ivt", invitation_id)
    try:
        invitations.withdraw(invitation=key, organisation=key_of(request), ctx=action_context(request))
    except NotFound:
        raise Http404 from None
    messages.success(request, _("The invitation is withdrawn; its link no longer works."))
    return to(request, "people")


@gate(On.ORGANISATION, Action.MANAGE_PEOPLE)
@require_POST
def renew(request: HttpRequest, organisation_id: str, invitation_id: str) -> HttpResponse:
    """Send an invitation anew."""
    key = key_or_404("ivt", invitation_id)
    try:
        invitations.renew(invitation=key, organisation=key_of(request), ctx=action_context(request))
    except NotFound:
        raise Http404 from None
    except Invalid:
        messages.error(request, _("This person is a member already."))
    else:
        messages.success(request, _("A new invitation is on its way; the former link no longer works."))
    return to(request, "people")


@gate(On.ORGANISATION, Action.MANAGE_PEOPLE)
@require_http_methods(FORM)
@never_cache
def change(request: HttpRequest, organisation_id: str, member_id: str) -> HttpResponse:
    """Give a member another role."""
    found = _member(request, member_id)
    form = RoleForm(request.POST or None, kind=_kind(request), initial={"role": found.role.value})
    if request.method == "POST" and form.is_valid():
        role = Role(form.cleaned_data["role"])
        try:
            people.change_role(
                membership=key_or_404("mem", member_id),
                organisation=key_of(request),
                role=role,
                ctx=action_context(request),
            )
        except Invalid:
            form.add_error("role", _last_leader(request))
        else:
            messages.success(request, _("%(name)s has the new role from now on.") % {"name": found.name})
            return _after(request, found)
    context = {**around(request, ""), "form": form, "member": found, "notes": _notes(request)}
    return render(request, "portal/organisations/member.html", context)


@gate(On.ORGANISATION, Action.MANAGE_PEOPLE)
@require_http_methods(FORM)
@never_cache
def remove(request: HttpRequest, organisation_id: str, member_id: str) -> HttpResponse:
    """End somebody's membership."""
    found = _member(request, member_id)
    error = ""
    if request.method == "POST":
        try:
            people.remove(
                membership=key_or_404("mem", member_id), organisation=key_of(request), ctx=action_context(request)
            )
        except Invalid:
            error = _last_leader(request)
        else:
            messages.success(request, _("%(name)s no longer belongs to the organisation.") % {"name": found.name})
            return _after(request, found)
    context = {**around(request, ""), "member": found, "error": error}
    return render(request, "portal/organisations/remove.html", context)


@gate(On.ORGANISATION, Action.LEAVE_ORGANISATION)
@require_http_methods(FORM)
@never_cache
def leave(request: HttpRequest, organisation_id: str) -> HttpResponse:
    """Leave an organisation oneself."""
    error = ""
    if request.method == "POST":
        try:
            people.leave(user=the_account(request).user, organisation=key_of(request), ctx=action_context(request))
        except Invalid:
            error = _last_leader(request)
        else:
            messages.success(request, _("You have left the organisation."))
            return HttpResponseRedirect(reverse("home"))
    context = {**around(request, ""), "error": error}
    return render(request, "portal/organisations/leave.html", context)


def _sent(form: forms.Form, send: Callable[[], object]) -> bool:
    try:
        send()
    except Invalid:
        form.add_error(
            "email", _("This address belongs to a member already, or the organisation has an owner already.")
        )
        return False
    return True


def _after(request: HttpRequest, changed: MemberRow) -> HttpResponse:
    """Back to the people; who has just changed themselves may no longer see them."""
    if changed.user == the_account(request).user:
        return HttpResponseRedirect(reverse("home"))
    return to(request, "people")


def _member(request: HttpRequest, member_id: str) -> MemberRow:
    found = member(key_of(request), key_or_404("mem", member_id))
    if found is None:
        raise Http404
    return found


def _kind(request: HttpRequest) -> Kind:
    return Kind(request.organisation.kind)  # type: ignore[attr-defined]


def _notes(request: HttpRequest) -> list[tuple[Any, Any]]:
    return [(wording.ROLE[role], wording_rights.ROLE_NOTE[role]) for role in kind_roles(_kind(request))]


def _last_leader(request: HttpRequest) -> str:
    if _kind(request) is Kind.VENDOR:
        return _("This is the last administrator. Make somebody else administrator first.")
    return _("This is the last owner. Make somebody else owner first, or invite one; then this works.")
