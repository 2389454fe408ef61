"""`autossa repair`: make anew what `verify` found wrong and what follows from other rows."""

from typing import Annotated, Any

import typer
from django.db import DatabaseError

from autossa.cli.answers import Json, answering
from autossa.cli.boot import action_context, boot_ready
from autossa.cli.output import NOT_DONE, print_json, say
from autossa.cli.service.progress import Progress
from autossa.domain.texts import harmless


def command(
    findings: Annotated[
        list[str] | None,
        typer.Argument(metavar="[FINDING]…", help="Keys or tables as `verify` names them; default: everything."),
    ] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Write it; without this nothing is written.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say only what would be repaired. The default.")] = False,
    as_json: Json = False,
) -> None:
    """Repair what `verify` finds, as far as other rows say what is right: each project in one transaction.

    What was booked is never changed; of that it says what to do. Exit code 1 if anything is left.
    """
    boot_ready()
    with answering("repair"):
        left = _repair(findings or [], dry=dry_run or not yes, as_json=as_json)
    if left:
        raise typer.Exit(NOT_DONE)


def _repair(wanted: list[str], *, dry: bool, as_json: bool) -> int:
    """How many findings are left."""
    from autossa.queries.runs.repairable import chosen, target_of

    found = list(chosen(_look("looking"), wanted))
    targets = dict.fromkeys(target for one in found if (target := target_of(one)) is not None)
    for target in targets:
        _do(target, dry=dry, as_json=as_json)
    if dry:
        for one in found:
            if target_of(one) is None:
                _advise(one, as_json=as_json)
        if targets:
            say("nothing was written; repeat it with --yes")
        return len(found)
    left = list(chosen(_look("verified again"), wanted)) if found else []
    for one in left:
        _advise(one, as_json=as_json)
    return len(left)


def _look(said: str) -> list[Any]:
    from autossa.queries.runs import verify

    with Progress(said, len(verify.CHECKS)) as progress:
        return list(verify.check_now(lambda check: progress.step(check.name)))


def _do(target: Any, *, dry: bool, as_json: bool) -> None:
    from autossa.operations.errors import Invalid, NotFound, Refused
    from autossa.operations.runs.repair import repair

    try:
        done = repair(target=target, ctx=action_context(None), dry=dry)
    except (DatabaseError, Invalid, NotFound, Refused, ValueError, KeyError) as error:
        say(f"{target.kind} {target.key} cannot be repaired: {' '.join(str(error).split())}")
        return
    if as_json:
        print_json({"repaired": list(done), "kind": target.kind, "key": str(target.key), "written": not dry})
    else:
        verb = "would be repaired" if dry else "repaired"
        print(f"{target.kind} {target.key}: {verb}: {', '.join(done) or 'nothing'}")


def _advise(found: Any, *, as_json: bool) -> None:
    from autossa.queries.runs.repairable import advice_for

    if as_json:
        print_json({"left": found.key, "table": found.table, "wrong": found.wrong, "advice": advice_for(found)})
    else:
        print(harmless(f"{found.table} {found.key}: {found.wrong}. Not repaired: {advice_for(found)}."))
