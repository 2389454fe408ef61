"""Pictures, such as a logo."""

import io

from PIL import Image


def picture(kind: str, width: int = 60, height: int = 20, colour: str = "#b4283c", mode: str = "RGB") -> bytes:
    """A picture of one colour."""
    found = io.BytesIO()
    Image.new(mode, (width, height), colour).save(found, kind)
    return found.getvalue()
