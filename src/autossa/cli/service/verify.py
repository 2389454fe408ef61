"""`autossa verify`: recompute everything stored from its history."""

import sys

import typer

from autossa.cli.answers import Json, answering
from autossa.cli.boot import boot_ready
from autossa.cli.output import print_json


def command(as_json: Json = False) -> None:
    """Recompute balances, coverage, charges and numbers from history; exit code 1 if anything is wrong."""
    boot_ready()
    from autossa.queries.runs import verify

    wrong = 0
    with answering("verify"):
        for finding in verify.check_all(lambda check: _tell(check.name)):
            wrong += 1
            if as_json:
                print_json({"table": finding.table, "key": finding.key, "wrong": finding.wrong})
            else:
                print(f"{finding.table} {finding.key}: {finding.wrong}")
    if wrong:
        print(f"autossa: {wrong} findings; start with the first one", file=sys.stderr)
        raise typer.Exit(1)
    if not as_json:
        print(f"All {len(verify.CHECKS)} checks passed.")


def _tell(sentence: str) -> None:
    if sys.stderr.isatty():
        print(f"checking: {sentence}", file=sys.stderr)
