"""No secret reaches a log, whoever writes the line and however the address was asked for."""

import json
import logging
import subprocess
import sys

import pytest
from django.test import Client

from autossa.config.logs import without_secrets
from tests.cast.serving import environment
from tests.portal import walking

SECRET = "Why3MKc2FkkfwBqM7V97cgrZEiavA0g7M9_Db5ODlNM"
SHORT = "s3cr3t-abc"


@pytest.mark.parametrize("secret", [SECRET, SHORT, "MQ:1vPabc:x-y_z", "3f-cz9abc-0123456789abcdef"])
@pytest.mark.parametrize(
    "line",
    [
        "Not Found: /invitations/{}/",
        "Not Found: /downloads/{}/",
        "Not Found: /signup/{}",
        "Forbidden (CSRF token missing.): /signup/{}/",
        "Internal Server Error: /account/email/confirm/{}/",
        "Bad Request: /account/password/reset/key/{}/",
        "GET //invitations//{}/ HTTP/1.1",
        "/Invitations/{}/",
        "/de/invitations/{}/more",
        "/account/login/?next=/invitations/{}/",
        "/account/login/?next=%2Finvitations%2F{}%2F",
        "/account/login/?next=%252Finvitations%252F{}%252F&x=1",
        "https://portal.example/signup/{}/",
        "<WSGIRequest: GET '/signup/{}/'>",
        "x?a=1&token={}",
        "/?password={}&b=2",
        "/?reset_key={}",
        "otpauth://totp/x?secret={}&issuer=y",
        "{{'password': '{}'}}",
        "postgresql://autossa_app:{}@host/db",
    ],
)
def test_a_secret_in_a_line_is_replaced(line: str, secret: str) -> None:
    written = without_secrets(line.format(secret))
    assert secret not in written
    assert "[hidden]" in written


def test_a_token_is_replaced_wherever_it_stands() -> None:
    assert without_secrets(f"Authorization: Bearer autossa_{SECRET}") == "Authorization: Bearer autossa_[hidden]"


@pytest.mark.parametrize(
    ("line", "written"),
    [
        ("to ann@a.example", "to [address]"),
        ("ann%2540a.example/", "[address]/"),
        ("ann@a.example,bob@b.example", "[address],[address]"),
        ("ann@a.example+bob@b.example", "[address][address]"),
        ("ann%40a.example@b.example", "[address]"),
        ("50 % of @all, a.b @c.example", "50 % of @all, a.b @c.example"),
    ],
)
def test_whoever_is_meant_is_not_named(line: str, written: str) -> None:
    assert without_secrets(line) == written


@pytest.mark.parametrize(
    "line",
    [
        "Not Found: /organisations/org_01hxyz/people/",
        "Not Found: /signup/sent/",
        "Not Found: /projects/prj_0123456789abcdefghjkmnpqrs/licenses/",
        "task done",
        "autossa.operations.organisations.invitations.InvitationNotValid: This invitation is not valid.",
        'File "src/autossa/portal/accounts/signup.py", line 90, in test_a_partners_invitation_of_a_customers_owner',
        "2026-11-29T01:40:04.370194Z",
    ],
)
def test_what_is_none_is_written_as_it_is(line: str) -> None:
    assert without_secrets(line) == line


def test_every_address_with_a_secret_is_known() -> None:
    """A link that is added later is found here: its parameter is called secret or key."""
    found = 0
    for address in walking.addresses():
        for name in {"secret", "key"} & set(address.parameters):
            start = str(address).replace("^", "").split("(?P")[0].split("<str:" + name)[0]
            assert SHORT not in without_secrets(f"Not Found: {start}{SHORT}/"), address
            found += 1
    assert found == 6


def test_whoever_listens_gets_no_secret(caplog: pytest.LogCaptureFixture) -> None:
    client = Client(raise_request_exception=False)
    with caplog.at_level(logging.DEBUG):
        for path in (f"/invitations/{SECRET}/x/", f"/signup/{SECRET}/y/"):
            client.generic("PUT", path)
        logging.getLogger("django.request").error("%s: %s", "Internal Server Error", f"/signup/{SHORT}/")
        try:
            raise ValueError(f"/invitations/{SECRET}/x/")
        except ValueError:
            logging.getLogger("django.template").debug("not found", exc_info=True)
    assert len(caplog.records) >= 3
    assert SECRET not in caplog.text
    assert SHORT not in caplog.text


def test_a_trace_holds_no_secret() -> None:
    code = (
        "import django; django.setup(); import structlog, logging\n"
        f"try: raise ValueError('/invitations/{SHORT}/ is wrong')\n"
        "except ValueError as error:\n"
        "    logging.getLogger('django.request').error('%s: %s', 'Error', '/', exc_info=True)\n"
        f"    structlog.get_logger('autossa').exception('failed', asked=['/signup/{SHORT}/'], error=error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True, timeout=60
    )
    first, second = (json.loads(line) for line in done.stderr.splitlines())
    assert "ValueError" in first["exception"]
    assert "ValueError" in second["exception"]
    assert SHORT not in done.stderr


PLANTED = {
    "an address of a person": "vera.vogel+x@kunde-weber.example",
    "the same, quoted": "vera%40kunde-weber.example",
    "a token": f"autossa_{SECRET}",
    "a password": "Hunter2-of-Vera",
}


@pytest.mark.parametrize(
    "line",
    [
        "no mail to {an address of a person}: 550 mailbox of <{an address of a person}> is full",
        "Not Found: /organisations/?search={the same, quoted}",
        'duplicate key value violates "u"\nDETAIL:  Key (email)=({an address of a person}) already exists.',
        "DETAIL:  Failing row contains (1, Vera Vogel, {an address of a person}).",
        "connection failed: host=db.example user=autossa_app password={a password} dbname=autossa",
        "connection failed: host=db password='{a password} and more' dbname=autossa",
        "postgresql://autossa_app:{a password}@db.example/autossa",
        "postgresql://autossa_app:p@ss-{a password}@db.example/autossa",
        "smtps://portal%40example.com:{a password}@mail.example.com",
        "Authorization: Bearer {a token}",
        "authorization: Basic dmVyYTpIdW50ZXIyLW9mLVZlcmE=",
        "{{'Authorization': 'Bearer {a token}', 'to': '{an address of a person}'}}",
    ],
)
def test_nothing_that_was_planted_comes_out(line: str) -> None:
    written = without_secrets(line.format(**PLANTED))
    for what, planted in {**PLANTED, "a person": "Vera Vogel", "a header": "dmVyYTpI"}.items():
        assert planted not in written, (what, written)


WRITERS = """
import django, logging, sys, threading, warnings
django.setup()
import structlog
from structlog.contextvars import bound_contextvars
from autossa.config.logs import catch_the_rest
catch_the_rest()
planted = sys.argv[1]
with bound_contextvars(request_id="req-12345678"):
    for name in ("django.request", "_granian", "granian.access", "procrastinate.worker", "py.anything"):
        logging.getLogger(name).error("failed for %s", planted)
        logging.getLogger(name).critical("failed for %(who)s", {"who": planted})
    structlog.get_logger("autossa").info("failed", to=planted, more={"cause": planted}, url=planted)
try:
    raise ValueError(planted)
except ValueError:
    logging.getLogger("django").exception("failed")
warnings.warn(planted)
def fails():
    raise RuntimeError(planted)
thread = threading.Thread(target=fails); thread.start(); thread.join()
raise RuntimeError(planted)
"""


@pytest.mark.parametrize("planted", [f"vera@kunde.example and password={SHORT}", f"postgresql://a:{SHORT}@b/c"])
def test_every_logger_writes_json_without_what_was_planted(planted: str) -> None:
    env = {**environment(), "PYTHONWARNINGS": "default"}
    done = subprocess.run(
        [sys.executable, "-c", WRITERS, planted], env=env, capture_output=True, text=True, check=False
    )
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert done.stdout == ""
    assert len(lines) >= 14
    assert SHORT not in done.stderr
    assert "vera@" not in done.stderr
    of_the_request = [line for line in lines if line.get("request_id") == "req-12345678"]
    assert {"django.request", "_granian", "granian.access", "procrastinate.worker"} <= {
        line["logger"] for line in of_the_request
    }
