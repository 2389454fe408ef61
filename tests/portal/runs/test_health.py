"""The addresses for whoever watches over the servers."""

from typing import Any

import pytest
from django.db import DatabaseError
from django.test import Client

from autossa.portal.runs import health

pytestmark = [pytest.mark.store, pytest.mark.django_db]


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_whoever_asks_is_told_that_all_is_well_and_nothing_else(path: str, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    for host in ("10.0.0.7", "portal.example.com"):
        response = Client().get(path, headers={"host": host})
        assert (response.status_code, response.json()) == (200, {"status": "ok"})
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize("wrong", ["no database", "an old schema"])
def test_who_is_not_ready_still_lives(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def is_current() -> bool:
        if wrong == "no database":
            raise DatabaseError("connection to db.example as autossa_app failed: password secret")
        return False

    monkeypatch.setattr(health, "is_current", is_current)
    assert Client().get("/health/live").status_code == 200
    response = Client().get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable"})
