"""Whole projects, as the rules see them: what holds of each on every path, and when the run visits it next."""

from collections.abc import Iterator
from itertools import islice

from autossa.domain.invariants import broken
from autossa.domain.renewals import next_due_day
from autossa.queries.runs.verify.findings import Finding, rows
from autossa.store.engine.load import load_projects

_BATCH_SIZE = 1000

_OF_MERGED = """
SELECT 'projects', p.id, format('it belongs to %%s, which was merged into another organisation', o.number)
FROM projects p JOIN organisations o ON o.id = p.customer_id WHERE o.merged_into_id IS NOT NULL
UNION ALL
SELECT 'contracts', c.id, format('%%s pays for it, which was merged into another organisation', o.number)
FROM contracts c JOIN organisations o ON o.id = c.payer_id
WHERE o.merged_into_id IS NOT NULL AND c.status IN ('in_review', 'question', 'active', 'ending', 'suspended')
UNION ALL
SELECT 'credit_orders', c.id, format('%%s is to pay it, which was merged into another organisation', o.number)
FROM credit_orders c JOIN organisations o ON o.id = c.payer_id WHERE o.merged_into_id IS NOT NULL AND c.state = 'open'
"""


def wrong_projects() -> Iterator[Finding]:
    """A project in which an invariant is broken, or that the run would overlook, or visit in vain."""
    ids = (row[0] for row in rows("SELECT id FROM projects ORDER BY id"))
    planned = dict(rows("SELECT id, next_run_on FROM projects"))
    while portion := list(islice(ids, _BATCH_SIZE)):
        (day,) = next(rows("SELECT current_date"))
        for key, loaded in load_projects(portion, day, lock=False, used_up_lots=True).items():
            for found in broken(loaded.project):
                yield Finding("projects", str(key), f"{found.invariant.value}: {found.about}")
            right = next_due_day(loaded.project, loaded.touched_on)
            if planned[key] != right:
                yield Finding("projects", str(key), f"its next run is on {planned[key]}, it should be on {right}")


def of_merged_organisations() -> Iterator[Finding]:
    """Whatever goes on belongs to, and is paid by, an organisation that there still is."""
    for table, key, wrong in rows(_OF_MERGED):
        yield Finding(table, str(key), wrong)
