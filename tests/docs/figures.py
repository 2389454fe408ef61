"""Every figure of the docs, regenerated from the code. `python -m tests.docs.figures --write` rewrites them.

In a document a figure stands between `<!-- figures: KIND WHAT -->` and `<!-- /figures -->`. Kinds:

story NAME        the file docs/examples/NAME.yaml, and a table of what the rules did with it
table NAME        a table of tests/docs/tables.py
why NAME DATE     what `autossa simulate --why` says about the amounts of that day
output N COMMAND  the first N lines that `autossa COMMAND` prints (N = 0: all)

Between `<!-- states -->` and `<!-- /states -->` stands what `autossa states` prints, and the same with `rights`.
"""

import re
import sys
from datetime import date
from pathlib import Path

from typer.testing import CliRunner

from autossa.cli.main import app
from tests.docs.story import EXAMPLES, story
from tests.docs.tables import TABLES
from tests.docs.words import Words

DOCS = EXAMPLES.parent
ROOT = DOCS.parent
FIGURE = re.compile(r"(<!-- figures: (?P<what>[^>]+?) -->\n).*?(<!-- /figures -->)", re.DOTALL)
STATES = re.compile(r"(<!-- states -->\n).*?(<!-- /states -->)", re.DOTALL)
RIGHTS = re.compile(r"(<!-- rights -->\n).*?(<!-- /rights -->)", re.DOTALL)


def documents() -> list[Path]:
    """The documents that hold figures, or the table of rights."""
    return [path for path in sorted(DOCS.glob("*.md")) if re.search("<!-- (figures: |rights)", path.read_text("utf-8"))]


def regenerated(path: Path) -> str:
    """The document with every figure computed anew."""
    words = Words("de" if path.stem.endswith(".de") else "en")
    text = FIGURE.sub(lambda match: f"{match[1]}{figure(match['what'], words)}\n{match[3]}", path.read_text("utf-8"))
    for command, place in (("states", STATES), ("rights", RIGHTS)):
        text = place.sub(lambda match, command=command: f"{match[1]}{printed(command)}\n{match[2]}", text)  # type: ignore[misc]
    return text


def figure(what: str, words: Words) -> str:
    """One figure in the language of its document."""
    kind, *rest = what.split()
    match kind, rest:
        case "story", [name]:
            return story(name, words)
        case "table", [name]:
            return TABLES[name](words)
        case "why", [name, day]:
            return why(name, day, words)
        case "output", [count, *command]:
            lines = printed(*command).splitlines()
            return "```text\n" + "\n".join(lines[: int(count) or None]) + "\n```"
    raise ValueError(f"no such figure: {what}")


def why(name: str, day: str, words: Words) -> str:
    """The reasons that `--why` prints for a day (such as 2026-03-10), as a list."""
    wanted = f"{date.fromisoformat(day):%d %b %Y}".removeprefix("0")
    found, inside = [], False
    for line in printed("simulate", f"docs/examples/{name}.yaml", "--why", "--language", words.language).splitlines():
        if head := re.match(r" {2,3}(\d{1,2} \w{3} \d{4}) ", line):
            inside = head[1] == wanted
        if inside and line.strip().startswith("· "):
            found.append("- " + line.strip().removeprefix("· "))
    if not found:
        raise ValueError(f"{name}: no reasons on {day}")
    return "\n".join(found)


def printed(*command: str) -> str:
    """What a command prints; paths are relative to the project."""
    arguments = [str(ROOT / part) if part.startswith("docs/") else part for part in command]
    result = CliRunner().invoke(app, arguments)
    if result.exit_code:
        raise RuntimeError(f"autossa {' '.join(command)}: {result.output}")
    return result.stdout.rstrip("\n").replace(f"{ROOT}/", "")


def main() -> int:
    stale = {path: text for path in documents() if (text := regenerated(path)) != path.read_text("utf-8")}
    for path, text in stale.items():
        if "--write" in sys.argv:
            path.write_text(text, "utf-8")
        print(f"{path.relative_to(ROOT)}: {'rewritten' if '--write' in sys.argv else 'stale'}")
    return 0 if "--write" in sys.argv else len(stale)


if __name__ == "__main__":
    sys.exit(main())
