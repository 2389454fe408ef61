"""Terms and who accepted them: each deed has what was in force, by who did it, in documents as they were published.

A deed is asked for what was published before it. What was published at its very moment may hold for it or not.
"""

from collections.abc import Iterator

from autossa.domain.billing.terms import TermsDeed
from autossa.queries.runs.verify.findings import Finding, look

# Of each deed: its table; and its id, for whom it is accepted, whose project it is, its day, its moment, who did it.
_DEEDS = {
    TermsDeed.CONTRACT: (
        "contracts",
        """
SELECT c.id, p.customer_id AS organisation, p.customer_id AS customer, c.concluded_on AS day,
    (SELECT min(e.booked_at) FROM contract_events e WHERE e.contract_id = c.id) AS at, c.concluded_by AS person
FROM contracts c JOIN projects p ON p.id = c.project_id
""",
    ),
    TermsDeed.CREDIT_ORDER: (
        "credit_orders",
        """
SELECT o.id, o.payer_id AS organisation, p.customer_id AS customer, o.ordered_on AS day, o.ordered_at AS at,
    o.ordered_by AS person
FROM credit_orders o JOIN projects p ON p.id = o.project_id
""",
    ),
    TermsDeed.LICENSE_ORDER: (
        "license_orders",
        """
SELECT o.id, o.payer_id AS organisation, p.customer_id AS customer, o.ordered_on AS day, o.ordered_at AS at,
    o.ordered_by AS person
FROM license_orders o JOIN projects p ON p.id = o.project_id
""",
    ),
    TermsDeed.QUOTE: (
        "quotes",
        """
SELECT q.id, CASE q.about WHEN 'contract' THEN p.customer_id ELSE q.payer_id END AS organisation,
    p.customer_id AS customer, q.accepted_on AS day, q.accepted_at AS at, q.accepted_by AS person
FROM quotes q JOIN projects p ON p.id = q.project_id WHERE q.accepted_at IS NOT NULL
""",
    ),
}

# A version from before languages were asked (0061) holds for a deed from the first one on that accepted it. What was
# taken over from another book was agreed to there.
_MISSING = """
SELECT d.id, format('%%s-%%s was in force on %%s and was not accepted for it', v.kind, v.number, d.day)
FROM ({deeds}) AS d CROSS JOIN (VALUES ('terms'), ('service')) AS k (kind)
CROSS JOIN LATERAL (
    SELECT t.id, t.kind, t.number, t.languages FROM terms_versions t
    WHERE t.kind = k.kind AND t.withdrawn_on IS NULL AND t.starts_on <= d.day AND t.set_at < d.at
    ORDER BY t.number DESC LIMIT 1
) AS v
WHERE cardinality(v.languages) > 0
AND NOT EXISTS (SELECT FROM imported i WHERE i.thing = d.id)
AND ('' <> ALL (v.languages) OR d.at >= (SELECT min(at) FROM terms_acceptances WHERE version_id = v.id))
AND NOT EXISTS (
    SELECT FROM terms_acceptances a JOIN terms_versions t ON t.id = a.version_id
    WHERE a.deed = %s AND a.deed_id = d.id AND t.kind = v.kind AND t.number >= v.number
) ORDER BY d.id, v.kind
"""

# What became of an organisation that was merged, over all its merges.
_NOW = """
WITH RECURSIVE now (id, into_id) AS (
    SELECT id, id FROM organisations WHERE merged_into_id IS NULL
    UNION ALL SELECT o.id, n.into_id FROM organisations o JOIN now n ON n.id = o.merged_into_id
)
"""
_NOT_IN_FORCE = f"""
{_NOW}
SELECT a.id, CASE
    WHEN v.starts_on > a.day OR v.withdrawn_on IS NOT NULL THEN 'its version was not in force on ' || a.day
    WHEN d.version_id IS DISTINCT FROM v.id THEN 'its document is of another version'
    WHEN EXISTS (
        SELECT FROM terms_versions t WHERE t.kind = v.kind AND t.number > v.number AND t.withdrawn_on IS NULL
            AND t.starts_on <= a.day AND t.set_at < a.at
    ) THEN 'its version was superseded before'
    WHEN a.earlier_id IS NOT NULL AND (e.version_id IS DISTINCT FROM a.version_id OR e.earlier_id IS NOT NULL
        OR e.at > a.at OR n.into_id IS DISTINCT FROM f.into_id) THEN 'it rests on an acceptance that is not its own'
    END AS wrong
FROM terms_acceptances a JOIN terms_versions v ON v.id = a.version_id
LEFT JOIN terms_documents d ON d.id = a.document_id LEFT JOIN terms_acceptances e ON e.id = a.earlier_id
LEFT JOIN now n ON n.id = a.organisation_id LEFT JOIN now f ON f.id = e.organisation_id
"""

# Who could: people of the one that accepts or of the customer, of a partner with access, or of the vendor.
_NOT_BY_THEM = f"""
{_NOW}
SELECT a.id, CASE
    WHEN d.id IS NULL THEN 'there is no such ' || a.deed
    WHEN d.day <> a.day THEN format('it is of %%s, and the deed of %%s', a.day, d.day)
    WHEN d.person IS DISTINCT FROM a.accepted_by THEN 'somebody else did the deed'
    WHEN o.into_id IS DISTINCT FROM p.into_id THEN 'the deed is of another organisation'
    WHEN a.member_of_id IS NOT NULL AND m.into_id NOT IN (p.into_id, c.into_id) AND NOT EXISTS (
        SELECT FROM organisations WHERE id = a.member_of_id AND kind = 'vendor'
    ) AND NOT EXISTS (
        SELECT FROM hand_overs h JOIN now g ON g.id = h.partner_id JOIN now r ON r.id = h.customer_id
        WHERE g.into_id = m.into_id AND r.into_id IN (p.into_id, c.into_id)
            AND h.starts_on <= a.day AND (h.ends_on IS NULL OR h.ends_on >= a.day)
    ) THEN 'it is by somebody who had no access to the organisation'
    END AS wrong
FROM terms_acceptances a LEFT JOIN ({{deeds}}) AS d ON d.id = a.deed_id
LEFT JOIN now o ON o.id = a.organisation_id LEFT JOIN now p ON p.id = d.organisation
LEFT JOIN now c ON c.id = d.customer LEFT JOIN now m ON m.id = a.member_of_id
WHERE a.deed = %s
"""

_CHANGED = """
SELECT d.id, CASE WHEN v.id IS NULL OR d.language <> ALL (v.languages) THEN 'it is of no version that has its language'
    ELSE 'it is not what was published: its SHA-256 is another one' END
FROM terms_documents d LEFT JOIN terms_versions v ON v.id = d.version_id
WHERE v.id IS NULL OR d.language <> ALL (v.languages)
    OR d.size <> octet_length(d.body) OR d.sha256 <> encode(sha256(d.body), 'hex')
ORDER BY d.id
"""
_INCOMPLETE = """
SELECT v.id, 'it lacks a document in one of its languages' FROM terms_versions v
WHERE cardinality(v.languages) > (SELECT count(*) FROM terms_documents d WHERE d.version_id = v.id) ORDER BY v.id
"""


def without_acceptance() -> Iterator[Finding]:
    """A contract or an order without a version that was in force when it came about."""
    for deed, (table, deeds) in _DEEDS.items():
        yield from look(table, _MISSING.format(deeds=deeds), [deed.value])


def wrong_acceptances() -> Iterator[Finding]:
    """An acceptance of what was not in force, or of no such deed, for another organisation, or by who could not."""
    yield from look("terms_acceptances", _wrong(_NOT_IN_FORCE))
    for deed, (_, deeds) in _DEEDS.items():
        yield from look("terms_acceptances", _wrong(_NOT_BY_THEM.format(deeds=deeds)), [deed.value])


def changed_documents() -> Iterator[Finding]:
    """A document that has other bytes than those whose SHA-256 was kept, or that is gone."""
    yield from look("terms_documents", _CHANGED)
    yield from look("terms_versions", _INCOMPLETE)


def _wrong(query: str) -> str:
    """Only those rows of a query that have something wrong, by their key."""
    return f"SELECT id, wrong FROM ({query}) AS found WHERE wrong IS NOT NULL ORDER BY id"
