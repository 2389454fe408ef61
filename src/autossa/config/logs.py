"""Logs: one event a line on stderr, JSON in production, without secrets."""

import logging.config
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET_WORDS = ("password", "passwd", "secret", "token", "authorization", "cookie", "csrf", "api_key", "digest", "url")
HIDDEN = "[hidden]"


def hide_secrets(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Values under a name that sounds like a secret never reach the log; an address may carry a password."""
    return {name: HIDDEN if _is_secret(name) else _hidden_inside(value) for name, value in event.items()}


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


def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in SECRET_WORDS)


def _hidden_inside(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: HIDDEN if _is_secret(str(name)) else _hidden_inside(inner) for name, inner in value.items()}
    return value
