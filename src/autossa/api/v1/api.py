"""The API: its routers, what its document says of itself, and every exception as a problem."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from autossa.api.v1.frame.problems import problem, problem_of
from autossa.api.v1.frame.versions import VersionNeeded
from autossa.api.v1.routers import ROUTERS
from autossa.operations.errors import OperationError
from autossa.wording.refusals.shapes import explain_shape

TITLE = "Auto SSA"
VERSION = "1.0.0"
_ABOUT = (
    "Everything that a person can do in the portal, a program can do here. Amounts are texts with decimals, days are"
    " YYYY-MM-DD in the vendor's time zone, `until` is the first day that is not meant any more."
)


class Token(HttpBearer):
    """An API token of a person, or of a machine that a person made it for. The handler has looked it up."""

    openapi_description = "An API token: Authorization: Bearer autossa_…"

    def __call__(self, request: HttpRequest) -> Any:
        """Whoever came so far has one."""
        return getattr(request, "use", None)

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        """Never asked."""
        raise NotImplementedError


class _Api(NinjaAPI):
    def get_openapi_schema(self, *, path_prefix: str | None = None, path_params: Any = None) -> OpenAPISchema:
        """Problems have a media type of their own; examples of a parameter belong to its schema."""
        found = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for operations in found["paths"].values():
            for operation in operations.values():
                _as_problems(operation["responses"])
                for parameter in operation.get("parameters", ()):
                    if isinstance(parameter.get("examples"), list):
                        parameter["schema"].setdefault("examples", parameter.pop("examples"))
        return found


def _as_problems(responses: dict[Any, Any]) -> None:
    for status, response in responses.items():
        if int(status) >= 400 and "application/json" in response.get("content", {}):
            response["content"] = {"application/problem+json": response["content"]["application/json"]}


def make_api() -> NinjaAPI:
    """The API with all that is below it."""
    api = _Api(
        title=TITLE, version=VERSION, description=_ABOUT, auth=Token(), docs_url=None, openapi_url=None,
        urls_namespace="api-v1",
    )  # fmt: skip
    for router in ROUTERS:
        api.add_router("", router)
    api.add_exception_handler(OperationError, _operation_error)
    api.add_exception_handler(ValidationError, _not_valid)
    api.add_exception_handler(HttpError, _http_error)
    return api


def _operation_error(request: HttpRequest, error: Any) -> HttpResponse:
    if isinstance(error, VersionNeeded):
        return problem(request, 428, error.code)
    return problem_of(request, error)


def _not_valid(request: HttpRequest, error: Any) -> HttpResponse:
    """What is sent is not as the document says: the first place, and all of them."""
    errors = [{"field": _place(one["loc"]), "detail": _words(one)} for one in error.errors]
    first = errors[0] if errors else {"field": "", "detail": ""}
    detail = f"{first['field']}: {first['detail']}" if first["field"] else first["detail"]
    return problem(request, 400, "not_valid", detail, field=first["field"], errors=errors[:50])


def _words(found: dict[str, Any]) -> str:
    return explain_shape(found["type"], found.get("ctx", {}))[:500]


def _place(where: Any) -> str:
    """As people write it: lines.0.quantity; without where in the request it stands."""
    return ".".join(str(part) for part in where[2:] or where[-1:])[:200]


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, error.status_code, "bad_request")


api = make_api()
