"""Endpoints of webhooks: for whoever manages the people of an organisation."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router

from autossa.api.v1.events.shapes import DeliveryMade
from autossa.api.v1.frame.calls import OrganisationCall, context_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.paging import Listed, PageAsk, listed
from autossa.api.v1.frame.versions import tagged, version_context
from autossa.api.v1.webhooks.shapes import (
    DeliveryOut,
    Resent,
    SecretsOut,
    WebhookIn,
    WebhookMade,
    WebhookOut,
    delivery_out,
    webhook_made,
    webhook_out,
)
from autossa.domain.rights import Action
from autossa.operations.accounts.webhooks import endpoints, resending
from autossa.operations.errors import NotFound
from autossa.queries.accounts.webhooks import WebhookRow, deliveries_of, webhook_of, webhooks_of
from autossa.queries.errors import Unknown
from autossa.queries.identifiers import delivery_name, webhook_name
from autossa.queries.permissions import Scope

router = Router(tags=["Webhooks"])
_ALL = "/organisations/{organisation_id}/webhooks"
_ONE = _ALL + "/{webhook_id}"
_MOST = 1000


@endpoint(router, "GET", _ALL, Scope.ORGANISATION, Action.MANAGE_PEOPLE, answer=Listed[WebhookOut])
def list_webhooks(request: OrganisationCall, organisation_id: str, asked: Query[PageAsk]) -> Listed[WebhookOut]:
    """The endpoints of an organisation, the oldest first."""
    return listed(webhooks_of(request.organisation.id), asked, webhook_out)


@endpoint(router, "POST", _ALL, Scope.ORGANISATION, Action.MANAGE_PEOPLE, answer=WebhookMade, status=201)
def add_webhook(request: OrganisationCall, organisation_id: str, body: WebhookIn) -> WebhookMade:
    """A new endpoint. Its secret is answered once."""
    made = endpoints.add(
        organisation=request.organisation.id, url=body.url, types=body.types, is_full=body.full, note=body.note,
        ctx=context_of(request),
    )  # fmt: skip
    return webhook_made(_row(request, webhook_name(made.key)), made.secrets.secret, made.secrets.public_key)


@endpoint(router, "GET", _ONE, Scope.ORGANISATION, Action.MANAGE_PEOPLE, answer=WebhookOut)
def get_webhook(request: OrganisationCall, organisation_id: str, webhook_id: str, response: HttpResponse) -> WebhookOut:
    """An endpoint, and how it does."""
    found = webhook_out(_row(request, webhook_id))
    tagged(response, _version(found))
    return found


@endpoint(router, "PUT", _ONE, Scope.ORGANISATION, Action.MANAGE_PEOPLE, answer=WebhookOut, versioned=True)
def change_webhook(
    request: OrganisationCall, organisation_id: str, webhook_id: str, body: WebhookIn, response: HttpResponse
) -> WebhookOut:
    """Give an endpoint another address, other types, another form."""
    endpoints.change(
        endpoint=_key(request, webhook_id), organisation=request.organisation.id, url=body.url, types=body.types,
        is_full=body.full, note=body.note, ctx=version_context(request, lambda: _shown(request, webhook_id)),
    )  # fmt: skip
    found = webhook_out(_row(request, webhook_id))
    tagged(response, _version(found))
    return found


@endpoint(router, "DELETE", _ONE, Scope.ORGANISATION, Action.MANAGE_PEOPLE, versioned=True)
def remove_webhook(request: OrganisationCall, organisation_id: str, webhook_id: str) -> None:
    """Remove an endpoint: what waits for it is not sent."""
    ctx = version_context(request, lambda: _shown(request, webhook_id))
    endpoints.remove(endpoint=_key(request, webhook_id), organisation=request.organisation.id, ctx=ctx)


@endpoint(router, "POST", _ONE + "/enable", Scope.ORGANISATION, Action.MANAGE_PEOPLE, answer=WebhookOut)
def enable_webhook(request: OrganisationCall, organisation_id: str, webhook_id: str) -> WebhookOut:
    """Switch an endpoint on again."""
    key = _key(request, webhook_id)
    endpoints.enable(endpoint=key, organisation=request.organisation.id, ctx=context_of(request))
    return webhook_out(_row(request, webhook_id))


@endpoint(router, "POST", _ONE + "/disable", Scope.ORGANISATION, Action.MANAGE_PEOPLE, answer=WebhookOut)
def disable_webhook(request: OrganisationCall, organisation_id: str, webhook_id: str) -> WebhookOut:
    """Switch an endpoint off: what happens meanwhile is not sent, and can be sent later."""
    key = _key(request, webhook_id)
    endpoints.disable(endpoint=key, organisation=request.organisation.id, ctx=context_of(request))
    return webhook_out(_row(request, webhook_id))


@endpoint(router, "POST", _ONE + "/rotate", Scope.ORGANISATION, Action.MANAGE_PEOPLE, answer=SecretsOut)
def rotate_webhook_secrets(request: OrganisationCall, organisation_id: str, webhook_id: str) -> SecretsOut:
    """New secrets. Those before are good for 24 hours more, and calls have a signature of each."""
    key = _key(request, webhook_id)
    made = endpoints.rotate(endpoint=key, organisation=request.organisation.id, ctx=context_of(request))
    return SecretsOut(secret=made.secret, public_key=made.public_key)


@endpoint(router, "POST", _ONE + "/test", Scope.ORGANISATION, Action.MANAGE_PEOPLE, answer=DeliveryMade, status=202)
def test_webhook(request: OrganisationCall, organisation_id: str, webhook_id: str) -> DeliveryMade:
    """Send a test: one call, which is not repeated."""
    key = _key(request, webhook_id)
    made = endpoints.send_test(endpoint=key, organisation=request.organisation.id, ctx=context_of(request))
    return DeliveryMade(id=delivery_name(made))


@endpoint(router, "POST", _ONE + "/resend", Scope.ORGANISATION, Action.MANAGE_PEOPLE, answer=Resent, status=202)
def resend_undelivered_events(request: OrganisationCall, organisation_id: str, webhook_id: str) -> Resent:
    """Send the events that an endpoint was not told, the oldest thousand."""
    key = _key(request, webhook_id)
    count = resending.resend_undelivered(endpoint=key, organisation=request.organisation.id, ctx=context_of(request))
    return Resent(events=count)


@endpoint(router, "GET", _ONE + "/deliveries", Scope.ORGANISATION, Action.MANAGE_PEOPLE, answer=Listed[DeliveryOut])
def list_webhook_deliveries(
    request: OrganisationCall, organisation_id: str, webhook_id: str, asked: Query[PageAsk]
) -> Listed[DeliveryOut]:
    """What was sent to an endpoint in the last 30 days, the newest first, with each attempt; at most 1000."""
    return listed(deliveries_of(_key(request, webhook_id), _MOST), asked, delivery_out)


def _row(call: OrganisationCall, webhook_id: str) -> WebhookRow:
    try:
        return webhook_of(call.organisation.id, webhook_id)
    except Unknown:
        raise NotFound from None


def _key(call: OrganisationCall, webhook_id: str) -> UUID:
    return _row(call, webhook_id).key


def _shown(call: OrganisationCall, webhook_id: str) -> Any:
    return _version(webhook_out(_row(call, webhook_id)))


def _version(found: WebhookOut) -> dict[str, Any]:
    """What is edited of it: how it does changes with each call."""
    return found.model_dump(include={"id", "url", "types", "full", "note"})
