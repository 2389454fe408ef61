"""The quick start of docs/api.md: each line is executed, in a shell, against a portal that is served."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from autossa.domain.rights import Role
from autossa.operations.accounts import tokens
from autossa.operations.context import SYSTEM, ActionContext
from autossa.store import models
from tests.cast.databases import own_copy
from tests.cast.people import make_person
from tests.cast.serving import KEY, environment, serving
from tests.cast.shop import open_shop
from tools.openapi import ROOT

pytestmark = [pytest.mark.store, pytest.mark.slow]
_BLOCK = re.compile(r"## Quick start\n.*?```bash\n(.+?)```", re.DOTALL)
_END = "@@@"


@dataclass(frozen=True)
class Start:
    """Where the portal is, and the token of an owner."""

    portal: str
    token: str


def fill() -> str:
    """Alice's company with a project, and a token."""
    shop, now = open_shop(), datetime.now(UTC)
    shop.covered()
    user = make_person("owner@example.com", (shop.alice, Role.OWNER))
    return tokens.create(
        user=user, organisation=shop.alice, name="Quick start", scopes=tuple(tokens.SCOPES), lasts=timedelta(days=30),
        ctx=ActionContext(SYSTEM, now.date(), now),
    )  # fmt: skip


@pytest.fixture(scope="module")
def start(django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Start]:
    with own_copy(django_db_blocker, fill) as (addresses, token):
        env = environment(
            addresses, AUTOSSA_HOME=str(tmp_path_factory.mktemp("home")), AUTOSSA_SECRET_KEY=KEY,
            AUTOSSA_STATIC_ROOT=str(tmp_path_factory.mktemp("static")), AUTOSSA_HTTPS="0",
        )  # fmt: skip
        with serving(env) as (port, _):
            yield Start(f"http://127.0.0.1:{port}", token)


def lines() -> list[str]:
    """Of the document, without what is no command."""
    (found,) = _BLOCK.findall((ROOT / "docs/api.md").read_text("utf-8"))
    return [line for line in found.splitlines() if line and not line.startswith("#")]


def test_every_line_of_the_quick_start_works(start: Start, tmp_path: Path) -> None:
    given = {"PORTAL": start.portal, "TOKEN": start.token}
    script = ["set -euo pipefail"]
    for line in lines():
        name = line.partition("=")[0]
        script += [f"{name}={given[name]}" if name in given else line, f"printf '\\n{_END}\\n'"]
    env = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
    done = subprocess.run(["bash", "-c", "\n".join(script)], capture_output=True, text=True, check=False, env=env)
    assert done.returncode == 0, done.stdout + done.stderr
    said = [part.strip() for part in done.stdout.split(_END)][:-1]
    answers = [json.loads(part) for part in said if part]
    assert len(answers) == sum(line.startswith("api ") for line in lines()) >= 8
    project = models.Project.objects.get(name="Renamed by a program")
    assert project.licenses.filter(code="API-1").count() == 1
    once, again = (part for line, part in zip(lines(), said, strict=True) if "order-4711" in line)
    assert once == again
