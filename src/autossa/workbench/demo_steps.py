"""One step of the demo's history, done by the use case that a person would have come to."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from autossa.domain.orders.orders import Wanted
from autossa.domain.refusals import Refusal
from autossa.domain.scenarios import Event
from autossa.operations import contracts, licenses
from autossa.operations.context import ActionContext
from autossa.operations.credits import orders
from autossa.operations.orders import consents, making
from autossa.operations.orders import licenses as license_orders
from autossa.queries.credits.orders import offer_top_up
from autossa.queries.orders.offers import offer_licenses
from autossa.queries.orders.quote_listing import find_approver
from autossa.store import models
from autossa.store.ids import new_id
from autossa.workbench import demo_devices, demo_terms, scenario_player
from autossa.workbench.demo_data import DemoProject, Step
from autossa.workbench.demo_organisations import CUSTOMERS, PARTNERS, VENDOR

_REVIEWER, _FINANCE = (VENDOR.people[at][0] for at in (1, 2))
_BY_STAFF = {
    **dict.fromkeys(
        ("add_license", "confirm_license", "approve_contract", "reject_contract", "ask_question", "write_off"),
        _REVIEWER,
    ),
    **dict.fromkeys(("top_up", "book_order", "book_licenses", "suspend_contract", "resume_contract"), _FINANCE),
}


@dataclass(frozen=True, slots=True)
class Planned:
    """A step of a project, with the organisations by their ids; `payer` is None where the customer pays."""

    project: UUID
    customer: UUID
    payer: UUID | None
    step: Step


def actor_of(project: DemoProject, step: Step) -> str:
    """Whose address does a step: who is named, staff, or the first person of the partner or customer."""
    if step.by or step.action in _BY_STAFF:
        return step.by or _BY_STAFF[step.action]
    company = PARTNERS[project.payer] if project.payer else CUSTOMERS[project.customer]
    return company.people[0][0]


def do(item: Planned, ctx: ActionContext) -> None:
    """Do the step. Raises whatever the use case refuses: the demo's history has no refusals."""
    known = _OWN.get(item.step.action)
    if item.step.action in demo_devices.ACTIONS:
        demo_devices.perform(item.project, item.step, ctx)
    elif known is not None:
        known(item, ctx)
    else:
        scenario_player.perform(item.project, Event(ctx.today, item.step.action, item.step.arguments), ctx)


def _conclude(item: Planned, ctx: ActionContext) -> None:
    given = item.step.arguments
    days = given.get("end_after")
    end = ctx.today + timedelta(days=days) if days else None
    terms = demo_terms.agreed(item.customer, ctx)
    contracts.conclude(
        project=item.project, option=given["option"], fixed_end=end, payer=item.payer, terms=terms, ctx=ctx
    )


def _request(item: Planned, ctx: ActionContext) -> None:
    given = item.step.arguments
    at_partner = models.Membership.objects.filter(user=ctx.actor.user, organisation__kind="partner").exists()
    licenses.request(
        project=item.project,
        license_id=given["id"],
        license_type=given["type"],
        quantity=given["quantity"],
        origin="partner" if at_partner else "customer",
        ctx=ctx,
    )


def _confirm(item: Planned, ctx: ActionContext) -> None:
    lines = models.LicenseLine.objects.filter(project=item.project, license__code=item.step.arguments["id"])
    licenses.confirm(project=item.project, line=lines.values_list("number", flat=True).get(), ctx=ctx)


def _order(item: Planned, ctx: ActionContext) -> None:
    ssc = item.step.arguments["ssc"]
    offer = offer_top_up(item.project, ctx.today, ssc, item.customer)
    if offer is None or isinstance(offer, Refusal):
        raise ValueError(f"nothing can be ordered on {ctx.today}")
    terms = demo_terms.agreed(item.customer, ctx)
    gross = offer.quote.gross
    orders.place(
        order=new_id(), project=item.project, ssc=ssc, payer=item.customer, gross=gross, ctx=ctx, terms=terms
    )  # fmt: skip


def _book_order(item: Planned, ctx: ActionContext) -> None:
    order = models.CreditOrder.objects.filter(project=item.project, state="open").latest("ordered_at")
    orders.book(order=order.id, ctx=ctx)


def _wanted(item: Planned) -> tuple[Wanted, ...]:
    given = item.step.arguments
    return (Wanted(given["type"], given["quantity"], given.get("enlarges", "")),)


def _order_licenses(item: Planned, ctx: ActionContext) -> None:
    wanted, number = _wanted(item), item.step.arguments.get("number", "")
    offer = offer_licenses(item.project, ctx.today, wanted, item.customer)
    if offer is None or isinstance(offer, Refusal):
        raise ValueError(f"no license can be ordered on {ctx.today}")
    license_orders.place(
        order=new_id(), project=item.project, wanted=wanted, payer=item.customer, gross=offer.priced.gross,
        order_number=number, terms=demo_terms.agreed(item.customer, ctx), ctx=ctx,
    )  # fmt: skip


def _book_licenses(item: Planned, ctx: ActionContext) -> None:
    order = models.LicenseOrder.objects.filter(project=item.project, state="open").latest("ordered_at")
    license_orders.book(order=order.id, ctx=ctx)


def _quote_licenses(item: Planned, ctx: ActionContext) -> None:
    quote = making.quote_licenses(project=item.project, wanted=_wanted(item), payer=item.customer, ctx=ctx)
    if email := item.step.arguments.get("ask"):
        message = "For the new studio, as we agreed on the phone."
        consents.ask(quote=quote, approver=find_approver(quote, email), message=message, ctx=ctx)


def _approve(item: Planned, ctx: ActionContext) -> None:
    contracts.approve(project=item.project, ctx=ctx)


def _ask(item: Planned, ctx: ActionContext) -> None:
    contracts.ask(project=item.project, question=item.step.arguments["question"], ctx=ctx)


def _answer(item: Planned, ctx: ActionContext) -> None:
    contracts.answer(project=item.project, text=item.step.arguments["text"], ctx=ctx)


_OWN: dict[str, Callable[[Planned, ActionContext], None]] = {
    "conclude_contract": _conclude,
    "request_license": _request,
    "confirm_license": _confirm,
    "order": _order,
    "book_order": _book_order,
    "order_licenses": _order_licenses,
    "book_licenses": _book_licenses,
    "quote_licenses": _quote_licenses,
    "approve_contract": _approve,
    "ask_question": _ask,
    "answer_question": _answer,
}
