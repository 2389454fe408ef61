"""Releases as staff works with them: the list, and one with its notes, needs, files and what can be done with it."""

from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from autossa.domain.rights import Action
from autossa.portal.vendor.catalogue import catalogue_context
from autossa.portal.web.clock import today
from autossa.portal.web.frames import Parent
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, key_or_404, search_words
from autossa.queries.releases import pages
from autossa.queries.releases.pages import ReleasePage, ReleaseState
from autossa.wording import glossary

POSSIBLE: dict[str, Callable[[ReleasePage], bool]] = {
    "publish": lambda found: found.row.state is ReleaseState.DRAFT,
    "delete": lambda found: found.row.state is ReleaseState.DRAFT,
    "edit": lambda found: found.row.state is ReleaseState.DRAFT,
    "entitle": lambda found: found.row.state is not ReleaseState.WITHDRAWN,
    "withdraw": lambda found: found.row.state in (ReleaseState.OUT, ReleaseState.ANNOUNCED),
    "add_file": lambda found: found.row.withdrawn_on is None,
}
"""Which act a release takes in its state; what changes in between is refused by the use case."""


@page(Scope.VENDOR, Action.VIEW_CATALOGUE)
def overview(request: VendorRequest) -> HttpResponse:
    """The newest first, of all products or of one, in any state or in one."""
    product, state = search_words(request.GET, "product"), request.GET.get("state", "")
    if state not in set(ReleaseState):
        state = ""
    found = pages.releases(today(), product, state)
    context = {
        **catalogue_context(request, "staff_releases"),
        "found": found,
        "product": product,
        "state": state,
        "states": [(one.value, glossary.RELEASE_STATE[one], count) for one, count in found.counts.items()],
        "count": sum(found.counts.values()),
    }
    return render(request, "portal/releases/staff/list.html", context)


@page(Scope.VENDOR, Action.VIEW_CATALOGUE)
def one(request: VendorRequest, release_id: str) -> HttpResponse:
    """One release: notes, needs, files, and the buttons of its state."""
    found = release_or_404(release_id)
    context = {
        **catalogue_context(request, "staff_releases"),
        "found": found,
        "can": {act: is_possible(found) for act, is_possible in POSSIBLE.items()},
    }
    return render(request, "portal/releases/staff/release.html", context)


def release_or_404(release_id: str) -> ReleasePage:
    """The release of an address. Raises Http404."""
    found = pages.release_page(key_or_404("rel", release_id), today())
    if found is None:
        raise Http404
    return found


def parent_of(found: ReleasePage) -> Parent:
    """The page of a release, for what asks about it."""
    return Parent(reverse("staff_release", args=[found.row.id]), f"{found.row.product} {found.row.version}")
