"""`autossa verify`: recompute everything stored from its history."""

import sys

import typer

from autossa.cli.answers import Json, answering
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import print_json, say
from autossa.cli.service.progress import Progress


def command(as_json: Json = False) -> None:
    """Recompute balances, coverage, charges and numbers from history; exit code 1 if anything is wrong.

    It sees one moment: others may go on working meanwhile, the daily run among them.
    """
    boot_ready()
    from autossa.operations.vendor import checkups
    from autossa.queries.runs import verify

    wrong = 0
    with answering("verify"), Progress("checked", len(verify.CHECKS)) as progress:
        for finding in verify.check_all(lambda check: progress.step(check.name), tell=say):
            wrong += 1
            with progress.aside():
                if as_json:
                    print_json({"table": finding.table, "key": finding.key, "wrong": finding.wrong})
                else:
                    print(f"{finding.table} {finding.key}: {finding.wrong}")
    checkups.note(kind=checkups.Kind.VERIFY, now=action_context().now, findings=wrong)
    if wrong:
        print(f"autossa: {wrong} findings; start with the first one", file=sys.stderr)
        raise typer.Exit(1)
    if not as_json:
        print(f"All {len(verify.CHECKS)} checks passed.")
