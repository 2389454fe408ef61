"""What no foreign key and no trigger holds: where the directory points to, and the names that projects are found by."""

from collections.abc import Iterator

from autossa.queries.runs.verify.findings import Finding, look, rows

POINTING = (
    ("access_requests", "project_id", "projects"),
    ("activation_keys", "redeemed_by_id", "projects"),
    ("calendar_feeds", "project_id", "projects"),
    ("hand_overs", "project_id", "projects"),
    ("order_numbers", "contract_id", "contracts"),
    ("payment_choices", "contract_id", "contracts"),
)
"""Columns of the directory that hold the key of a project or of what is its own (decision 89)."""

_NAMES = """
SELECT coalesce(p.id, n.project_id), CASE WHEN n.project_id IS NULL THEN 'nothing to find it by'
    WHEN p.id IS NULL THEN 'there is no such project'
    ELSE 'found by "' || n.words || '", which is not what it is called' END
FROM (
    SELECT p.id, plain(p.name) AS name, plain(o.name) AS customer,
        search_words(concat_ws(' ', p.name, o.name, o.number)) AS words
    FROM projects p JOIN organisations o ON o.id = p.customer_id
) p FULL JOIN project_names n ON n.project_id = p.id
WHERE (n.name, n.customer, n.words) IS DISTINCT FROM (p.name, p.customer, p.words) ORDER BY 1
"""


def pointing_nowhere() -> Iterator[Finding]:
    """A row of the directory that names a project, or a contract, that there is not."""
    for table, column, to in POINTING:
        missing = f"{column} names nothing in {to}"
        query = f"SELECT d.id FROM {table} d WHERE NOT EXISTS (SELECT FROM {to} t WHERE t.id = d.{column})"
        for (key,) in rows(f"{query} AND d.{column} IS NOT NULL ORDER BY d.id"):
            yield Finding(table, str(key), missing)


def wrong_names() -> Iterator[Finding]:
    """A project that is searched for by other words than its name and its customer's give, or by none."""
    return look("project_names", _NAMES)
