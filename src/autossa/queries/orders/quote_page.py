"""The page of a quote: the document, how it stands, and whether it would hold today; and that of a new one."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from autossa.domain.amounts import Ssc
from autossa.domain.billing.documents import Document
from autossa.domain.orders.quotes import Difference, State
from autossa.domain.refusals import Refusal
from autossa.queries.as_of import project_as_of
from autossa.queries.credits.orders import possible_payers, unverified
from autossa.queries.orders.approvers import Approver, Asked, approvers, find_asked
from autossa.queries.orders.documents import quote_document
from autossa.queries.orders.plans import Plan, changed, plan_contract, plan_credits, plan_of
from autossa.queries.orders.quotes import QuoteRow, find_quote
from autossa.store import models
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class QuotePage:
    """A quote with its document. While it is open: what it would be today, and what differs from it.

    `unverified` names who has to be verified before it can be accepted.
    """

    quote: QuoteRow
    document: Document
    plan: Plan | None = None
    differences: tuple[Difference, ...] = ()
    refusal: Refusal | None = None
    unverified: str | None = None

    @property
    def holds(self) -> bool:
        """It can be accepted as it is."""
        is_open = self.quote.state is State.OPEN and self.unverified is None
        return is_open and self.plan is not None and not self.differences and self.refusal is None


@dataclass(frozen=True, slots=True)
class NewQuotePage:
    """Who may pay, which options there are, and what would be offered."""

    payers: tuple[tuple[UUID, str], ...]
    options: tuple[str, ...]
    plan: Plan | Refusal | None = None


def quote_page(public: str, project: UUID | None, today: date, now: datetime) -> QuotePage | None:
    """A quote by its public id, of a project if one is named; None when there is none."""
    quote = find_quote(public, today, now, project)
    if quote is None:
        return None
    document = quote_document(quote.key)
    if quote.state not in (State.OPEN, State.EXPIRED):
        return QuotePage(quote, document)
    row = models.Quote.objects.select_related("project").get(pk=quote.key)
    lacks = unverified(quote.project_key, quote.payer_key)
    plan = plan_of(row, today)
    if plan is None or isinstance(plan, Refusal):
        return QuotePage(quote, document, refusal=plan, unverified=lacks)
    refusal = plan.licenses.refusal if plan.licenses else None
    return QuotePage(quote, document, plan, changed(row, plan), refusal, lacks)


@dataclass(frozen=True, slots=True)
class AskPage:
    """A quote, and who can be asked to approve it."""

    quote: QuoteRow
    people: tuple[Approver, ...]


@dataclass(frozen=True, slots=True)
class ApprovalPage:
    """The quote that somebody is asked to approve, and who asks whom."""

    asked: Asked
    page: QuotePage


def ask_page(public: str, project: UUID, today: date, now: datetime) -> AskPage | None:
    """An open quote that the customer pays; None for any other."""
    quote = find_quote(public, today, now, project)
    if quote is None or quote.state is not State.OPEN or not quote.customer_pays:
        return None
    customer = models.Project.objects.values_list("customer_id", flat=True).get(pk=project)
    return AskPage(quote, approvers(customer, quote.about))


def approval_page(secret: str, today: date, now: datetime) -> ApprovalPage | None:
    """What the link of an e-mail leads to; None where it is not valid."""
    asked = find_asked(secret, now)
    page = quote_page(public_id("quo", asked.quote), None, today, now) if asked else None
    return ApprovalPage(asked, page) if asked and page else None


def new_quote_page(
    project: UUID, user: UUID, day: date, *, payer: UUID | None, ssc: Ssc | None = None, option: str = ""
) -> NewQuotePage:
    """What can be quoted to whom, by somebody on a day; with what was asked for, what it would be."""
    payers, found = possible_payers(project, user, day), project_as_of(project, day)
    options = tuple(one.name for one in found.project.terms.policy.options) if found else ()
    plan: Plan | Refusal | None = None
    if payer in dict(payers) and payer is not None:
        if ssc is not None:
            plan = plan_credits(project, day, ssc, payer)
        elif option:
            plan = plan_contract(project, day, option, payer)
    return NewQuotePage(payers, options, plan)
