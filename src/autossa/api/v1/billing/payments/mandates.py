"""Mandates: read, given, of another account, revoked, their copy; for staff: confirmed and stopped."""

from typing import Annotated

from django.http.response import HttpResponseBase
from ninja import Query, Router, Schema
from pydantic import ConfigDict

from autossa.api.v1.billing.payments.method_shapes import AccountIn, MandateIn, MandateOut, MandateText
from autossa.api.v1.frame.calls import Call, OrganisationCall, agreed_context, context_of, path_key, token_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.files import PDF, file_of
from autossa.api.v1.frame.rows import answer_of
from autossa.domain.billing.payments.mandates import Scheme
from autossa.domain.rights import Action
from autossa.operations.billing.payments import mandates as operations
from autossa.operations.billing.payments import papers
from autossa.operations.billing.payments.mandates import Account, DebitsNotOffered
from autossa.operations.errors import NotFound
from autossa.queries.billing.methods.mandates import MandateRow
from autossa.queries.billing.methods.methods import payer_methods
from autossa.queries.billing.payments.policies import PaymentTerms
from autossa.queries.permissions import Scope
from autossa.wording.billing.bank import mandate_text

router = Router(tags=["Payment methods"])
_ORG = "/organisations/{organisation_id}/mandates"


class SchemeAsk(Schema):
    """Which scheme."""

    model_config = ConfigDict(extra="forbid")

    scheme: Scheme = Scheme.CORE


@endpoint(router, "GET", f"{_ORG}/text", Scope.ORGANISATION, Action.EDIT_BILLING, answer=MandateText)
def get_mandate_text(
    request: OrganisationCall, organisation_id: str, ask: Annotated[SchemeAsk, Query()]
) -> MandateText:
    """What whoever gives a mandate agrees to, in the caller's language."""
    return mandate_text_out(_text(request, ask.scheme), ask.scheme)


@endpoint(router, "POST", _ORG, Scope.ORGANISATION, Action.EDIT_BILLING, answer=MandateOut, status=201)
def give_mandate(request: OrganisationCall, organisation_id: str, body: MandateIn) -> MandateOut:
    """Let the vendor collect from an account. A copy goes to the payer by e-mail."""
    text = _text(request, body.scheme)
    ctx = agreed_context(request, body.agreed, lambda: text)
    operations.give(payer=request.organisation.id, account=account_of(body, body.scheme), text=text, ctx=ctx)
    return _in_force(request)


@endpoint(router, "POST", f"{_ORG}/amend", Scope.ORGANISATION, Action.EDIT_BILLING, answer=MandateOut)
def amend_mandate(request: OrganisationCall, organisation_id: str, body: AccountIn) -> MandateOut:
    """From today on the mandate is of another account or holder."""
    row = _row(request)
    operations.amend(payer=request.organisation.id, account=account_of(body, row.scheme), ctx=context_of(request))
    return _in_force(request)


@endpoint(router, "POST", f"{_ORG}/revoke", Scope.ORGANISATION, Action.EDIT_BILLING)
def revoke_mandate(request: OrganisationCall, organisation_id: str) -> None:
    """Take the mandate back: invoices are paid by bank transfer from now on."""
    operations.revoke(payer=request.organisation.id, ctx=context_of(request))


@endpoint(
    router, "GET", f"{_ORG}/{{mandate_id}}/pdf", Scope.ORGANISATION, Action.EDIT_BILLING, files=(PDF,)
)  # fmt: skip
def get_mandate_pdf(request: OrganisationCall, organisation_id: str, mandate_id: str) -> HttpResponseBase:
    """The copy, with the whole account."""
    key = path_key("man", mandate_id)
    name, content = papers.mandate_file(mandate=key, day=request.today, payer=request.organisation.id)
    return file_of(content, name, PDF)


@endpoint(router, "POST", "/mandates/{mandate_id}/confirm", Scope.VENDOR, Action.KEEP_BOOKS)
def confirm_mandate(request: Call, mandate_id: str) -> None:
    """Finance: the payer's bank knows a business mandate; it is active from today on."""
    operations.confirm(mandate=path_key("man", mandate_id), ctx=context_of(request))


@endpoint(router, "POST", "/mandates/{mandate_id}/stop", Scope.VENDOR, Action.KEEP_BOOKS)
def stop_mandate(request: Call, mandate_id: str) -> None:
    """Finance: nothing more is collected by a mandate."""
    operations.stop(mandate=path_key("man", mandate_id), ctx=context_of(request))


def account_of(given: AccountIn, scheme: Scheme) -> Account:
    """What was sent."""
    return Account(given.iban, given.holder, given.bic, given.town, given.country, scheme)


def text_of(creditor: str, terms: PaymentTerms, scheme: Scheme) -> str:
    """The mandate as whoever gives it reads it, in the language that is in force."""
    return mandate_text(creditor, terms.creditor_id, terms.policy.prenotify_days, scheme)


def mandate_text_out(text: str, scheme: Scheme) -> MandateText:
    """What has to be agreed to."""
    return MandateText(scheme=scheme.value, text=text, agreed=token_of(text))


def mandate_out(row: MandateRow) -> MandateOut:
    """A mandate with the last four signs of its account."""
    return answer_of(MandateOut, row)


def _text(call: OrganisationCall, scheme: Scheme) -> str:
    """Raises DebitsNotOffered."""
    found = payer_methods(call.organisation.id, call.today)
    if not found.terms.creditor_id:
        raise DebitsNotOffered
    return text_of(found.creditor, found.terms, scheme)


def _row(call: OrganisationCall) -> MandateRow:
    found = payer_methods(call.organisation.id, call.today).mandate
    if found is None:
        raise NotFound
    return found


def _in_force(call: OrganisationCall) -> MandateOut:
    return mandate_out(_row(call))
