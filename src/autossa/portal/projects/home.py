"""The first page, the language, the theme: translate what was asked, make one call, render."""

from dataclasses import replace
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import cache_control

from autossa.operations.accounts.language import set_language
from autossa.portal.projects import filters
from autossa.portal.ui import next_steps, pictures
from autossa.portal.web import themes
from autossa.portal.web.clock import now, today
from autossa.portal.web.context import look_of
from autossa.portal.web.page import POST, Cache, page
from autossa.portal.web.permissions import Scope
from autossa.portal.web.requests import AccountRequest, account_of, chosen_of, safe_next
from autossa.queries.projects.dashboard import Home, read_home
from autossa.queries.projects.listing import ProjectRow
from autossa.wording import glossary, notices
from autossa.wording.notices import notices_of

_BAR_HEIGHT = 96
_HOUR = 3600


@csp_update({"connect-src": [SELF]})  # with scripts, the list fetches itself
@page(Scope.SELF)
def home(request: AccountRequest) -> HttpResponse:
    """What needs attention, the next charge, the projects by urgency, the renewals to come."""
    asked = filters.asked_of(request.GET)
    found = read_home(asked, today(), now(), account=request.account, organisation=chosen_of(request))
    return render(request, "portal/projects/home/home.html", {**_list(found), **_summary(found)})


def _list(found: Home) -> dict[str, Any]:
    asked, after = found.asked, found.projects.next_after
    rows = [(row, _with_next_steps(row)) for row in found.projects.rows]
    return {
        "asked": asked,
        "rows": rows,
        **filters.filters(asked, found.figures.counts, glossary.STATE),
        "sorts": filters.sorts(asked),
        "total": found.figures.counts.total,
        "query": filters.query_of(replace(asked, after="")),
        "next_query": filters.query_of(replace(asked, after=after)) if after else "",
        "can_choose": any(row.can_be_chosen for row, _ in rows),
        "can_conclude": any(row.is_open_to_contracts for row, _ in rows),
        "shows_money": any(row.shows_money for row, _ in rows),
    }


def _with_next_steps(row: ProjectRow) -> list[tuple[notices.Notice, next_steps.NextStep | None]]:
    """What needs attention, each with the page that fixes it for this reader."""
    return [
        (notice, next_steps.of_alert(notice.alert, row.id, row.actions) if notice.alert else None)
        for notice in notices_of(row)
    ]


def _summary(found: Home) -> dict[str, Any]:
    return {
        "first_steps": found.first_steps,
        "alerts": filters.alerts(found.figures.counts, is_staff=found.is_staff),
        "found": found,
        "weeks": pictures.columns(found.figures.weeks, _BAR_HEIGHT),
        "renewals": sum(week.total for week in found.figures.weeks),
        "has_ending": any(week.ending for week in found.figures.weeks),
    }


@page(Scope.PUBLIC, methods=POST)
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language, in a cookie and with whoever is signed in, and go back to the page."""
    chosen, account = request.POST.get("language", ""), account_of(request)
    response = HttpResponseRedirect(safe_next(request))
    if chosen in dict(settings.LANGUAGES):
        if account is not None:
            set_language(user=account.user, language=chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


@page(Scope.PUBLIC, cache=Cache.BY_VIEW)
@cache_control(public=True, max_age=_HOUR)
def theme(request: HttpRequest) -> HttpResponse:
    """The vendor's colour as a style sheet: inline styles are forbidden by the content security policy."""
    return HttpResponse(themes.stylesheet(look_of(request).accent), content_type="text/css; charset=utf-8")
