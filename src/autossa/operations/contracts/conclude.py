"""A contract is concluded: submitted for the vendor's review (rule 4)."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction

from autossa.domain import conclusions
from autossa.domain.billing.terms import TermsDeed
from autossa.domain.billing.vat import Rate
from autossa.domain.comparisons import figures, make_offer
from autossa.domain.lifecycle import Action
from autossa.domain.limits import Deed
from autossa.domain.plans import Option
from autossa.domain.projects import Outcome, Project, paid_at
from autossa.domain.refusals import Refusal
from autossa.operations import limits
from autossa.operations.billing.payments.methods import Chosen, write_choice
from autossa.operations.context import ActionContext
from autossa.operations.contracts.messages import apply_and_say
from autossa.operations.decide import Effects
from autossa.operations.errors import Changed, Invalid, NotFound, Refused
from autossa.operations.validation import MAX_REFERENCE, NotAnEmailAddress, read_email, read_line
from autossa.operations.vendor.terms import acceptances
from autossa.operations.vendor.terms.acceptances import NOTHING, Accepted, Agreed
from autossa.queries.billing.possible_payers import tax_rates_of
from autossa.store import models
from autossa.store.engine.agreements import Invoicing
from autossa.store.engine.load import Loaded


class UnknownOption(Invalid):
    """There is no option {option}; there are {options}."""

    field = "option"


class PayerNotFound(NotFound):
    """There is no such payer."""

    field = "payer"


class NotAnInvoiceContact(Invalid):
    """{email} is no e-mail address"""

    field = "invoice_contact"


class CustomerNotVerified(Invalid):
    """The vendor has not verified this customer yet; that comes before the first contract."""


class PayerNotVerified(Invalid):
    """The vendor has not verified the payer yet; that comes before its first invoice."""


def conclude(
    *,
    project: UUID,
    option: str,
    ctx: ActionContext,
    fixed_end: date | None = None,
    payer: UUID | None = None,
    agreed: Mapping[str, str] | None = None,
    order_number: str = "",
    invoice_contact: str = "",
    terms: Agreed = NOTHING,
    payment: Chosen | None = None,
) -> Outcome:
    """Submit a contract for review (rule 4); the payer is the customer unless another organisation is named.

    `order_number` is the payer's own, for its invoices; `invoice_contact` an e-mail address that gets them too.
    `agreed` are the figures (`domain.comparisons.figures`) that whoever concludes has seen: nothing else is concluded.
    `payment` says how the contract is paid, where otherwise than its payer usually does; a mandate is given with it.
    `terms` are the documents of the vendor's terms that the customer agrees to, which are kept with the contract.
    Raises Refused as `domain.conclusions.conclude`, Changed for figures that no longer hold, TermsChanged,
    TermsNotAccepted, UnknownOption, CustomerNotVerified, PayerNotVerified, NotFound also for the payer, LimitReached;
    for what is written as `read_invoicing`, for `payment` as `methods.write_choice`.
    """
    limits.count(Deed.REQUEST, ctx, project=project)
    return submit(
        project=project, option=option, ctx=ctx, fixed_end=fixed_end, payer=payer, agreed=agreed,
        order_number=order_number, invoice_contact=invoice_contact, terms=terms, payment=payment,
    )  # fmt: skip


def submit(
    *,
    project: UUID,
    option: str,
    ctx: ActionContext,
    fixed_end: date | None = None,
    payer: UUID | None = None,
    agreed: Mapping[str, str] | None = None,
    order_number: str = "",
    invoice_contact: str = "",
    terms: Agreed = NOTHING,
    payment: Chosen | None = None,
) -> Outcome:
    """As `conclude`, where it was asked for before: nobody pushes it from outside, so it is not counted."""
    invoicing = read_invoicing(order_number, invoice_contact)
    rates: list[tuple[Rate, ...]] = []
    accepted: list[Accepted] = []
    details: dict[str, Any] = {"option": option, "fixed_end": fixed_end.isoformat() if fixed_end else None}

    def check(loaded: Loaded) -> None:
        if models.Organisation.objects.filter(pk=loaded.customer, verified_on=None).exists():
            raise CustomerNotVerified
        if payer is not None:
            if models.Organisation.objects.filter(pk=payer, verified_on=None).exists():
                raise PayerNotVerified
            rates.append(_tax_rates(payer))
        accepted.append(acceptances.check(organisation=loaded.customer, agreed=terms, ctx=ctx))
        details.update(accepted[0].details)

    def rule(facts: Project) -> Outcome | Refusal:
        chosen = _option(facts, option)
        outcome = conclusions.conclude(facts, ctx.today, chosen, fixed_end)
        if agreed is not None and not isinstance(outcome, Refusal):
            paid = paid_at(facts, rates[0]) if rates else facts
            _check_agreed(paid, ctx.today, chosen, fixed_end, agreed)
        return outcome

    if invoicing.order_number:
        details["order"] = invoicing.order_number
    if agreed is not None:
        details["agreed"] = dict(agreed)
    with transaction.atomic():
        outcome = apply_and_say(
            project=project,
            ctx=ctx,
            action=Action.CONCLUDE,
            rule=rule,
            details=details,
            effects=Effects(payer=payer, invoicing=invoicing),
            check=check,
        )
        latest = models.Contract.objects.filter(project=project).order_by("-number").values_list("id", flat=True)
        acceptances.record(deed=TermsDeed.CONTRACT, deed_id=latest[0], accepted=accepted[0], ctx=ctx)
        if payment is not None and payment.method is not None:
            _choose_method(latest[0], payment, ctx)
    return outcome


def _choose_method(contract: UUID, payment: Chosen, ctx: ActionContext) -> None:
    """The project is locked before its payer."""
    row = models.Contract.objects.get(pk=contract)
    payer = models.Organisation.objects.select_for_update().get(pk=row.payer_id)
    write_choice(payer, payment.method, ctx, contract=row, account=payment)


def read_invoicing(order_number: str, contact: str) -> Invoicing:
    """What a payer wants on invoices, cleaned. Raises TextTooLong, CharacterNotAllowed, NotAnEmailAddress."""
    number = read_line(order_number, "the order number", MAX_REFERENCE, required=False, field="order_number")
    try:
        address = read_email(contact) if contact.strip() else ""
    except NotAnEmailAddress:
        raise NotAnInvoiceContact(email=contact) from None
    return Invoicing(number, address)


def _option(facts: Project, name: str) -> Option:
    try:
        return facts.terms.policy.option(name)
    except KeyError:
        names = ", ".join(option.name for option in facts.terms.policy.options)
        raise UnknownOption(option=name, options=names) from None


def _tax_rates(payer: UUID) -> tuple[Rate, ...]:
    rates = tax_rates_of(payer)
    if rates is None:
        raise PayerNotFound
    return rates


def _check_agreed(facts: Project, day: date, option: Option, fixed_end: date | None, agreed: Mapping[str, str]) -> None:
    """Under the lock: what was shown is what is concluded. Raises Changed, Refused where it could not be approved."""
    offer = make_offer(facts, day, option, fixed_end=fixed_end)
    if isinstance(offer, Refusal):
        raise Refused(offer)
    if figures(offer) != dict(agreed):
        raise Changed(offer)
