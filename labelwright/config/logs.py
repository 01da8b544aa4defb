"""Structured logs: one line an event, JSON in the served mode; secrets never reach it."""

from __future__ import annotations

import logging.config
from typing import Any

import structlog

HIDDEN = ("password", "token", "cookie", "authorization", "secret", "csrf")


def hide_secrets(_: Any, __: str, event: dict[str, Any]) -> dict[str, Any]:
    """Values whose name says that they are secret are masked."""
    return {
        key: "***" if any(word in key.lower() for word in HIDDEN) else value for key, value in event.items()
    }


SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.format_exc_info,
    hide_secrets,
]


def configure(options: dict[str, Any]) -> None:
    renderer = (
        structlog.processors.JSONRenderer()
        if options["json"]
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    logging.config.dictConfig(
        {
            "version": 1,
            "disable_existing_loggers": False,
            "formatters": {
                "line": {
                    "()": structlog.stdlib.ProcessorFormatter,
                    "processors": [structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
                    "foreign_pre_chain": SHARED,
                }
            },
            "handlers": {"out": {"class": "logging.StreamHandler", "formatter": "line"}},
            "root": {"handlers": ["out"], "level": options["level"]},
            "loggers": {
                "django.request": {"level": "ERROR"},
                "axes": {"level": "ERROR"},
                "kombu.connection": {"level": "ERROR"},
            },
        }
    )
