"""The permission before every page: what it asks for in the table of rights (domain.rights), and on what.

Without an account a page leads to the log-in; without the right the address answers 404, as if there were nothing.
A view without a permission fails the build (tests/portal/test_walk.py).
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from autossa.domain.rights import Action
from autossa.operations.security_log import note
from autossa.portal.web.clock import today
from autossa.portal.web.requests import (
    DocumentRequest,
    OrganisationRequest,
    ProjectRequest,
    account_of,
    address_of,
    own_path,
    path_of,
)
from autossa.queries.access import Account
from autossa.queries.errors import Unknown
from autossa.queries.permissions import Permission, Scope, find

__all__ = ["Permission", "Scope", "View", "require"]

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def require(scope: Scope, action: Action | None = None) -> Callable[[View[P]], View[P]]:
    """Let a request through only when the table of rights allows it. Raises Http404 for everybody else.

    For projects, organisations and documents the row that was found is put on the request (`request.project`,
    `request.organisation`, `request.document`), so that a view cannot look up another one than was checked.
    Views use `page`, which is this and more; views of libraries are wrapped in this where their address is named.
    """

    permission = Permission(scope, action)

    def decorate(view: View[P]) -> View[P]:
        @wraps(view)
        def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if scope is not Scope.PUBLIC:
                account = account_of(request)
                if account is None:
                    return _to_log_in(request)
                _check(request, account, kwargs)
            return view(request, *args, **kwargs)

        def _check(request: HttpRequest, account: Account, kwargs: dict[str, Any]) -> None:
            try:
                found = find(permission, account, kwargs, today())
            except Unknown:
                raise _refused(request, account) from None
            if found.project is not None:
                cast(ProjectRequest, request).project = found.project
            elif found.organisation is not None:
                cast(OrganisationRequest, request).organisation = found.organisation
            elif found.document is not None:
                cast(DocumentRequest, request).document = found.document

        cast(Any, inner).permission = permission
        return inner

    return decorate


def _refused(request: HttpRequest, account: Account) -> Http404:
    """Whoever asks for what is not theirs finds nothing there; the security log has it."""
    note("access_refused", user=account.user, address=address_of(request), method=request.method, path=path_of(request))
    return Http404()


def _to_log_in(request: HttpRequest) -> HttpResponse:
    back = own_path(request.get_full_path() if request.method in ("GET", "HEAD") else None) or "/"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
