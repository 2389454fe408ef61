"""The form of the templates: `python -m tools.templates` rewrites them, `--check` only says which it would.

Lines of more than 160 letters are broken where HTML does not mind, then djhtml indents. What is shown and what is to be
translated stays the same: a line is broken only at white space that is there already, beside an element that is a
block, at the ends of a trimmed translation, and between the attributes of an element.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from djhtml.modes import DjHTML

ROOT = Path(__file__).resolve().parent.parent / "src" / "autossa" / "portal" / "templates"
LONGEST = 160
INDENT = 2
_WIDTH = 140  # of what is broken, so that the indent finds room
GENERATED = {"rules_text.html"}  # made from the rules, by a program

# White space around these is not shown; with _INNER it is shown beside them, but not inside.
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "article aside body caption dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head "
        "header html legend li link main meta nav ol p section summary table tbody td tfoot th thead tr ul",
    )
)
_INNER = frozenset(["button"])
_UNTOUCHED = frozenset(["pre", "textarea", "script", "style"])
_HIDDEN = re.compile(r'<input type="hidden"')  # shown as little as a tag of Django
_INLINE = re.compile(r'class="[^"]*\b(?:inline|status)\b')  # classes that make a block an inline one

_DJANGO = r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}"
_QUOTED = rf'"(?:{_DJANGO}|[^"])*"|\'(?:{_DJANGO}|[^\'])*\''
_TOKEN = re.compile(
    rf"(?P<django>{_DJANGO})|(?P<tag></?[a-zA-Z](?:{_DJANGO}|{_QUOTED}|[^>\"'])*>)|(?P<space>\s+)|(?P<text>[^\s<{{]+|.)"
)
_IN_TAG = re.compile(rf"{_DJANGO}|{_QUOTED}|(?P<space>\s+)|.")
_LONG_TRANSLATION = re.compile(r'\{% translate "([^"%{}]{100,})"(?: as (\w+))? %\}')


class Place(NamedTuple):
    """Where a line can be broken: the white space from `start` to `end` becomes the break."""

    rank: int
    start: int
    end: int


# Between two blocks, inside of one at its edge, at a space of the text, after the name of an element, further behind.
BETWEEN, EDGE, SPACE, NAME, ATTRIBUTE = range(5)


@dataclass(slots=True)
class _State:
    """What the reading so far means for the next token."""

    edge: int | None = None  # the rank of a break right here, as far as what was just read allows one
    translation: str = ""  # "", "trimmed", or "kept" for one whose white space is part of the text
    untouched: str = ""
    inline: list[str] = field(default_factory=list)  # the elements that are open and no blocks because of their class
    branches: list[int | None] = field(default_factory=list)  # the edge before each `if` that is open


def formatted(text: str) -> str:
    """A template in its form; what is in its form already comes back as it is."""
    for _ in range(9):
        before, text = text, _indented(_broken(_split_translations(text)))
        if text == before:
            break
    return text


def _split_translations(text: str) -> str:
    """A tag of Django cannot be broken: a long `translate` becomes a `blocktranslate` of the same text."""

    def block(found: re.Match[str]) -> str:
        name = f" asvar {found[2]}" if found[2] else ""
        return f"{{% blocktranslate trimmed{name} %}}{found[1]}{{% endblocktranslate %}}"

    return "\n".join(_LONG_TRANSLATION.sub(block, line) if len(line) > LONGEST else line for line in text.split("\n"))


def _indented(text: str) -> str:
    return str(DjHTML(text).indent(INDENT))


def _broken(text: str) -> str:
    found = list(places(text))
    lines, start = [], 0
    for line in text.split("\n"):
        end = start + len(line)
        first = start + len(line) - len(line.lstrip())
        lines += _pieces(text, start, end, [place for place in found if first < place.start and place.end < end])
        start = end + 1
    return "\n".join(line.rstrip() for line in lines)


def _pieces(text: str, start: int, end: int, found: list[Place]) -> list[str]:
    if end - start <= LONGEST or not found:
        return [text[start:end]]
    rank = min(place.rank for place in found)
    chosen = [place for place in found if place.rank == rank] if rank <= EDGE else [_last_before(start, found)]
    pieces = []
    for place in [*chosen, Place(rank, end, end)]:
        inside = [other for other in found if start < other.start and other.end < place.start]
        pieces += _pieces(text, start, place.start, inside)
        start = place.end
    return pieces


def _last_before(start: int, found: list[Place]) -> Place:
    """The last place that leaves a line that is short enough; white space of the text rather than of an element."""
    fitting = [place for place in found if place.start - start <= _WIDTH]
    late = [place for place in fitting if place.rank == SPACE and place.start - start > _WIDTH / 3]
    names = [place for place in fitting if place.rank <= NAME]
    return (late or names or fitting or found[:1])[-1]


def places(text: str) -> Iterator[Place]:
    """All places where a template can be broken, in order."""
    state = _State()
    for token in _TOKEN.finditer(text):
        kind, word, start = str(token.lastgroup), token.group(), token.start()
        name, closes = _element(word) if kind == "tag" else ("", False)
        if state.untouched:
            state.untouched = "" if closes and name == state.untouched else state.untouched
            continue
        name = _unless_inline(state, name, word, closes)
        before = _before(kind, word, name, closes, state)
        if before is not None and kind != "space":
            yield Place(before, start, start)
        if state.translation != "kept":
            if kind == "space":
                yield Place(SPACE if before is None else before, start, token.end())
            elif kind == "tag":
                yield from _between_attributes(word, start)
        _note(state, kind, word, name, closes)


def _before(kind: str, word: str, name: str, closes: bool, state: _State) -> int | None:
    """The rank of a break right before a token; None where white space would be shown, or become part of a text."""
    tag = word.split()[1] if word.startswith("{%") else ""
    if tag in ("endblocktranslate", "plural"):
        return EDGE if state.translation == "trimmed" else None
    if state.edge is not None:
        return state.edge if not (closes and name in _BLOCKS) else EDGE
    if state.translation or kind != "tag":
        return None
    if name in _BLOCKS:
        return EDGE if closes else BETWEEN
    return EDGE if closes and name in _INNER else None


def _note(state: _State, kind: str, word: str, name: str, closes: bool) -> None:
    tag = word.split()[1] if word.startswith("{%") else ""
    before, state.edge = state.edge, None
    if tag == "blocktranslate":
        state.translation = "trimmed" if " trimmed " in word else "kept"
    elif tag == "endblocktranslate":
        state.translation = ""
    if tag in ("blocktranslate", "plural"):
        state.edge = EDGE if state.translation == "trimmed" else None
    elif tag:
        state.edge = _edge_behind(state, tag, before, word)
    elif kind == "space":
        state.edge = None if state.translation == "kept" else before if before is not None else SPACE
    elif kind == "tag" and not state.translation:
        if _HIDDEN.match(word):
            state.edge = before
        elif name in _BLOCKS:
            state.edge = BETWEEN if closes else EDGE
        elif name in _INNER and not closes:
            state.edge = EDGE
        state.untouched = name if name in _UNTOUCHED and not closes else ""


def _edge_behind(state: _State, tag: str, before: int | None, word: str) -> int | None:
    """A tag of Django that shows nothing leaves what was possible before it."""
    if tag == "if":
        state.branches.append(before)
    elif tag in ("elif", "else") and state.branches:
        return state.branches[-1]
    elif tag == "endif" and state.branches:
        state.branches.pop()
    is_silent = tag in ("if", "with", "load", "csrf_token") or (tag == "translate" and " as " in word)
    return before if is_silent else None


def _unless_inline(state: _State, name: str, word: str, closes: bool) -> str:
    """The name of the element; nothing for a block that its class makes an inline one."""
    if closes and state.inline and state.inline[-1] == name:
        state.inline.pop()
        return ""
    if name in _BLOCKS and _INLINE.search(word):
        state.inline.append(name)
        return ""
    return name


def _between_attributes(word: str, start: int) -> Iterator[Place]:
    rank = NAME
    for token in _IN_TAG.finditer(word):
        if token.lastgroup == "space":
            yield Place(rank, start + token.start(), start + token.end())
            rank = ATTRIBUTE


def _element(word: str) -> tuple[str, bool]:
    found = re.match(r"<(/?)([a-zA-Z][\w-]*)", word)
    return (found[2].lower(), bool(found[1])) if found else ("", False)


def main(arguments: list[str]) -> int:
    """The command; 1 when `--check` finds a template that is not in its form, or a line that cannot be broken."""
    is_check = "--check" in arguments
    paths = [Path(given) for given in arguments if given != "--check"] or sorted(ROOT.rglob("*.html"))
    bad = 0
    for path in paths:
        if path.name in GENERATED:
            continue
        text = path.read_text(encoding="utf-8")
        new = formatted(text)
        if is_check and new != text:
            print(f"{path}: not in its form; to fix it: python -m tools.templates {path}")
            bad += 1
        elif new != text:
            path.write_text(new, encoding="utf-8")
        for number, line in enumerate(new.split("\n"), start=1):
            if len(line) > LONGEST:
                print(f"{path}:{number}: {len(line)} letters, and no place to break; rewrite it")
                bad += 1
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
