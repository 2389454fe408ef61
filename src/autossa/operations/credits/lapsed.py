"""A lapsed project in one flow: what is missing is ordered, and the contract with it, which follows by itself."""

from datetime import date
from uuid import UUID

from django.db import transaction

from autossa.domain import lapses
from autossa.domain.amounts import Money
from autossa.domain.lapses import LapsePlan
from autossa.domain.plans import Option
from autossa.domain.projects import Project, paid_at
from autossa.domain.refusals import Refusal
from autossa.operations.activity import record_activity
from autossa.operations.billing.orders.deciding import check_payer, is_of
from autossa.operations.context import ActionContext
from autossa.operations.contracts.conclude import PayerNotFound, UnknownOption, read_invoicing
from autossa.operations.contracts.continuing import continue_when_paid
from autossa.operations.credits import orders
from autossa.operations.decide import locked
from autossa.operations.errors import Invalid, Refused
from autossa.operations.vendor.terms import acceptances
from autossa.operations.vendor.terms.acceptances import NOTHING, Agreed
from autossa.queries.as_of import as_of
from autossa.queries.billing.possible_payers import tax_rates_of
from autossa.store import models


class NothingMissing(Invalid):
    """No credits are missing any more: conclude the contract directly."""


class LapsedOrderWaits(Invalid):
    """An order with a contract waits for its payment already. Pay it, or withdraw it first."""


def order_and_conclude(
    *,
    order: UUID,
    project: UUID,
    option: str,
    payer: UUID,
    gross: Money,
    ctx: ActionContext,
    fixed_end: date | None = None,
    terms: Agreed = NOTHING,
    order_number: str = "",
    invoice_contact: str = "",
) -> bool:
    """Order what suffices on each day up to the last to pay, and ask for a contract once it is paid (rule 4).

    It must come to `gross` (minor units). `order` is the id of the order to be: False where it was placed already.
    `terms` are what customer and payer agree to. Raises NotFound, Refused as concluding is, NothingMissing,
    LapsedOrderWaits, UnknownOption, and as `credits.orders.place`; for what is written as `read_invoicing`.
    """
    invoicing = read_invoicing(order_number, invoice_contact)
    with transaction.atomic():
        loaded = locked(project, ctx)
        if models.CreditOrder.objects.filter(pk=order).exists():
            return is_of(models.CreditOrder, order, project)
        if models.Continuation.objects.filter(order__project=project, order__state="open").exists():
            raise LapsedOrderWaits
        check_payer(project, payer, ctx)
        rates = tax_rates_of(payer)
        if rates is None:
            raise PayerNotFound
        facts = paid_at(as_of(loaded, ctx.today).project, rates)
        plan = _plan(facts, option, fixed_end, ctx.today)
        acceptances.check(organisation=loaded.customer, agreed=terms, ctx=ctx)
        orders.place(
            order=order, project=project, ssc=plan.ssc, payer=payer, gross=gross, ctx=ctx, terms=terms,
            order_number=invoicing.order_number,
        )  # fmt: skip
        models.Continuation.objects.create(
            order_id=order, option=option, fixed_end=fixed_end, pay_until=plan.pay_until, asked_by=ctx.actor.user,
            asked_at=ctx.now, invoice_contact=invoicing.contact, terms=list(terms.documents),
            terms_of_environment=terms.to_environment,
        )  # fmt: skip
        record_activity(ctx, "order_and_conclude", project=project, details={"option": option})
        if models.CreditOrder.objects.filter(pk=order, state="booked").exists():  # of a trusted payer
            continue_when_paid(order=order, ctx=ctx)
    return True


def _plan(facts: Project, option: str, fixed_end: date | None, day: date) -> LapsePlan:
    """What to order; refused where the contract could not follow although it is paid at once."""
    plan = lapses.plan(facts, day)
    if isinstance(plan, Refusal):
        raise Refused(plan)
    if plan is None:
        raise NothingMissing
    outcome = lapses.continue_when_paid(facts, day, plan, _option(facts, option), fixed_end)
    if isinstance(outcome, Refusal):
        raise Refused(outcome)
    return plan


def _option(facts: Project, name: str) -> Option:
    found = next((one for one in facts.terms.policy.options if one.name == name), None)
    if found is None:
        raise UnknownOption(option=name, options=", ".join(one.name for one in facts.terms.policy.options))
    return found
