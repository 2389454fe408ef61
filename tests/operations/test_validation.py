"""What people write is cleaned once: spaces, accents, lengths, and characters that nobody can see."""

from decimal import Decimal
from fractions import Fraction

import pytest

from autossa.operations.validation import (
    CharacterNotAllowed,
    NotAnEmailAddress,
    NumberTooExact,
    QuantityTooLarge,
    QuantityTooSmall,
    TextMissing,
    TextTooLong,
    numeric,
    read_email,
    read_line,
    read_quantity,
    read_text,
)

SPACES = "\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
UNSEEN = {
    "control": "\x00\x07\x0b\x0c\x1b\x1f\x7f\x85\x9f",
    "bidi": "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    "zero width": "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\u2061\u2064\ufeff\U000e0041",
    "blank letters": "\u115f\u1160\u2800\u3164\uffa0",
    "separators": "\u2028\u2029",
    "no characters": "\ud800\ufdd0\ue000\uffff",
}


@pytest.mark.parametrize("space", SPACES, ids=lambda space: f"U+{ord(space):04X}")
def test_every_space_becomes_a_plain_one(space: str) -> None:
    assert read_text(f"{space}51.56{space}EUR{space}", "the reason", 20) == "51.56 EUR"
    with pytest.raises(TextMissing):
        read_text(space * 3, "the reason", 20)


def test_spaces_and_line_breaks_of_the_writer_stay() -> None:
    assert read_text("a  b\n\n\tc\r\nd", "the reason", 20) == "a  b\n\n\tc\r\nd"


def test_what_looks_the_same_is_the_same() -> None:
    assert read_text("Mu\u0308ller, A\u030angstro\u0308m", "the name", 20) == "Müller, Ångström"
    assert read_text("u\u0308" * 20, "the name", 20) == "ü" * 20  # counted as it is kept


@pytest.mark.parametrize("text", ["漢字 ✓", "Ein „schöner“ Name – ja!", "👍🏽 ❤️", "עברית", "নমস্কার"])
def test_scripts_and_signs_are_kept(text: str) -> None:
    assert read_text(text, "the name", 40) == text


@pytest.mark.parametrize(
    "character",
    [pytest.param(one, id=f"{kind} U+{ord(one):04X}") for kind, all_ in UNSEEN.items() for one in all_],
)
def test_what_nobody_sees_is_refused_by_name_and_place(character: str) -> None:
    with pytest.raises(CharacterNotAllowed) as caught:
        read_text(f"  ab{character}c", "the question", 20, field="question")
    shown = f"U+{ord(character):04X}"
    assert caught.value.facts == {"what": "the question", "character": shown, "place": 3}
    assert (caught.value.field, caught.value.code) == ("question", "character_not_allowed")
    assert str(caught.value) == f"the question holds a character that cannot be shown: {shown}, at position 3"


def test_a_line_is_one() -> None:
    assert read_line(" Büro\u00a0Süd ", "the name", 20) == "Büro Süd"
    with pytest.raises(CharacterNotAllowed):
        read_line("Büro\nSüd", "the name", 20)


def test_length_and_absence_name_what_and_the_limit() -> None:
    assert read_text("x" * 20, "the name", 20) == "x" * 20
    assert read_text(" ", "the name", 20, required=False) == ""
    with pytest.raises(TextTooLong) as long:
        read_text("x" * 21, "the name", 20, field="name")
    assert (long.value.facts, long.value.field) == ({"what": "the name", "most": 20, "length": 21}, "name")
    with pytest.raises(TextMissing) as missing:
        read_text(" \n", "the name", 20, field="name")
    assert (missing.value.facts, missing.value.field) == ({"what": "the name"}, "name")


@pytest.mark.parametrize(
    ("address", "error"),
    [
        ("ada", NotAnEmailAddress),
        ("ada@example", NotAnEmailAddress),
        ("ada@exa\u200bmple.com", CharacterNotAllowed),
        ("ada@example.com\u202e", CharacterNotAllowed),
        ("ada@exam\nple.com", CharacterNotAllowed),
        ("m\u0131ke@example.com", NotAnEmailAddress),
        ("ada@xn--zz.example", NotAnEmailAddress),
        (f"{'a' * 64}@{'.'.join(['b' * 60] * 4)}.com", TextTooLong),
    ],
)
def test_an_address_is_one_or_is_refused(address: str, error: type[Exception]) -> None:
    assert read_email("\u00a0Ada@Müller-Bau.example ") == "ada@xn--mller-bau-q9a.example"
    with pytest.raises(error) as caught:
        read_email(address)
    assert caught.value.field == "email"  # type: ignore[attr-defined]


def test_quantities_have_bounds() -> None:
    assert [read_quantity(one, "the quantity", 5) for one in (1, 5)] == [1, 5]
    with pytest.raises(QuantityTooSmall) as small:
        read_quantity(0, "the quantity", 5)
    assert small.value.facts == {"what": "the quantity"}
    with pytest.raises(QuantityTooLarge) as large:
        read_quantity(6, "the quantity", 5)
    assert large.value.facts == {"what": "the quantity", "most": 5}


def test_a_number_is_kept_exactly_or_refused() -> None:
    assert numeric(Fraction("0.123456789012")) == Decimal("0.123456789012")
    for number in (Fraction(1, 3), Fraction(10**12)):
        with pytest.raises(NumberTooExact, match="at most 12 digits and 12 decimals"):
            numeric(number)
