"""Logs: one event a line on stderr, JSON in production, without secrets.

Secrets are taken out of every line, whoever writes it: Django names the address that was asked for, also of a link from
an e-mail, and a trace names what was refused.
"""

import logging.config
import re
from collections.abc import MutableMapping
from typing import Any

import structlog

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
_IN_TEXT = (
    # of an address: everything up to its next slash, with the rest of what may be a secret that was torn apart
    re.compile(rf"({_SLASH}{_LINKS}{_SLASH}+)(?!{_PAGES}(?:{_SLASH}|[\s?'\"&]|$))[^\s'\"<>?#&]+", re.IGNORECASE),
    # of a query or a form, and of a dictionary: the value of a field that sounds like a secret
    re.compile(rf"([?&;][\w.-]*(?:{_FIELDS})[\w.-]*=)[^&;\s'\"<>]+", re.IGNORECASE),
    re.compile(rf"(['\"][\w.-]*(?:{_FIELDS})[\w.-]*['\"]: ?['\"])[^'\"]+", re.IGNORECASE),
    # of an address of a server: the password
    re.compile(r"(://[^\s/:@]*:)[^\s/@]+(?=@)"),
    # anywhere: our tokens, and what has the form of 256 random bits in base64
    re.compile(r"(autossa_)[\w-]{16,}"),
    re.compile(r"()(?<![\w-])(?=[\w-]*\d)(?=[\w-]*[a-z])(?=[\w-]*[A-Z])[\w-]{40,}"),
)


def hide_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Values under a name that sounds like a secret never reach the log, nor secrets inside any text."""
    return {
        name: value if name.startswith("_") else HIDDEN if _is_secret(name) else _hidden_inside(value)
        for name, value in event.items()  # structlog's own begin with a line, and are no part of what is written
    }


def without_secrets(text: str) -> str:
    """A text with every secret in it replaced: of links, of queries, of addresses of servers, tokens."""
    for pattern in _IN_TEXT:
        text = pattern.sub(rf"\1{HIDDEN}", text)
    return text


def logging_settings(log_format: str) -> None:
    """Configure structlog and the standard library's loggers to the same lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.StackInfoRenderer(),
        structlog.processors.format_exc_info,  # the trace alone: local variables may hold secrets
        hide_secrets,
    ]
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    logging.setLogRecordFactory(_record_without_secrets)
    logging.config.dictConfig(_standard_library(log_format, shared))


def _standard_library(log_format: str, shared: list[Any]) -> dict[str, Any]:
    last = structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": shared[1:],
                "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "autossa": {"level": "INFO"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners of the internet, answered with 400
        },
    }


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
