"""While the database is away the log has a sentence a line; what else goes wrong keeps its trace."""

import io
import json
import logging
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import structlog
from django.db import OperationalError
from procrastinate.exceptions import ConnectorException
from psycopg import errors

from autossa.config.logs import lines


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(lines("json"))
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except type(error) as found:
        return found


AWAY = psycopg.OperationalError("connection failed: Connection refused")
LOCKED = errors.LockNotAvailable("canceling statement due to lock timeout")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (raised(OperationalError("refused"), AWAY), "the database does not answer"),
        (raised(ConnectorException(), AWAY), "the database does not answer"),
        (AWAY, "the database does not answer"),
        (psycopg.InterfaceError("the connection is closed"), "the connection to the database was cut"),
        (errors.AdminShutdown("terminating connection"), "the database was shut down"),
        (errors.TooManyConnections("sorry, too many clients already"), "takes no more connections"),
    ],
)
def test_an_outage_is_a_warning_in_a_sentence(error: BaseException, sentence: str, written: io.StringIO) -> None:
    logging.getLogger("django.request").error("Service Unavailable: %s", "/x/", exc_info=error)
    (found,) = said(written)
    assert found["level"] == "warning"
    assert found["event"].startswith("Service Unavailable: /x/: the ")
    assert sentence in found["event"]
    assert "exception" not in found
    assert "exc_info" not in found


@pytest.mark.parametrize(
    "error",
    [
        raised(OperationalError("locked"), LOCKED),
        errors.QueryCanceled("timeout"),
        errors.UniqueViolation("x"),
        ValueError("x"),
    ],
)
def test_what_else_goes_wrong_keeps_its_trace(error: BaseException, written: io.StringIO) -> None:
    logging.getLogger("autossa.x").error("wrong", exc_info=error)
    (found,) = said(written)
    assert (found["level"], found["event"]) == ("error", "wrong")
    assert type(error).__name__ in found["exception"]


def test_it_holds_for_our_own_lines(written: io.StringIO) -> None:
    log = structlog.get_logger("autossa.x")
    try:
        raise AWAY
    except psycopg.OperationalError:
        log.exception("a mail failed", message=7)
    (found,) = said(written)
    assert (found["level"], found["message"], "exception" in found) == ("warning", 7, False)
    assert found["event"].startswith("a mail failed: the database does not answer")


def test_a_line_without_an_error_stays(written: io.StringIO) -> None:
    logging.getLogger("autossa.x").error("wrong")
    assert [(one["level"], one["event"]) for one in said(written)] == [("error", "wrong")]


def said(written: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in written.getvalue().splitlines()]
