"""Whether the demo is looked at, from this very machine: what only the demo has is shown then, and nowhere else."""

from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.http import HttpRequest

from autossa.portal.web.requests import account_of, address_of
from autossa.queries.vendor.demo_clock import days_ahead
from autossa.workbench.demo_people import PEOPLE


def is_demo(request: HttpRequest) -> bool:
    """The demo's own database, asked from this very machine under a name of this machine, through no proxy."""
    return (
        bool(settings.DEMO)
        and _is_loopback(address_of(request))
        and _is_loopback_host(request.get_host())
        and not getattr(request, "is_forwarded", True)  # the headers that say so are taken away before a page is asked
        and _is_demo_database()
    )


def bar(request: HttpRequest) -> dict[str, Any]:
    """For every page: the bar with the clock; none for who is not signed in, and none outside the demo."""
    if account_of(request) is None or not is_demo(request):
        return {"demo_bar": None}
    return {"demo_bar": {"ahead": days_ahead()}}


def _is_demo_database() -> bool:
    """A server on this machine's socket, as the embedded one is, that holds the demo's people."""
    if not str(connection.settings_dict["HOST"]).startswith("/"):
        return False
    return get_user_model().objects.filter(email=PEOPLE[0].email).exists()


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _is_loopback_host(host: str) -> bool:
    name = host.rpartition(":")[0] if host.rpartition(":")[2].isdigit() else host
    return name == "localhost" or _is_loopback(name.strip("[]"))
