"""Partitions are there before their time comes, so that nothing lands in the rest."""

from collections.abc import Iterator

from autossa.queries.runs.verify.findings import Finding, rows

_DIVIDED = "SELECT parent, parent || '_rest' FROM divided_tables()"
_AHEAD = "SELECT time_of_id(end_of_partitions(%s::regclass))::date, end_of_partitions(%s::regclass) < first_id(now())"


def missing_partitions() -> Iterator[Finding]:
    """A table whose partitions have come to an end, or whose rest holds rows that none was made for."""
    for parent, rest in list(rows(_DIVIDED)):
        ((end, is_over),) = rows(_AHEAD, [parent, parent])
        if is_over:
            yield Finding(parent, parent, f"its partitions end on {end}: run the task partitions")
        ((count,),) = rows(f"SELECT count(*) FROM {rest}")
        if count:
            yield Finding(rest, rest, f"{count} rows that no partition was made for: run the task partitions")
