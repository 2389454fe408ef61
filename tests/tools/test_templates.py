"""The form of templates: lines become short where it cannot be seen, and nothing else changes."""

import re
from pathlib import Path

import pytest

from tools import templates
from tools.templates import LONGEST, formatted

LONG = "Nothing changes before the other side agrees, and invoices that were issued stay as they are. " * 2


def bare(text: str) -> str:
    """A template without its white space."""
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize(
    "text",
    [
        f"<p>{LONG}</p>",
        f'<div class="a"><p>{LONG}</p><p>Short.</p></div>',
        f"<p>{{% blocktranslate with day=day|day trimmed %}}{LONG}{{{{ day }}}}{{% endblocktranslate %}}</p>",
        f'{{% if one %}}<p>{LONG}</p>{{% else %}}<form method="post"><button>{LONG}</button></form>{{% endif %}}',
        f'<p>{{% translate "Mail" as label %}}{{% translate "{LONG[:80]}" as help %}}{{% include "f.html" %}}</p>',
    ],
)
def test_long_lines_become_short(text: str) -> None:
    new = formatted(text)
    assert all(len(line) <= LONGEST for line in new.split("\n"))
    assert bare(new) == bare(text)
    assert formatted(new) == new


@pytest.mark.parametrize(
    "text",
    [
        f"<span>{'x' * 90}</span><span>{'y' * 90}</span>",  # a space would be seen between them
        f"{{% blocktranslate %}}{LONG}{{% endblocktranslate %}}",  # its white space is part of the text
        f"<pre>{LONG}</pre>",
        f"{{{{ {'x' * 90} }}}}{{% if a %}}{{{{ {'y' * 90} }}}}{{% endif %}}",
    ],
)
def test_what_would_be_seen_is_left_alone(text: str) -> None:
    assert formatted(text).strip() == text


@pytest.mark.parametrize("value", [f'"{LONG}"', f"'{{ {LONG} }}'"])
def test_the_value_of_an_attribute_is_left_alone(value: str) -> None:
    assert f"content={value}" in formatted(f"<meta content={value}>")


def test_a_block_that_its_class_makes_inline_is_left_alone() -> None:
    assert "</p><i>Nothing" in formatted(f'<p class="status">{"x" * 60}</p><i>{LONG}</i>')


def test_a_long_translation_becomes_a_block_of_the_same_text() -> None:
    new = formatted(f'<p>{{% translate "{LONG.strip()}" %}}</p>')
    assert '{% translate "' not in new
    found = re.search(r"blocktranslate trimmed %}(.*){% endblocktranslate", new, re.DOTALL)
    assert found is not None
    assert " ".join(found[1].split()) == LONG.strip()


def test_a_line_that_cannot_be_broken_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.html"
    path.write_text(f'{{% include "{"x" * 200}" %}}\n', encoding="utf-8")
    assert templates.main(["--check", str(path)]) == 1
    assert "no place to break" in capsys.readouterr().out
