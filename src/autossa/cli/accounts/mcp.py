"""`autossa mcp`: a server for assistants (Model Context Protocol) over stdin and stdout. It only reads."""

import os
import sys

from autossa.cli.boot import boot_ready
from autossa.cli.output import BAD_INPUT, fail

_SERVER = "autossa.api.v1.mcp.stdio"  # by name: the command line and the API are blind to each other
TOKEN = "AUTOSSA_TOKEN"


def command() -> None:
    """Answer an assistant on stdin and stdout, read-only, with the token in AUTOSSA_TOKEN."""
    secret = os.environ.get(TOKEN, "")
    if not secret:
        fail(f"set {TOKEN} to an API token with the scope read", BAD_INPUT)
    boot_ready()
    from importlib import import_module

    from autossa.operations.errors import OperationError

    server = import_module(_SERVER)
    try:
        server.check(secret)
    except OperationError as error:
        fail(f"{TOKEN}: {error}")
    server.serve(secret, sys.stdin, sys.stdout)
