"""Texts for people are in plain words: none has a word or phrase of the lists in `banned`."""

import re

import pytest

from tests.wording import texts
from tests.wording.banned import DE, EN, Banned

SOURCES: tuple[texts.Source, ...] = (
    texts.pages,
    texts.mails,
    texts.help_pages,
    texts.docs,
    texts.developer_docs,
    texts.command_line,
)

BANNED = {"en": EN, "de": DE}


def found(text: texts.Text) -> list[str]:
    """Each banned word of a text, with what to write instead."""
    words = " ".join(text.words.split())
    return [
        f"{text.where}: “…{words_around(match, allowed)}…”: {banned.instead}"
        for banned in BANNED[text.language]
        for allowed in [without(words, banned.not_in)]
        for match in pattern(banned).finditer(allowed)
    ]


def pattern(banned: Banned) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?:{banned.word})(?![\w-])", 0 if banned.exact else re.IGNORECASE)


def without(words: str, phrases: tuple[str, ...]) -> str:
    for phrase in phrases:
        words = words.replace(phrase, "·")
    return words


def words_around(match: re.Match[str], words: str) -> str:
    return words[max(0, match.start() - 30) : match.end() + 30]


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.__name__)
def test_texts_are_in_plain_words(source: texts.Source) -> None:
    odd = [line for text in source() for line in found(text)]
    assert not odd, "\n" + "\n".join(odd)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.__name__)
def test_a_source_has_texts(source: texts.Source) -> None:
    assert sum(len(text.words) for text in source()) > 1000


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Mend what was wrong"),
        ("en", "Back without a change"),
        ("en", "Go on to payment"),
        ("en", "Look at it"),
        ("en", "This is no day. Write it as 2027-12-31."),
        ("en", "Taken back. A confirmation goes out by mail."),
        ("en", "You are told by\nmail"),
        ("en", "I have kept them."),
        ("de", "Der Zustand des Vertrags"),
        ("de", "Der Zahler muss zustimmen"),
        ("de", "Die Mail kommt"),
        ("de", "es bekommt kein Loch"),
        ("de", "abgedeckt bis heute"),
        ("de", "am Ende der Laufzeit"),
    ],
)
def test_an_odd_word_is_found(language: str, words: str) -> None:
    assert found(texts.Text("here", language, words))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "We sent an e-mail to your e-mail address. Recommend it, amend it."),
        ("en", "List them with `autossa mails texts`."),
        ("de", "Ihre E-Mail-Adresse, eine E-Mail, E-Mails und Ihre USt-IdNr."),
        ("de", "Die Vertragslaufzeit endet, die SSA-Laufzeit auch; Ihre Rollen bleiben."),
    ],
)
def test_a_plain_word_is_left_alone(language: str, words: str) -> None:
    assert found(texts.Text("here", language, words)) == []
