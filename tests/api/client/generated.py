"""A client that a generator makes of the committed document, as docs/api.md says."""

import importlib
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx

from autossa.api.v1.handler import application
from tools.openapi import FILE, ROOT

NAME = "autossa_client"
HERE = "https://portal.example"
_SETTINGS = re.compile(r"```yaml\n(.+?)```", re.DOTALL)


@contextmanager
def generated(folder: Path) -> Iterator[Path]:
    """Where it can be imported from. Whatever the generator warns of fails."""
    settings = folder / "config.yml"
    (found,) = _SETTINGS.findall((ROOT / "docs/api.md").read_text("utf-8"))
    settings.write_text(found, "utf-8")
    line = [Path(sys.executable).with_name("openapi-python-client"), "generate", "--path", FILE, "--config", settings]
    more = ["--meta", "none", "--output-path", folder / NAME, "--fail-on-warning"]
    path = f"{Path(sys.executable).parent}:/usr/bin:/bin"
    done = subprocess.run([*line, *more], capture_output=True, text=True, check=False, cwd=folder, env={"PATH": path})
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    try:
        yield folder
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == NAME]:
            del sys.modules[name]


@dataclass(frozen=True)
class Program:
    """Something that calls with a token, by the generated client alone."""

    folder: Path
    secret: str

    @cached_property
    def _client(self) -> Any:
        kind = importlib.import_module(NAME).AuthenticatedClient
        ways = {"transport": httpx.WSGITransport(app=application())}
        return kind(base_url=HERE, token=self.secret, httpx_args=ways)

    @cached_property
    def _operations(self) -> dict[str, str]:
        places = (self.folder / NAME / "api").glob("*/*.py")
        return {place.stem: f"{NAME}.api.{place.parent.name}.{place.stem}" for place in places}

    def answer(self, name: str, *place: Any, body: dict[str, Any] | None = None, **more: Any) -> Any:
        """The whole answer of an operation."""
        module = importlib.import_module(self._operations[name])
        if body is not None:
            more["body"] = module.sync_detailed.__annotations__["body"].from_dict(body)
        return module.sync_detailed(*place, client=self._client, **more)

    def ask(self, name: str, *place: Any, body: dict[str, Any] | None = None, **more: Any) -> Any:
        """What it answers, in the client's own shapes; a refusal fails."""
        found = self.answer(name, *place, body=body, **more)
        assert found.status_code < 300, (name, found.content)
        return found.parsed

    def refused(self, name: str, *place: Any, body: dict[str, Any] | None = None, **more: Any) -> str:
        """The code of a problem."""
        found = self.answer(name, *place, body=body, **more)
        assert found.status_code >= 400, name
        return str(found.parsed.code)
