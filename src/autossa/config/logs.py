"""Logs: one event a line on stderr, JSON in production, without secrets and without addresses of people.

They are taken out of every line, whoever writes it: Django names the address that was asked for, also of a link from an
e-mail, a trace names what was refused, the database the values of a row. Lines of the server itself (granian) and
warnings of Python are lines like any other.
"""

import logging.config
import re
import sys
import threading
from collections.abc import MutableMapping
from typing import Any

import structlog

from autossa.config.outages import outages

SECRET_WORDS = ("password", "passwd", "secret", "token", "authorization", "cookie", "csrf", "api_key", "digest", "url")
HIDDEN = "[hidden]"
_TRACES = logging.Formatter()

# A slash, as it stands in an address or, any number of times quoted, in the query of another.
_SLASH = r"(?:/|%(?:25)*2f)"
# What stands in an address before a secret (urls of portal.accounts, portal.orders and portal.releases), and pages of
# the same places that are no secret.
_LINKS = rf"(?:approvals|calendar|downloads|invitations|signup|email{_SLASH}+confirm|reset{_SLASH}+key)"
_PAGES = r"(?:sent|open|done|withdraw|renew|new)"
_FIELDS = "password|passwd|passphrase|secret|token|otp|code|key|credential|session"
# Each of these takes time in proportion to the text, whatever somebody sends: what is long is looked at once.
_IN_TEXT = (
    # of an address: everything up to its next slash, with the rest of what may be a secret that was torn apart
    re.compile(rf"({_SLASH}{_LINKS}{_SLASH}+)(?!{_PAGES}(?:{_SLASH}|[\s?'\"&]|$))[^\s'\"<>?#&]+", re.IGNORECASE),
    # of a query or a form, and of a dictionary: the value of a field that sounds like a secret
    re.compile(rf"([?&;](?=[\w.-]*(?:{_FIELDS}))[\w.-]++=)[^&;\s'\"<>]+", re.IGNORECASE),
    re.compile(rf"(['\"](?=[\w.-]*(?:{_FIELDS}))[\w.-]++['\"]: ?['\"])[^'\"]+", re.IGNORECASE),
    # of an address of a server: the password, up to the last @ before the host
    re.compile(r"(://[^\s/:@]*:)[^\s/]+(?=@)"),
    # the same in the other form that PostgreSQL reads, and in a header of HTTP
    re.compile(r"(\b(?:password|passwd|sslpassword)\s*=\s*)(?:'(?:[^'\\]|\\.)*'|[^\s'\"&;]+)", re.IGNORECASE),
    re.compile(r"(\b(?:bearer|authorization\W+basic)\s+)(?!autossa_)[\w.~+/=-]{8,}", re.IGNORECASE),
    # what a row held, as PostgreSQL tells it
    re.compile(r"(\bDETAIL:\s*)[^\n]+"),
    # anywhere: our tokens, and what has the form of 256 random bits in base64
    re.compile(r"(autossa_)[\w-]{16,}"),
    re.compile(r"()(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{40,}"),
)


# An e-mail address of anybody: who it was, an id says. What might be the first half of one is gone over as a whole, or
# else each of its letters would be tried as the first.
_LETTERS = r"[\w.!#$%&'*+/=?^`{|}~-]"
_ADDRESS = re.compile(rf"({_LETTERS}+(?:@|%(?:25)*40)[\w-]+(?:\.[\w-]+)+)|{_LETTERS}++", re.IGNORECASE)
SOMEBODY = "[address]"


def hide_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Values under a name that sounds like a secret never reach the log, nor secrets inside any text."""
    return {
        name: value if name.startswith("_") else HIDDEN if _is_secret(name) else _hidden_inside(value)
        for name, value in event.items()  # structlog's own begin with a line, and are no part of what is written
    }


def without_secrets(text: str) -> str:
    """A text with every secret in it replaced: of links, of queries, of servers, tokens; and of whom it speaks."""
    for pattern in _IN_TEXT:
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return _ADDRESS.sub(lambda found: SOMEBODY if found[1] else found[0], text) if "@" in text or "%" in text else text


def logging_settings(log_format: str) -> None:
    """Configure structlog and the standard library's loggers to the same lines."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_every_line(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.setLogRecordFactory(_record_without_secrets)
    logging.config.dictConfig(standard_library(log_format))


def standard_library(log_format: str) -> dict[str, Any]:
    """The configuration of `logging`, in words alone, so that it can be handed to another process."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": "autossa.config.logs.lines", "log_format": log_format}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "autossa": {"level": "INFO"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners of the internet, answered with 400
            "_granian": {"level": "WARNING", "handlers": [], "propagate": True},  # the server: no stdout of its own
            "granian.access": {"level": "CRITICAL", "handlers": [], "propagate": True},
        },
    }


def lines(log_format: str) -> logging.Formatter:
    """The form of a line: JSON, or text for reading by people."""
    last = structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=_every_line(),
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    )


def catch_the_rest() -> None:
    """For what runs for long: warnings, and what nobody caught in a thread or at all, are lines of the log, too."""
    logging.captureWarnings(True)
    log = logging.getLogger("autossa")
    sys.excepthook = lambda kind, error, trace: log.critical("ended by a fault", exc_info=(kind, error, trace))
    threading.excepthook = lambda found: log.error(
        "a thread ended by a fault",
        exc_info=(found.exc_type, found.exc_value or found.exc_type(), found.exc_traceback),
    )


def _every_line() -> list[Any]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.StackInfoRenderer(),
        outages,
        structlog.processors.format_exc_info,  # the trace alone: local variables may hold secrets
        hide_secrets,
    ]


def _record_without_secrets(*given: Any, **more: Any) -> logging.LogRecord:
    """Every record as it is made, so that whatever else listens (a tracker of errors, a file) gets no secret either."""
    record = logging.LogRecord(*given, **more)
    if isinstance(record.msg, str):
        record.msg = without_secrets(record.msg)
    if isinstance(record.args, tuple):
        record.args = tuple(without_secrets(one) if isinstance(one, str) else one for one in record.args)
    if record.exc_info:
        # What every formatter takes for the trace if it is there.
        record.exc_text = without_secrets(_TRACES.formatException(record.exc_info))
    return record


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in SECRET_WORDS)


def _hidden_inside(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: HIDDEN if _is_secret(str(name)) else _hidden_inside(inner) for name, inner in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_hidden_inside(inner) for inner in value]
    return value if value is None or isinstance(value, bool | int | float) else without_secrets(str(value))
