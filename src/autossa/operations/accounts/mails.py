"""E-mails about log-in, by the outbox: so that a page answers as quickly whether or not there is a mail server."""

from typing import Any

from autossa.domain.limits import Deed
from autossa.operations import limits
from autossa.operations.context import ActionContext
from autossa.operations.outbox import tell

_SILENT = frozenset({"account_unknown"})
_UNPROVEN = frozenset({"account_new_address"}) | _SILENT


def send(
    *, key: str, to: str, language: str, path: str, ctx: ActionContext, values: dict[str, Any] | None = None
) -> None:
    """An e-mail about log-in. `path` is what its link leads to, below the portal's own address.

    One that leads to an address that nobody has proven is counted: raises LimitReached. Where that would tell whether
    there is an account, it is not sent, and nothing is said.
    """
    try:
        if key in _UNPROVEN:
            limits.count(Deed.WRITE, ctx, email=to)
    except limits.LimitReached:
        if key in _SILENT:
            return
        raise
    tell("mail.account", {"key": key, "to": to, "language": language, "path": path, "values": values or {}}, ctx)
