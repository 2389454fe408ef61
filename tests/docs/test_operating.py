"""The page for operators names every setting that there is, and none that there is not."""

import re

from tests.docs.figures import DOCS, ROOT

ONLY_FOR_THE_DEMO = {"AUTOSSA_DEMO", "AUTOSSA_TODAY"}
FOR_TESTS = {"AUTOSSA_POSTGRES_BIN"}
VARIABLE = re.compile(r"AUTOSSA_[A-Z_]+")


def read_in_the_code() -> set[str]:
    texts = (path.read_text(encoding="utf-8") for path in (ROOT / "src/autossa").rglob("*.py"))
    found = {name for text in texts for name in re.findall(r'"(AUTOSSA_[A-Z_]+)"', text)}
    return found - ONLY_FOR_THE_DEMO - FOR_TESTS


def test_every_setting_is_described() -> None:
    described = set(VARIABLE.findall((DOCS / "operating.md").read_text(encoding="utf-8")))
    assert described == read_in_the_code()


def test_no_command_shows_a_password_in_the_list_of_processes() -> None:
    text = (DOCS / "operating.md").read_text(encoding="utf-8")
    commands = [line for block in re.findall(r"```sh\n(.*?)```", text, re.DOTALL) for line in block.splitlines()]
    assert commands
    shown = [line for line in commands if re.search(r"^\s*(pg_|psql|createdb).*(://|_URL|PASSWORD)", line)]
    assert shown == []
    assert "umask 077" in commands
