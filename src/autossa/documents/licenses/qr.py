"""QR codes as pictures."""

from io import BytesIO

import segno
from segno.encoder import DataOverflowError

MAX_BYTES = 2_953
"""What the largest QR code holds of plain bytes, with the least correction of errors."""


def svg(text: str) -> bytes | None:
    """The text as a QR code, an SVG of its own; None where it is too long for one."""
    try:
        code = segno.make_qr(text, error="l", boost_error=False)
    except DataOverflowError:
        return None
    out = BytesIO()
    code.save(out, kind="svg", scale=4, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None)
    return out.getvalue()
