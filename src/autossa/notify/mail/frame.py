"""The HTML part: made from the same blocks as the text, everything escaped, in one calm frame (`templates/mail.html`).

No pictures, no style sheets from elsewhere, nothing that calls home: styles stand in the elements, where all mail
programs find them. Its templates have an engine of their own: a mail knows nothing of pages and their context.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from pathlib import Path

from django.template import Context, Engine
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from autossa.notify.mail.render import Block, Filled

_TEMPLATES = Path(__file__).parent / "templates"
_INK, _WHITE = "#1c2529", "#ffffff"
_DARK_TEXT_FROM = 0.35  # luminance of an accent on which dark letters read better than white ones
_BREAK = mark_safe("<br>\n")


def html(filled: Filled, *, language: str, vendor: str, accent: str, footer: str) -> str:
    """The whole document."""
    given = {
        "language": language,
        "subject": filled.subject,
        "vendor": vendor,
        "accent": accent,
        "ink": _INK if _luminance(accent) > _DARK_TEXT_FROM else _WHITE,
        "parts": list(_parts(filled)),
        "footer": _lines(footer),
    }
    return _engine().get_template("mail.html").render(Context(given))


@cache
def _engine() -> Engine:
    return Engine(dirs=[str(_TEMPLATES)])


def _parts(filled: Filled) -> Iterator[Mapping[str, object]]:
    """What is shown one below the other, each with its template; items that follow each other are one list."""
    for shape, blocks in groupby(filled.blocks, key=_kind_of_list):
        if shape != "single":
            yield {"template": f"_{shape}.html", "blocks": list(blocks)}
            continue
        for block in blocks:
            label = block.label or block.text
            text = _lines(block.text)
            yield {"template": f"_{block.shape}.html", "text": text, "address": block.text, "label": label}


def _kind_of_list(block: Block) -> str:
    if block.shape != "item":
        return "single"
    return "facts" if block.label else "items"


def _lines(text: str) -> SafeString:
    return format_html_join(_BREAK, "{}", ((line,) for line in text.splitlines()))


def _luminance(colour: str) -> float:
    parts = [int(colour[index : index + 2], 16) / 255 for index in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
