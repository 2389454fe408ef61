"""What every page of an organisation or a project shows around its own: which one, its tabs, what the reader may do."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from autossa.domain.rights import Action
from autossa.portal.ui import next_steps, pictures
from autossa.portal.web.clock import today
from autossa.portal.web.requests import OrganisationRequest, ProjectRequest
from autossa.queries.access import organisation_may, project_actions
from autossa.queries.contracts.drafts import conclude_key, find_draft
from autossa.queries.projects.page import ProjectPage, Tab, project_page
from autossa.wording import notices


class Parent(NamedTuple):
    """The page above one that asks: its crumb, and where "Cancel" leads."""

    address: str
    label: str | Promise = ""


Tabs = tuple[tuple[str, str | Promise, Action], ...]

# The tabs in order: address, label, the action that it asks for.
ORGANISATION_TABS: Tabs = (
    ("organisation", gettext_lazy("Overview"), Action.VIEW_ORGANISATION),
    ("people", gettext_lazy("People"), Action.VIEW_ORGANISATION),
    ("customers", gettext_lazy("Customers"), Action.VIEW_CUSTOMERS),
    ("organisation_invoices", gettext_lazy("Invoices"), Action.VIEW_BILLING),
    ("payer_account", gettext_lazy("Payments"), Action.VIEW_BILLING),
    ("organisation_dunning", gettext_lazy("Payment reminders"), Action.VIEW_BILLING),
    ("organisation_orders", gettext_lazy("Orders and quotes"), Action.VIEW_ORGANISATION),
    ("hand_overs", gettext_lazy("Partner access"), Action.VIEW_DELEGATIONS),
    ("payers", gettext_lazy("Payers"), Action.CONFIRM_PAYER),
    ("payment_methods", gettext_lazy("Payment methods"), Action.VIEW_BILLING),
    ("order_numbers", gettext_lazy("Order numbers"), Action.CONFIRM_PAYER),
    ("collective_invoices", gettext_lazy("Collective invoices"), Action.CONFIRM_PAYER),
    ("organisation_tokens", gettext_lazy("API tokens"), Action.MANAGE_PEOPLE),
    ("webhooks", gettext_lazy("Webhooks"), Action.MANAGE_PEOPLE),
    ("organisation_activity", gettext_lazy("Activity"), Action.VIEW_ACTIVITY),
)
PROJECT_TABS: Tabs = (
    ("project", gettext_lazy("Overview"), Action.VIEW_PROJECT),
    ("project_licenses", gettext_lazy("Licenses"), Action.VIEW_PROJECT),
    ("project_devices", gettext_lazy("Devices"), Action.VIEW_PROJECT),
    ("project_releases", gettext_lazy("Releases"), Action.VIEW_PROJECT),
    ("project_credits", gettext_lazy("Credits"), Action.VIEW_BILLING),
    ("project_contracts", gettext_lazy("Contracts"), Action.VIEW_PROJECT),
    ("project_orders", gettext_lazy("Orders and quotes"), Action.VIEW_BILLING),
    ("project_invoices", gettext_lazy("Invoices"), Action.VIEW_BILLING),
    ("project_activity", gettext_lazy("Activity"), Action.VIEW_ACTIVITY),
)


# ---------------------------------------------------------------- an organisation


def page_context(request: OrganisationRequest, here: str) -> dict[str, Any]:
    """Around a page of an organisation; `here` is the tab that is open, empty for a page below one."""
    row = request.organisation
    allowed = {action for action in Action if organisation_may(request.account, row, action)}
    return {
        "organisation": row,
        "tabs": _tabs(ORGANISATION_TABS, row.public_id, here, allowed),
        "may": {action.name for action in allowed},
    }


def ask_context(request: OrganisationRequest, parent: str) -> dict[str, Any]:
    """Around a page that asks (layouts/ask.html): below the tab named `parent`, to which its link back leads."""
    row = request.organisation
    return {**page_context(request, ""), "parent": _parent(ORGANISATION_TABS, row.public_id, parent)}


def redirect_to(request: OrganisationRequest, name: str) -> HttpResponseRedirect:
    """To a page of the organisation."""
    return HttpResponseRedirect(reverse(name, args=[request.organisation.public_id]))


# ---------------------------------------------------------------- a project


def actions_on(request: ProjectRequest) -> frozenset[Action]:
    """What the reader may do on the project that was found."""
    return project_actions(request.account, request.project.id, request.project.customer_id, today())


def project_frame(request: ProjectRequest, here: str) -> dict[str, Any]:
    """Around a page of a project, and around those that ask before they act.

    `may` holds the names of the actions: `{% if may.EDIT_LICENSES %}`.
    """
    project, allowed = request.project, actions_on(request)
    return {
        "project": project,
        "tabs": _tabs(PROJECT_TABS, project.public_id, here, allowed),
        "may": {action.name: action in allowed for action in Action},
    }


def project_ask_context(request: ProjectRequest, parent: str) -> dict[str, Any]:
    """Around a page of a project that asks (layouts/ask.html): below the tab named `parent`."""
    return {**project_frame(request, ""), "parent": _parent(PROJECT_TABS, request.project.public_id, parent)}


def render_tab(
    request: ProjectRequest,
    here: str,
    which: Tab,
    template: str,
    more: Callable[[ProjectPage], dict[str, Any]] = lambda _page: {},
) -> HttpResponse:
    """A tab of the project; `more` gives what its template shows beside the page. Raises Http404."""
    everything = request.GET.get("show") == "all"
    page = project_page(request.project.public_id, today(), tabs=frozenset({which}), everything=everything)
    if page is None:  # it went meanwhile
        raise Http404
    context = {**project_frame(request, here), **_head(request, page), **more(page)}
    if which is Tab.OVERVIEW:
        context["picture"] = pictures.coverage_picture(page.timeline)
    if page.course is not None:
        context["burn_down"] = pictures.burn_down(page.course)
    return render(request, f"portal/{template}.html", context)


def _head(request: ProjectRequest, page: ProjectPage) -> dict[str, Any]:
    allowed = actions_on(request)
    alerts = page.alerts if Action.VIEW_BILLING in allowed else notices.without_money(page.alerts)
    shown = [(notices.notice(alert), next_steps.of_alert(alert, page.id, allowed)) for alert in alerts]
    if _has_begun(request, page, allowed):
        shown.insert(
            0,
            (
                notices.begun(),
                next_steps.NextStep(reverse("conclude", args=[page.id]), _("Continue the contract you started")),
            ),
        )
    return {
        "page": page,
        "headline": notices.headline(page, with_money=Action.VIEW_BILLING in allowed),
        "notices": shown,
    }


def _has_begun(request: ProjectRequest, page: ProjectPage, allowed: frozenset[Action]) -> bool:
    """The reader has begun to conclude a contract for the project, and still can."""
    contract = page.project.contract
    if Action.EDIT_CONTRACTS not in allowed or (contract is not None and contract.is_open):
        return False
    return find_draft(request.account.user, conclude_key(page.id)) is not None


def _tabs(tabs: Tabs, public_id: str, here: str, allowed: set[Action] | frozenset[Action]) -> list[Any]:
    return [(reverse(name, args=[public_id]), label, name == here) for name, label, action in tabs if action in allowed]


def _parent(tabs: Tabs, public_id: str, parent: str) -> Parent:
    """The first tab is the thing itself, which the crumbs name already."""
    label = next((label for name, label, _ in tabs[1:] if name == parent), "")
    return Parent(reverse(parent, args=[public_id]), label)
