"""In a process of its own, set up like the server: sessions for people, and how many queries each page takes.

Prints a line of JSON: a cookie for each person, the addresses to visit, and the number of queries of each.
"""

import json
import os
import sys
from typing import Any

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autossa.config.settings")

from bench.portal_fill import DAY, OWNER, PARTNER, STAFF

_BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
_PROJECTS = 40
_TABS = {
    "overview": "", "licenses": "licenses/", "credits": "credits/", "contracts": "contracts/", "invoices": "invoices/",
    "activity": "activity/",
}  # fmt: skip


def main() -> None:
    """Sign everybody in, and ask for each page once with the queries counted."""
    django.setup()
    from django.conf import settings
    from django.test import Client

    from autossa.store import models

    clients = {}
    for email in (STAFF, PARTNER, OWNER):
        clients[email] = Client(SERVER_NAME="127.0.0.1")
        clients[email].force_login(models.User.objects.get(email=email), backend=_BACKEND)
    pages = _pages(int(sys.argv[1]))
    queries = {name: _count(clients[STAFF], paths[0]) for name, paths in pages.items()}
    cookies = {email: client.cookies[settings.SESSION_COOKIE_NAME].value for email, client in clients.items()}
    print(json.dumps({"cookie": settings.SESSION_COOKIE_NAME, "cookies": cookies, "pages": pages, "queries": queries}))


def _pages(projects: int) -> dict[str, list[str]]:
    """The addresses by what they show; several where each is about one project. The owner's four come first."""
    from autossa.queries.projects.search import ProjectFilter, find_heads
    from autossa.store import models

    deep = find_heads(ProjectFilter(), DAY, 30, projects // 2)[-1]
    found = models.Project.objects.order_by("customer_id", "id")[:_PROJECTS]  # the partner sees them too
    ids = [row.public_id for row in found]
    lists = {
        "home": ["/"],
        "filtered": ["/?state=none&left=30", "/?state=suspended", "/?state=active&left=7", "/?left=lapsed"],
        "search": ["/?q=kiel+lager", f"/?q=C-1{projects // 8:05}", "/?q=nothing+like+it", "/?q=zz"],
        "by name": ["/?sort=name", "/?sort=customer"],
        "deep": [f"/?after={deep.key}"],
    }
    return {**lists, **{name: [f"/projects/{one}/{tab}" for one in ids] for name, tab in _TABS.items()}}


def _count(client: Any, path: str) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(path)
    with CaptureQueriesContext(connection) as queries:
        response = client.get(path)
    if response.status_code != 200:
        raise RuntimeError(f"{path} answers {response.status_code}")
    return len(queries)


if __name__ == "__main__":
    main()
