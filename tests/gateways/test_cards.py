"""The gateway of cards: signatures, events, answers; and the whole way over HTTP to the fake and back."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.gateways.cards.answers import read_session
from autossa.gateways.cards.events import EventUnreadable, read_event
from autossa.gateways.cards.http import HttpCards, check_address
from autossa.gateways.cards.protocol import CardsRefused, CardsUnavailable, NewSession, SessionState
from autossa.gateways.cards.signatures import Forged, sign, verify
from autossa.workbench.cards.fake import FakeCards
from autossa.workbench.cards.server import Running, running

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@given(st.binary(), st.text(min_size=1), st.integers(-300, 300))
def test_what_was_signed_within_five_minutes_is_taken(body: bytes, secret: str, seconds: int) -> None:
    verify(body, sign(body, secret, NOW + timedelta(seconds=seconds)), secret, NOW)


@given(st.binary(), st.text())
def test_nothing_else_is(body: bytes, header: str) -> None:
    with pytest.raises(Forged):
        verify(body, header, "whsec", NOW)


@pytest.mark.parametrize(
    "header",
    [
        sign(b"x", "whsec", NOW - timedelta(seconds=301)),
        sign(b"x", "whsec", NOW + timedelta(seconds=301)),
        sign(b"x", "other", NOW),
        sign(b"y", "whsec", NOW),
        sign(b"x", "whsec", NOW).replace("v1", "v0"),
        sign(b"x", "whsec", NOW) + f",t={int(NOW.timestamp())}",
        sign(b"x", "whsec", NOW).replace("t=", "t=+"),
        "t=,v1=",
    ],
)
def test_old_and_foreign_signatures_are_refused(header: str) -> None:
    with pytest.raises(Forged):
        verify(b"x", header, "whsec", NOW)


def test_one_of_two_signatures_suffices_and_no_secret_takes_nothing() -> None:
    """While a secret is replaced, the gateway signs with both."""
    right = sign(b"x", "whsec", NOW)
    verify(b"x", right.replace("v1=", "v1=0000,v1="), "whsec", NOW)
    with pytest.raises(Forged):
        verify(b"x", sign(b"x", "", NOW), "", NOW)


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"null", b'{"id": 1}', b"\xff", b"[" * 100_000]
    + [json.dumps({"id": one, "type": "t", "data": {"object": {}}}).encode() for one in ("", "ä", "x" * 256, None)],
)
def test_what_is_no_event_is_refused(body: bytes) -> None:
    with pytest.raises(EventUnreadable):
        read_event(body)


def test_an_event_about_something_else_names_no_session() -> None:
    about = {"object": "payment_intent", "id": "pi_1"}
    event = read_event(
        json.dumps({"id": "evt_1", "type": "payment_intent.succeeded", "data": {"object": about}}).encode()
    )
    assert (event.id, event.session) == ("evt_1", "")


def _answer(**more: Any) -> dict[str, Any]:
    found = {
        "id": "cs_1",
        "status": "open",
        "payment_status": "unpaid",
        "amount_total": 100,
        "currency": "eur",
        "url": "u",
    }
    return {**found, **more}


@pytest.mark.parametrize(
    ("answer", "state", "received"),
    [
        (_answer(), SessionState.OPEN, 0),
        (_answer(status="expired", url=None), SessionState.EXPIRED, 0),
        (_answer(status="complete"), SessionState.PROCESSING, 0),
        (_answer(status="complete", payment_status="paid"), SessionState.PAID, 100),
        (_answer(payment_intent={"status": "requires_payment_method"}, status="complete"), SessionState.FAILED, 0),
        (_answer(payment_status="paid", payment_intent={"amount_received": 90}), SessionState.PAID, 90),
        (_answer(payment_intent="pi_1"), SessionState.OPEN, 0),
    ],
)
def test_what_an_answer_means(answer: dict[str, Any], state: SessionState, received: int) -> None:
    found = read_session(answer)
    assert (found.state, found.received, found.currency) == (state, received, "EUR")


@pytest.mark.parametrize(
    "answer",
    [None, [], {}, _answer(id=1), _answer(currency=None), _answer(payment_status="paid", amount_total=True)]
    + [_answer(payment_status="paid", amount_total=one) for one in (0, -5, "100", 1.5)],
)
def test_an_answer_without_sense_says_nothing(answer: Any) -> None:
    with pytest.raises(CardsUnavailable):
        read_session(answer)


@pytest.mark.parametrize("url", ["", "ftp://x", "http://example.com", "https://u:p@example.com", "https://x/?a=b"])
def test_the_address_of_the_gateway_is_checked(url: str) -> None:
    with pytest.raises(ValueError, match="it is"):
        check_address(url)


# ---------------------------------------------------------------- over HTTP


@pytest.fixture
def served() -> Iterator[Running]:
    with running(FakeCards(), "http://127.0.0.1:9/hooks/cards/", lambda: NOW) as found:
        yield found


def _wanted(key: str = "chk_1") -> NewSession:
    back = "http://127.0.0.1:1/back/"
    return NewSession(key, 119_00, "EUR", "INV-2026-000001 & <more>", "de", back, back, NOW)


def test_a_page_is_made_once_paid_and_asked_for(served: Running) -> None:
    cards = HttpCards(served.url, served.key)
    session = cards.create(_wanted())
    assert (session.state, session.url) == (SessionState.OPEN, f"{served.url}/pay/{session.id}")
    assert cards.create(_wanted()) == session
    assert len(served.gateway.pages) == 1
    page = build_opener().open(session.url).read().decode()
    assert "119.00 EUR" in page
    assert "INV-2026-000001 &amp; &lt;more&gt;" in page
    assert _click(session.url, "pay", events="lost") == "http://127.0.0.1:1/back/"
    found = cards.retrieve(session.id)
    assert (found.state, found.received, found.currency) == (SessionState.PAID, 119_00, "EUR")
    _click(session.url, "decline")
    assert cards.retrieve(session.id).state is SessionState.PAID


def test_a_wrong_key_and_an_unknown_page_are_refused_and_nobody_there_is_unavailable(served: Running) -> None:
    with pytest.raises(CardsRefused, match="401 api_key_invalid"):
        HttpCards(served.url, "sk_wrong").create(_wanted())
    with pytest.raises(CardsRefused, match="404 resource_missing"):
        HttpCards(served.url, served.key).retrieve("cs_unknown/../x")
    served.gateway.is_down = True
    with pytest.raises(CardsUnavailable, match="503"):
        HttpCards(served.url, served.key).create(_wanted())
    with pytest.raises(CardsUnavailable):
        HttpCards("http://127.0.0.1:9", served.key).retrieve("cs_1")


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:
        return


def _click(url: str, act: str, events: str = "") -> str:
    form = urlencode({"act": act, "events": events}).encode()
    try:
        build_opener(_Stay).open(Request(url, data=form))
    except HTTPError as answer:
        return str(answer.headers["Location"])
    raise AssertionError("a click leads back")
