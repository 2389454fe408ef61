"""Tags of the help: pictures of pages, and the labels of buttons as the reader sees them."""

import struct
from functools import lru_cache
from pathlib import Path

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from autossa.wording import languages

FOLDER = Path(__file__).resolve().parents[2] / "static" / "portal" / "help"

register = template.Library()


@register.simple_tag
def screen(name: str, caption: str) -> SafeString:
    """A picture of a page in the reader's language, else in English; nothing where there is none."""
    for language in dict.fromkeys((languages.current(), "en")):
        size = size_of(f"{name}-{language}.png")
        if size is not None:
            return format_html(
                '<figure class="screen"><img src="{}" width="{}" height="{}" alt="" loading="lazy">'
                "<figcaption>{}</figcaption></figure>",
                static(f"portal/help/{name}-{language}.png"), *size, caption,
            )  # fmt: skip
    return SafeString()


@register.simple_tag
def ui(label: str) -> SafeString:
    """What stands on a button, a tab or a heading, translated by the very catalogue that translates the page."""
    return format_html('<span class="ui">{}</span>', gettext(label))


@lru_cache(maxsize=256)
def size_of(file: str) -> tuple[int, int] | None:
    """Width and height of a picture of the help, from the head of its file; None where there is none."""
    try:
        with (FOLDER / file).open("rb") as picture:
            width, height = struct.unpack(">II", picture.read(24)[16:24])
    except (OSError, struct.error):
        return None
    return width, height
