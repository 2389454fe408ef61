"""Whoever watches over the servers is told how they are; how much, depends on the token that they show."""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as shipped
from django.db import DatabaseError, InterfaceError, connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from autossa.config.counting import counted
from autossa.operations.vendor import checkups
from autossa.operations.vendor.schema import Standing
from autossa.portal.runs import health, watching
from autossa.portal.web.clock import now
from autossa.queries.runs.figures import FIGURES, read_figures
from autossa.store import models
from tests.jobs.doing import failed

pytestmark = [pytest.mark.store, pytest.mark.django_db]

TOKEN = "for-tests-only-0123456789"
BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture
def watched(settings: Any) -> None:
    settings.WATCH_TOKEN = TOKEN


def get(path: str, **headers: str) -> Any:
    return Client().get(path, headers=headers)


def detail() -> dict[str, Any]:
    return dict(get("/health/ready", **BEARER).json())


def metrics() -> dict[str, float]:
    """Those without labels."""
    text = get("/metrics", **BEARER).content.decode()
    return {
        sample.name: sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
        if not sample.labels
    }


@pytest.mark.parametrize("path", ["/health/live", "/health/ready"])
def test_whoever_asks_is_told_that_all_is_well_and_nothing_else(path: str, settings: Any) -> None:
    settings.SECURE_SSL_REDIRECT = True
    for host in ("10.0.0.7", "portal.example.com"):
        response = get(path, host=host)
        assert (response.status_code, response.json()) == (200, {"status": "ok"})
        assert response["Cache-Control"] == "no-store"
        assert not response.cookies
    assert Client().post(path).status_code == 405


@pytest.mark.parametrize("wrong", ["no database", "no connection", "an old schema", "a new schema"])
def test_who_is_not_ready_still_lives(wrong: str, monkeypatch: pytest.MonkeyPatch, watched: None) -> None:
    def standing() -> Standing:
        if wrong == "no database":
            raise DatabaseError("connection to db.example failed: password authentication failed for autossa_app")
        if wrong == "no connection":
            raise InterfaceError("connection already closed")
        return Standing.AHEAD if wrong == "a new schema" else Standing.BEHIND

    monkeypatch.setattr(health, "standing", standing)
    assert get("/health/live").status_code == 200
    response = get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"status": "unavailable"})
    why = get("/health/ready", **BEARER).json()["checks"]["database"].get("why", "")
    assert why == {
        "no database": "the database refuses the password of this role; check DATABASE_URL (and DATABASE_OWNER_URL)",
        "no connection": "the connection to the database was cut; look whether it was restarted, then try again",
    }.get(wrong, "")
    told = get("/health/ready", **BEARER)
    assert told.status_code == 503
    assert "secret" not in told.content.decode()


def test_what_is_late_is_told_to_the_token_and_sends_no_visitor_away(watched: None) -> None:
    assert detail()["status"] == "ok"
    moment = now()
    models.Run.objects.create(
        day=moment.date(), started_at=moment - timedelta(hours=31), finished_at=moment - timedelta(hours=30), periods=7
    )
    failed("vera@example.com", "dunning")
    models.Run.objects.create(day=moment.date(), started_at=moment, state="halted", cause="Far more are due")
    models.OutboxMessage.objects.create(topic="send.mail", created_at=moment - timedelta(hours=2), attempts=1)
    checkups.note(kind=checkups.Kind.VERIFY, now=moment, findings=3)
    told = detail()
    assert told["status"] == "degraded"
    late = {name for name, check in told["checks"].items() if check["status"] == "late"}
    assert late == {"night", "outbox", "runs", "jobs", "verify"}
    assert told["checks"]["night"]["run_age"] == pytest.approx(30 * 3600, abs=60)
    assert "vera@" not in json.dumps(told)
    response = get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.parametrize("path", ["/health/ready", "/metrics"])
def test_no_session_is_read_and_few_statements_are_made(
    path: str, watched: None, django_assert_max_num_queries: Any
) -> None:
    client = Client(headers=BEARER)
    client.cookies[shipped.SESSION_COOKIE_NAME] = "a" * 32
    with django_assert_max_num_queries(4) as asked:
        assert client.get(path).status_code == 200
    assert not [query for query in asked.captured_queries if "django_session" in query["sql"]]


# ---------------------------------------------------------------- metrics


@pytest.mark.parametrize("shown", ["", f"Bearer {TOKEN}x", "Bearer ", TOKEN])
def test_figures_are_for_the_token(shown: str, watched: None) -> None:
    response = get("/metrics", **({"authorization": shown} if shown else {}))
    assert response.status_code == 401
    assert "autossa_" not in response.content.decode()


def test_without_a_token_in_the_settings_there_are_none() -> None:
    assert get("/metrics", authorization="Bearer ").status_code == 404
    assert get("/health/ready", authorization="Bearer ").json() == {"status": "ok"}


def test_figures_of_the_database(watched: None) -> None:
    before = metrics()
    assert before["autossa_database_up"] == before["autossa_schema_current"] == 1
    assert "autossa_backup_age_seconds" not in before  # never
    moment = now()
    run = {"day": moment.date(), "started_at": moment - timedelta(minutes=9), "finished_at": moment, "periods": 12}
    models.Run.objects.create(**run)
    for parked_at in (None, None, moment):
        models.OutboxMessage.objects.create(
            topic="send.mail", created_at=moment - timedelta(minutes=5), attempts=3, parked_at=parked_at
        )
    checkups.note(kind=checkups.Kind.BACKUP, now=moment - timedelta(hours=1), size=4096)
    after = metrics()
    assert after["autossa_renewals_booked_total"] == before["autossa_renewals_booked_total"] + 12
    assert after["autossa_run_seconds"] == 540
    assert after["autossa_outbox_waiting"] == 2
    assert after["autossa_outbox_parked"] == 1
    assert after["autossa_outbox_oldest_seconds"] == pytest.approx(300, abs=60)
    assert after["autossa_backup_age_seconds"] == pytest.approx(3600, abs=60)
    assert after["autossa_backup_bytes"] == 4096


def test_a_database_that_is_away_is_a_figure(watched: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away() -> bool:
        raise InterfaceError("the connection is closed")

    monkeypatch.setattr(watching, "is_current", away)
    assert metrics()["autossa_database_up"] == 0


def test_each_figure_is_shown_once() -> None:
    shown = [figure for figure, _ in watching.GAUGES.values()] + ["renewals_booked"]
    assert sorted(shown) == sorted(FIGURES)


def test_figures_are_read_from_indexes() -> None:
    """However many projects and messages there are."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN SELECT {', '.join(FIGURES.values())}", {"now": now()})
        plan = "\n".join(line for (line,) in cursor)
    read_whole = set(re.findall(r"Seq Scan on (\w+)", plan))
    assert read_whole <= {"runs", "procrastinate_jobs", "checkups"}, plan
    assert set(read_figures(now())) == set(FIGURES)


def test_requests_are_counted_by_name_never_by_address(watched: None, tmp_path: Path) -> None:
    def pages(environ: dict[str, Any], start: Any) -> list[bytes]:
        environ[watching.ROUTE] = "project"
        start("200 OK", [])
        return [b""]

    said: list[Any] = []
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/projects/prj_0123/", "HTTP_X_REQUEST_ID": "a b"}
    counted(pages)(environ, lambda status, headers, *_: said.extend(headers))
    text = get("/metrics", **BEARER).content.decode()
    assert 'autossa_requests_total{method="GET",route="project",status="200"}' in text
    assert "prj_0123" not in text
    assert re.fullmatch("[0-9a-f]{32}", dict(said)["X-Request-Id"])


def test_pages_and_programs_say_what_answers(client: Client) -> None:
    assert client.get("/account/login/").wsgi_request.META[watching.ROUTE] == "account_login"
