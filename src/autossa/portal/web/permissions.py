"""The permission before every page: what it asks for in the table of rights (domain.rights), and on what.

Without an account a page leads to the log-in; without the right the address answers 404, as if there were nothing.
A view without a permission fails the build (tests/portal/test_walk.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
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
from autossa.queries.access import Account, find_document, find_organisation, find_project, staff_may
from autossa.queries.errors import Unknown

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class Scope(StrEnum):
    """What an action is asked on; the keyword argument of the address that names it."""

    PUBLIC = "public"  # anybody, signed in or not
    SELF = "self"  # anybody who is signed in, on what is their own
    CREDENTIALS = "credentials"  # as SELF, but not while acting on behalf of somebody
    PROJECT = "project_id"
    ORGANISATION = "organisation_id"
    DOCUMENT = "document_id"  # an invoice or credit note
    VENDOR = "vendor"  # staff only


@dataclass(frozen=True, slots=True)
class Permission:
    """What a view asks for; the walk over all addresses reads it."""

    scope: Scope
    action: Action | None = None


def require(scope: Scope, action: Action | None = None) -> Callable[[View[P]], View[P]]:
    """Let a request through only when the table of rights allows it. Raises Http404 for everybody else.

    For projects, organisations and documents the row that was found is put on the request (`request.project`,
    `request.organisation`, `request.document`), so that a view cannot look up another one than was checked.
    Views use `page`, which is this and more; views of libraries are wrapped in this where their address is named.
    """

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
                if scope is Scope.PROJECT and action is not None:
                    found = find_project(account, kwargs[scope.value], action, today())
                    cast(ProjectRequest, request).project = found
                elif scope is Scope.ORGANISATION and action is not None:
                    cast(OrganisationRequest, request).organisation = find_organisation(
                        account, kwargs[scope.value], action
                    )
                elif scope is Scope.DOCUMENT and action is not None:
                    cast(DocumentRequest, request).document = find_document(
                        account, kwargs[scope.value], action, today()
                    )
            except Unknown:
                raise _refused(request, account) from None
            if scope is Scope.VENDOR and action is not None and not staff_may(account, action):
                raise _refused(request, account)
            if scope is Scope.CREDENTIALS and account.person.acting_for is not None:
                raise _refused(request, account)

        cast(Any, inner).permission = Permission(scope, action)
        return inner

    return decorate


def _refused(request: HttpRequest, account: Account) -> Http404:
    """Whoever asks for what is not theirs finds nothing there; the security log has it."""
    note("access_refused", user=account.user, address=address_of(request), method=request.method, path=path_of(request))
    return Http404()


def _to_log_in(request: HttpRequest) -> HttpResponse:
    back = own_path(request.get_full_path() if request.method in ("GET", "HEAD") else None) or "/"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
