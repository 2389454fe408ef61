"""The stand-alone verifier of the docs, as its users run it, and texts signed for it."""

import importlib.util
from pathlib import Path

from tools.license_vectors import KEY, LICENSE, RELEASE, key_set, signed

FOLDER = Path(__file__).parents[2] / "docs" / "verifier"
_SPEC = importlib.util.spec_from_file_location("verify", FOLDER / "verify.py")
assert _SPEC is not None
assert _SPEC.loader is not None
verifier = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(verifier)

__all__ = ["FOLDER", "KEY", "LICENSE", "RELEASE", "key_set", "signed", "verifier"]
