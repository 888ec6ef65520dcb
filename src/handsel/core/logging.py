"""Structured logs: one line an event, with the request's id (JSON in production, plain text for people)."""

from typing import Any

import structlog


def logging_config(*, log_format: str, level: str = "INFO") -> dict[str, Any]:
    """Django's LOGGING setting that sends the standard library's records through structlog as well."""
    renderer = (
        structlog.processors.JSONRenderer() if log_format == "json" else structlog.dev.ConsoleRenderer(colors=False)
    )
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {"()": structlog.stdlib.ProcessorFormatter, "processor": renderer, "foreign_pre_chain": shared}
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"structured": formatter},
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "structured"}},
        "root": {"handlers": ["console"], "level": level},
        "loggers": {
            "django.server": {"handlers": ["console"], "level": level, "propagate": False},
            # A refused or unknown address is the caller's matter; only our own failures are ours to read.
            "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
            "procrastinate": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        },
    }
