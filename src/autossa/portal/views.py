"""The pages: translate what was asked, make one call, render."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST, require_safe

from autossa.operations.accounts import set_language
from autossa.portal import pictures, sentences, themes, wording
from autossa.portal.clock import today
from autossa.portal.gates import On, account_of, chosen_of, gate, the_account
from autossa.portal.sessions import safe_next
from autossa.queries.access import narrowed, seen_projects
from autossa.queries.projects import Asked, State, list_projects
from autossa.queries.upcoming import renewals_by_week

_LONGEST_SEARCH = 100
_BAR_HEIGHT = 96
_HOUR = 3600


@gate(On.SELF)
@require_safe
@cache_control(private=True, no_cache=True)
def home(request: HttpRequest) -> HttpResponse:
    """The projects that somebody sees, of the organisation they chose, and the renewals to come."""
    asked, day = _asked(request), today()
    seen = seen_projects(narrowed(the_account(request), chosen_of(request)))
    found = list_projects(asked, day, seen=seen)
    weeks = renewals_by_week(day, seen=seen)
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


@gate(On.PUBLIC)
@csrf_exempt  # a language is all that a stranger could change; so no cookie is needed before one is chosen
@require_POST
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


@gate(On.PUBLIC)
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
