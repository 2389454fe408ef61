"""The vendor's colour: any can be read, and what is none is refused."""

import pytest

from autossa.portal.web import themes


@pytest.mark.parametrize("accent", ["#0b5d73", "#ffd400", "#000000", "#ffffff", "#e4002b", "#777777"])
def test_any_colour_of_a_vendor_can_be_read(accent: str) -> None:
    colour = themes.read_colour(accent)
    for paper in (themes.LIGHT_PAPER, themes.DARK_PAPER):
        shown = themes.readable(colour, paper)
        assert themes.contrast(shown, paper) >= 4.5
        assert max(themes.contrast(shown, themes.WHITE), themes.contrast(shown, themes.INK)) >= 4.5


@pytest.mark.parametrize("text", ["", "red", "#fff", "#0b5d73;}", "0b5d73"])
def test_what_is_no_colour_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        themes.read_colour(text)
