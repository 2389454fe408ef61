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
