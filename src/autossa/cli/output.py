"""What every command shares: one sentence on stderr, exit codes."""

import json
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, NoReturn

import typer
from typer.core import TyperGroup
from typer.exceptions import Abort, TyperException

from autossa.domain.texts import harmless, is_harmless

NOT_DONE, BAD_INPUT = 1, 2
_OF_THE_LIBRARY = "Value error, "  # how the library that reads options begins what its reader of them says


class Language(StrEnum):
    """The languages of the portal, of e-mails and of explanations."""

    EN = "en"
    DE = "de"


def say(message: str) -> None:
    """Say one sentence on stderr; the terminal obeys nothing of it."""
    print(f"autossa: {harmless(message)}", file=sys.stderr)


def fail(message: str, code: int = BAD_INPUT) -> NoReturn:
    """Say one sentence on stderr and exit."""
    say(message)
    raise typer.Exit(code)


def print_json(data: dict[str, Any]) -> None:
    """One JSON object on a line, keys sorted; what a terminal would obey, or nobody sees, is escaped."""
    text = json.dumps(data, sort_keys=True, ensure_ascii=False)
    print("".join(sign if is_harmless(sign) else json.dumps(sign)[1:-1] for sign in text))


def write_file(content: bytes, output: Path | None) -> None:
    """Write a file; to stdout without a name, or with -. Ends the command where it cannot be written."""
    if output is None or str(output) == "-":
        sys.stdout.buffer.write(content)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        fail(f"{output}: {error.strerror}", NOT_DONE)


class OneSentence(TyperGroup):
    """The command with all its commands: what is wrong with an option or argument is one line, exit code 2."""

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        """As the library's, which would print three lines and more."""
        given = (args, prog_name, complete_var, False, windows_expand_args)
        if not standalone_mode:
            return super().main(*given, **extra)
        try:
            code = super().main(*given, **extra)
        except Abort:
            sys.exit(1)
        except TyperException as error:
            _tell(error)
            sys.exit(error.exit_code)
        sys.exit(code if isinstance(code, int) else 0)


def _tell(error: TyperException) -> None:
    context = getattr(error, "ctx", None)
    if context is not None and error.message == context.get_help():  # a group without a command: its list is the answer
        print(error.message, file=sys.stderr)
        return
    said = " ".join(error.format_message().replace(_OF_THE_LIBRARY, "").split()).rstrip(".")
    say(f"{said} (see {context.command_path} --help)" if context is not None else said)
