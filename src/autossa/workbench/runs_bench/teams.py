"""Processes that begin together: each says when it is ready, all are let go, each answers with a line of JSON."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finish:
    """How long the team took, and what each of its members answered."""

    seconds: float
    answers: list[dict[str, Any]]


def race(commands: list[list[str]], env: Mapping[str, str] = {}) -> Finish:
    """Run `python -m` commands side by side, from the moment all are ready. Raises RuntimeError when one fails."""
    team = [
        subprocess.Popen(
            [sys.executable, "-m", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, **env},
        )
        for command in commands
    ]
    for member in team:
        _line(member)
    began = time.perf_counter()
    for member in team:
        assert member.stdin is not None
        member.stdin.write("go\n")
        member.stdin.flush()
    answers = [json.loads(_line(member)) for member in team]
    seconds = time.perf_counter() - began
    for member in team:
        member.communicate()
    return Finish(seconds, answers)


def wait_for_go() -> None:
    """In a member: say that everything is prepared, and wait for the others."""
    print("ready", flush=True)
    sys.stdin.readline()


def answer(**values: Any) -> None:
    """In a member: what came of it."""
    print(json.dumps(values), flush=True)


def _line(member: "subprocess.Popen[str]") -> str:
    assert member.stdout is not None
    line = member.stdout.readline()
    if not line:
        raise RuntimeError(f"{' '.join(map(str, member.args[2:]))} ended with exit code {member.wait()}")  # type: ignore[index]
    return line
