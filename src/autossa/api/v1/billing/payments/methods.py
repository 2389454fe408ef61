"""How an organisation pays, how a contract is paid, and what the vendor offers."""

from dataclasses import asdict

from django.http import HttpResponse
from ninja import Router

from autossa.api.v1.billing.payments.mandates import account_of, mandate_out, mandate_text_out, text_of
from autossa.api.v1.billing.payments.method_shapes import (
    ContractMethod,
    ContractMethodIn,
    ContractMethodOut,
    MethodIn,
    MethodsOut,
    PaymentPolicyIn,
    PaymentPolicyOut,
)
from autossa.api.v1.frame.calls import Call, OrganisationCall, ProjectCall, agreed_context
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.rows import answer_of
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.mandates import Scheme
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.domain.rights import Action
from autossa.operations.billing.payments import methods as operations
from autossa.operations.billing.payments.mandates import MandateTextMissing
from autossa.operations.billing.payments.methods import Chosen
from autossa.operations.billing.payments.policy import set_payment_policy
from autossa.operations.errors import NotFound
from autossa.queries.billing.methods.contract import ContractPayment, contract_payment
from autossa.queries.billing.methods.methods import payer_methods
from autossa.queries.billing.payments.policies import payment_terms
from autossa.queries.identifiers import contract_name
from autossa.queries.permissions import Scope

router = Router(tags=["Payment methods"])
_ORG, _PRJ = "/organisations/{organisation_id}/payment-methods", "/projects/{project_id}/payment-method"


@endpoint(router, "GET", _ORG, Scope.ORGANISATION, Action.VIEW_BILLING, answer=MethodsOut)
def get_payment_methods(request: OrganisationCall, organisation_id: str, response: HttpResponse) -> MethodsOut:
    """The method for all contracts, those that are paid otherwise, and the mandates."""
    return _methods(request, response)


@endpoint(router, "PUT", _ORG, Scope.ORGANISATION, Action.EDIT_BILLING, answer=MethodsOut, versioned=True)
def choose_payment_method(
    request: OrganisationCall, organisation_id: str, body: MethodIn, response: HttpResponse
) -> MethodsOut:
    """Choose the method for all contracts, for invoices from now on. A direct debit needs a mandate before."""
    key = request.organisation.id
    ctx = version_context(request, lambda: payer_methods(key, request.today))
    operations.choose(payer=key, method=body.method, ctx=ctx)
    return _methods(request, response)


@endpoint(router, "GET", _PRJ, Scope.PROJECT, Action.EDIT_BILLING, answer=ContractMethodOut)
def get_contract_method(request: ProjectCall, project_id: str) -> ContractMethodOut:
    """How the open contract of a project is paid."""
    return _contract(_found(request))


@endpoint(router, "POST", _PRJ, Scope.PROJECT, Action.EDIT_BILLING, answer=ContractMethodOut)
def choose_contract_method(request: ProjectCall, project_id: str, body: ContractMethodIn) -> ContractMethodOut:
    """Choose how the open contract is paid, for whoever may for its payer; with an account a mandate is given."""
    found = _found(request)
    if not found.way.may_choose:
        raise NotFound
    if body.account and body.agreed is None:
        raise MandateTextMissing
    text = text_of(found.creditor, found.terms, Scheme.CORE) if found.terms.creditor_id else ""
    account = account_of(body.account, Scheme.CORE) if body.account else None
    operations.choose(
        payer=found.payer, contract=found.contract, method=body.method, chosen=Chosen(body.method, account, text),
        ctx=agreed_context(request, body.agreed, lambda: text),
    )  # fmt: skip
    return _contract(_found(request))


@endpoint(router, "GET", "/payment-policy", Scope.VENDOR, Action.KEEP_BOOKS, answer=PaymentPolicyOut)
def get_payment_policy(request: Call, response: HttpResponse) -> PaymentPolicyOut:
    """Finance: what the vendor offers of payments, and its days."""
    return _policy(request, response)


@endpoint(router, "PUT", "/payment-policy", Scope.VENDOR, Action.KEEP_BOOKS, answer=PaymentPolicyOut, versioned=True)
def set_policy_of_payments(request: Call, body: PaymentPolicyIn, response: HttpResponse) -> PaymentPolicyOut:
    """Finance: from today on it holds so; issued invoices stay as they are."""
    given = body.model_dump()
    methods, creditor_id = given.pop("methods"), given.pop("creditor_id")
    ctx = version_context(request, lambda: payment_terms(request.today))
    set_payment_policy(methods=methods, creditor_id=creditor_id, policy=PaymentPolicy(**given), ctx=ctx)
    return _policy(request, response)


def _methods(call: OrganisationCall, response: HttpResponse) -> MethodsOut:
    found = payer_methods(call.organisation.id, call.today)
    tagged(response, found)
    return MethodsOut(
        offered=[one.value for one in found.offered], chosen=found.chosen.value if found.chosen else None,
        contracts=[answer_of(ContractMethod, one, id=contract_name(one.key)) for one in found.contracts],
        mandates=[mandate_out(one) for one in found.mandates],
    )  # fmt: skip


def _found(call: ProjectCall) -> ContractPayment:
    found = contract_payment(call.account, call.project, call.today)
    if found is None:
        raise NotFound
    return found


def _contract(found: ContractPayment) -> ContractMethodOut:
    way, is_offered = found.way, Method.DIRECT_DEBIT in found.way.methods
    mandate = None
    if is_offered and not way.account and found.terms.creditor_id:
        mandate = mandate_text_out(text_of(found.creditor, found.terms, Scheme.CORE), Scheme.CORE)
    return ContractMethodOut(
        contract=contract_name(found.contract), payer=found.payer_name,
        chosen=found.chosen.value if found.chosen else None, usual=way.usual.value,
        methods=[one.value for one in way.methods], account=way.account or None, may_choose=way.may_choose,
        mandate=mandate,
    )  # fmt: skip


def _policy(call: Call, response: HttpResponse) -> PaymentPolicyOut:
    found = payment_terms(call.today)
    tagged(response, found)
    methods = [one.value for one in Method if one in found.offered and one is not Method.TRANSFER]
    return PaymentPolicyOut(methods=methods, creditor_id=found.creditor_id or None, **asdict(found.policy))
