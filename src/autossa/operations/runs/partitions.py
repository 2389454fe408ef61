"""Partitions of the tables that only grow: made ahead, so that no row lands in the rest."""

from datetime import datetime

from django.db import connection, transaction


def make_ahead(*, now: datetime) -> int:
    """Make the partitions of the time to come; how many. What landed in a rest meanwhile moves into its partition.
    The planner learns of the tables as a whole, of which autovacuum looks at the partitions alone.

    `now` is the real moment, also where a demo shows a later one: ids are made by the real clock. Raises
    OperationalError where a long transaction holds the tables for more than three seconds: later is soon enough.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM make_partitions(%s)", [now])
        (made,) = cursor.fetchone()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT analyze_divided()")
    return int(made)
