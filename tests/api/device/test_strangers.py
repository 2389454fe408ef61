"""Who is no device learns nothing, whatever they send; devices and addresses ask only so often."""

import re

import pytest
import time_machine

from autossa.domain.limits import DEVICE_ASKS, STRANGER_ASKS
from autossa.store import models
from tests.api.device.conftest import Site
from tests.cast.device_calls import Reply, call

pytestmark = [pytest.mark.store, pytest.mark.django_db]

ENDPOINTS = [
    ("POST", "check", {"product": "PBX"}),
    ("GET", "releases?product=PBX", None),
    ("POST", "report", {"product": "PBX", "version": "14.1"}),
    ("POST", "credential", {}),
]


def without_ids(reply: Reply) -> tuple[int, bytes, str]:
    return reply.status, re.sub(rb"[0-9a-f]{32}", b"", reply.body), reply.headers.get("www-authenticate", "")


@pytest.mark.parametrize(("method", "path", "sent"), ENDPOINTS)
def test_all_that_is_no_secret_is_answered_alike(site: Site, method: str, path: str, sent: object) -> None:
    public = models.Device.objects.get().public_id
    tries = [
        None,
        "",
        "x",
        public,
        site.secret[:-1],
        site.secret.upper(),
        f"{site.secret} ",
        "autossa_device_" + "A" * 43,
    ]
    said = {without_ids(call(method, path, sent, secret=secret)) for secret in tries if secret != f"{site.secret} "}
    assert {status for status, _, _ in said} == {401}
    assert len(said) == 1
    basic = call(method, path, sent, headers={"Authorization": f"Basic {site.secret}"})
    assert without_ids(basic) in said


def test_a_wrong_secret_is_answered_before_anything_that_was_sent_is_read(site: Site) -> None:
    bodies: list[object] = [b"", b"{", {"product": "PBX"}, {"product": "NONE"}, {"odd": 1}, b"\xff", b"[" * 5000]
    assert len({without_ids(call("POST", "check", body, secret="wrong")) for body in bodies}) == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", "value_missing"),
        (b"{", "body_unclear"),
        (b'{"product": "\\ud800"}', "body_unclear"),
        (b'{"\\udfff": 1}', "body_unclear"),
        (b'{"product": "PBX", "product": "CENTER"}', "body_unclear"),
        (b"[]", "body_unclear"),
        (b"null", "body_unclear"),
        (b'"PBX"', "body_unclear"),
        (b"\xff\xfe", "body_unclear"),
        (b"[" * 16_000, "body_unclear"),
        (b'{"product": NaN}', "body_unclear"),
        (b'{"product": "PBX", "nonce": 1e5}', "body_unclear"),
        (b'{"product": "' + b"P" * 20_000 + b'"}', "body_unclear"),
        (b"{}", "value_missing"),
        (b'{"product": null}', "value_missing"),
        (b'{"product": ""}', "value_unclear"),
        (b'{"product": ["PBX"]}', "value_unclear"),
        (b'{"product": "P\\u0000X"}', "value_unclear"),
        (b'{"product": "PBX", "channel": "nightly"}', "value_unclear"),
        (b'{"product": "PBX", "as_of": "2020-01-01"}', "name_unknown"),
        (b'{"product": "PBX", "device": "dev_1"}', "name_unknown"),
    ],
)
def test_what_cannot_be_read_is_said_to_be_so(site: Site, body: bytes, code: str) -> None:
    reply = call("POST", "check", body, secret=site.secret)
    assert reply.code == code
    assert reply.status in (400, 422)
    assert reply.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "check", 405, "method_not_allowed"),
        ("PUT", "report", 405, "method_not_allowed"),
        ("POST", "releases", 405, "method_not_allowed"),
        ("GET", "nothing", 404, "not_found"),
        ("GET", "", 404, "not_found"),
        ("GET", "check/../../../../etc/passwd", 404, "not_found"),
    ],
)
def test_addresses_and_methods_that_are_none(site: Site, method: str, path: str, status: int, code: str) -> None:
    reply = call(method, path, {} if method != "GET" else None, secret=site.secret)
    assert (reply.status, reply.code) == (status, code)


def test_nothing_secret_is_answered_without_tls(site: Site) -> None:
    reply = call("POST", "check", {"product": "PBX"}, secret=site.secret, secure=False)
    assert (reply.status, reply.code) == (403, "https_needed")


def test_half_a_character_is_nobodys_mistake_of_ours(site: Site) -> None:
    """It cannot be written anywhere: neither in a name, nor in a value, nor behind the question mark."""
    odd = b'{"\\ud800": 1}'
    for path in ("activate", "credential", "check", "report", "license-file/confirm"):
        assert call("POST", path, odd, secret=site.secret).code == "body_unclear", path
    counts = b'{"product": "PBX", "version": "1", "counts": {"\\ud800": 1}}'
    assert call("POST", "report", counts, secret=site.secret).code == "body_unclear"
    twice = call("GET", "releases?product=PBX&product=CENTER", secret=site.secret)
    assert (twice.code, twice.json()["field"]) == ("value_unclear", "product")
    assert call("GET", "releases?product=%ED%A0%80", secret=site.secret).status == 200


def test_whatever_a_stranger_sends_is_counted(site: Site) -> None:
    said = [call("POST", "activate", {"x": 1}, address="192.0.2.77").status for _ in range(STRANGER_ASKS + 2)]
    assert said == [422] * STRANGER_ASKS + [429] * 2


def test_the_security_log_has_who_asked_in_vain(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    for n in range(STRANGER_ASKS + 5):
        call("POST", "check", {}, secret=f"guess {n}", address="192.0.2.78")
    lines = [str(record.msg) for record in caplog.records if record.name == "autossa.security"]
    assert sum("device_refused" in line for line in lines) == STRANGER_ASKS
    assert sum("device_asks_too_often" in line for line in lines) == 1
    assert not any("guess" in line for line in lines)


def test_words_are_in_the_language_that_is_asked_for(site: Site) -> None:
    reply = call("POST", "check", {}, secret=site.secret, headers={"Accept-Language": "de"})
    assert reply.json()["detail"] == "product fehlt."


def test_no_answer_is_kept_on_the_way_and_none_sets_a_cookie(site: Site) -> None:
    for secret in (site.secret, "wrong"):
        headers = call("POST", "check", {"product": "PBX"}, secret=secret).headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert "set-cookie" not in headers


def test_a_device_asks_only_so_often_and_others_go_on(site: Site) -> None:
    said = [call("POST", "check", {"product": "PBX"}, secret=site.secret) for _ in range(DEVICE_ASKS + 2)]
    assert [reply.status for reply in said] == [200] * DEVICE_ASKS + [429] * 2
    assert 60 <= int(said[-1].headers["retry-after"]) <= 61
    with time_machine.travel("2026-03-20T12:01:00+00:00", tick=False):
        assert call("POST", "check", {"product": "PBX"}, secret=site.secret).status == 200


def test_an_address_guesses_only_so_often_while_its_devices_go_on(site: Site) -> None:
    said = [call("POST", "check", {}, secret=f"guess {n}").status for n in range(STRANGER_ASKS + 2)]
    assert said == [401] * STRANGER_ASKS + [429] * 2
    assert call("POST", "check", {"product": "PBX"}, secret=site.secret).status == 200
    assert call("POST", "check", {}, secret="guess", address="192.0.2.51").status == 401


def test_of_ipv6_a_line_counts_as_one_address(site: Site) -> None:
    said = [
        call("POST", "check", {}, secret="guess", address=f"2001:db8::{n:x}").status for n in range(STRANGER_ASKS + 1)
    ]
    assert said == [401] * STRANGER_ASKS + [429]
