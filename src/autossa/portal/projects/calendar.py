"""The year of all projects that somebody sees, as a calendar: what happens on which day. It tells no amounts."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from autossa.domain.dates import DAY, read_day
from autossa.portal.ui import pictures
from autossa.portal.web.clock import today
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, chosen_of
from autossa.queries.projects.calendar import read_calendar


@page(Scope.SELF)
def year(request: AccountRequest) -> HttpResponse:
    """Twelve months from this one on; with a day in the address, what happens on it."""
    now = today()
    _first, end = pictures.first_and_end(now)
    chosen = _chosen(request.GET.get("day", ""), now, end)
    found = read_calendar(now, end, chosen, account=request.account, organisation=chosen_of(request))
    context = {
        "year": pictures.year_calendar(found.counts, now, chosen),
        "found": found.chosen,
        "first": now,
        "last": end - DAY,
    }
    return render(request, "portal/projects/calendar.html", context)


def _chosen(text: str, first: date, end: date) -> date | None:
    """The day that was asked for; None for anything that is no day of the calendar."""
    try:
        day = read_day(text)
    except ValueError:
        return None
    return day if first <= day < end else None
