"""Keys that somebody could guess are refused at the start, whichever door; so are former keys."""

import secrets
import subprocess
import sys

import pytest

from autossa.workbench.secret_key import weakness
from tests.cast.serving import KEY, environment

WEAK = {
    "too short": "k3J9" * 12,
    "one letter": "a" * 64,
    "few letters": "abcabdabe" * 8,
    "one piece, repeated": "Xk29fLq81mZw" * 5,
    "digits, repeated": "0123456789" * 6,
    "the alphabet": "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "backwards": "zyxwvutsrqponmlkjihgfedcbaZYXWVUTSRQPONMLKJIHGFEDCBA",
    "of a new Django project": "django-insecure-" + secrets.token_urlsafe(48),
    "an example": "please-change-me-to-something-nobody-can-guess-0123456789",
    "another example": "at-least-50-random-characters-are-needed-to-be-put-here",
    "a password": "my very secret Password for the portal of the company 2026!",
}


@pytest.mark.parametrize("name", WEAK)
def test_a_weak_key_is_refused(name: str) -> None:
    assert weakness(WEAK[name])


def test_a_random_key_is_not() -> None:
    for make in (secrets.token_urlsafe, secrets.token_hex, lambda n: secrets.token_bytes(n).hex().upper()):
        assert [weakness(make(64)) for _ in range(200)] == [""] * 200
    assert weakness(KEY) == ""


@pytest.mark.parametrize("command", ["serve", "work", "run", "doctor"])
@pytest.mark.parametrize("variable", ["AUTOSSA_SECRET_KEY", "AUTOSSA_SECRET_KEY_FALLBACKS"])
def test_no_command_starts_with_one(command: str, variable: str) -> None:
    env = environment(DATABASE_URL="postgresql:///nowhere", AUTOSSA_SECRET_KEY=KEY) | {variable: f"{'a' * 64}"}
    done = subprocess.run(
        [sys.executable, "-m", "autossa", command], env=env, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 1, done.stderr
    said = done.stdout + done.stderr
    assert variable in said
    assert "has only 1 different characters" in said
    assert "Traceback" not in said
    assert "aaaaaaaa" not in said
