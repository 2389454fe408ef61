"""Where the browser is."""

import os
import shutil

import pytest


def chromium() -> str:
    """Where it is; without it these tests are skipped."""
    path = os.environ.get("AUTOSSA_CHROMIUM") or shutil.which("chromium")
    if path is None:
        pytest.skip("no chromium here: apt-get install chromium, or name one in AUTOSSA_CHROMIUM")
    return path
