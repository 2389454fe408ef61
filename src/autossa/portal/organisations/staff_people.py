"""What vendor staff does with people: find everybody who can log in, suspend them, lift that again, erase anybody."""

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action
from autossa.operations.accounts import erasure
from autossa.operations.context import ChangedSinceShown
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import people
from autossa.portal.organisations.people import AddressForm
from autossa.portal.web.forms import error_text, show_error
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, action_context, key_or_404, search_words, seen_of
from autossa.queries.access import staff_may
from autossa.queries.accounts.erasure import address_page, erasure_page
from autossa.queries.organisations.people import list_people, person


@page(Scope.VENDOR, Action.VIEW_ORGANISATION)
def list_all(request: VendorRequest) -> HttpResponse:
    """Everybody who can log in."""
    words = search_words(request.GET)
    found = list_people(words, request.GET.get("after", ""))
    context = {
        "next_after": found.next_after,
        "rows": [(row, seen_of(row)) for row in found.rows],
        "words": words,
        "may_suspend": staff_may(request.account, Action.SUSPEND_PEOPLE),
    }
    return render(request, "portal/organisations/staff/people.html", context)


@page(Scope.VENDOR, Action.SUSPEND_PEOPLE, methods=FORM)
def suspend(request: VendorRequest, user_id: str) -> HttpResponse:
    """Suspend a person at once."""
    key = key_or_404("usr", user_id)
    row = person(key)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            people.suspend(user=key, ctx=action_context(request, lambda: person(key)))
        except (Invalid, NotFound) as error:
            messages.error(request, error_text(error))
        else:
            messages.success(request, _("%(email)s is blocked, in every session.") % {"email": row.email})
        return HttpResponseRedirect(reverse("staff_people"))
    context = {"row": row, "seen": seen_of(row), "parent": Parent(reverse("staff_people"), _("People"))}
    return render(request, "portal/organisations/staff/suspend_person.html", context)


@page(Scope.VENDOR, Action.SUSPEND_PEOPLE, methods=POST)
def restore(request: VendorRequest, user_id: str) -> HttpResponse:
    """Lift the suspension of a person."""
    key = key_or_404("usr", user_id)
    try:
        people.restore(user=key, ctx=action_context(request, lambda: person(key)))
    except (ChangedSinceShown, Invalid) as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Unblocked. The person can log in again."))
    return HttpResponseRedirect(reverse("staff_people"))


@page(Scope.VENDOR, Action.SUSPEND_PEOPLE, methods=FORM)
def erase(request: VendorRequest, user_id: str) -> HttpResponse:
    """Replace name and addresses of a blocked person everywhere, for good."""
    key = key_or_404("usr", user_id)
    if request.method == "POST":
        try:
            erasure.erase(user=key, ctx=action_context(request, lambda: erasure_page(key)))
        except Invalid as error:
            messages.error(request, error_text(error))
        else:
            messages.success(request, _("Erased. An alias stands for the name and the e-mail address everywhere."))
        return HttpResponseRedirect(reverse("staff_people"))
    found = erasure_page(key)
    if found is None:
        raise Http404
    context = {"found": found, "seen": seen_of(found), "parent": Parent(reverse("staff_people"), _("People"))}
    return render(request, "portal/organisations/staff/erase_person.html", context)


@page(Scope.VENDOR, Action.SUSPEND_PEOPLE, methods=FORM)
def erase_address(request: VendorRequest) -> HttpResponse:
    """Replace an address that nobody logs in with everywhere, for good: of a contact, of somebody who was invited."""
    form = AddressForm(request.POST or None)
    context = {"form": form, "parent": Parent(reverse("staff_people"), _("People"))}
    if form.is_bound and form.is_valid():
        address = form.cleaned_data["email"]
        try:
            if request.method == "POST" and request.POST.get("step") == "do":
                erasure.erase_address(email=address, ctx=action_context(request, lambda: address_page(address)))
                messages.success(request, _("Erased. An alias stands for the name and the e-mail address everywhere."))
                return HttpResponseRedirect(reverse("staff_people"))
            found = address_page(address)
            if found.has_account:
                raise erasure.HasAccount(email=address)
        except Invalid as error:
            show_error(form, error)
        else:
            context |= {"found": found, "seen": seen_of(found)}
    return render(request, "portal/organisations/staff/erase_address.html", context)
