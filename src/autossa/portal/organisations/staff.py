"""What vendor staff does with organisations: find them, set their terms, suspend them, merge duplicates."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from autossa.domain.rights import Action, Kind
from autossa.operations.context import ActionContext, ChangedSinceShown
from autossa.operations.errors import Invalid
from autossa.operations.organisations import edit, merging, standing
from autossa.portal.organisations.forms import MergeForm, PeopleForm, TermsForm
from autossa.portal.web.clock import today
from autossa.portal.web.forms import ReasonForm, error_text, show_error
from autossa.portal.web.frames import ask_context, redirect_to
from autossa.portal.web.page import FORM, POST, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import OrganisationRequest, VendorRequest, action_context, search_words, seen_of
from autossa.queries.access import staff_may
from autossa.queries.organisations.duplicates import MergePage, MergePreview, merge_page
from autossa.queries.organisations.listing import OrganisationFilter, list_organisations
from autossa.queries.organisations.page import Standing, organisation_page
from autossa.wording import glossary
from autossa.wording.refusals import explain_error


@page(Scope.VENDOR, Action.VIEW_ORGANISATION)
def list_all(request: VendorRequest) -> HttpResponse:
    """All organisations, searched and filtered."""
    wanted = _filter(request)
    found = list_organisations(wanted)
    context = {
        "filter": wanted,
        "found": found,
        "kinds": [(kind, glossary.KIND[kind]) for kind in (Kind.CUSTOMER, Kind.PARTNER)],
        "standings": [(standing, glossary.STANDING[standing], found.counts[standing]) for standing in Standing],
        "may_enter": staff_may(request.account, Action.VERIFY_ORGANISATIONS),
    }
    return render(request, "portal/organisations/staff/list.html", context)


@page(Scope.ORGANISATION, Action.VERIFY_ORGANISATIONS, methods=FORM)
def terms(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Change name and customer number."""
    shown = organisation_page(request.organisation.id)
    initial = {"name": shown.name, "number": shown.number}
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        new = edit.Terms(given["name"], given["number"])
        try:
            ctx = action_context(request, lambda: organisation_page(request.organisation.id))
            edit.set_terms(organisation=request.organisation.id, new=new, ctx=ctx)
        except Invalid as error:
            show_error(form, error)
        else:
            messages.success(request, _("Saved."))
            return redirect_to(request, "organisation")
    context = {**ask_context(request, "organisation"), "form": form, "seen": seen_of(shown)}
    return render(request, "portal/organisations/staff/terms.html", context)


@page(Scope.ORGANISATION, Action.VERIFY_ORGANISATIONS, methods=FORM)
def suspend(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Suspend an organisation, with a reason."""
    form = ReasonForm(request.POST or None, help_text=_("Shown in the activity log of the organisation"))
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            ctx = action_context(request, lambda: organisation_page(request.organisation.id))
            standing.suspend(organisation=request.organisation.id, reason=reason, ctx=ctx)
        except Invalid as error:
            messages.error(request, error_text(error))
        else:
            messages.success(request, _("Suspended. Its members no longer have access."))
        return redirect_to(request, "organisation")
    seen = seen_of(organisation_page(request.organisation.id))
    context = {**ask_context(request, "organisation"), "form": form, "seen": seen}
    return render(request, "portal/organisations/staff/suspend.html", context)


@page(Scope.ORGANISATION, Action.VERIFY_ORGANISATIONS, methods=POST)
def restore(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Lift the suspension of an organisation."""
    key = request.organisation.id
    try:
        standing.restore(organisation=key, ctx=action_context(request, lambda: organisation_page(key)))
    except (ChangedSinceShown, Invalid) as error:
        messages.error(request, error_text(error))
    else:
        messages.success(request, _("Suspension lifted. Its members have access again."))
    return redirect_to(request, "organisation")


@page(Scope.ORGANISATION, Action.VERIFY_ORGANISATIONS, methods=FORM)
def merge(request: OrganisationRequest, organisation_id: str) -> HttpResponse:
    """Choose the organisation that stays, look at what moves, merge."""
    form = MergeForm(request.POST or None, initial={"number": request.GET.get("into", "")})
    number = form.cleaned_data["number"] if form.is_bound and form.is_valid() else ""
    found = merge_page(request.organisation.id, today(), number)
    people = None
    if number and found.preview is None:
        form.add_error("number", _obstacle(found))
    elif found.into is not None and found.preview is not None:
        asks = request.POST.get("step") == "merge"
        people = PeopleForm(request.POST if asks else None, people=found.preview.people)
        if asks and request.method == "POST" and people.is_valid():
            ctx = action_context(request, lambda: merge_page(request.organisation.id, today(), number).preview)
            return _merge(request, found.into, found.preview, people, ctx)
    context = {**ask_context(request, "organisation"), "form": form, "preview": found.preview, "similar": found.similar}
    context |= {"people_form": people, "seen": seen_of(found.preview) if found.preview else ""}
    return render(request, f"portal/organisations/staff/merge{'_check' if found.preview else ''}.html", context)


def _merge(
    request: OrganisationRequest, into: UUID, preview: MergePreview, form: PeopleForm, ctx: ActionContext
) -> HttpResponse:
    people = [UUID(key) for key in form.cleaned_data["people"]]
    try:
        merging.merge(duplicate=request.organisation.id, into=into, people=people, ctx=ctx)
    except Invalid as error:
        messages.error(request, error_text(error))
        return redirect_to(request, "organisation")
    messages.success(request, _("Merged. Everything from the duplicate is here now."))
    if people:
        messages.info(request, _("The owners were asked by e-mail to admit the people you selected."))
    return HttpResponseRedirect(reverse("organisation", args=[preview.into.id]))


def _obstacle(found: MergePage) -> str:
    if found.obstacle is None:
        return _("There is no organisation with this number.")
    return explain_error(found.obstacle.value, {}, "")


def _filter(request: HttpRequest) -> OrganisationFilter:
    given = request.GET
    kind = next((kind for kind in Kind if kind.value == given.get("kind")), None)
    state = next((one for one in Standing if one.value == given.get("state")), Standing.ALL)
    return OrganisationFilter(search_words(request.GET), kind, state, given.get("after", ""))
