"""A session as Stripe's API describes it, read into what it means."""

from typing import Any

from autossa.gateways.cards.protocol import CardsUnavailable, Session, SessionState

_OF_INTENT = {
    "processing": SessionState.PROCESSING,
    "requires_action": SessionState.PROCESSING,
    "requires_confirmation": SessionState.PROCESSING,
    "requires_capture": SessionState.PROCESSING,
    "succeeded": SessionState.PAID,
    "requires_payment_method": SessionState.FAILED,
    "canceled": SessionState.FAILED,
}


def read_session(found: Any) -> Session:
    """What an answer means. Raises CardsUnavailable for one that makes no sense: then nothing is known."""
    try:
        intent = found["payment_intent"] if isinstance(found.get("payment_intent"), dict) else {}
        state = _state(found, intent)
        received = intent.get("amount_received", found["amount_total"]) if state is SessionState.PAID else 0
        currency, key, url = str(found["currency"]).upper(), found["id"], found.get("url") or ""
    except (AttributeError, KeyError, TypeError):
        raise CardsUnavailable("the gateway's answer makes no sense") from None
    is_amount = isinstance(received, int) and not isinstance(received, bool) and received >= 0
    if not is_amount or not isinstance(key, str) or not isinstance(url, str) or len(currency) != len("EUR"):
        raise CardsUnavailable("the gateway's answer makes no sense")
    if state is SessionState.PAID and not received:
        raise CardsUnavailable("the gateway says paid, and that nothing came")
    return Session(key, state, received, currency, url)


def _state(found: Any, intent: Any) -> SessionState:
    """`payment_status` says whether the money is there; before that the session, then its payment intent."""
    if found["payment_status"] == "paid":
        return SessionState.PAID
    if found["status"] == "expired":
        return SessionState.EXPIRED
    if found["status"] == "open":
        return SessionState.OPEN
    return _OF_INTENT.get(intent.get("status", ""), SessionState.PROCESSING)
