"""`autossa simulate FILE…`: what the rules do with a project's history."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from autossa.cli.output import Language, fail, print_json
from autossa.cli.scenarios.arguments import load_all, within_the_calendar
from autossa.cli.scenarios.timeline import print_facts, print_timeline
from autossa.domain.facts import Fact
from autossa.domain.scenarios import Scenario, play, play_facts


def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Scenario files (YAML).")],
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object per fact.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Explain how each amount is calculated.")] = False,
    store: Annotated[
        bool, typer.Option("--store", help="Run through the use cases with a temporary database.")
    ] = False,
    keep: Annotated[
        bool, typer.Option("--keep", help="With --store: keep the database and print its address.")
    ] = False,
    language: Annotated[Language, typer.Option("--language", help="Language of the explanations.")] = Language.EN,
) -> None:
    """Run scenario files through the rules and print a timeline, or facts as JSON."""
    scenarios = load_all(files)
    if keep and not store:
        fail("--keep needs --store: without it there is no database")
    with within_the_calendar():
        _run(scenarios, as_json=as_json, why=language.value if why else None, store=store, keep=keep)


def _run(scenarios: list[tuple[Path, Scenario]], *, as_json: bool, why: str | None, store: bool, keep: bool) -> None:
    if store:
        _through_store(scenarios, as_json=as_json, keep=keep)
        return
    for path, scenario in scenarios:
        if as_json:
            _print_facts(play_facts(scenario), path, several=len(scenarios) > 1)
        else:
            grace_days = scenario.terms.policy.grace_days
            print_timeline(scenario.name, play(scenario), grace_days, why)


def _through_store(scenarios: list[tuple[Path, Scenario]], *, as_json: bool, keep: bool) -> None:
    from autossa.cli.scenarios.store_play import store_facts  # Django and PostgreSQL: only when asked for

    for path, scenario in scenarios:
        facts, address = store_facts(scenario, keep=keep)
        if as_json:
            _print_facts(facts, path, several=len(scenarios) > 1)
        else:
            print_facts(scenario.name, facts)
        if address:
            print(f"autossa: {path}: database kept at {address}", file=sys.stderr)


def _print_facts(found: list[Fact], path: Path, *, several: bool) -> None:
    """One JSON object per fact; with several files each fact names its file."""
    for fact in found:
        print_json({**fact, "file": str(path)} if several else fact)
