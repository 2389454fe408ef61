"""Quotes as rows: of a project, one of them, what waits of somebody's approval."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from autossa.domain.amounts import Money, Ssc
from autossa.domain.orders.quotes import About, State, state_of
from autossa.queries.orders.approvers import bound_by
from autossa.store import models
from autossa.store.ids import read_public_id

LIMIT = 200


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """Somebody who was asked for approval, and what came of it.

    `state` is `asked`, `approved`, `declined`, `withdrawn` or `expired`.
    """

    id: str
    key: UUID
    name: str
    email: str
    asked_by: str
    asked_at: datetime
    expires_at: datetime
    state: str
    answered_at: datetime | None
    reason: str
    message: str


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """One quote; SSC in hundredths, money in minor units of `currency`. It `binds` the payer, or the customer."""

    id: str
    key: UUID
    number: str
    about: About
    project: str
    project_key: UUID
    project_name: str
    customer: str
    payer: str
    payer_key: UUID
    binds: UUID
    customer_pays: bool
    issued_on: date
    valid_until: date
    state: State
    ssc: Ssc | None
    option: str
    net: Money
    tax: Money
    gross: Money
    currency: str
    order_number: str
    made_by: str
    made_by_key: UUID | None
    ended_at: datetime | None
    ended_by: str
    consents: tuple[ConsentRow, ...]

    @property
    def waits_for(self) -> ConsentRow | None:
        """Who is asked and has not answered."""
        return next((one for one in self.consents if one.state == "asked"), None)


def quotes_of(project: UUID, today: date, now: datetime) -> tuple[QuoteRow, ...]:
    """The quotes of a project, newest first."""
    return tuple(_row(row, today, now) for row in _quotes().filter(project=project).order_by("-id")[:LIMIT])


def find_quote(public: str, today: date, now: datetime, project: UUID | None = None) -> QuoteRow | None:
    """A quote by its public id or number, of a project if one is named; None when there is none."""
    found = _quotes()
    try:
        if public.startswith("quo_"):
            found = found.filter(pk=read_public_id("quo", public))
        else:
            _series, year, number = public.split("-")
            found = found.filter(year=int(year), number=int(number))
    except ValueError:
        return None
    row = (found.filter(project=project) if project else found).first()
    return _row(row, today, now) if row else None


def all_quotes(today: date, now: datetime, state: str = "") -> tuple[QuoteRow, ...]:
    """The newest quotes of all projects, of a state if one is named."""
    rows = (_row(row, today, now) for row in _quotes().order_by("-id")[:LIMIT])
    return tuple(row for row in rows if not state or row.state.value == state)


def _quotes() -> QuerySet[models.Quote]:
    return models.Quote.objects.select_related("project__customer", "payer").prefetch_related("consents")


def _row(row: models.Quote, today: date, now: datetime) -> QuoteRow:
    state = state_of(
        row.valid_until, today, accepted=row.accepted_at is not None, withdrawn=row.withdrawn_at is not None
    )
    consents = sorted(row.consents.all(), key=lambda one: one.id, reverse=True)
    return QuoteRow(
        id=row.public_id,
        key=row.id,
        number=row.full_number,
        about=About(row.about),
        project=row.project.public_id,
        project_key=row.project_id,
        project_name=row.project.name,
        customer=row.project.customer.name,
        payer=row.payer.name,
        payer_key=row.payer_id,
        binds=bound_by(row),
        customer_pays=row.payer_id == row.project.customer_id,
        issued_on=row.issued_on,
        valid_until=row.valid_until,
        state=state,
        ssc=row.ssc,
        option=row.option,
        net=row.net,
        tax=row.tax,
        gross=row.gross,
        currency=row.currency,
        order_number=row.order_number,
        made_by=row.made_by_name,
        made_by_key=row.made_by,
        ended_at=row.accepted_at or row.withdrawn_at,
        ended_by=row.accepted_by_name or row.withdrawn_by_name,
        consents=tuple(_consent(one, now, is_open=state is State.OPEN) for one in consents),
    )


def _consent(row: models.Consent, now: datetime, *, is_open: bool) -> ConsentRow:
    answered = row.approved_at or row.declined_at or row.withdrawn_at
    if row.approved_at:
        state = "approved"
    elif row.declined_at:
        state = "declined"
    elif row.withdrawn_at:
        state = "withdrawn"
    else:
        state = "asked" if now < row.expires_at and is_open else "expired"
    return ConsentRow(
        row.public_id, row.id, row.name, row.email, row.asked_by_name, row.asked_at, row.expires_at, state, answered,
        row.reason, row.message,
    )  # fmt: skip
