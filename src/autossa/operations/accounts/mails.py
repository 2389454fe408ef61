"""E-mails about log-in, by the outbox: so that a page answers as quickly whether or not there is a mail server."""

from typing import Any

from autossa.operations.context import ActionContext
from autossa.operations.outbox import tell


def send(
    *, key: str, to: str, language: str, path: str, ctx: ActionContext, values: dict[str, Any] | None = None
) -> None:
    """An e-mail about log-in. `path` is what its link leads to, below the portal's own address."""
    tell("mail.account", {"key": key, "to": to, "language": language, "path": path, "values": values or {}}, ctx)
