"""The gateway over HTTP: forms out, JSON back, as Stripe's API has them; no redirect is followed, nothing is logged."""

import json
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

from autossa.gateways.cards.answers import read_session
from autossa.gateways.cards.protocol import LONGEST_NAME, CardsRefused, CardsUnavailable, NewSession, Session

TIMEOUT_SECONDS = 20
_MOST_BYTES = 1_000_000
_VERSION = "2024-06-20"
_LATER = {409, 429}  # refused now, but not for good
_SERVER_ERROR = 500


def check_address(url: str) -> str:
    """The address of a gateway's API: TLS, or this very machine. Raises ValueError."""
    parts = urlsplit(url)
    is_own = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    if not parts.hostname or parts.scheme not in ("https", "http") or (parts.scheme == "http" and not is_own):
        raise ValueError("it is https://…, or http:// of this machine")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("it is an address alone: the key has a setting of its own")
    return url.rstrip("/")


class HttpCards:
    """Asks the API at `url` with a secret key."""

    name = "stripe"

    def __init__(self, url: str, key: str) -> None:
        self._url, self._key = url, key
        self._opener = build_opener(_NoRedirect)

    def create(self, wanted: NewSession) -> Session:
        """Make the page."""
        form = {
            "mode": "payment",
            "client_reference_id": wanted.key,
            "line_items[0][quantity]": "1",
            "line_items[0][price_data][currency]": wanted.currency.lower(),
            "line_items[0][price_data][unit_amount]": str(wanted.amount),
            "line_items[0][price_data][product_data][name]": wanted.name[:LONGEST_NAME],
            "locale": wanted.language,
            "success_url": wanted.success_url,
            "cancel_url": wanted.cancel_url,
            "expires_at": str(int(wanted.expires_at.timestamp())),
            "expand[]": "payment_intent",
        }
        return self._ask("/v1/checkout/sessions", urlencode(form).encode(), {"Idempotency-Key": wanted.key})

    def retrieve(self, session: str) -> Session:
        """Ask for one."""
        return self._ask(f"/v1/checkout/sessions/{quote(session, safe='')}?expand[]=payment_intent", None, {})

    def _ask(self, path: str, form: bytes | None, headers: dict[str, str]) -> Session:
        headers = {"Authorization": f"Bearer {self._key}", "Stripe-Version": _VERSION, **headers}
        request = Request(self._url + path, data=form, headers=headers)
        try:
            with self._opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
                return read_session(json.loads(_whole(answer)))
        except HTTPError as error:
            raise _refused(error) from None
        except (URLError, HTTPException, OSError, ValueError) as error:
            raise CardsUnavailable(f"the gateway is not reached ({type(error).__name__})") from None


class _NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        """The key goes to the address of the settings, and nowhere else."""
        return


def _whole(answer: HTTPResponse) -> bytes:
    found = answer.read(_MOST_BYTES + 1)
    if len(found) > _MOST_BYTES:
        raise ValueError("the answer is too long")
    return found


def _refused(error: HTTPError) -> Exception:
    """What the gateway says of its code: no more, for the rest may repeat what was sent."""
    if error.code >= _SERVER_ERROR or error.code in _LATER:
        return CardsUnavailable(f"the gateway answers {error.code}")
    try:
        code = json.loads(error.read(_MOST_BYTES))["error"].get("code") or ""
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        code = ""
    shown = code if isinstance(code, str) and code.isidentifier() else ""
    return CardsRefused(f"the gateway refuses ({error.code} {shown})".replace(" )", ")"))


def from_settings() -> HttpCards:
    """The gateway as the settings say."""
    return HttpCards(settings.CARDS_URL, settings.CARDS_KEY)
