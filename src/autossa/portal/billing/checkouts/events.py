"""Where the gateway of cards sends its events: signed over the raw body, so no form, no cookie, no token."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from autossa.operations.context import SYSTEM, ActionContext
from autossa.operations.orders.checkouts.events import EventUnreadable, Forged, take_event
from autossa.operations.orders.checkouts.gateway import CardsNotOffered, CardsRefused, CardsUnavailable
from autossa.portal.web.clock import now, real_now, today
from autossa.portal.web.page import POST, page
from autossa.portal.web.permissions import Scope

_HEADER = "Stripe-Signature"


@csrf_exempt
@page(Scope.PUBLIC, methods=POST)
def take(request: HttpRequest) -> HttpResponse:
    """200 once it was followed, or is none of ours; 503 where it should come again; 400 for what nobody signed."""
    ctx = ActionContext(SYSTEM, today(), now())
    try:
        take_event(body=request.body, signature=request.headers.get(_HEADER, ""), at=real_now(), ctx=ctx)
    except CardsNotOffered:
        return HttpResponse(status=404)
    except (Forged, EventUnreadable):
        return HttpResponse("Not accepted.", status=400, content_type="text/plain")
    except (CardsUnavailable, CardsRefused):
        return HttpResponse("Later.", status=503, content_type="text/plain")
    return HttpResponse("Taken.", content_type="text/plain")
