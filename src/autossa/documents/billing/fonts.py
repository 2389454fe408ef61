"""The faces that documents are printed with: Noto Sans (SIL Open Font License 1.1), from two packages that hold them.

The packages are for their files alone; the machine's own fonts are never used, so that every machine prints the same.
"""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import typst

_PACKAGES = ("manimgx_fonts", "noto_cjk_sans_otc")


class FontsMissing(RuntimeError):
    """A package with fonts is not installed."""


@cache
def fonts() -> typst.Fonts:
    """All faces, read once a process. Raises FontsMissing."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[_folder(name) for name in _PACKAGES]
    )


def _folder(package: str) -> Path:
    found = find_spec(package)
    if found is None or found.origin is None:
        raise FontsMissing(package)
    return Path(found.origin).parent
