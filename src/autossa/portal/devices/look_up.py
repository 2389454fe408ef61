"""A device by its serial number or MAC address, for whoever may see its project."""

from django.http import HttpResponse
from django.shortcuts import render

from autossa.portal.web.clock import today
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, search_words
from autossa.queries.releases.look_up import look_up as find_devices


@page(Scope.SELF)
def look_up(request: AccountRequest) -> HttpResponse:
    """What it has, until when it is covered, what it may install."""
    words = search_words(request.GET)
    found = find_devices(request.account, words, today()) if words else None
    return render(request, "portal/devices/look_up.html", {"words": words, "found": found, "today": today()})
