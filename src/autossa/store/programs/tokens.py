"""A token and who it speaks for, in one statement: asked with every request of a program."""

import json
from datetime import datetime
from typing import Any, NamedTuple

from autossa.store.devices.prepared import Prepared

_READ = Prepared(
    "token_read",
    """
SELECT json_build_object(
    'key', t.id, 'user', u.id, 'name', u.name, 'email', u.email, 'organisation', o.id, 'kind', o.kind, 'role', m.role,
    'scopes', t.scopes, 'last_used_at', t.last_used_at,
    'hand_overs', coalesce((SELECT json_agg(json_build_array(h.customer_id, h.partner_id, h.project_id, h.rights,
            h.starts_on, h.ends_on))
        FROM hand_overs h WHERE h.partner_id = o.id AND o.kind = 'partner'), '[]'))
FROM api_tokens t JOIN users u ON u.id = t.user_id JOIN organisations o ON o.id = t.organisation_id
JOIN memberships m ON m.user_id = t.user_id AND m.organisation_id = t.organisation_id
WHERE t.digest = $1::bytea AND t.revoked_at IS NULL AND t.expires_at > $2::timestamptz AND u.is_active
    AND o.suspended_on IS NULL
""",
)


class TokenRow(NamedTuple):
    """A token, its maker, and what they are in its organisation; ids, days and moments are texts, as they came.

    `hand_overs` are all that a partner ever got: customer, partner, project, rights, starts_on, ends_on.
    """

    key: str
    user: str
    name: str
    email: str
    organisation: str
    kind: str
    role: str
    scopes: list[str]
    last_used_at: str | None
    hand_overs: list[list[Any]]


def read_token(digest: bytes, now: datetime) -> TokenRow | None:
    """None alike for a token that is unknown, expired or revoked, or whose maker or organisation is shut out."""
    text = _READ.one([b"\\x" + digest.hex().encode(), now.isoformat().encode()])
    return TokenRow(**json.loads(text)) if text is not None else None
