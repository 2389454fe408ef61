"""The gate before every page: what it asks for in the table of rights (domain.rights), and on what.

Without an account a page leads to the log-in; without the right the address answers 404, as if there were nothing.
A view without a gate fails the build (tests/portal/test_walk.py).
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse

from autossa.domain.rights import Action
from autossa.operations.context import ActionContext, Actor
from autossa.portal.clock import now, today
from autossa.queries.access import Account, find_organisation, find_project, staff_may
from autossa.queries.errors import Unknown

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class On(StrEnum):
    """What a gate's action is asked on; the keyword argument of the address that names it."""

    PUBLIC = "public"  # anybody, signed in or not
    SELF = "self"  # anybody who is signed in, on what is their own
    CREDENTIALS = "credentials"  # as SELF, but not while acting on behalf of somebody
    PROJECT = "project_id"
    ORGANISATION = "organisation_id"
    VENDOR = "vendor"  # staff only


@dataclass(frozen=True, slots=True)
class Gate:
    """What a view asks for; the walk over all addresses reads it."""

    on: On
    action: Action | None = None


def gate(on: On, action: Action | None = None) -> Callable[[View[P]], View[P]]:
    """Let a request through only when the table of rights allows it. Raises Http404 for everybody else.

    For projects and organisations the row that was found is put on the request (`request.project`,
    `request.organisation`), so that a view cannot look up another one than the gate has checked.
    """

    def around(view: View[P]) -> View[P]:
        @wraps(view)
        def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if on is not On.PUBLIC:
                account = account_of(request)
                if account is None:
                    return _to_log_in(request)
                _check(request, account, kwargs)
            return view(request, *args, **kwargs)

        def _check(request: HttpRequest, account: Account, kwargs: dict[str, Any]) -> None:
            try:
                if on is On.PROJECT and action is not None:
                    request.project = find_project(account, kwargs[on.value], action, today())  # type: ignore[attr-defined]
                elif on is On.ORGANISATION and action is not None:
                    request.organisation = find_organisation(account, kwargs[on.value], action)  # type: ignore[attr-defined]
            except Unknown:
                raise Http404 from None
            if on is On.VENDOR and action is not None and not staff_may(account, action):
                raise Http404
            if on is On.CREDENTIALS and account.person.acting_for is not None:
                raise Http404

        inner.gate = Gate(on, action)  # type: ignore[attr-defined]
        return inner

    return around


def account_of(request: HttpRequest) -> Account | None:
    """Who is signed in, as the middleware found it; None for nobody, or somebody who is shut out."""
    return getattr(request, "account", None)


def chosen_of(request: HttpRequest) -> UUID | None:
    """The organisation somebody chose to work for, None for all of theirs; lists follow it, rights never do."""
    return getattr(request, "chosen_organisation", None)


def the_account(request: HttpRequest) -> Account:
    """Who is signed in, behind a gate that let only such people through. Raises Http404."""
    account = account_of(request)
    if account is None:
        raise Http404
    return account


def action_context(request: HttpRequest) -> ActionContext:
    """The context of a use case done in the portal: the person, for whom they act, from which address."""
    account = the_account(request)
    actor = Actor(account.name, account.user, account.person.acting_for, request.META.get("REMOTE_ADDR"))
    return ActionContext(actor, today(), now())


def _to_log_in(request: HttpRequest) -> HttpResponse:
    back = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'next': back})}")
