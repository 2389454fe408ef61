"""A payer's account: what is owed and how to pay it, its statement, where refunds go."""

from datetime import date
from typing import Annotated

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from ninja import Field, Query, Router, Schema
from pydantic import ConfigDict

from autossa.api.v1.billing.payments.shapes import (
    AccountOut,
    CurrencyAccountOut,
    PaymentOut,
    PayoutOut,
    StatementLineOut,
    StatementOut,
)
from autossa.api.v1.frame.calls import OrganisationCall
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.files import PDF, file_of
from autossa.api.v1.frame.rows import answer_of, answers_of
from autossa.api.v1.frame.shapes import Answer, Body, Day, Line
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.domain.currencies import minor_places
from autossa.domain.dates import add_months
from autossa.domain.rights import Action
from autossa.operations.billing.payments import payout_accounts
from autossa.operations.billing.payments.papers import read_statement, statement_file
from autossa.operations.errors import NotFound
from autossa.queries.access import organisation_may
from autossa.queries.billing.payments.account_page import account_page, payout_account
from autossa.queries.permissions import Scope
from autossa.wording.languages import current

router = Router(tags=["Accounts of payers"])
_ORG = "/organisations/{organisation_id}"
_STATEMENT, _PAYOUT = f"{_ORG}/statements/{{currency}}", f"{_ORG}/payout-account"
_MONTHS = 3  # of a statement, unless others are asked for


class SpanAsk(Schema):
    """Which days, both included."""

    model_config = ConfigDict(extra="forbid")

    first: Day | None = Field(None, description="Three months ago, unless another day is given.")
    last: Day | None = Field(None, description="Today, unless another day is given.")


class PayoutIn(Body):
    """An account at a bank to which refunds may be paid."""

    iban: Line
    holder: Line
    bic: Line = Field("", description="For accounts outside the European Economic Area.")


class PayoutAnswer(Answer):
    """Where refunds go; null: nowhere yet."""

    account: PayoutOut | None


@endpoint(router, "GET", f"{_ORG}/account", Scope.ORGANISATION, Action.VIEW_BILLING, answer=AccountOut)
def get_account(request: OrganisationCall, organisation_id: str) -> AccountOut:
    """What a payer owes, what came, what is on account, by currency."""
    may_pay = organisation_may(request.account, request.organisation, Action.EDIT_BILLING)
    found = account_page(request.organisation.id, request.today, may_pay=may_pay)
    return answer_of(
        AccountOut, found, payer=request.organisation.public_id, pay_to=found.seller.iban,
        accounts=answers_of(CurrencyAccountOut, found.accounts), payments=answers_of(PaymentOut, found.payments),
    )  # fmt: skip


@endpoint(router, "GET", _STATEMENT, Scope.ORGANISATION, Action.VIEW_BILLING, answer=StatementOut)
def get_statement(
    request: OrganisationCall, organisation_id: str, currency: str, ask: Annotated[SpanAsk, Query()]
) -> StatementOut:
    """The movements of some days with the balance after each."""
    first, last = _span(request, ask)
    found = read_statement(payer=request.organisation.id, currency=_code(currency), first=first, last=last)
    lines = answers_of(StatementLineOut, found.lines, currency=found.currency)
    return answer_of(StatementOut, found, payer=request.organisation.public_id, lines=lines)


@endpoint(router, "GET", f"{_STATEMENT}/pdf", Scope.ORGANISATION, Action.VIEW_BILLING, files=(PDF,))
def get_statement_pdf(
    request: OrganisationCall, organisation_id: str, currency: str, ask: Annotated[SpanAsk, Query()]
) -> HttpResponseBase:
    """The same as PDF, in the caller's language."""
    first, last = _span(request, ask)
    content = statement_file(
        payer=request.organisation.id, currency=_code(currency), first=first, last=last, language=current()
    )
    return file_of(content, f"statement-{first.isoformat()}-{last.isoformat()}.pdf", PDF)


@endpoint(router, "GET", _PAYOUT, Scope.ORGANISATION, Action.EDIT_BILLING, answer=PayoutAnswer)
def get_payout_account(request: OrganisationCall, organisation_id: str, response: HttpResponse) -> PayoutAnswer:
    """Where refunds go."""
    return _payout(request, response)


@endpoint(router, "PUT", _PAYOUT, Scope.ORGANISATION, Action.EDIT_BILLING, answer=PayoutAnswer, versioned=True)
def set_payout_account(
    request: OrganisationCall, organisation_id: str, body: PayoutIn, response: HttpResponse
) -> PayoutAnswer:
    """This account is ours: refunds may be paid out to it from now on."""
    key = request.organisation.id
    ctx = version_context(request, lambda: payout_account(key, may_pay=True))
    payout_accounts.confirm_account(payer=key, iban=body.iban, holder=body.holder, bic=body.bic, ctx=ctx)
    return _payout(request, response)


@endpoint(router, "DELETE", _PAYOUT, Scope.ORGANISATION, Action.EDIT_BILLING, versioned=True)
def withdraw_payout_account(request: OrganisationCall, organisation_id: str) -> None:
    """Nothing is paid out to it any more."""
    key = request.organisation.id
    ctx = version_context(request, lambda: payout_account(key, may_pay=True))
    payout_accounts.withdraw_account(payer=key, ctx=ctx)


def _span(call: OrganisationCall, ask: SpanAsk) -> tuple[date, date]:
    return ask.first or add_months(call.today, -_MONTHS), ask.last or call.today


def _code(currency: str) -> str:
    """Raises NotFound for what is no currency."""
    code = currency.upper()
    if minor_places(code) is None:
        raise NotFound
    return code


def _payout(call: OrganisationCall, response: HttpResponse) -> PayoutAnswer:
    found = payout_account(call.organisation.id, may_pay=True)
    tagged(response, found)
    return PayoutAnswer(account=answer_of(PayoutOut, found) if found else None)
