"""The log of an organisation: what was done to it, to its projects, and by somebody for it; an index has each of these.

One condition with "or" between them has none, and reads the log of everybody.
"""

from collections.abc import Callable, Iterator
from uuid import UUID

from django.db import connection
from django.db.models import QuerySet

from autossa.store import models

Rows = QuerySet[models.Activity]

# What a filter of actions offers: of a project, all that occurred; of an organisation, among the newest of each part.
_OF_PROJECT = "SELECT DISTINCT action FROM activity WHERE project = %s"
_OF_ORGANISATION = """
SELECT action FROM (SELECT action FROM activity WHERE organisation = %s ORDER BY id DESC LIMIT {newest}) a
UNION SELECT action FROM (SELECT action FROM activity WHERE acting_for = %s ORDER BY id DESC LIMIT {newest}) a
UNION SELECT action FROM (
    SELECT l.action FROM (SELECT id FROM projects WHERE customer_id = %s ORDER BY id DESC LIMIT {projects}) p
    CROSS JOIN LATERAL (SELECT action FROM activity WHERE project = p.id ORDER BY id DESC LIMIT {newest}) l
) a
"""
_NEWEST, _PROJECTS = 100, 100


def newest_of(organisation: UUID, narrowed: Callable[[Rows], Rows], limit: int) -> list[UUID]:
    """The ids of so many of its log, newest first; `narrowed` takes what is asked for of each part."""
    log = models.Activity.objects
    theirs = models.Project.objects.filter(customer=organisation).values("id")
    parts = (log.filter(organisation=organisation), log.filter(acting_for=organisation), log.filter(project__in=theirs))
    found = [narrowed(part).order_by("-id").values_list("id", flat=True)[:limit] for part in parts]
    ordered = found[0].union(*found[1:]).order_by("-id")
    return list(ordered[:limit])


def actions_in(project: UUID | None, organisation: UUID | None) -> Iterator[str]:
    """Which actions occur in a log."""
    with connection.cursor() as cursor:
        if project is not None:
            cursor.execute(_OF_PROJECT, [project])
        else:
            statement = _OF_ORGANISATION.format(newest=_NEWEST, projects=_PROJECTS)
            cursor.execute(statement, [organisation] * 3)
        yield from (action for (action,) in cursor.fetchall())
