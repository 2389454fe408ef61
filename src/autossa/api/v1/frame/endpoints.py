"""The one decorator of an endpoint: where it is, what it asks for in the table of rights, what it answers.

@endpoint(router, "GET", "/projects/{project_id}", Scope.PROJECT, Action.VIEW_PROJECT, answer=ProjectOut)
def get_project(call: ProjectCall, project_id: str) -> ProjectOut: ...
"""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar, cast

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from ninja import Router
from ninja.constants import NOT_SET
from ninja.responses import Status

from autossa.api.v1.frame.calls import Call, DocumentCall, OrganisationCall, ProjectCall
from autossa.api.v1.frame.deprecation import Deprecated
from autossa.api.v1.frame.files import as_files
from autossa.api.v1.frame.shapes import Problem
from autossa.api.v1.frame.versions import IF_MATCH, check_compared, remember_version
from autossa.domain.rights import Action, TokenScope, scope_of
from autossa.operations.accounts.tokens import ScopeMissing
from autossa.operations.errors import NotFound
from autossa.operations.security_log import note
from autossa.queries.access import find_project_head
from autossa.queries.errors import Unknown
from autossa.queries.permissions import Permission, Scope, find

View = TypeVar("View", bound=Callable[..., Any])
READS: Final = ("GET", "HEAD")
_REFUSALS = (400, 401, 403, 404, 409, 412, 415, 422, 428, 429, 500)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One of the API: the tests of rights, of actions and of the document walk over all of them."""

    method: str
    path: str
    name: str
    permission: Permission
    token_scope: TokenScope | None
    view: Callable[..., Any]
    area: str


ENDPOINTS: list[Endpoint] = []


def endpoint(
    router: Router,
    method: str,
    path: str,
    scope: Scope,
    action: Action | None = None,
    *,
    answer: Any = None,
    status: int = 200,
    is_read: bool | None = None,
    versioned: bool = False,
    deprecated: Deprecated | None = None,
    files: Sequence[str] = (),
    needs: TokenScope | None = None,
    extra: Mapping[str, Any] | None = None,
) -> Callable[[View], View]:
    """Register a view as an endpoint, named as the function is. Without an `answer` it answers 204.

    `is_read`: nothing is changed, although the method is POST. `versioned`: it changes what a GET of the same thing
    shows, so that If-Match has to say which version. `files`: it answers a file of one of these media types. `needs`:
    the scope of the token, where it does not follow from the action, since the view looks at another one (`demand`).
    `deprecated`: since when, and until when it works; every answer says so.
    """
    reads = method in READS if is_read is None else is_read
    token_scope = needs or _scope(action, reads)
    permission, is_public = Permission(scope, action), scope is Scope.PUBLIC

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **given: Any) -> Any:
            cast(Call, request).deprecated = deprecated
            if not is_public:
                _check(cast(Call, request), permission, token_scope, given)
                if versioned:
                    remember_version(request)
            done = view(request, *args, **given)
            if versioned:
                check_compared(request)
            if isinstance(done, HttpResponseBase):
                return done
            return Status(204, None) if answer is None else Status(status, done)

        good = {status: None} if files else {204: None} if answer is None else {status: answer}
        shown = {**as_files(files, status), **(extra or {})}
        register = router.api_operation(
            [method], path, response={**good, **dict.fromkeys(_REFUSALS, Problem)}, operation_id=view.__name__,
            deprecated=True if deprecated else None, summary=_first_line(view), description=_rest(view),
            openapi_extra=_extra(method, versioned, token_scope, shown), auth=None if is_public else NOT_SET,
        )  # fmt: skip
        area = view.__module__.removeprefix("autossa.api.v1.").partition(".")[0]
        asks = None if is_public else token_scope
        ENDPOINTS.append(Endpoint(method, path, view.__name__, permission, asks, inner, area))
        return cast(View, register(inner))

    return decorate


def demand(call: Call, action: Action, allowed: Container[Action]) -> None:
    """The caller may do that too, as the thing itself says, and its token has the scope of it.

    Raises NotFound, ScopeMissing.
    """
    if action not in allowed:
        raise NotFound
    needed = scope_of(action, is_read=False)
    if needed not in call.use.scopes:
        raise ScopeMissing(scope=needed.value)


def _scope(action: Action | None, reads: bool) -> TokenScope:
    if action is not None:
        return scope_of(action, is_read=reads)
    return TokenScope.READ if reads else TokenScope.ADMINISTRATION


def _check(call: Call, permission: Permission, token_scope: TokenScope, given: Mapping[str, Any]) -> None:
    """Raises ScopeMissing, NotFound."""
    if token_scope not in call.use.scopes:
        raise ScopeMissing(scope=token_scope.value)
    try:
        named = _named(permission.scope, given)
        found = find(permission, call.account, named, call.today, project_of=find_project_head)
    except Unknown:
        note("api_refused", user=call.account.user, address=call.META.get("REMOTE_ADDR", ""))
        raise NotFound from None
    if found.project is not None:
        cast(ProjectCall, call).project = found.project
    elif found.organisation is not None:
        cast(OrganisationCall, call).organisation = found.organisation
    elif found.document is not None:
        cast(DocumentCall, call).document = found.document


def _named(scope: Scope, given: Mapping[str, Any]) -> Mapping[str, str]:
    """What the address names, or else the body: `project` there is what `project_id` is in an address."""
    if scope.value in given or "body" not in given:
        return given
    return {scope.value: str(getattr(given["body"], scope.value.removesuffix("_id"), ""))}


def _first_line(view: Callable[..., Any]) -> str:
    return (view.__doc__ or view.__name__).strip().splitlines()[0].rstrip(".")


def _rest(view: Callable[..., Any]) -> str:
    return " ".join((view.__doc__ or "").split())


def _extra(method: str, versioned: bool, token_scope: TokenScope, more: Mapping[str, Any]) -> dict[str, Any]:
    headers = []
    if method == "POST":
        headers.append(_header("Idempotency-Key", 255, "The same request with the same key is done once within a day."))
    if versioned:
        headers.append({**_header(IF_MATCH, 200, "The ETag of the version that is changed."), "required": True})
    return {"parameters": headers, "x-token-scope": token_scope.value, **more}


def _header(name: str, most: int, description: str) -> dict[str, Any]:
    schema = {"type": "string", "maxLength": most, "minLength": 1, "pattern": "^[!-~]+$"}
    return {"name": name, "in": "header", "required": False, "schema": schema, "description": description}
