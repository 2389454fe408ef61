"""The languages that everything is written in, and our texts in each: English ones are the keys of one catalogue.

A text is looked up without Django, so that the command line can explain a scenario without being set up. What is said
on a page or in a form comes from the same catalogue by Django (`LOCALE_PATHS`).
"""

import os
from functools import cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from django.conf import ENVIRONMENT_VARIABLE, settings
from django.utils.functional import Promise
from django.utils.translation import get_language, override

LANGUAGES = ("en", "de")
LOCALE = Path(__file__).parent / "locale"
_NO_CATALOGUE = "en"


def current() -> str:
    """The language of the page that is being made, one of those we write in; English without Django."""
    if not settings.configured and ENVIRONMENT_VARIABLE not in os.environ:
        return _NO_CATALOGUE
    found = (get_language() or _NO_CATALOGUE)[:2]
    return found if found in LANGUAGES else _NO_CATALOGUE


def gettext_noop(text: str) -> str:
    """Mark a text for the catalogue; it is looked up where it is said."""
    return text


def translate(text: str, language: str = "") -> str:
    """One of our texts in a language; without one, in that of the page."""
    return _catalogue(language or current()).gettext(text)


def translate_count(one: str, many: str, count: int, language: str = "") -> str:
    """The form of one of our texts that goes with a count."""
    return _catalogue(language or current()).ngettext(one, many, count)


def translate_count_as(context: str, one: str, many: str, count: int, language: str = "") -> str:
    """As `translate_count`, for a text that another language says otherwise in this context."""
    return _catalogue(language or current()).npgettext(context, one, many, count)


def say(text: str | Promise, language: str = "") -> str:
    """A word of the glossary in a language; without one, in that of the page."""
    if not language:
        return str(text)
    with override(language):
        return str(text)


@cache
def _catalogue(language: str) -> NullTranslations:
    if language == _NO_CATALOGUE:
        return NullTranslations()
    with (LOCALE / language / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return GNUTranslations(file)
