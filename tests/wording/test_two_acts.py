"""Two acts, two words: a license is released from a device (freigeben), or given up (zurückgeben); never confused."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import autossa.wording

CATALOGUE = Path(autossa.wording.__file__).parent / "locale" / "de" / "LC_MESSAGES" / "django.po"
RELEASED = re.compile(
    r"\breleas(e|ed|ing) (it |them |%\(license\)s |the license )?from\b|\breleased from\b", re.IGNORECASE
)
GIVEN_UP = re.compile(r"\b(give|given|giving) (it |them |%\(license\)s )?up\b|\bgave up\b", re.IGNORECASE)
FREI = re.compile(r"freigegeben|freigeben|vom Gerät frei|Gerät frei|geben Sie sie zuerst frei|frei\b", re.IGNORECASE)
ZURUECK = re.compile(r"zurück|Rückgabe|aufgegeben|aufgeben|verworfen|verwerfen", re.IGNORECASE)


def messages() -> Iterator[tuple[str, str]]:
    with CATALOGUE.open("rb") as file:
        for one in read_po(file):
            if one.id:
                yield str(one.id), str(one.string)


ABOUT = [pair for pair in messages() if RELEASED.search(pair[0]) or GIVEN_UP.search(pair[0])]


def test_the_texts_about_the_two_acts_are_found() -> None:
    assert sum(bool(RELEASED.search(english)) for english, _ in ABOUT) >= 8
    assert sum(bool(GIVEN_UP.search(english)) for english, _ in ABOUT) >= 15


@pytest.mark.parametrize(("english", "german"), ABOUT, ids=[english[:50] for english, _ in ABOUT])
def test_each_act_has_its_own_word_in_german(english: str, german: str) -> None:
    released, given_up = bool(RELEASED.search(english)), bool(GIVEN_UP.search(english))
    assert bool(FREI.search(german)) or not released, german
    assert bool(ZURUECK.search(german)) or not given_up, german
    if released and not given_up:
        assert not re.search(r"zurückge|Rückgabe", german), german
    if given_up and "release" not in english.lower():
        assert not re.search(r"freige", german), german
