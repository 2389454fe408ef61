"""`autossa stop`: stop the embedded database servers."""

from autossa.cli.output import fail
from autossa.workbench import servers


def command() -> None:
    """Stop the embedded database servers (the next command starts them again)."""
    try:
        stopped = servers.stop_all()
    except servers.PostgresUnavailable as error:
        fail(f"{error.message} {error.hint}", 1)
    print(f"{stopped} stopped." if stopped else "No server was running.")
