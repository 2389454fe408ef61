"""What was archived is read together with the rest: the views of the schema `whole` stand before the tables."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def with_archive() -> Iterator[None]:
    """Until the block ends, `transfers` and `charges` are all there ever were; nothing can be written to them."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regnamespace('whole') IS NOT NULL, current_setting('search_path')")
        there_is_one, before = cursor.fetchone()
        if there_is_one:
            cursor.execute("SELECT set_config('search_path', 'whole, ' || %s, true)", [before])
    yield
    if there_is_one:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('search_path', %s, true)", [before])
