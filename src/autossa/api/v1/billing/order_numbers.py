"""The order numbers of a payer, and those that are missing before the next invoice."""

from typing import Annotated

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from ninja import Field, Query, Router

from autossa.api.v1.frame.calls import Call, OrganisationCall, context_of, key_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.exporting import TABLES, FileAsk, table_of
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of, answers_of
from autossa.api.v1.frame.shapes import Answer, Body, Day, Id, Line
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.documents.billing.order_numbers import missing_table
from autossa.domain.rights import Action
from autossa.operations.billing import order_numbers as operations
from autossa.queries.billing.order_numbers import PaidContract, missing_order_numbers, order_numbers
from autossa.queries.identifiers import contract_name
from autossa.queries.permissions import Scope

router = Router(tags=["Payers"])
_ORG = "/organisations/{organisation_id}/order-numbers"


class NumberIn(Body):
    """A number, from a day on."""

    number: Line = Field(description="As it should stand on invoices; empty: none from that day on.")
    starts_on: Day
    contract: Id | None = Field(None, description="For this one alone; else for all without a number of their own.")


class NeedIn(Body):
    """Whether invoices without a number are not taken."""

    needed: bool


class PaidContractOut(Answer):
    """An open contract that somebody pays, and the number on its next invoice."""

    id: Id
    payer: str
    payer_name: str
    payer_number: str
    project: str
    project_name: str
    next_on: Day | None
    order_number: str | None
    needed: bool
    is_missing: bool


class SetNumber(Answer):
    """A number that was set; without a project for all contracts."""

    project: str | None
    number: str
    starts_on: Day


class NumbersOut(Answer):
    """The order numbers of a payer."""

    needed: bool
    contracts: list[PaidContractOut]
    history: list[SetNumber]


@endpoint(router, "GET", _ORG, Scope.ORGANISATION, Action.VIEW_ORGANISATION, answer=NumbersOut)
def get_order_numbers(request: OrganisationCall, organisation_id: str, response: HttpResponse) -> NumbersOut:
    """What holds for each contract that an organisation pays."""
    return _out(request, response)


@endpoint(router, "POST", _ORG, Scope.ORGANISATION, Action.EDIT_ORGANISATION, answer=NumbersOut)
def set_order_number(
    request: OrganisationCall, organisation_id: str, body: NumberIn, response: HttpResponse
) -> NumbersOut:
    """A number from a day on, for all contracts or for one."""
    contract = key_of("con", body.contract, "contract") if body.contract else None
    operations.set_order_number(
        payer=request.organisation.id, contract=contract, number=body.number, starts_on=body.starts_on,
        ctx=context_of(request),
    )  # fmt: skip
    return _out(request, response)


@endpoint(
    router, "PUT", f"{_ORG}/need", Scope.ORGANISATION, Action.EDIT_ORGANISATION, answer=NumbersOut, versioned=True
)
def need_order_number(
    request: OrganisationCall, organisation_id: str, body: NeedIn, response: HttpResponse
) -> NumbersOut:
    """Whether an organisation takes invoices without its order number. The version is that of its order numbers."""
    key = request.organisation.id
    ctx = version_context(request, lambda: order_numbers(key, request.today))
    operations.need_order_number(payer=key, needed=body.needed, ctx=ctx)
    return _out(request, response)


@endpoint(router, "GET", "/order-numbers/missing", Scope.VENDOR, Action.VIEW_RUNS, answer=Listed[PaidContractOut])
def list_missing_order_numbers(request: Call, ask: Annotated[PageAsk, Query()]) -> Listed[PaidContractOut]:
    """Staff: contracts whose next invoice would lack the number that its payer needs."""
    return listed(missing_order_numbers(request.today), ask, _contract, lambda row: contract_name(row.id))


@endpoint(router, "GET", "/exports/missing-order-numbers", Scope.VENDOR, Action.VIEW_RUNS, files=TABLES)
def export_missing_order_numbers(request: Call, form: Annotated[FileAsk, Query()]) -> HttpResponseBase:
    """Staff: the same as CSV or XLSX."""
    rows = missing_table(missing_order_numbers(request.today))
    return table_of(request, "order-numbers", _("Order numbers"), rows, form.format)


def _out(call: OrganisationCall, response: HttpResponse) -> NumbersOut:
    found = order_numbers(call.organisation.id, call.today)
    tagged(response, found)
    history = answers_of(SetNumber, found.history)
    return NumbersOut(needed=found.needed, contracts=[_contract(row) for row in found.contracts], history=history)


def _contract(row: PaidContract) -> PaidContractOut:
    return answer_of(PaidContractOut, row, id=contract_name(row.id))
