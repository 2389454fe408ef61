"""The API: its routers, what its document says of itself, and every exception as a problem."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from autossa.api.v1.contracts.concluding import router as concluding
from autossa.api.v1.contracts.reviews import router as reviews
from autossa.api.v1.contracts.routes import router as contracts
from autossa.api.v1.credits.balance import router as balance
from autossa.api.v1.devices.files import router as license_files
from autossa.api.v1.devices.routes import router as devices
from autossa.api.v1.devices.uses import router as device_uses
from autossa.api.v1.frame.problems import problem, problem_of
from autossa.api.v1.frame.versions import VersionNeeded
from autossa.api.v1.licenses.keys import router as activation_keys
from autossa.api.v1.licenses.routes import router as licenses
from autossa.api.v1.projects.details import router as project_details
from autossa.api.v1.projects.lists import router as project_lists
from autossa.api.v1.billing.bank.debits import router as debits
from autossa.api.v1.billing.bank.statements import router as bank_statements
from autossa.api.v1.billing.bank.unmatched import router as unmatched
from autossa.api.v1.billing.books.routes import router as books
from autossa.api.v1.billing.checkouts.routes import router as card_payments
from autossa.api.v1.billing.collective import router as collective
from autossa.api.v1.billing.dunning.routes import router as dunning
from autossa.api.v1.billing.dunning.settings import router as dunning_policy
from autossa.api.v1.billing.issued.credit_notes import router as credit_notes
from autossa.api.v1.billing.issued.documents import router as documents
from autossa.api.v1.billing.issued.register import router as register
from autossa.api.v1.billing.order_numbers import router as order_numbers
from autossa.api.v1.billing.payers import router as payers
from autossa.api.v1.billing.payments.account import router as accounts
from autossa.api.v1.billing.payments.decisions import router as decisions
from autossa.api.v1.billing.payments.mandates import router as mandates
from autossa.api.v1.billing.payments.methods import router as methods
from autossa.api.v1.billing.payments.routes import router as payments
from autossa.api.v1.credits.orders import router as credit_orders
from autossa.api.v1.frame.problems import problem, problem_of
from autossa.api.v1.frame.versions import VersionNeeded
from autossa.api.v1.orders.licenses import router as license_orders
from autossa.api.v1.orders.quotes import router as quotes
from autossa.api.v1.orders.staff import router as order_terms
from autossa.api.v1.projects.routes import router as projects
from autossa.api.v1.releases.answers import router as release_answers
from autossa.api.v1.releases.routes import router as releases
from autossa.api.v1.accounts.routes import router as accounts
from autossa.api.v1.frame.problems import problem, problem_of
from autossa.api.v1.frame.versions import VersionNeeded
from autossa.api.v1.organisations.partners import router as partners
from autossa.api.v1.organisations.people import router as people
from autossa.api.v1.organisations.persons import router as persons
from autossa.api.v1.organisations.routes import router as organisations
from autossa.api.v1.organisations.staff import router as staff
from autossa.api.v1.projects.routes import router as projects
from autossa.api.v1.runs.activity import router as activity
from autossa.api.v1.runs.mails import router as mails
from autossa.api.v1.runs.routes import router as runs
from autossa.api.v1.vendor.catalogue import router as catalogue
from autossa.api.v1.vendor.imports import router as imports
from autossa.api.v1.vendor.policies import router as policies
from autossa.api.v1.vendor.settings import router as settings
from autossa.api.v1.vendor.terms import router as terms
from autossa.operations.errors import OperationError

TITLE = "Auto SSA"
VERSION = "1.0.0"
_ABOUT = (
    "Everything that a person can do in the portal, a program can do here. Amounts are texts with decimals, days are"
    " YYYY-MM-DD in the vendor's time zone, `until` is the first day that is not meant any more."
)
ROUTERS = (
    projects, project_lists, project_details, licenses, activation_keys, contracts, concluding, reviews, balance,
    devices, device_uses, license_files, releases, release_answers,
)  # fmt: skip
_MONEY = (
    credit_orders,
    license_orders,
    order_terms,
    quotes,
    register,
    documents,
    credit_notes,
    payers,
    order_numbers,
    collective,
    accounts,
    payments,
    decisions,
    methods,
    mandates,
    bank_statements,
    unmatched,
    debits,
    card_payments,
    dunning,
    dunning_policy,
    books,
)
ROUTERS = (projects, *_MONEY)


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
        """Problems are problems: their media type is their own."""
        found = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for operations in found["paths"].values():
            for operation in operations.values():
                _as_problems(operation["responses"])
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
    errors = [{"field": _place(one["loc"]), "detail": str(one["msg"])[:500]} for one in error.errors]
    first = errors[0] if errors else {"field": "", "detail": ""}
    detail = f"{first['field']}: {first['detail']}" if first["field"] else first["detail"]
    return problem(request, 400, "not_valid", detail, field=first["field"], errors=errors[:50])


def _place(where: Any) -> str:
    """As people write it: lines.0.quantity; without where in the request it stands."""
    return ".".join(str(part) for part in where[2:] or where[-1:])[:200]


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    return problem(request, error.status_code, "bad_request")


api = make_api()
