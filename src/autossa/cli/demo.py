"""`autossa demo`: the demo scenarios, played as timelines in the terminal."""

from importlib.resources import as_file, files

from autossa.cli.scenario_files import load
from autossa.cli.timeline import print_timeline
from autossa.domain.scenarios import play


def command() -> None:
    """Play the demo scenarios as timelines."""
    with as_file(files("autossa.cli") / "demo_scenarios") as folder:
        for path in sorted(folder.glob("*.yaml")):
            scenario = load(path)
            print_timeline(scenario.name, play(scenario), scenario.terms.policy.grace_days)
