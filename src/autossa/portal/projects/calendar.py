"""The year of all projects that somebody sees, as a calendar: what happens on which day. It tells no amounts."""

from datetime import date

from django.http import HttpResponse
from django.shortcuts import render

from autossa.domain.dates import DAY, read_day
from autossa.portal.ui import pictures
from autossa.portal.web.clock import now, today
from autossa.portal.web.page import page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, chosen_of
from autossa.queries.projects.calendar import read_calendar


@page(Scope.SELF)
def year(request: AccountRequest) -> HttpResponse:
    """Twelve months from this one on; with a day in the address, what happens on it."""
    first = today()
    _first, end = pictures.first_and_end(first)
    chosen = _chosen(request.GET.get("day", ""), first, end)
    found = read_calendar(first, end, chosen, now=now(), account=request.account, organisation=chosen_of(request))
    context = {
        "year": pictures.year_calendar(found.counts, first, chosen),
        "found": found.chosen,
        "first": first,
        "last": end - DAY,
        "as_of": found.as_of,
    }
    return render(request, "portal/projects/calendar.html", context)


def _chosen(text: str, first: date, end: date) -> date | None:
    """The day that was asked for; None for anything that is no day of the calendar."""
    try:
        day = read_day(text)
    except ValueError:
        return None
    return day if first <= day < end else None
