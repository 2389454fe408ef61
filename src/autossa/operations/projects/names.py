"""What projects are searched and ordered by, written with each change of a name: of the project, or of its customer."""

from collections.abc import Iterable
from uuid import UUID

from django.db import connection

# Reads both tables in the transaction that changed one of them; what is the same already is not touched.
_WRITE = """
INSERT INTO project_names (project_id, name, customer, words)
SELECT p.id, plain(p.name), plain(o.name), search_words(concat_ws(' ', p.name, o.name, o.number))
FROM projects p JOIN organisations o ON o.id = p.customer_id WHERE {those}
ON CONFLICT (project_id) DO UPDATE SET name = EXCLUDED.name, customer = EXCLUDED.customer, words = EXCLUDED.words
WHERE (project_names.name, project_names.customer, project_names.words)
    IS DISTINCT FROM (EXCLUDED.name, EXCLUDED.customer, EXCLUDED.words)
"""
_PROJECTS, _CUSTOMERS = _WRITE.format(those="p.id = ANY(%s)"), _WRITE.format(those="p.customer_id = %s")


def write_names(projects: Iterable[UUID]) -> int:
    """Write the names of these projects: whoever makes one, renames it, or gives it another customer calls this.

    How many were others before.
    """
    return _execute(_PROJECTS, list(projects))


def write_names_of(customer: UUID) -> None:
    """Write the names of all projects of a customer: whoever changes its name or number calls this."""
    _execute(_CUSTOMERS, customer)


def _execute(statement: str, given: UUID | list[UUID]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, [given])
        return int(cursor.rowcount)
