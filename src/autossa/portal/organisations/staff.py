"""What vendor staff does with organisations and people: find, suspend, merge, shut out; see also `verifying`."""

from fractions import Fraction
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.amounts import show_fraction
from autossa.domain.rights import Action, Kind
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.organisations import organisations, people
from autossa.portal.web.forms import ReasonForm
from autossa.portal.web.frames import page_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import (
    AccountRequest,
    OrganisationRequest,
    VendorRequest,
    action_context,
    key_or_404,
    search_words,
)
from autossa.queries.access import staff_may
from autossa.queries.organisations.organisations import (
    Asked,
    Standing,
    find_by_number,
    find_doubles,
    list_organisations,
    merge_preview,
    organisation_page,
)
from autossa.queries.organisations.people import list_people, person
from autossa.wording import glossary


class TermsForm(forms.Form):
    """What only staff sets."""

    name = forms.CharField(max_length=200)
    number = forms.CharField(max_length=40)
    tax_percent = forms.DecimalField(min_value=0, max_value=99, max_digits=5, decimal_places=3)


class NumberForm(forms.Form):
    """Which organisation stays."""

    number = forms.CharField(max_length=40)


# ---------------------------------------------------------------- organisations


@page(Scope.VENDOR, Action.VIEW_ORGANISATION)
def list_all(request: VendorRequest) -> HttpResponse:
    """All organisations, searched and narrowed."""
    asked = _asked(request)
    found = list_organisations(asked)
    context = {
        "asked": asked,
        "found": found,
        "kinds": [(kind, glossary.KIND[kind]) for kind in (Kind.CUSTOMER, Kind.PARTNER)],
        "filters": [
            (standing, glossary.STANDING[standing], found.counts[standing], _query(asked, standing))
            for standing in Standing
        ],
        "more": _query(asked, asked.standing, found.next_after) if found.next_after else "",
        "may_enter": staff_may(request.account, Action.VERIFY_ORGANISATIONS),
    }
    return render(request, "portal/organisations/list.html", context)


@page(Scope.ORGANISATION, Action.VERIFY_ORGANISATIONS, methods=FORM)
def terms(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Change name, customer number and share of VAT."""
    page = organisation_page(request.organisation.id)
    initial = {"name": page.name, "number": page.number, "tax_percent": _percent(page.tax_rate)}
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        new = organisations.Terms(given["name"], given["number"], Fraction(given["tax_percent"]) / 100)
        try:
            organisations.set_terms(organisation=request.organisation.id, new=new, ctx=action_context(request))
        except Invalid:
            form.add_error("number", _("Another organisation has this number."))
        else:
            messages.success(request, _("Saved."))
            return redirect_to(request, "organisation")
    return render(request, "portal/organisations/terms.html", {**page_context(request, ""), "form": form})


@page(Scope.ORGANISATION, Action.VERIFY_ORGANISATIONS, methods=FORM)
def suspend(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Shut an organisation out, with a reason."""
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            organisations.suspend(organisation=request.organisation.id, reason=reason, ctx=action_context(request))
        except Invalid:
            messages.error(request, _("It is suspended already."))
        else:
            messages.success(request, _("Suspended: its members see nothing of it any more."))
        return redirect_to(request, "organisation")
    return render(request, "portal/organisations/suspend.html", {**page_context(request, ""), "form": form})


@page(Scope.ORGANISATION, Action.VERIFY_ORGANISATIONS, methods=POST)
def restore(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Let a suspended organisation in again."""
    try:
        organisations.restore(organisation=request.organisation.id, ctx=action_context(request))
    except Invalid:
        messages.error(request, _("It is not suspended, or it was merged into another."))
    else:
        messages.success(request, _("The suspension is lifted: its members have access again."))
    return redirect_to(request, "organisation")


@page(Scope.ORGANISATION, Action.VERIFY_ORGANISATIONS, methods=FORM)
def merge(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Choose the organisation that stays, look at what moves, merge."""
    key = request.organisation.id
    form = NumberForm(request.POST or None, initial={"number": request.GET.get("into", "")})
    preview = None
    if request.method == "POST" and form.is_valid():
        into = _mergeable(request, form, key)
        if into is not None and request.POST.get("step") == "merge":
            return _merge(request, key, into)
        preview = merge_preview(key, into) if into else None
    context = {**page_context(request, ""), "form": form, "preview": preview, "doubles": find_doubles(key)}
    return render(request, "portal/organisations/merge.html", context)


# ---------------------------------------------------------------- people


@page(Scope.VENDOR, Action.VIEW_ORGANISATION)
def list_persons(request: VendorRequest) -> HttpResponse:
    """Everybody who can log in."""
    words = search_words(request.GET)
    found = list_people(words, request.GET.get("after", ""))
    more = urlencode({"q": words, "after": found.next_after}) if found.next_after else ""
    context = {
        "found": found,
        "words": words,
        "more": more,
        "may_suspend": _may_suspend(request),
    }
    return render(request, "portal/organisations/all_people.html", context)


@page(Scope.VENDOR, Action.SUSPEND_PEOPLE, methods=FORM)
def suspend_person(request: VendorRequest, user_id: str) -> HttpResponse:
    """Shut a person out at once."""
    key = key_or_404("usr", user_id)
    row = person(key)
    if row is None:
        raise Http404
    if request.method == "POST":
        try:
            people.suspend(user=key, ctx=action_context(request))
        except (Invalid, NotFound):
            messages.error(request, _("You cannot shut yourself out."))
        else:
            messages.success(request, _("%(email)s is shut out, in every session.") % {"email": row.email})
        return HttpResponseRedirect(reverse("staff_people"))
    return render(request, "portal/organisations/suspend_person.html", {"row": row})


@page(Scope.VENDOR, Action.SUSPEND_PEOPLE, methods=POST)
def restore_person(request: VendorRequest, user_id: str) -> HttpResponse:
    """Let a person in again."""
    try:
        people.restore(user=key_or_404("usr", user_id), ctx=action_context(request))
    except NotFound:
        raise Http404 from None
    messages.success(request, _("The person can log in again."))
    return HttpResponseRedirect(reverse("staff_people"))


# ---------------------------------------------------------------- what was asked


def _asked(request: HttpRequest) -> Asked:
    given = request.GET
    kind = next((kind for kind in Kind if kind.value == given.get("kind")), None)
    standing = next((one for one in Standing if one.value == given.get("state")), Standing.ALL)
    return Asked(search_words(request.GET), kind, standing, given.get("after", ""))


def _query(asked: Asked, standing: Standing, after: str | None = None) -> str:
    given = {
        "q": asked.words,
        "kind": asked.kind.value if asked.kind else "",
        "state": "" if standing is Standing.ALL else standing.value,
        "after": after or "",
    }
    return urlencode({name: value for name, value in given.items() if value})


def _may_suspend(request: AccountRequest) -> bool:
    return staff_may(request.account, Action.SUSPEND_PEOPLE)


def _percent(rate: Fraction) -> str:
    return show_fraction(rate * 100)


def _mergeable(request: HttpRequest, form: NumberForm, double: UUID) -> UUID | None:
    into = find_by_number(form.cleaned_data["number"])
    if into is None or into == double:
        form.add_error("number", _("There is no other organisation with this number."))
        return None
    here, there = organisation_page(double), organisation_page(into)
    if here.kind is not there.kind or there.standing in (Standing.SUSPENDED, Standing.MERGED) or here.merged_into:
        text = _("Both must be customers, or both partners; the one that stays must be neither suspended nor merged.")
        form.add_error("number", text)
        return None
    return into


def _merge(request: OrganisationRequest, double: UUID, into: UUID) -> HttpResponse:
    try:
        organisations.merge(double=double, into=into, ctx=action_context(request))
    except Invalid:
        messages.error(request, _("This did not work: something has changed meanwhile. Look again and try once more."))
        return redirect_to(request, "organisation")
    messages.success(request, _("Merged: everything that was the double's is here now."))
    return HttpResponseRedirect(reverse("organisation", args=[organisation_page(into).id]))
