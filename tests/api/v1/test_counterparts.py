"""Whatever somebody may do has a page, an endpoint and a command, or a written reason why not."""

import re
from collections.abc import Iterator
from inspect import getclosurevars
from pathlib import Path
from typing import Any

import pytest
import typer.main

from autossa.api.v1 import api as _api
from autossa.api.v1.frame.endpoints import ENDPOINTS
from autossa.api.v1.handler import PREFIX, _resolver
from autossa.cli.main import app
from autossa.domain.rights import Action
from autossa.store.models.base import Identified
from tests.api.v1.counterparts import COMMANDS, NO_ENDPOINT, PAGES
from tests.api.v1.reasons import REASONS
from tests.portal.walking import addresses

assert _api.ROUTERS
OPERATIONS = {one.name for one in ENDPOINTS}
NAMES = {address.name for address in addresses()}


def commands(group: Any, before: str = "") -> Iterator[str]:
    """Every command with the groups before it."""
    for name, one in getattr(group, "commands", {}).items():
        words = f"{before} {name}".strip()
        yield words
        yield from commands(one, words)


def lacking(pages: set[str], operations: set[str]) -> list[str]:
    """Pages that nothing stands for in the API, and no reason says why."""
    known = {name: PAGES.get(name, (name,)) for name in pages - set(REASONS)}
    return sorted(name for name, found in known.items() if not operations.issuperset(found))


def test_every_page_has_endpoints_or_a_reason() -> None:
    assert lacking(NAMES, OPERATIONS) == []
    assert set(REASONS) & set(PAGES) == set()
    assert (set(REASONS) | set(PAGES)) - NAMES == set()
    assert all(reason for reason in REASONS.values())


def test_what_is_left_out_is_found() -> None:
    assert lacking({"new_page"}, OPERATIONS) == ["new_page"]
    assert lacking({"cancel"}, OPERATIONS - {"cancel_contract"}) == ["cancel"]


@pytest.mark.parametrize("action", Action)
def test_every_action_has_a_page_an_endpoint_and_a_command(action: Action) -> None:
    assert any(found.permission and found.permission.action is action for found in addresses())
    has_endpoint = any(one.permission.action is action for one in ENDPOINTS)
    assert has_endpoint != (action in NO_ENDPOINT), "an endpoint, or the reason why there is none"
    found = COMMANDS[action]
    if isinstance(found, tuple):
        assert found
        assert set(found) - set(commands(typer.main.get_command(app))) == set()
    else:
        assert len(found) > 20


def test_every_endpoint_is_found_at_its_address() -> None:
    """Two routers with one address would hide one of them behind a 405."""
    hidden = []
    for one in ENDPOINTS:
        match = _resolver().resolve(PREFIX + "".join(_filled(one.path.lstrip("/"))))
        router: Any = getclosurevars(match.func).nonlocals["self"]
        if not any(one.method in found.methods and found.operation_id == one.name for found in router.operations):
            hidden.append(one.name)
    assert hidden == []


def _filled(path: str) -> Iterator[str]:
    first, *parts = path.replace("{int:", "{").split("{")
    yield first
    for part in parts:
        name, _, rest = part.partition("}")
        yield {"line": "1", "number": "1", "day": "2026-04-01"}.get(name, "x") + rest


def test_every_id_that_is_read_is_one_of_the_store() -> None:
    """What an endpoint takes as an id is what lists and pages show as one."""
    known = {kind.PREFIX for kind in Identified.__subclasses__() if hasattr(kind, "PREFIX")}
    sources = [path.read_text("utf-8") for path in Path(_api.__file__).parent.rglob("*.py")]
    read = {
        prefix for text in sources for prefix in re.findall(r'(?:key_of|path_key|sides_of|after_of)\("(\w+)"', text)
    }
    assert len(read) > 20
    assert read - known == set()
