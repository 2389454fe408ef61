"""Which amounts a page shows, and whether "How is this calculated?" is near each: inside it, or in the same card."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

AMOUNT = re.compile(r"(?<![\d.,:])[+−]?\d{1,3}(?:,\d{3})*\.\d{2}(?![\d.])")
VOID = {"meta", "link", "input", "img", "br", "hr", "source", "wbr"}
NEAR = {"card", "notice", "page-head"}  # each explains what it shows
# What is explained in a card of its own right after it, called `whys`, or in the head of the page: facts side by side,
# and offers.
WITH_CARD_OF_REASONS = {"facts", "offers", "option-months"}


@dataclass
class Node:
    """An element of a page."""

    tag: str
    classes: frozenset[str]
    parent: "Node | None"
    id: str = ""
    children: list["Node"] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def ancestors(self) -> Iterator["Node"]:
        """The element itself, and what it is in, from the inside out."""
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent

    def all(self) -> Iterator["Node"]:
        """The element and everything in it."""
        yield self
        for child in self.children:
            yield from child.all()

    @property
    def path(self) -> str:
        """Where it is: tags with their classes, from the outside in, for exceptions to name."""
        return " ".join(".".join((n.tag, *sorted(n.classes))) for n in reversed(list(self.ancestors())))


class _Tree(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.top = self.here = Node("page", frozenset(), None)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        node = Node(tag, frozenset((given.get("class") or "").split()), self.here, given.get("id") or "")
        self.here.children.append(node)
        if tag not in VOID:
            self.here = node

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        for node in self.here.ancestors():
            if node.tag == tag and node.parent is not None:
                self.here = node.parent
                return

    def handle_data(self, data: str) -> None:
        self.here.texts.append(data)


def tree(html: str) -> Node:
    """The elements of a page."""
    parser = _Tree()
    parser.feed(html)
    return parser.top


def unexplained(html: str) -> list[tuple[str, str]]:
    """Amounts without a "How is this calculated?" near them: the text that they stand in, and where that is."""
    found = []
    for node in tree(html).all():
        for text in node.texts:
            if AMOUNT.search(text) and not _is_explained(node):
                found.append((" ".join(text.split()), node.path))
    return found


def _is_explained(node: Node) -> bool:
    around = list(node.ancestors())
    if any("why" in one.classes or one.tag in ("svg", "head", "footer", "header") for one in around):
        return True
    if any(one.classes & WITH_CARD_OF_REASONS for one in around):
        return any(one.classes & {"whys", "page-head"} and _has_reasons(one) for one in around[-1].all())
    near = next((one for one in around if one.classes & NEAR or _is_entry(one)), None)
    return near is not None and _has_reasons(near)


def _is_entry(node: Node) -> bool:
    """Of the ledger, or of the invoices: each is explained by itself."""
    tables = [one.classes for one in node.ancestors() if one.tag == "table"]
    return bool(tables) and (
        (node.tag == "tr" and "ledger" in tables[0]) or (node.tag == "tbody" and "invoices" in tables[0])
    )


def _has_reasons(node: Node) -> bool:
    return any("why" in one.classes for one in node.all())
