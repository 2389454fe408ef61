"""The pages: translate what was asked, make one call, render."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from autossa.portal import pictures, sentences, themes, wording
from autossa.portal.clock import today
from autossa.queries.project_pages import project_page
from autossa.queries.projects import Asked, State, list_projects
from autossa.queries.upcoming import renewals_by_week

_LONGEST_SEARCH = 100
_BAR_HEIGHT = 96
_HOUR = 3600


@require_safe
@cache_control(private=True, no_cache=True)
def home(request: HttpRequest) -> HttpResponse:
    """The projects, and the renewals to come."""
    asked, day = _asked(request), today()
    found = list_projects(asked, day)
    weeks = renewals_by_week(day)
    context = {
        "asked": asked,
        "found": found,
        "rows": [(row, sentences.notices(row.decisions)) for row in found.rows],
        "filters": [(s, wording.STATE[s], found.counts[s], _query(asked.words, s)) for s in State],
        "next_query": _query(asked.words, asked.state, found.next_after),
        "weeks": pictures.columns(weeks, _BAR_HEIGHT),
        "renewals": sum(week.total for week in weeks),
        "has_ending": any(week.ending for week in weeks),
    }
    return render(request, "portal/home.html", context)


@require_safe
@cache_control(private=True, no_cache=True)
def project(request: HttpRequest, project_id: str) -> HttpResponse:
    """One project: what is covered, what it costs and why."""
    page = project_page(project_id, today(), everything=request.GET.get("show") == "all")
    if page is None:
        raise Http404
    context = {
        "page": page,
        "headline": sentences.headline(page),
        "notices": sentences.notices(page.decisions),
        "picture": pictures.coverage_picture(page.timeline),
    }
    return render(request, "portal/project.html", context)


@csrf_exempt  # a language is all that a stranger could change; so no cookie is needed before one is chosen
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie, and go back to the page."""
    chosen, back = request.POST.get("language", ""), request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if chosen in dict(settings.LANGUAGES):
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite="Lax",
        )
    return response


@require_GET
@cache_control(public=True, max_age=_HOUR)
def theme(_: HttpRequest) -> HttpResponse:
    """The vendor's colour as a style sheet: inline styles are forbidden by the content security policy."""
    return HttpResponse(themes.stylesheet(settings.VENDOR_ACCENT), content_type="text/css; charset=utf-8")


def _asked(request: HttpRequest) -> Asked:
    words = request.GET.get("q", "").replace("\x00", "").strip()[:_LONGEST_SEARCH]
    try:
        state = State(request.GET.get("state", State.ALL))
    except ValueError:
        state = State.ALL
    return Asked(words, state, request.GET.get("after", ""))


def _query(words: str, state: State, after: str | None = None) -> str:
    given = {"q": words, "state": "" if state is State.ALL else state.value, "after": after or ""}
    return urlencode({name: value for name, value in given.items() if value})
