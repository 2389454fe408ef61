"""In a process of its own, set up like the server: asks for the pages of money, then lets dunning run.

Prints a line of JSON: name, milliseconds and number of queries of each.
"""

import json
import os
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")

from bench.portal_fill import DAY, STAFF

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_TIMES = 4
Timed = tuple[str, float, int]


def main() -> None:
    """Ask, run, print."""
    django.setup()
    import logging

    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
    logging.getLogger("autossa").setLevel(logging.ERROR)
    print(json.dumps([*_pages(), *_dunning()]))


def _pages() -> Iterator[Timed]:
    from django.test import Client

    from autossa.store import models

    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(models.User.objects.get(email=STAFF), backend=_BACKEND)
    for name, path in _addresses().items():

        def ask(path: str = path) -> None:
            if (status := client.get(path).status_code) != 200:
                raise RuntimeError(f"{path} answers {status}")

        ask()
        yield min((_timed(name, ask) for _ in range(_TIMES)), key=lambda one: one[1])


def _addresses() -> dict[str, str]:
    """What the pages show, by name: the account is the longest."""
    from django.db.models import Count
    from django.urls import reverse

    from autossa.store import models

    documents = models.Claim.objects.values("payer").annotate(count=Count("id")).order_by("-count")
    payer = models.Organisation.objects.get(pk=documents[0]["payer"])
    return {
        "dunning, what goes out tomorrow": reverse("dunning"),
        "forecast of 90 days": reverse("money_forecast"),
        "receivables": reverse("books"),
        "payments": reverse("payments"),
        "payments, searched": reverse("payments") + "?q=INV-2026",
        "payments, searched in vain": reverse("payments") + "?q=nothing+like+it",
        "payments that wait": reverse("unmatched_payments"),
        "account of 1,000 documents": reverse("payer_account", args=[payer.public_id]),
        "dunning of that payer": reverse("organisation_dunning", args=[payer.public_id]),
    }


def _dunning() -> Iterator[Timed]:
    from autossa.operations.context import SYSTEM, ActionContext
    from autossa.operations.runs import dunning

    ctx = ActionContext(SYSTEM, DAY + timedelta(days=1), datetime.now(ZoneInfo("UTC")))
    reports = []
    yield _timed("the run of dunning", lambda: reports.append(dunning.run(ctx=ctx)))
    if not reports[0].letters or reports[0].failed:
        raise RuntimeError(f"dunning: {reports[0]}")
    yield _timed("the run of dunning, once more", lambda: reports.append(dunning.run(ctx=ctx)))


def _timed(name: str, do: Callable[[], object]) -> Timed:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as queries:
        began = time.perf_counter()
        do()
        seconds = time.perf_counter() - began
    return name, seconds * 1e3, len(queries)


if __name__ == "__main__":
    main()
