"""Nothing that is sent to any address is our mistake: NUL, endless digits, far days, half characters, what is no JSON.

Every page is asked for, and each of its forms is sent, with each of its fields holding each of these, by somebody who
may; so are the parameters that the sources read. What was done is taken back.

Every run sends to each address a share of what is hostile, and everything to some address; the trials send the rest.
"""

import re
from collections.abc import Iterator
from html import unescape
from typing import TypeVar
from urllib.parse import quote_from_bytes, urlencode

import pytest
from django.db import transaction
from django.test import Client

from tests.cast.people import sign_in
from tests.house.sources import PACKAGE, sources
from tests.portal import walking
from tests.portal.test_walk import someone
from tests.portal.walking import Address, Stage
from tests.trials import a_few_of

pytestmark = [pytest.mark.store, pytest.mark.slow]
T = TypeVar("T")

PARTS = 4  # of the addresses, so that several processes share them
SHARES = 8  # of the texts: in every run an address gets one of them, its neighbours the others
TEXTS = [
    b"a\x00b",
    b"9" * 5000,
    b"-0." + b"9" * 5000,
    b"99999999999999999999",
    b"1e999999999",
    b"9999-12-31",
    b"0001-01-01",
    b"\xed\xa0\x80\xff\xc0\x80",  # half of a pair, and no UTF-8 at all
    "\u202e\u200bM\u00fc\u00adller\u2028".encode(),
    b"prj_" + b"z" * 40,
    b"[1]",
    b"{}",
]
JSON = [
    b"5",
    b"9" * 5000,
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"[]",
    b"null",
    b'"x"',
    b"{}",
    b'{"id": 5, "rawId": 5, "type": 5, "response": 5}',
    b'{"id": "\\ud800", "rawId": "\\ud800", "type": "public-key", "response": {"clientDataJSON": "\\ud800"}}',
    b'{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "bnVsbA",'
    b' "authenticatorData": "AA", "signature": "AA", "userHandle": "AA", "attestationObject": "AA"}}',
    b'{"id": "AA", "rawId": "AA", "type": "public-key", "response": {"clientDataJSON": "OTk5",'
    b' "authenticatorData": [], "signature": {}, "userHandle": 9, "attestationObject": null}}',
]
TAILS = ["%00", "9" * 5000, "-1", "%ED%A0%80", "prj_" + "0" * 26, "99999999999999999999"]
TAIL_SHARES = 6
_READ = re.compile(r"""\.(?:GET|POST)(?:\.get|\.getlist|)[(\[]"(\w+)\"""")
_TAG = re.compile(r"<(input|select|textarea|button)\b([^>]*)>")
_ATTRIBUTE = re.compile(r"""(name|value|type)="([^"]*)\"""")


def read_by_sources() -> list[str]:
    """The parameters that views read themselves, without a form."""
    texts = (path.read_text(encoding="utf-8") for path in sources(PACKAGE / "portal"))
    return sorted({name for text in texts for name in _READ.findall(text)} | {"q", "after", "day", "project", "next"})


def fields_of(html: str) -> tuple[dict[str, str], dict[str, set[str]]]:
    """What the forms of a page hold, by name, and what their buttons say."""
    held, buttons = dict[str, str](), dict[str, set[str]]()
    for tag, attributes in _TAG.findall(html.partition("<main")[2]):
        found = {key: unescape(value) for key, value in _ATTRIBUTE.findall(attributes)}
        if "name" not in found or found["name"] == "csrfmiddlewaretoken":
            continue
        if tag == "button" or found.get("type") == "submit":
            buttons.setdefault(found["name"], set()).add(found.get("value", ""))
        else:
            held.setdefault(found["name"], found.get("value", ""))
    return held, buttons


class Sender:
    """Somebody's browser at one address, and what did not end well there."""

    def __init__(self, client: Client, link: str) -> None:
        self.client, self.link = client, link
        client.raise_request_exception = False
        self.failed: list[str] = []

    def get(self, query: str = "") -> str:
        """The page, however it answers."""
        return self._ask("get", f"{self.link}?{query}" if query else self.link)

    def post(self, body: str) -> str:
        """What comes back of a form."""
        return self._ask("post", self.link, data=body, content_type="application/x-www-form-urlencoded")

    def _ask(self, method: str, link: str, **more: str) -> str:
        with transaction.atomic():
            response = getattr(self.client, method)(link, **more)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            transaction.set_rollback(True)
        if response.status_code >= 500:
            sent = f"{link} {more.get('data', '')}"
            self.failed.append(f"{method} {sent[:300]}: {getattr(response, 'exc_info', None)}"[:600])
        return bytes(body).decode(errors="replace")


def filled(given: dict[str, str], **hostile: bytes) -> str:
    """A form as it is sent, with some fields holding bytes."""
    plain = urlencode({name: value for name, value in given.items() if name not in hostile})
    return "&".join([*filter(None, [plain]), *(f"{name}={quote_from_bytes(value)}" for name, value in hostile.items())])


def share_of(whole: list[T], shares: int, which: int) -> list[T]:
    """One of so many shares, counted round and round."""
    return whole[which % shares :: shares]


def attack(sender: Sender, names: list[str], texts: list[bytes]) -> None:
    """Every parameter and every field of the page, one by one and all at once, with each of these texts."""
    held, buttons = fields_of(sender.get())
    steps = [{name: value} for name, values in buttons.items() for value in sorted(values)]
    steps += [{"step": step} for step in ("do", "check", "save", "add", "merge")]
    for place, text in enumerate(texts):
        sender.get(filled({}, **dict.fromkeys(names, text)))
        everything = dict.fromkeys([*names, *held], text)
        for step in [{}, *(steps if place == 0 else [steps[place % len(steps)]])]:
            sender.post(filled(step, **{name: value for name, value in everything.items() if name not in step}))
    for nth, name in enumerate(held):
        for place, text in enumerate(JSON if name == "credential" else texts):
            sender.post(filled(held | steps[(nth + place) % len(steps)], **{name: text}))


def senders(stage: Stage, part: int) -> Iterator[tuple[int, Address, Sender]]:
    """A browser for each address of a part of them, of the first of the cast who may open it; and its place."""
    clients: dict[str, Client] = {}
    for place, address in list(enumerate(walking.addresses()))[part::PARTS]:
        assert address.permission is not None
        found = [(someone(stage, address, target, "in"), target) for target in walking.targets(address.permission)]
        who, target = next((who, target) for who, target in found if who is not None)
        if who.name not in clients:
            clients[who.name] = Client()
            if who.name in stage.users:
                sign_in(clients[who.name], stage.users[who.name])
        yield place, address, Sender(clients[who.name], walking.link(address, stage, target))


@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("share", a_few_of(range(SHARES), 1))
def test_nothing_that_is_sent_is_our_mistake(stage: Stage, share: int, part: int) -> None:
    names, failed, posted = read_by_sources(), [], 0
    assert {"q", "after", "step", "seen", "project"} <= set(names)
    for place, address, sender in senders(stage, part):
        if address.name == "account_logout":
            continue
        attack(sender, names, share_of(TEXTS, SHARES, place // PARTS + share))
        posted += 1
        failed += sender.failed[:3]
    assert posted > 100 // PARTS
    assert not failed, "\n".join(failed)


def test_every_run_sends_everything_and_the_shares_together_send_it_everywhere() -> None:
    for whole, shares in ((TEXTS, SHARES), (TAILS, TAIL_SHARES)):
        for place in range(3):
            together = [one for share in range(shares) for one in share_of(whole, shares, place + share)]
            assert sorted(together, key=repr) == sorted(whole, key=repr)


@pytest.mark.parametrize("text", JSON, ids=range(len(JSON)))
@pytest.mark.parametrize("page", ["passkeys/login/", "passkeys/reauthenticate/", "passkeys/add/", "check/"])
def test_what_is_no_passkey_is_wrong(stage: Stage, page: str, text: bytes) -> None:
    client = Client() if page == "passkeys/login/" else sign_in(Client(), stage.users["owner of A"])
    sender = Sender(client, f"/account/factors/{page}")
    sender.get()
    sender.post(filled({"name": "A passkey"}, credential=text))
    assert sender.failed == []


@pytest.mark.parametrize("share", a_few_of(range(TAIL_SHARES), 1))
def test_what_addresses_name_may_be_anything(stage: Stage, share: int) -> None:
    client = sign_in(Client(), stage.users["admin"])
    failed = []
    for place, address in enumerate(walking.addresses()):
        for tail in share_of(TAILS, TAIL_SHARES, place + share):
            link = "/" + re.sub(r"<[^>]+>|\(\?P.*?\)", tail, re.sub(r"^\^|\$$", "", address.route))
            if link.startswith("/account/logout"):
                continue
            for method in ("get", "post"):
                sender = Sender(client, link)
                getattr(sender, method)(*[""] if method == "post" else [])
                failed += sender.failed
    assert not failed, "\n".join(failed)
