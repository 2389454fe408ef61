"""From a text and values to a mail's subject, its text part and its blocks; what stands in a value is never layout.

A line is a paragraph; lines that begin with "- " are a list; a line ending in a placeholder for a list, for somebody's
own words or for a link has that below it. A line with an empty value is left out.
"""

import re
import textwrap
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from autossa.notify.mail.placeholders import Kind, kind
from autossa.notify.mail.texts import Text

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")
LONGEST_VALUE, LONGEST_WORDS = 200, 4000
_LABELLED = re.compile(r"- ([^{}:]{1,60}): (.+)")
_LIST_MARK = "- "
_WIDTH = 76
_BREAKS = "\r\n\t\v\f\x85\u2028\u2029"
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_UNSEEN = frozenset({"Cc", "Cs", "Co", "Cn"})


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of a mail: `paragraph`, `item` (its label may be empty), `quote`, or `link` (its label, its address)."""

    shape: str
    text: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Filled:
    """A mail's words with all values in them."""

    subject: str
    blocks: tuple[Block, ...]


def fill(text: Text, values: Mapping[str, str], base_url: str) -> Filled:
    """Put the values in. Raises KeyError for a placeholder without a value, ValueError for a foreign link."""
    subject = PLACEHOLDER.sub(lambda found: one_line(values[found[1]]), text.subject)
    blocks = [block for line in text.body.splitlines() for block in _blocks(line.strip(), values, base_url)]
    return Filled(one_line(subject), tuple(blocks))


def plain(filled: Filled, footer: str) -> str:
    """The text part: wrapped, lists with hyphens, somebody's own words behind "> "."""
    parts: list[str] = []
    before = None
    for block in filled.blocks:
        if parts and not (block.shape == "item" and before == "item"):
            parts.append("")
        parts.extend(_plain(block))
        before = block.shape
    return "\n".join([*parts, "", "-- ", footer, ""])


def one_line(value: str) -> str:
    """A value as part of a line: no line breaks or control signs, nothing that turns the direction, not endless.

    A name cannot pose as a link either: mail programs make one of everything that has "://" or "www." in it.
    """
    words = re.sub(" +", " ", _visible(value)).strip()
    words = re.sub(r"(?i)\b([a-z][a-z0-9+.-]*):(//)", r"\1: \2", words)
    words = re.sub(r"(?i)\bwww\.", "www .", words)
    return words if len(words) <= LONGEST_VALUE else words[: LONGEST_VALUE - 1] + "…"


def _blocks(line: str, values: Mapping[str, str], base_url: str) -> Iterator[Block]:
    names = PLACEHOLDER.findall(line)
    if not line or any(not values[name].strip() for name in names):
        return
    last = names[-1] if names else ""
    if last and line.endswith(f"{{{last}}}") and kind(last) is not Kind.LINE:
        lead = line[: -len(last) - 2].strip()
        yield from _below(kind(last), _put_in(lead, values), values[last], base_url)
        return
    labelled = _LABELLED.fullmatch(line)
    if labelled:
        yield Block("item", _put_in(labelled[2], values), labelled[1])
    elif line.startswith(_LIST_MARK):
        yield Block("item", _put_in(line[len(_LIST_MARK) :], values))
    else:
        yield Block("paragraph", _put_in(line, values))


def _below(what: Kind, lead: str, value: str, base_url: str) -> Iterator[Block]:
    if what is Kind.LINK:
        if value != base_url and not value.startswith(f"{base_url}/"):
            raise ValueError("a link in a mail leads into the portal and nowhere else")
        yield Block("link", value, lead.rstrip(":"))
        return
    if lead:
        yield Block("paragraph", lead)
    if what is Kind.LIST:
        for item in value.splitlines():
            if words := one_line(item):
                yield Block("item", words)
    else:
        shown = "\n".join(_visible(line).rstrip() for line in value.strip().splitlines())
        yield Block("quote", shown if len(shown) <= LONGEST_WORDS else shown[:LONGEST_WORDS] + "…")


def _put_in(line: str, values: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: one_line(values[found[1]]), line)


def _plain(block: Block) -> list[str]:
    match block.shape:
        case "item":
            text = f"{block.label}: {block.text}" if block.label else block.text
            return _wrapped(text, _LIST_MARK, "  ")
        case "quote":
            return [part for line in block.text.splitlines() for part in _wrapped(line, "> ", "> ") or [">"]]
        case "link":
            return [*([f"{block.label}:"] if block.label else []), block.text]
        case _:
            return _wrapped(block.text, "", "")


def _wrapped(text: str, first: str, others: str) -> list[str]:
    """Lines; a no-break space does not break."""
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=first,
        subsequent_indent=others,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _visible(text: str) -> str:
    """Without control signs and those that turn the direction of writing; a line break becomes a space."""
    broken = text.translate(dict.fromkeys(map(ord, _BREAKS), " "))
    return "".join(c for c in broken if c not in _TURNING and unicodedata.category(c) not in _UNSEEN)
