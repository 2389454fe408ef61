"""The shipped settings and `autossa serve`, in processes of their own as they run for real."""

import http.client
import json
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from autossa.config.logs import hide_secrets
from autossa.workbench.secret_key import kept_key
from tests.cast import world as small_world
from tests.cast.databases import own_copy
from tests.cast.serving import KEY, SERVE, environment, free_port, serving
from tests.cast.world import TODAY

pytestmark = pytest.mark.store

DEPLOY = (
    "import django, sys; django.setup(); from django.core.management import call_command;"
    "call_command('check', '--deploy', '--fail-level', 'INFO')"
)


def get(port: int, path: str, **headers: str) -> tuple[int, Message, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path, headers=headers)
        response = connection.getresponse()
        return response.status, response.headers, response.read()
    finally:
        connection.close()


@pytest.fixture
def demo(django_db_blocker: Any, tmp_path: Path) -> Iterator[dict[str, str]]:
    more = {"AUTOSSA_TODAY": TODAY.isoformat(), "AUTOSSA_STATIC_ROOT": str(tmp_path / "static")}
    with own_copy(django_db_blocker, small_world.build) as (database, _):
        yield environment(database, AUTOSSA_DEMO="1", AUTOSSA_SECRET_KEY=KEY, **more)


@pytest.fixture
def server(demo: dict[str, str]) -> Iterator[tuple[int, "subprocess.Popen[str]"]]:
    with serving(demo) as found:
        yield found


def run(code: str, *arguments: str, env: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=60)


# ---------------------------------------------------------------- serving


def test_pages_and_static_files_are_served_and_ctrl_c_stops(server: tuple[int, "subprocess.Popen[str]"]) -> None:
    port, process = server
    status, headers, _ = get(port, "/")
    assert (status, headers["location"]) == (302, "/account/login/?next=%2F")
    status, headers, body = get(port, "/account/login/", **{"Accept-Language": "de"})
    html = body.decode()
    assert status == 200
    assert "Passwort vergessen?" in html
    assert "no-cache" in headers["cache-control"]
    sheet = html.split('rel="stylesheet" href="')[1].split('"')[0]
    status, headers, _ = get(port, sheet, **{"Accept-Encoding": "gzip"})
    assert status == 200
    assert headers["content-encoding"] == "gzip"
    assert "immutable" in headers["cache-control"]
    assert get(port, "/", Host="elsewhere.example")[0] == 400
    started = time.monotonic()
    process.send_signal(signal.SIGINT)
    _, errors = process.communicate(timeout=10)
    assert process.returncode == 0
    assert time.monotonic() - started < 5
    assert "Traceback" not in errors


def test_a_port_in_use_is_one_sentence(demo: dict[str, str]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        done = run(SERVE, "--port", str(taken.getsockname()[1]), env=demo)
    assert done.returncode == 1
    assert "is in use" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7"])
def test_the_demo_is_served_on_this_machine_only(demo: dict[str, str], host: str) -> None:
    done = run(SERVE, "--host", host, "--port", str(free_port()), env=demo)
    assert done.returncode == 1
    assert "on this machine only" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_without_a_secret_key_nothing_is_served(demo: dict[str, str]) -> None:
    done = run(SERVE, "--port", str(free_port()), env={**demo, "AUTOSSA_SECRET_KEY": ""})
    assert done.returncode == 1
    assert "AUTOSSA_SECRET_KEY" in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_kept_secret_key_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "data" / "secret-key"
    key = kept_key(path)
    assert len(key) > 50
    assert kept_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
    assert [file.name for file in path.parent.iterdir()] == ["secret-key"]


# ---------------------------------------------------------------- settings


def test_the_shipped_settings_pass_the_deployment_check() -> None:
    done = run(DEPLOY, env=environment(AUTOSSA_SECRET_KEY=KEY, AUTOSSA_ALLOWED_HOSTS="portal.example"))
    assert done.returncode == 0, done.stderr
    assert "no issues (1 silenced)" in done.stdout


def test_another_day_is_for_the_demo_only() -> None:
    done = run("import django; django.setup()", env=environment(AUTOSSA_TODAY="2027-01-05"))
    assert "for the demo only" in done.stderr


def test_a_colour_that_is_none_is_refused_at_once() -> None:
    done = run("import django; django.setup()", env=environment(AUTOSSA_VENDOR_ACCENT="red"))
    assert 'AUTOSSA_VENDOR_ACCENT: "red" is not a colour' in done.stderr


def test_logs_are_json_without_secrets() -> None:
    code = (
        "import django; django.setup(); import structlog, logging;"
        "structlog.get_logger('autossa').info('payment', api_token='s3cret', payload={'password': 's3cret'}, n=1);"
        "logging.getLogger('autossa').warning('plain %s', 'words')"
    )
    done = run(code, env=environment())
    first, second = (json.loads(line) for line in done.stderr.splitlines())
    assert (first["event"], first["level"], first["n"]) == ("payment", "info", 1)
    assert (second["event"], second["level"]) == ("plain words", "warning")
    assert "s3cret" not in done.stderr
    assert done.stdout == ""


def test_what_sounds_like_a_secret_is_hidden() -> None:
    hidden = hide_secrets(None, "info", {"event": "x", "DATABASE_URL": "postgresql://a:b@c/d", "session_cookie": "1"})
    assert hidden == {"event": "x", "DATABASE_URL": "[hidden]", "session_cookie": "[hidden]"}
