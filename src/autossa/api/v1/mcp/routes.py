"""The same over HTTP: one message a POST, one answer, behind the token of the API (the protocol's streamable HTTP)."""

from django.http import HttpResponse
from ninja import Router

from autossa.api.v1.frame.calls import Call
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.mcp.protocol import answer_text
from autossa.api.v1.mcp.tools import Asking
from autossa.queries.permissions import Scope

router = Router(tags=["Assistants"])
_BODY = {"requestBody": {"required": True, "content": {"application/json": {"schema": {"type": "object"}}}}}
_ANSWERS = {
    200: {"description": "The answer to a request.", "content": {"application/json": {"schema": {"type": "object"}}}},
    202: {"description": "A notification was taken."},
}


@endpoint(
    router, "POST", "/mcp", Scope.SELF, is_read=True, status=200, answer=dict[str, object],
    extra={**_BODY, "responses": _ANSWERS},
)  # fmt: skip
def ask_mcp(request: Call) -> HttpResponse:
    """One message of the Model Context Protocol (JSON-RPC 2.0). The tools read, and change nothing."""
    said = answer_text(request.body, lambda: Asking(request.account, request.today))
    if said is None:
        return HttpResponse(status=202)
    return HttpResponse(said, content_type="application/json")
