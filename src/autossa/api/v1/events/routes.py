"""Endpoints of events."""

from ninja import Query, Router

from autossa.api.v1.events.shapes import DeliveryMade, EventAsk, EventOut, ResendIn, event_out
from autossa.api.v1.frame.calls import Call, UnknownId, context_of, key_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, NotInList, OneWayOnly
from autossa.operations.accounts.webhooks import resending
from autossa.operations.errors import NotFound
from autossa.queries.accounts.events import EventFilter, EventRow, find_event, list_events
from autossa.queries.accounts.webhooks import WebhookRow, managed_webhook
from autossa.queries.errors import Unknown
from autossa.queries.identifiers import delivery_name
from autossa.queries.permissions import Scope

router = Router(tags=["Events"])


@endpoint(router, "GET", "/events", Scope.SELF, answer=Listed[EventOut])
def list_all_events(request: Call, asked: Query[EventAsk]) -> Listed[EventOut]:
    """Events, the oldest first: of the projects and organisations whose activity you may see.

    Who has read up to an event (`starting_after`) has missed none before it, whatever was written at the same time.
    """
    if asked.starting_after and asked.ending_before:
        raise OneWayOnly
    project = key_of("prj", asked.project, "project") if asked.project else None
    undelivered = _webhook(request, asked.undelivered, "undelivered").key if asked.undelivered else None
    wanted = EventFilter(tuple(asked.type), project, asked.since, undelivered)
    try:
        rows, more = list_events(
            request.account, request.today, wanted, limit=asked.limit, after=asked.starting_after,
            before=asked.ending_before,
        )  # fmt: skip
    except Unknown:
        raise NotInList("ending_before" if asked.ending_before else "starting_after") from None
    return Listed(data=[_out(request, row, asked.full) for row in rows], has_more=more)


@endpoint(router, "GET", "/events/{event_id}", Scope.SELF, answer=EventOut)
def get_event(request: Call, event_id: str, full: bool = False) -> EventOut:
    """An event."""
    return _out(request, _event(request, event_id), full)


@endpoint(router, "POST", "/events/{event_id}/resend", Scope.SELF, answer=DeliveryMade, status=202)
def resend_event(request: Call, event_id: str, body: ResendIn) -> DeliveryMade:
    """Send an event once more to an endpoint of an organisation whose people you manage."""
    row = _event(request, event_id)
    to = _webhook(request, body.webhook, "webhook")
    made = resending.resend(
        event=key_of("evt", row.id, "event"), endpoint=to.key, organisation=to.organisation_key, ctx=context_of(request)
    )
    return DeliveryMade(id=delivery_name(made))


def _event(call: Call, event_id: str) -> EventRow:
    try:
        return find_event(call.account, call.today, event_id)
    except Unknown:
        raise NotFound from None


def _webhook(call: Call, text: str, field: str) -> WebhookRow:
    try:
        return managed_webhook(call.account, text)
    except Unknown:
        raise UnknownId(field) from None


def _out(call: Call, row: EventRow, is_full: bool) -> EventOut:
    return event_out(row, call.account, call.moment, is_full=is_full)
