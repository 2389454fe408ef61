"""The rules as pages of the portal, generated from docs/rules.md and docs/rules.de.md: an installed portal has no docs.

`make rules` (`python -m tools.rules_pages`) writes the two templates; with `--check` it only says which are out of
date. Left out is what a reader of the portal has no use for: the scenario files behind the tables, and the links into
the folder of the docs.
"""

import re
import sys
from pathlib import Path
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.token import Token

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = ROOT / "src/autossa/portal/templates/portal/help"
SOURCES = {"en": DOCS / "rules.md", "de": DOCS / "rules.de.md"}
FIX = "run: make rules"

_HEAD = "{# Generated from docs/{name} by tools/rules_pages.py (make rules): edit it there, not here. #}"
_ELSEWHERE = {"glossary.md": "{% url 'help_words' %}"}
_SCROLL = '<div class="scroll" tabindex="0" role="group" aria-label="{label}">'
_FIRST = {"en": "Values of the vendor", "de": "Werte des Herstellers"}
_LABEL = {"en": "Table: {title}", "de": "Tabelle: {title}"}


def target(language: str) -> Path:
    """Where the page's text is kept."""
    return PAGES / language / "rules_text.html"


def generated(language: str) -> str:
    """The text of the page, a template: everything below the title."""
    source = SOURCES[language]
    text = _trimmed(source.read_text("utf-8"))
    assert not re.search(r"\{[{%#]", text), "this would be read as a tag of the template"
    tokens = _without_title(_without_files(MarkdownIt("commonmark").enable("table").parse(text)))
    _improve(tokens, language)
    html = MarkdownIt("commonmark").enable("table").renderer.render(tokens, MarkdownIt("commonmark").options, {})
    html = re.sub(r"\n{2,}", "\n", html)
    return f"{_HEAD.replace('{name}', source.name)}\n{html.strip()}\n"


def _trimmed(text: str) -> str:
    """Without comments, scenario files, and the link to the other language, which every page has anyway."""
    text = re.sub(r"<!--.*?-->\n?", "", text, flags=re.DOTALL)
    text = re.sub(r"<details><summary>.*?</details>\n?", "", text, flags=re.DOTALL)
    return re.sub(r" (Deutsch|English): \[rules\S*\]\(rules\S*\)\.?", "", text)


def _without_title(tokens: list[Token]) -> list[Token]:
    assert tokens[0].tag == "h1"
    return tokens[3:]


def _without_files(tokens: list[Token]) -> list[Token]:
    """Items of a list that only tell of the files behind the tables are left out."""
    kept: list[Token] = []
    start = None
    for token in tokens:
        if token.type == "list_item_open":
            start = len(kept)
        kept.append(token)
        if token.type == "list_item_close" and start is not None:
            item = kept[start:]
            if any(child.attrGet("href") == "examples" for part in item for child in part.children or ()):
                del kept[start:]
            start = None
    return kept


def _improve(tokens: list[Token], language: str) -> None:
    """Anchors, classes instead of styles, tables that scroll by themselves, links that lead somewhere."""
    anchors = _anchors(tokens)
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            token.attrSet("id", anchors[_slug(tokens[index + 1].content)])
        if token.type in ("th_open", "td_open"):
            _cell(token, tokens[index + 1], tokens[index + 2])
        if token.type == "inline":
            _links(token, anchors)
    _wrap(tokens, language)


def _cell(cell: Token, content: Token, close: Token) -> None:
    style = cell.attrs.pop("style", "")
    if "right" in str(style):
        cell.attrSet("class", "num")
    if cell.tag == "th" and not content.content:  # a header that says nothing is none
        cell.tag = close.tag = "td"
    elif cell.tag == "th":
        cell.attrSet("scope", "col")


def _wrap(tokens: list[Token], language: str) -> None:
    title, index = _FIRST[language], 0
    while index < len(tokens):
        token = tokens[index]
        if token.type == "heading_open":
            title = tokens[index + 1].content
        if token.type in ("table_open", "table_close"):
            label = _LABEL[language].format(title=title.replace('"', "&quot;"))
            content = _SCROLL.replace("{label}", label) if token.type == "table_open" else "</div>\n"
            block = Token("html_block", "", 0, content=content)
            tokens.insert(index if token.type == "table_open" else index + 1, block)
            index += 1
        index += 1


def _anchors(tokens: list[Token]) -> dict[str, str]:
    """The anchor of each heading: rule-2 for §2, else its slug."""
    found = {}
    for index, token in enumerate(tokens):
        if token.type == "heading_open":
            title = tokens[index + 1].content
            numbered = re.match(r"§(\d+) ", title)
            found[_slug(title)] = f"rule-{numbered[1]}" if numbered else _slug(title)
    return found


def _links(inline: Token, anchors: dict[str, str]) -> None:
    """Links within the page keep leading there; those into the docs become plain words."""
    kept, is_dropped = [], False
    for child in inline.children or []:
        if child.type == "link_open":
            page, _, anchor = unquote(str(child.attrGet("href"))).partition("#")
            is_dropped = bool(page) and page not in _ELSEWHERE
            if not is_dropped:
                child.attrSet("href", _ELSEWHERE[page] if page else f"#{anchors[anchor]}")
        if not (is_dropped and child.type in ("link_open", "link_close")):
            kept.append(child)
    inline.children = kept


def _slug(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def main() -> None:
    """Write the pages, or only check them."""
    for language in SOURCES:
        path = target(language)
        if "--check" not in sys.argv:
            path.write_text(generated(language), "utf-8")
        elif path.read_text("utf-8") != generated(language):
            sys.exit(f"{path.relative_to(ROOT)} is out of date: {FIX}")


if __name__ == "__main__":
    main()
