"""Coverage: the projection against its journal, the journal against the settlements (law 1)."""

from collections.abc import Iterator

from autossa.queries.runs.verify.findings import Finding, look

_PROJECTION = """
SELECT coalesce(c."grant", g.id), CASE
    WHEN c."grant" IS NULL THEN format('granted %%s to %%s, but it does not stand', g.start, g."end")
    WHEN g.id IS NULL THEN format('%%s stands without a grant, or although it was revoked', c.days)
    ELSE format('%%s stands, %%s to %%s was granted', c.days, g.start, g."end") END
FROM coverage c FULL JOIN (
    SELECT g.* FROM coverage_entries g
    LEFT JOIN coverage_entries r ON r.revokes = g.id WHERE g.revokes IS NULL AND r.id IS NULL
) g ON g.id = c."grant"
WHERE c."grant" IS NULL OR g.id IS NULL OR lower(c.days) <> g.start OR upper(c.days) <> g."end"
    OR c.project_id <> g.project_id OR c.source <> g.source OR c.anchor <> g.anchor
ORDER BY 1
"""

_JOURNAL = """
SELECT coalesce(g.id, s.id), CASE
    WHEN g.id IS NULL THEN format('settlement %%s covers %%s to %%s, but nothing was granted', s.id, s.start, s."end")
    WHEN s.id IS NULL THEN 'it was granted by no settlement'
    ELSE format('it grants %%s to %%s, its settlement covers %%s to %%s', g.start, g."end", s.start, s."end") END
FROM (SELECT * FROM coverage_entries WHERE revokes IS NULL) g
FULL JOIN (SELECT * FROM settlements WHERE covers <> '') s ON s.id = g.settlement
WHERE g.id IS NULL OR s.id IS NULL OR g.start <> s.start OR g."end" <> s."end" OR g.source <> s.covers
    OR g.anchor <> s.anchor OR g.project_id <> s.project_id
ORDER BY 1
"""

_VOIDED = """
SELECT s.id, format('it was %%s, but its coverage was %%s', CASE WHEN v.id IS NULL THEN 'not voided' ELSE 'voided' END,
    CASE WHEN r.id IS NULL THEN 'not revoked' ELSE 'revoked' END)
FROM settlements s JOIN coverage_entries g ON g.settlement = s.id AND g.revokes IS NULL
LEFT JOIN coverage_entries r ON r.revokes = g.id LEFT JOIN voids v ON v.settlement_id = s.id
WHERE (v.id IS NULL) <> (r.id IS NULL) ORDER BY s.id
"""

_UNTIL = """
SELECT p.id, format('it says covered until %%s, its coverage says %%s', coalesce(p.covered_until::text, 'no day'),
    coalesce(c.until::text, 'no day'))
FROM projects p LEFT JOIN (SELECT project_id, max(upper(days)) AS until FROM coverage GROUP BY project_id) c
    ON c.project_id = p.id
WHERE p.covered_until IS DISTINCT FROM c.until ORDER BY p.id
"""


def wrong_coverage() -> Iterator[Finding]:
    """Periods that stand without a grant, and grants that do not stand."""
    return look("coverage", _PROJECTION)


def wrong_journal() -> Iterator[Finding]:
    """Grants against settlements, revokes against voids."""
    yield from look("coverage_entries", _JOURNAL)
    yield from look("settlements", _VOIDED)


def wrong_until() -> Iterator[Finding]:
    """The stored first day not covered, against the coverage that stands."""
    return look("projects", _UNTIL)
