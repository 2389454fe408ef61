"""The same over stdin and stdout, a line a message: what `autossa mcp` runs for an assistant on the same machine.

The token comes from the environment, and is looked at with each call: once it is revoked, nothing is answered any more.
"""

from typing import TextIO

from autossa.api.v1.frame.calls import now
from autossa.api.v1.mcp.protocol import LONGEST, answer_text
from autossa.api.v1.mcp.tools import Asking, ToolFailed
from autossa.domain.rights import TokenScope
from autossa.operations.accounts import tokens
from autossa.queries.vendor.demo_clock import shown_day


def serve(secret: str, lines: TextIO, out: TextIO) -> None:
    """Answer until the other end closes."""
    while line := lines.readline(LONGEST + 2):
        if not line.strip():
            continue
        said = answer_text(line, lambda: _asking(secret))
        if said is not None:
            out.write(said + "\n")
            out.flush()


def check(secret: str) -> None:
    """Raises TokenNotValid, ScopeMissing."""
    _use(secret)


def _asking(secret: str) -> Asking:
    try:
        return _use(secret)
    except tokens.TokenNotValid:
        raise ToolFailed("The token in AUTOSSA_TOKEN is not valid any more.") from None
    except tokens.ScopeMissing:
        raise ToolFailed("The token in AUTOSSA_TOKEN lacks the scope read.") from None


def _use(secret: str) -> Asking:
    moment = now()
    use = tokens.sign_in(secret=secret, today=shown_day(moment), now=moment)
    if TokenScope.READ not in use.scopes:
        raise tokens.ScopeMissing(scope=TokenScope.READ.value)
    return Asking(use.account, shown_day(moment))
