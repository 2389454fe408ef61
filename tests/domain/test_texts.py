"""Texts are made plain; what nobody can see is found; what a terminal would obey is shown."""

import pytest

from autossa.domain.texts import find_unseen, harmless, password, plain_spaces, without_unseen


@pytest.mark.parametrize("text", ["❤️", "✔️ ok", "1️⃣", "👍🏽", "©️", "Ünïcode ✓"])
def test_signs_may_say_that_they_are_pictures(text: str) -> None:
    assert find_unseen(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mu\ufe0fller", (3, "U+FE0F")),  # a letter is no picture
        ("\ufe0fMüller", (1, "U+FE0F")),
        ("Mü\ufe00ller", (3, "U+FE00")),
        ("a\U000e0100", (2, "U+E0100")),
        ("a\u180bb", (2, "U+180B")),
        ("a\nb", None),
        ("Mül\u00adler", (4, "U+00AD")),
    ],
)
def test_what_cannot_be_seen_is_found(text: str, found: tuple[int, str] | None) -> None:
    assert find_unseen(text) == found


def test_a_name_has_no_line_breaks() -> None:
    assert find_unseen("a\nb", breaks="") == (2, "U+000A")


def test_what_is_looked_for_is_only_what_can_be_seen() -> None:
    assert without_unseen("\u202e Mül\u00adler\x00\u200b GmbH\u00a0") == "Müller GmbH"
    assert plain_spaces("\u00a0a\u202fb\t") == "a b"


def test_a_terminal_obeys_nothing_of_it() -> None:
    assert harmless("a\x1b[31mb\x07\r\u202e\x9b1m") == "a<U+001B>[31mb<U+0007><U+000D><U+202E><U+009B>1m"
    assert harmless("two\nlines\tand\u00a0Ü\u202f") == "two\nlines\tand\u00a0Ü\u202f"


def test_every_keyboard_types_the_same_password() -> None:
    assert password("Pa\u0308sse\u00a0 ") == "Pässe  "  # blanks around it are part of it
