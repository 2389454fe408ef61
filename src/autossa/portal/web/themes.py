"""The vendor's colour as CSS custom properties, made readable on light and on dark paper (WCAG: 4.5 to 1)."""

import hashlib
import re
from functools import lru_cache
from typing import TypeAlias

Colour: TypeAlias = tuple[int, int, int]

LIGHT_PAPER: Colour = (0xF1, 0xF4, 0xF5)
DARK_PAPER: Colour = (0x22, 0x2A, 0x2E)
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
INK: Colour = (0x0D, 0x12, 0x14)
READABLE = 4.6
_STEPS = 50


def read_colour(text: str) -> Colour:
    """A colour from "#0b5d73". Raises ValueError for anything else."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ValueError(f'"{text}" is not a colour such as "#0b5d73"')
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def contrast(one: Colour, other: Colour) -> float:
    """The contrast of two colours, 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def readable(colour: Colour, paper: Colour) -> Colour:
    """The colour, moved away from the paper only as far as is needed to read it there."""
    towards = BLACK if _luminance(paper) > 0.5 else WHITE
    for step in range(_STEPS + 1):
        candidate = _mixed(colour, towards, step / _STEPS)
        if contrast(candidate, paper) >= READABLE:
            return candidate
    return towards


@lru_cache(maxsize=8)
def stylesheet(accent: str) -> str:
    """The style sheet that sets the vendor's colour."""
    colour = read_colour(accent)
    dark = _properties(readable(colour, DARK_PAPER))
    return (
        f":root {{\n{_properties(readable(colour, LIGHT_PAPER))}}}\n"
        f"@media (prefers-color-scheme: dark) {{\n:root {{\n{dark}}}\n}}\n"
    )


@lru_cache(maxsize=8)
def version(accent: str) -> str:
    """Changes when the style sheet does."""
    return hashlib.sha256(stylesheet(accent).encode()).hexdigest()[:12]


def _properties(colour: Colour) -> str:
    on_accent = WHITE if contrast(colour, WHITE) >= contrast(colour, INK) else INK
    return f"--accent: {_hex(colour)};\n--on-accent: {_hex(on_accent)};\n"


def _luminance(colour: Colour) -> float:
    parts = [part / 255 for part in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(colour: Colour, towards: Colour, share: float) -> Colour:
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(colour, towards, strict=True))
    return red, green, blue


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def is_readable(accent: str) -> bool:
    """The colour itself, not only one near it, can be read on the light paper or on the dark one."""
    colour = read_colour(accent)
    return max(contrast(colour, LIGHT_PAPER), contrast(colour, DARK_PAPER)) >= READABLE
