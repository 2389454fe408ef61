"""Quotes are made, numbered without gaps, and withdrawn (billing 8).

Whoever may prepare one commits nobody: it is accepted by somebody who may, or by whom they ask (`consents`).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from uuid import UUID

from django.db import transaction

from autossa.domain.amounts import Ssc
from autossa.domain.billing.documents import DocumentLine
from autossa.domain.currencies import with_code
from autossa.domain.limits import Deed
from autossa.domain.orders.orders import Wanted
from autossa.domain.orders.quotes import valid_until
from autossa.domain.refusals import Refusal
from autossa.operations import limits
from autossa.operations.activity import record_activity
from autossa.operations.billing.orders.deciding import check_payer
from autossa.operations.context import ActionContext
from autossa.operations.credits.orders import check_amount
from autossa.operations.decide import locked
from autossa.operations.errors import Invalid, Refused
from autossa.operations.orders.licenses import check_wanted
from autossa.operations.orders.papers import QuoteNotFound
from autossa.operations.validation import MAX_REFERENCE, numeric, read_line
from autossa.queries.orders.plans import Plan, plan_contract, plan_credits, plan_licenses
from autossa.store import models
from autossa.store.engine.batch import take_numbers
from autossa.store.models.billing.quotes import SERIES
from autossa.wording import quotes as words
from autossa.wording.documents import credits_name

Planned = Callable[[], Plan | Refusal | None]


class OptionNotOffered(Invalid):
    """There is no such option, or no such project."""

    field = "option"


class QuoteEnded(Invalid):
    """This quote was accepted or withdrawn already."""


def quote_credits(*, project: UUID, ssc: Ssc, payer: UUID, ctx: ActionContext, order_number: str = "") -> UUID:
    """A quote for so many SSC (hundredths) at the price of the day.

    Raises OrderOutOfBounds, PayerNotAllowed, OrderNotVerified, LimitReached, Refused `no_price`; for the number as
    `read_line`.
    """
    check_amount(ssc)
    return _make(project, payer, order_number, lambda: plan_credits(project, ctx.today, ssc, payer), ctx)


def quote_licenses(
    *, project: UUID, wanted: Sequence[Wanted], payer: UUID, ctx: ActionContext, order_number: str = ""
) -> UUID:
    """A quote for licenses at the list prices of the day.

    Raises as `orders.licenses.check_wanted`, PayerNotAllowed, OrderNotVerified, LimitReached, Refused
    `no_license_price`, or as adding them would be; for the number as `read_line`.
    """
    check_wanted(project, wanted)
    return _make(project, payer, order_number, lambda: plan_licenses(project, ctx.today, wanted, payer), ctx)


def quote_contract(*, project: UUID, option: str, payer: UUID, ctx: ActionContext, order_number: str = "") -> UUID:
    """A quote for a contract with an option of the policy, as concluding it would be today.

    Raises OptionNotOffered, PayerNotAllowed, OrderNotVerified, LimitReached, Refused as concluding and approving are;
    for the number as `read_line`.
    """
    return _make(project, payer, order_number, lambda: plan_contract(project, ctx.today, option, payer), ctx, option)


def withdraw(*, quote: UUID, ctx: ActionContext) -> None:
    """Take a quote back that was not accepted; whoever was asked to approve it need not any more.

    Raises QuoteNotFound, QuoteEnded.
    """
    with transaction.atomic():
        row = claim_quote(quote, ctx)
        row.withdrawn_at, row.withdrawn_by, row.withdrawn_by_name = ctx.now, ctx.actor.user, ctx.actor.name
        row.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_by_name"])
        models.Consent.objects.open().filter(quote=row).update(withdrawn_at=ctx.now)
        record_quote(ctx, "withdraw_quote", row)


def claim_quote(quote: UUID, ctx: ActionContext) -> models.Quote:
    """The quote, locked after its project; nothing has become of it. Raises QuoteNotFound, QuoteEnded."""
    project = models.Quote.objects.filter(pk=quote).values_list("project_id", flat=True).first()
    if project is None:
        raise QuoteNotFound
    locked(project, ctx)
    ctx.check_seen()
    row = models.Quote.objects.select_for_update(of=["self"]).select_related("project", "payer").get(pk=quote)
    if row.accepted_at is not None or row.withdrawn_at is not None:
        raise QuoteEnded
    return row


def record_quote(ctx: ActionContext, action: str, row: models.Quote, **more: object) -> None:
    """A row of the activity log about a quote."""
    amount = with_code(row.gross, row.currency)
    details: dict[str, object] = {"order": row.full_number, "amount": amount, "about": row.about, **more}
    record_activity(ctx, action, project=row.project_id, details=details)


def _make(
    project: UUID, payer: UUID, order_number: str, planned: Planned, ctx: ActionContext, option: str = ""
) -> UUID:
    order_number = read_line(order_number, "the order number", MAX_REFERENCE, required=False, field="order_number")
    limits.count(Deed.REQUEST, ctx, project=project)
    with transaction.atomic():
        locked(project, ctx)
        check_payer(project, payer, ctx)  # before somebody is verified nobody knows their VAT
        ctx.check_seen()
        plan = planned()
        if plan is None:
            raise OptionNotOffered
        refusal = plan if isinstance(plan, Refusal) else plan.licenses.refusal if plan.licenses else None
        if refusal is not None or isinstance(plan, Refusal):
            raise Refused(refusal or plan)  # type: ignore[arg-type]
        row = _write(project, models.Organisation.objects.get(pk=payer), plan, option, order_number, ctx)
        record_quote(ctx, "make_quote", row)
    return row.id


def _write(
    project: UUID, payer: models.Organisation, plan: Plan, option: str, order_number: str, ctx: ActionContext
) -> models.Quote:
    vendor = models.Organisation.objects.get(kind="vendor")
    assert vendor.party_id is not None  # a trigger keeps them
    assert payer.party_id is not None
    language, last_day = payer.language, valid_until(ctx.today, plan.lasts)
    row = models.Quote(
        project_id=project,
        payer=payer,
        about=plan.about.value,
        year=ctx.today.year,
        price_list_id=plan.price_list,
        issued_on=ctx.today,
        valid_until=last_day,
        currency=plan.currency,
        net=plan.net,
        tax=plan.tax,
        gross=plan.gross,
        tax_rate=numeric(plan.tax_rate),
        section=models.Project.objects.get(pk=project).name,
        order_number=order_number,
        ssc=plan.ssc,
        option=option,
        agreed=plan.figures,
        seller_id=vendor.party_id,
        seller_facts=models.SellerFacts.objects.latest("number"),
        buyer_id=payer.party_id,
        intro=words.intro(plan, language),
        closing=words.closing(plan, language).replace("\N{NO-BREAK SPACE}", " "),  # documents show what is unseen
        made_at=ctx.now,
        made_by=ctx.actor.user,
        made_by_name=ctx.actor.name,
    )
    row.number = take_numbers(SERIES, ctx.today.year, 1)  # last: others wait for it until the transaction ends
    row.save(force_insert=True)
    models.QuoteLine.objects.bulk_create(
        _line(row, position, replace(line, name=line.name or credits_name(language)))
        for position, line in enumerate(plan.lines, start=1)
    )
    return row


def _line(row: models.Quote, position: int, line: DocumentLine) -> models.QuoteLine:
    return models.QuoteLine(
        quote=row,
        position=position,
        name=line.name,
        license_id=line.license_id,
        license_type=line.license_type,
        quantity=line.quantity,
        start=line.start,
        end=line.end,
        needed=line.needed,
        from_balance=line.from_balance,
        units=line.units,
        price=numeric(line.price),
        factor=numeric(line.factor),
        net=line.net,
        category=line.category.value,
    )
