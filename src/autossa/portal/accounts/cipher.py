"""What sessions keep: encrypted, so that a copy of the database alone gives nothing away."""

import json
from typing import Any

from autossa.operations.accounts.ciphers import cipher


class SessionData:
    """Of sessions: they hold secrets for a while, of links that were followed, codes to be shown, apps being set up."""

    def dumps(self, data: Any) -> bytes:
        """Encrypt."""
        return cipher("sessions").encrypt(json.dumps(data, separators=(",", ":")).encode())

    def loads(self, data: bytes) -> Any:
        """Decrypt. Raises InvalidToken for what is none of ours, which Django takes for an empty session."""
        return json.loads(cipher("sessions").decrypt(data))
