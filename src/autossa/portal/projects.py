"""A project and its tabs. What somebody may not see or do is absent."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from autossa.domain.rights import Action
from autossa.portal import mending, pictures
from autossa.portal.clock import today
from autossa.portal.gates import On, gate, the_account
from autossa.queries.access import project_actions
from autossa.queries.project_pages import ProjectPage, Tab, project_page
from autossa.wording import notices

# The tabs of a project in order: address, label, the action that it asks for.
TABS: tuple[tuple[str, str | Promise, Action], ...] = (
    ("project", gettext_lazy("Overview"), Action.VIEW_PROJECT),
    ("project_licenses", gettext_lazy("Licenses"), Action.VIEW_PROJECT),
    ("project_credits", gettext_lazy("Credits"), Action.VIEW_BILLING),
    ("project_contracts", gettext_lazy("Contracts"), Action.VIEW_PROJECT),
    ("project_invoices", gettext_lazy("Invoices"), Action.VIEW_BILLING),
    ("project_activity", gettext_lazy("Activity"), Action.VIEW_ACTIVITY),
)


def actions_on(request: HttpRequest) -> frozenset[Action]:
    """What the reader may do on the project that the gate has found."""
    project = request.project  # type: ignore[attr-defined]
    return project_actions(the_account(request), project.id, project.customer_id, today())


def frame(request: HttpRequest, here: str) -> dict[str, Any]:
    """What every page of a project shows around its own: its name, its tabs, what the reader may do.

    `may` holds the names of the actions: `{% if may.EDIT_LICENSES %}`. For pages that ask before they act, too.
    """
    project, allowed = request.project, actions_on(request)  # type: ignore[attr-defined]
    return {
        "project": project,
        "tabs": [
            (reverse(name, args=[project.public_id]), label, name == here)
            for name, label, action in TABS
            if action in allowed
        ],
        "may": {action.name: action in allowed for action in Action},
    }


@gate(On.PROJECT, Action.VIEW_PROJECT)
@require_safe
@cache_control(private=True, no_cache=True)
def overview(request: HttpRequest, project_id: str) -> HttpResponse:
    """What is covered until when, what happens next, what needs a decision."""
    return tab(request, "project", Tab.OVERVIEW, "overview")


@gate(On.PROJECT, Action.VIEW_BILLING)
@require_safe
@cache_control(private=True, no_cache=True)
def invoices(request: HttpRequest, project_id: str) -> HttpResponse:
    """Its invoices and credit notes."""
    return tab(request, "project_invoices", Tab.INVOICES, "invoices")


def tab(
    request: HttpRequest,
    here: str,
    which: Tab,
    template: str,
    more: Callable[[ProjectPage], dict[str, Any]] = lambda _page: {},
) -> HttpResponse:
    """A tab of the project that the gate has found; `more` gives what its template shows beside the page."""
    page = project_page(
        request.project.public_id,  # type: ignore[attr-defined]
        today(),
        tabs=frozenset({which}),
        everything=request.GET.get("show") == "all",
    )
    if page is None:  # it went meanwhile
        raise Http404
    context = {**frame(request, here), **_head(request, page), **more(page)}
    if which is Tab.OVERVIEW:
        context["picture"] = pictures.coverage_picture(page.timeline)
    if page.course is not None:
        context["burn_down"] = pictures.burn_down(page.course)
    return render(request, f"portal/projects/{template}.html", context)


def _head(request: HttpRequest, page: ProjectPage) -> dict[str, Any]:
    allowed = actions_on(request)
    decisions = page.decisions if Action.VIEW_BILLING in allowed else notices.without_money(page.decisions)
    return {
        "page": page,
        "headline": notices.headline(page, with_money=Action.VIEW_BILLING in allowed),
        "notices": [
            (notices.notice(decision), mending.of_decision(decision, page.id, allowed)) for decision in decisions
        ],
    }
