"""`autossa simulate FILE…`: what the rules do with a project's history."""

from pathlib import Path
from typing import Annotated

import typer

from autossa.cli.talk import Language, load_all, print_json
from autossa.cli.timeline import print_timeline
from autossa.domain.facts import Fact
from autossa.domain.scenarios import Scenario, play, play_facts


def command(
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help="Scenario files (YAML).")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object per fact.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Say how each amount came about, in words.")] = False,
    language: Annotated[Language, typer.Option("--language", help="Language of the derivations.")] = Language.EN,
) -> None:
    """Play scenario files through the rules: a timeline, or facts as JSON."""
    scenarios = load_all(files)
    for path, scenario in scenarios:
        if as_json:
            for fact in facts(scenario, path, several=len(scenarios) > 1):
                print_json(fact)
        else:
            grace_days = scenario.terms.policy.grace_days
            print_timeline(scenario.name, play(scenario), grace_days, language.value if why else None)


def facts(scenario: Scenario, path: Path, *, several: bool) -> list[Fact]:
    """The facts of a scenario; with several files each fact names its file."""
    found = play_facts(scenario)
    return [{**fact, "file": str(path)} for fact in found] if several else found
