"""One release as staff sees it: who may install it, who may not and why, who runs an older one."""

from collections.abc import Mapping

from django.http import Http404, HttpResponse
from django.shortcuts import render

from autossa.domain.releases.entitlements import ALLOWED, Reason
from autossa.domain.rights import Action
from autossa.portal.web.clock import today
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import VendorRequest, key_or_404
from autossa.queries.releases.standing import Wanted, release_standing
from autossa.wording import glossary

_MOST_PAGES = 10_000


@page(Scope.VENDOR, Action.VIEW_CATALOGUE)
def overview(request: VendorRequest, release_id: str) -> HttpResponse:
    """Counts by reason; projects of one, of all that may or may not (`show`), or devices with an older release."""
    show = request.GET.get("show", "")
    found = release_standing(key_or_404("rel", release_id), today(), _wanted(show, request.GET.get("page", "")))
    if found is None:
        raise Http404
    context = {
        "found": found,
        "show": show,
        "reasons": [(reason, glossary.ENTITLEMENT[reason], found.counts[reason]) for reason in _listed(found.counts)],
        "rows": [
            (row, glossary.ENTITLEMENT[row.reason], glossary.ENTITLEMENT_TONE[row.reason]) for row in found.projects
        ],
    }
    return render(request, "portal/releases/answers/standing.html", context)


def _wanted(show: str, number: str) -> Wanted:
    """What an address asks for; anything else is everything, from the beginning."""
    at = min(int(number), _MOST_PAGES) if number.isascii() and number.isdecimal() and len(number) < 9 else 0
    if show == "older":
        return Wanted(older=True, page=at)
    if show in ("may", "may_not"):
        return Wanted(frozenset(one for one in Reason if (one in ALLOWED) is (show == "may")), page=at)
    return Wanted(frozenset({Reason(show)}) if show in set(Reason) else frozenset(), page=at)


def _listed(counts: Mapping[Reason, int]) -> list[Reason]:
    """The reasons that there are, in the order of the rule."""
    return [reason for reason in Reason if reason in counts]
