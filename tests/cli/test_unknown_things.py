"""Each command that is told of a thing that is not there: one sentence and an exit code, whatever the thing is."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
import typer

from autossa.cli.main import app
from tests.cast.commands import runner
from tests.cast.members import member
from tests.cast.shop import Shop

pytestmark = [pytest.mark.store, pytest.mark.django_db]
run = runner(app)

KEY = "01m8px5cwyew88sj2e0t4pe1kr"
NOWHERE = {
    "DEVICE": "dev", "EVENT": "evt", "MESSAGE": "msg", "ORDER": "ord", "PAYER": "org", "PAYMENT": "pmt",
    "PERSON": "usr", "PROJECT": "prj", "PROPOSAL": "ppo", "QUOTE": "quo", "RUN": "run", "VOIDING": "rvo",
    "WEBHOOK": "whk", "settlement": "set", "customer": "org", "organisation": "org", "FILE": "deb",
}  # fmt: skip
"""Of arguments: the beginning of an id that is well formed, and nobody's."""
OTHER_NAMES = {
    "JOB": "4711", "KID": "nobody", "LICENSE": "L-none", "license_id": "L-none", "MAIL": "no_such_mail",
    "NUMBER": "INV-2026-999999", "PRODUCT": "NONE", "REFERENCE": "M-NONE", "VERSION": "99.9",
    "PARTITION": "activity_1999", "key": "ABCD-EFGH-JKLM", "TO": "dev_" + KEY, "NAME": "none.bin", "code": "NONE",
    "license_type": "NONE", "[FINDING]…": "lots:none",
}  # fmt: skip
"""Of arguments: names of things that there are none of."""
VALUES = {
    "DATE": "2026-01-20", "EMAIL": "vera@example.com", "email": "vera@example.com", "SSC": "1", "ssc": "1",
    "amount": "1.00", "IBAN": "DE02120300000000202051", "LINE": "PORT=1", "URL": "https://example.com/hook",
    "percent": "19", "price": "1.05", "ssc_per_year": "1", "currency": "EUR", "ADDRESS": "nobody@example.com",
    "address": "nobody@example.com", "HARDWARE-ID": "hw-none", "TYPE[=MAJOR]": "NONE=1", "role": "viewer",
    "option": "annual_yearly",
}  # fmt: skip
"""Of whatever else must be said: something that could be right."""
NOT_THINGS = {
    "serve",
    "work",
    "demo",
    "simulate",
    "plan",
    "bench",
    "import",
    "backup",
    "restore",
    "mcp",
    "mails test",
    "releases add-product",
}


def commands(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    for name, found in group.commands.items():
        if hasattr(found, "commands"):
            yield from commands(found, (*path, name))
        else:
            yield " ".join((*path, name)), found


def named(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name)


def value(parameter: Any) -> str | None:
    """Something to say for an argument or an option; None for a file."""
    name, kind = named(parameter), type(parameter.type).__name__
    if choices := getattr(parameter.type, "choices", None):
        return str(next(iter(choices)))
    if "Path" in kind:
        return None
    if "Int" in kind:
        return str(getattr(parameter.type, "min", None) or 1)
    if name in NOWHERE:
        return f"{NOWHERE[name]}_{KEY}"
    return OTHER_NAMES.get(name.strip("[]"), VALUES.get(name, "x"))


def lines() -> Iterator[tuple[str, ...]]:
    for path, command in commands(typer.main.get_command(app)):
        if path in NOT_THINGS or path.split()[0] in NOT_THINGS:
            continue
        arguments = [one for one in command.params if one.param_type_name == "argument" and one.required]
        options = [one for one in command.params if one.param_type_name == "option" and one.required]
        if not {named(one) for one in arguments} & {*NOWHERE, *OTHER_NAMES}:
            continue
        said = [value(one) for one in arguments] + [part for one in options for part in (one.opts[0], value(one))]
        if None not in said:
            yield (*path.split(), *map(str, said))


LINES = list(lines())


@pytest.fixture(autouse=True)
def here(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, module in list(sys.modules.items()):
        if name.startswith("autossa.cli.") and hasattr(module, "boot_ready"):
            monkeypatch.setattr(module, "boot_ready", lambda: None)
    member(shop.vendor, "vera@example.com", "admin")
    with time_machine.travel(datetime(2026, 1, 20, 12, tzinfo=UTC)):
        yield


def test_there_are_many() -> None:
    assert len(LINES) > 120


@pytest.mark.parametrize("line", LINES, ids=" ".join)
def test_one_sentence_says_so(line: tuple[str, ...]) -> None:
    done = run(*line)
    assert isinstance(done.exception, SystemExit), (done.exit_code, done.stdout, done.exception)
    assert done.exit_code in (1, 2), done.stdout
    said = [one for one in done.stderr.splitlines() if one.startswith("autossa: ")]
    assert len(said) == 1, done.stderr
    assert done.stdout == ""
