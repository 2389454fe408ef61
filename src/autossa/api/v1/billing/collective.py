"""How a payer is invoiced: each charge alone or together; what waits, what was issued; which files go with e-mails."""

from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from ninja import Field, Query, Router

from autossa.api.v1.frame.calls import OrganisationCall, ProjectCall, context_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.rows import answer_of, answers_of
from autossa.api.v1.frame.shapes import AmountText, Answer, Body, Currency, Day, Id
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.domain.billing.cycles import FIRST_DAY, LAST_DAY, Cycle, Every
from autossa.domain.rights import Action
from autossa.operations.billing import collective as operations
from autossa.operations.billing.mailing import set_invoice_xml
from autossa.operations.errors import Invalid
from autossa.queries.billing.issued.collected import Setting, collected_of, collective_page
from autossa.queries.billing.issued.waiting import Collection
from autossa.queries.organisations.documents import documents_wanted
from autossa.queries.permissions import Scope

router = Router(tags=["Payers"])
_ORG = "/organisations/{organisation_id}"
_MAILS = f"{_ORG}/invoice-mails"


class DayOfMonthWrong(Invalid):
    """A monthly invoice has a day of the month, from {first} to {last}; no other has one."""

    field = "day"


class CycleIn(Body):
    """How a payer is invoiced, from a day on."""

    every: Every
    day: int | None = Field(None, ge=FIRST_DAY, le=LAST_DAY, description="Of the month, for monthly invoices.")
    starts_on: Day


class CycleOut(Answer):
    """How a payer is invoiced."""

    every: str
    day: int | None


class SettingOut(Answer):
    """Since a day."""

    every: str
    day: int | None
    starts_on: Day
    set_at: datetime


class WaitingOut(Answer):
    """A collective invoice to be."""

    due_on: Day | None = Field(description="When it is issued.")
    currency: Currency
    net: AmountText
    order_number: str | None
    bookings: int


class IssuedOut(Answer):
    """A collective invoice."""

    id: Id
    number: str
    issued_on: Day
    starts_on: Day
    until: Day
    projects: int
    currency: Currency
    net: AmountText
    tax: AmountText
    gross: AmountText
    left: AmountText


class InvoicingOut(Answer):
    """How a payer is invoiced, what waits, what was issued."""

    cycle: CycleOut
    settings: list[SettingOut]
    waiting: list[WaitingOut]
    issued: list[IssuedOut]


class CollectedOut(Answer):
    """A booking of a project that stands, or will stand, on a collective invoice."""

    reason: str
    starts_on: Day
    until: Day
    booked_on: Day
    currency: Currency
    net: AmountText
    payer: str
    number: str | None
    issued_on: Day | None
    expected_on: Day | None
    is_left_out: bool


class MailsOut(Answer):
    """What goes with the PDF of invoices by e-mail, and to whom."""

    xml: str | None
    addresses: list[str]


class MailsIn(Body):
    """What goes with the PDF: nothing, cii or ubl."""

    xml: str = Field("", max_length=20)


@endpoint(router, "GET", f"{_ORG}/invoicing", Scope.ORGANISATION, Action.VIEW_ORGANISATION, answer=InvoicingOut)
def get_invoicing(request: OrganisationCall, organisation_id: str) -> InvoicingOut:
    """How an organisation is invoiced, what waits for its next invoice, and its collective invoices."""
    return _out(request)


@endpoint(router, "POST", f"{_ORG}/invoicing", Scope.ORGANISATION, Action.KEEP_BOOKS, answer=InvoicingOut)
def set_invoicing(request: OrganisationCall, organisation_id: str, body: CycleIn) -> InvoicingOut:
    """Staff: how an organisation is invoiced for what is booked from a day on."""
    if (body.every is Every.MONTHLY) != (body.day is not None):
        raise DayOfMonthWrong(first=FIRST_DAY, last=LAST_DAY)
    operations.set_cycle(
        payer=request.organisation.id, cycle=Cycle(body.every, body.day), starts_on=body.starts_on,
        ctx=context_of(request),
    )  # fmt: skip
    return _out(request)


@endpoint(
    router, "GET", "/projects/{project_id}/collected", Scope.PROJECT, Action.VIEW_BILLING,
    answer=Listed[CollectedOut],
)  # fmt: skip
def list_collected(request: ProjectCall, project_id: str, ask: Annotated[PageAsk, Query()]) -> Listed[CollectedOut]:
    """Bookings of a project that stand on collective invoices, or wait for one. Their place in the list is their id."""
    rows = list(enumerate(collected_of(request.project.id, request.today)))
    return listed(rows, ask, lambda row: answer_of(CollectedOut, row[1]), lambda row: str(row[0]))


@endpoint(router, "GET", _MAILS, Scope.ORGANISATION, Action.EDIT_ORGANISATION, answer=MailsOut)
def get_invoice_mails(request: OrganisationCall, organisation_id: str, response: HttpResponse) -> MailsOut:
    """Which files go with the e-mails about invoices, and to whom."""
    return _mails(request, response)


@endpoint(
    router, "PUT", _MAILS, Scope.ORGANISATION, Action.EDIT_ORGANISATION, answer=MailsOut, versioned=True
)  # fmt: skip
def set_invoice_mails(
    request: OrganisationCall, organisation_id: str, body: MailsIn, response: HttpResponse
) -> MailsOut:
    """Which files go with the e-mails about invoices, from the next one on."""
    key = request.organisation.id
    set_invoice_xml(payer=key, xml=body.xml, ctx=version_context(request, lambda: documents_wanted(key)))
    return _mails(request, response)


def _out(call: OrganisationCall) -> InvoicingOut:
    page = collective_page(call.organisation.id, call.today)
    return InvoicingOut(
        cycle=answer_of(CycleOut, page.cycle), settings=[_setting(one) for one in page.settings],
        waiting=[_waiting(one) for one in page.waiting], issued=answers_of(IssuedOut, page.issued),
    )  # fmt: skip


def _setting(one: Setting) -> SettingOut:
    return answer_of(SettingOut, one, every=one.cycle.every.value, day=one.cycle.day)


def _waiting(one: Collection) -> WaitingOut:
    together = one.together
    return answer_of(
        WaitingOut, one, currency=together.currency, due_on=together.due, order_number=together.order_number or None,
        bookings=len(one.bookings),
    )  # fmt: skip


def _mails(call: OrganisationCall, response: HttpResponse) -> MailsOut:
    found = documents_wanted(call.organisation.id)
    tagged(response, found)
    return MailsOut(xml=found.xml or None, addresses=list(found.addresses))
