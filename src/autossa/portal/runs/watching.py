"""What who watches over the servers is shown: figures in the format of Prometheus, each check; only for their token.

Requests are counted in each process of `serve`, in files that they share (`PROMETHEUS_MULTIPROC_DIR`, which `serve`
sets); everything else comes from the database when it is asked for, so that any one process knows it of all machines.
"""

import hmac
import os
from collections.abc import Iterable

from django.conf import settings
from django.db import Error as DatabaseFault
from django.http import HttpRequest
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector

from autossa import __version__
from autossa.operations.vendor.schema import is_current
from autossa.portal.web.clock import now
from autossa.queries.runs.figures import Figures, read_figures

ROUTE = "autossa.route"
"""In the environment of a request: the name of what answers it, never its address, which has ids in it."""

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_SCHEME = "Bearer "
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
_BOUNDS = (0.01, 0.025, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

_counted = CollectorRegistry()
_requests = Counter(
    "autossa_requests", "Requests answered", ["route", "method", "status"], registry=_counted
)  # the library adds _total
_seconds = Histogram(
    "autossa_request_seconds", "Seconds until the answer begins", ["route"], buckets=_BOUNDS, registry=_counted
)

# Metric → figure, what it says.
GAUGES = {
    "autossa_run_age_seconds": ("run_age", "Since the last daily run ended"),
    "autossa_run_seconds": ("run_seconds", "That the last daily run took"),
    "autossa_projects_parked": ("parked_projects", "Projects set aside until somebody tries them again"),
    "autossa_outbox_waiting": ("outbox_waiting", "Messages that wait to be delivered"),
    "autossa_outbox_parked": ("outbox_parked", "Messages that nobody tries any more"),
    "autossa_outbox_oldest_seconds": ("outbox_oldest", "Since the oldest waiting message was written"),
    "autossa_runs_halted": ("halted_runs", "Daily runs that wait for somebody to let them go on"),
    "autossa_jobs_failed": ("failed_jobs", "Jobs that failed for good, and wait for somebody"),
    "autossa_verify_findings": ("verify_findings", "Findings of the last verification"),
    "autossa_verify_age_seconds": ("verify_age", "Since the last verification"),
    "autossa_backup_age_seconds": ("backup_age", "Since the last `autossa backup`"),
    "autossa_backup_bytes": ("backup_bytes", "Size of the last backup"),
}


def may_watch(request: HttpRequest) -> bool:
    """The token of the settings was shown; without one nobody may."""
    given = request.META.get("HTTP_AUTHORIZATION", "")
    token: str = settings.WATCH_TOKEN
    shown = given[len(_SCHEME) :].strip() if given.startswith(_SCHEME) else ""
    return bool(token) and hmac.compare_digest(shown.encode(), token.encode())


def observe(route: str, method: str, status: int, seconds: float) -> None:
    """Count one request of this process."""
    _requests.labels(route, method if method in _METHODS else "other", str(status)).inc()
    _seconds.labels(route).observe(seconds)


def exposition() -> bytes:
    """Everything, as Prometheus reads it; a database that does not answer is a figure, too."""
    registry = CollectorRegistry()
    registry.register(_Database())
    if folder := os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry, folder)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(_counted)


class _Database:
    """What the database says of all machines, read anew each time."""

    def collect(self) -> Iterable[Metric]:
        """The figures; where the database is away only that it is."""
        yield _info()
        try:
            current = is_current()
            figures = read_figures(now()) if current else None
        except DatabaseFault:
            yield GaugeMetricFamily("autossa_database_up", "Whether the database answers", value=0)
            return
        yield GaugeMetricFamily("autossa_database_up", "Whether the database answers", value=1)
        yield GaugeMetricFamily("autossa_schema_current", "Whether its tables are of this version", value=int(current))
        if figures is not None:
            yield from _metrics(figures)


def _info() -> Metric:
    info = GaugeMetricFamily("autossa_info", "The version that answers", labels=["version"])
    info.add_metric([__version__], 1)
    return info


def _metrics(figures: Figures) -> Iterable[Metric]:
    booked = figures["renewals_booked"] or 0
    yield CounterMetricFamily("autossa_renewals_booked", "Contract periods booked by daily runs", value=booked)
    for name, (figure, about) in GAUGES.items():
        value = figures[figure]
        if value is not None:
            yield GaugeMetricFamily(name, about, value=value)
