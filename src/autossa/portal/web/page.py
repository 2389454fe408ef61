"""The one decorator of a page: who may open it, by which methods, and that nobody keeps a copy of it.

@page(Scope.PROJECT, Action.EDIT_CONTRACTS, methods=FORM)
def cancel(request: ProjectRequest, project_id: str) -> HttpResponse: ...
"""

from collections.abc import Callable
from enum import Enum
from functools import wraps
from typing import Any, Concatenate, Literal, ParamSpec, Protocol, overload

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods

from autossa.domain.rights import Action
from autossa.operations.context import ChangedSinceShown
from autossa.operations.days import WrongDay
from autossa.operations.errors import NotFound
from autossa.portal.web.permissions import Scope, View, require
from autossa.portal.web.requests import (
    AccountRequest,
    DocumentRequest,
    OrganisationRequest,
    ProjectRequest,
    VendorRequest,
)
from autossa.wording.refusals import explain_error

P = ParamSpec("P")

# The methods of a page.
READ = ("GET", "HEAD")
FORM = ("GET", "HEAD", "POST")
POST = ("POST",)


class Cache(Enum):
    """Who may keep what a page has answered. For pages behind the log-in it is nobody: Back shows nothing after it."""

    NEVER = "nobody"
    REVALIDATE = "the reader's own browser, which asks each time whether it has changed"
    BY_VIEW = "whoever the view names itself"


class _ForProject(Protocol):
    def __call__(self, view: Callable[Concatenate[ProjectRequest, P], HttpResponseBase], /) -> View[P]: ...


class _ForOrganisation(Protocol):
    def __call__(self, view: Callable[Concatenate[OrganisationRequest, P], HttpResponseBase], /) -> View[P]: ...


class _ForDocument(Protocol):
    def __call__(self, view: Callable[Concatenate[DocumentRequest, P], HttpResponseBase], /) -> View[P]: ...


class _ForVendor(Protocol):
    def __call__(self, view: Callable[Concatenate[VendorRequest, P], HttpResponseBase], /) -> View[P]: ...


class _ForAccount(Protocol):
    def __call__(self, view: Callable[Concatenate[AccountRequest, P], HttpResponseBase], /) -> View[P]: ...


class _ForAnybody(Protocol):
    def __call__(self, view: Callable[Concatenate[HttpRequest, P], HttpResponseBase], /) -> View[P]: ...


@overload
def page(scope: Literal[Scope.PROJECT], action: Action, *, methods: tuple[str, ...] = ...) -> _ForProject: ...
@overload
def page(scope: Literal[Scope.ORGANISATION], action: Action, *, methods: tuple[str, ...] = ...) -> _ForOrganisation: ...
@overload
def page(scope: Literal[Scope.DOCUMENT], action: Action, *, methods: tuple[str, ...] = ...) -> _ForDocument: ...
@overload
def page(scope: Literal[Scope.VENDOR], action: Action, *, methods: tuple[str, ...] = ...) -> _ForVendor: ...
@overload
def page(scope: Literal[Scope.SELF, Scope.CREDENTIALS], *, methods: tuple[str, ...] = ...) -> _ForAccount: ...
@overload
def page(scope: Literal[Scope.PUBLIC], *, methods: tuple[str, ...] = ..., cache: Cache = ...) -> _ForAnybody: ...
def page(
    scope: Scope, action: Action | None = None, *, methods: tuple[str, ...] = READ, cache: Cache = Cache.NEVER
) -> Any:
    """Make a view a page. Other methods answer 405, whoever may not 404, who is not signed in goes to the log-in.

    What a use case does not find (any more) answers 404 too, where the view says nothing else of it. What has changed
    since it was shown to whoever decides is shown again, with what was entered; so is what cannot be done today.
    """

    def decorate(view: Callable[Concatenate[Any, P], HttpResponseBase]) -> View[P]:
        kept: View[P] = _missing_as_404(_said_and_shown_again(view, methods))
        if cache is Cache.NEVER:
            kept = never_cache(kept)
        elif cache is Cache.REVALIDATE:
            kept = cache_control(private=True, no_cache=True)(kept)
        return require(scope, action)(require_http_methods(methods)(kept))

    return decorate


def _said_and_shown_again(
    view: Callable[Concatenate[Any, P], HttpResponseBase], methods: tuple[str, ...]
) -> Callable[..., HttpResponseBase]:
    """The one answer to ChangedSinceShown and WrongDay: nothing was done, and why, on the page as it is now.

    Its forms are as they were filled in. A page that only takes what is sent shows nothing: its view says more, or the
    first page does.
    """

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (ChangedSinceShown, WrongDay) as error:
            tell = messages.error if isinstance(error, WrongDay) else messages.warning
            tell(request, explain_error(error.code, error.facts, str(error)))
            if "GET" not in methods:
                return HttpResponseRedirect("/")
            request.method = "GET"  # whatever the view does by POST, it does not now; request.POST fills its forms
            return view(request, *args, **kwargs)

    return guarded


def _missing_as_404(view: Callable[Concatenate[Any, P], HttpResponseBase]) -> View[P]:
    @wraps(view)
    def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except NotFound:
            raise Http404 from None

    return guarded
