"""Templates: lines that can be read, files that can be read whole."""

import sys

import pytest

from tests.house.sources import Measure, name, templates

LINE, FILE_HARD = 160, 500


def test_lines_and_files_are_short(capsys: pytest.CaptureFixture[str]) -> None:
    lines, files = [], []
    for path in templates():
        text = path.read_text("utf-8").splitlines()
        files.append(Measure(len(text), name(path)))
        lines += [Measure(len(line), f"{name(path)}:{number}") for number, line in enumerate(text, start=1)]
    longest = max(lines)
    with capsys.disabled():
        print(
            f"\ntemplates: {len(files)}, longest line {longest.count} letters ({longest.where}),"
            f" longest file {max(files).count} lines",
            file=sys.stderr,
            flush=True,
        )
    assert not [m for m in lines if m.count > LINE]
    assert not [m for m in files if m.count > FILE_HARD]
