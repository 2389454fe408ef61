"""The Beancount file: bean-check accepts it, its balances are the pages', and a cent too much is found."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from autossa.documents.books.beancount import beancount_lines
from autossa.queries.billing.books.reading import Books, books
from autossa.store import models
from tests.cast.world import TODAY, World

pytestmark = pytest.mark.store


def checked(text: str, folder: Path) -> str:
    """What bean-check says of a file; nothing where it accepts it."""
    file = folder / "books.beancount"
    file.write_text(text, encoding="utf-8")
    tool = Path(sys.executable).with_name("bean-check")
    done = subprocess.run([tool, file], capture_output=True, text=True, check=False, timeout=120)
    assert (done.returncode == 0) == (not done.stderr)
    return done.stderr


def written(back: int = 0) -> str:
    with books(TODAY - timedelta(days=back)) as found:
        return lines_of(found)


def lines_of(found: Books) -> str:
    return "\n".join([*beancount_lines(found), ""])


@pytest.mark.parametrize("back", [0, 5, 36, 190, 700])
def test_bean_check_accepts_the_books_of_any_day(world: World, tmp_path: Path, back: int) -> None:
    text = written(back)
    assert checked(text, tmp_path) == ""
    if back < 700:
        assert text.count(" balance ") > 5


def test_a_cent_too_much_is_found(world: World, tmp_path: Path) -> None:
    lines = written().splitlines()
    place = next(n for n, line in enumerate(lines) if " balance Liabilities:Deferred " in line)
    day, kind, account, amount, *rest = lines[place].split()
    cents = str(int(amount.replace(".", "")) + 1)
    lines[place] = " ".join([day, kind, account, f"{cents[:-2]}.{cents[-2:]}", *rest])
    assert "Balance failed" in checked("\n".join([*lines, ""]), tmp_path)


def test_names_end_no_string_and_no_line(own: World, tmp_path: Path) -> None:
    names = ['"; 2026-01-01 open Assets:Mine', "back\\slash\\", "two\nlines \u202e", '=1+1"', "*", "東京 é"]
    for row, name in zip(models.Organisation.objects.filter(kind="customer"), names * 9, strict=False):
        models.Organisation.objects.filter(pk=row.pk).update(name=name)
    text = written()
    assert checked(text, tmp_path) == ""
    assert "\nAssets:Mine" not in text
