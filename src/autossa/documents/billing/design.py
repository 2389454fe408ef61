"""The vendor's design of documents: its name, colour and logo, and what stays the same for all of them."""

import base64
import io
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, UnidentifiedImageError

_KEPT = ("RGB", "RGBA", "L")
MOST_PIXELS = 16_000_000
"""A logo that has more would take long to print, and much memory."""


@dataclass(frozen=True, slots=True)
class Design:
    """Name, colour (such as "#0b5d73") and logo (the bytes of a PNG, JPEG or WebP, b"" without one)."""

    name: str
    accent: str
    logo: bytes = b""


class NotAPicture(ValueError):
    """What should be a picture cannot be read as one, or has too many pixels."""


def read_picture(data: bytes) -> Image.Image:
    """A PNG, JPEG or WebP, read whole. Raises NotAPicture."""
    try:
        found = Image.open(io.BytesIO(data), formats=("PNG", "JPEG", "WEBP"))
        if found.width * found.height > MOST_PIXELS:
            raise NotAPicture(f"{found.width} × {found.height} pixels")
        found.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as error:
        raise NotAPicture(str(error)) from error
    return found


@lru_cache(maxsize=8)
def logo_svg(data: bytes) -> str:
    """A logo as printing takes it: in the colours of screens, which PDF/A-3b says ours are. Empty for a broken one."""
    try:
        picture = read_picture(data)
    except NotAPicture:
        return ""
    kind = Image.MIME[picture.format or "PNG"]
    if picture.mode not in _KEPT or kind == "image/webp":
        data, kind = _as_png(picture), "image/png"
    size = f'width="{picture.width}" height="{picture.height}"'
    encoded = base64.b64encode(data).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {picture.width} {picture.height}" {size}>'
        f'<image {size} href="data:{kind};base64,{encoded}"/></svg>'
    )


def _as_png(picture: Image.Image) -> bytes:
    found = io.BytesIO()
    picture.convert("RGBA" if picture.has_transparency_data else "RGB").save(found, "PNG")
    return found.getvalue()
