"""Words: every code has one, every text a German translation, dates and amounts as people write them."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from django.utils import translation

from autossa.domain.contracts import Status
from autossa.domain.coverage import Source
from autossa.domain.credits import LotSource
from autossa.domain.invoices import Reason
from autossa.domain.plans import STANDARD_OPTIONS, Option
from autossa.portal import catalogs, formats, sentences, wording
from autossa.portal.vendor import themes
from autossa.queries.projects.alerts import Matter
from autossa.queries.projects.listing import State
from autossa.store.models.credits import KINDS

ODD = Option("odd", 24, 6, 2, Fraction(0))


@pytest.mark.parametrize(
    ("table", "codes"),
    [
        (wording.STATUS, {None, *Status}),
        (wording.TONE, {None, *Status}),
        (wording.STATE, set(State)),
        (wording.PLAN, {option.name for option in STANDARD_OPTIONS}),
        (wording.SOURCE, set(Source)),
        (wording.LOT, set(LotSource)),
        (wording.REASON, set(Reason)),
        (wording.TRANSFER, set(KINDS)),
        (sentences._WORDS, set(Matter)),
    ],
)
def test_every_code_has_a_word(table: dict[Any, Any], codes: set[Any]) -> None:
    assert set(table) == codes


def test_the_catalogue_is_current_and_complete() -> None:
    catalogue = catalogs.updated()
    assert catalogs.missing(catalogue) == []
    assert catalogs.as_text(catalogue) == catalogs.PO.read_bytes(), "run `make messages`"
    assert catalogs.compiled(catalogs.stored()) == catalogs.MO.read_bytes(), "run `make messages`"


def test_translations_keep_their_placeholders() -> None:
    for message in catalogs.stored():
        assert not [str(error) for error in message.check()], message.id


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            [
                "31 March 2027",
                "1,234.50\xa0SSC",
                "−0.05\xa0EUR",
                "+12.00",
                "0.5",
                "0.50",
                "29/31",
                "19\xa0%",
                "−1\xa0%",
            ],
        ),
        (
            "de",
            [
                "31. März 2027",
                "1.234,50\xa0SSC",
                "−0,05\xa0EUR",
                "+12,00",
                "0,5",
                "0,50",
                "29/31",
                "19\xa0%",
                "−1\xa0%",
            ],
        ),
    ],
)
def test_dates_and_amounts(language: str, said: list[str]) -> None:
    with translation.override(language):
        assert [
            formats.day(date(2027, 3, 31)),
            formats.ssc(123450),
            formats.money(-5, "EUR"),
            formats.signed(1200),
            formats.exact(Fraction(1, 2)),
            formats.rate(Fraction(1, 2)),
            formats.exact(Fraction(29, 31)),
            formats.percent(Fraction(19, 100)),
            formats.percent(Fraction(-1, 100)),
        ] == said


@pytest.mark.parametrize(
    ("days", "english", "german"),
    [
        (25, "25 days left", "noch 25 Tage"),
        (1, "1 day left", "noch 1 Tag"),
        (0, "last day today", "heute letzter Tag"),
        (-1, "not covered since today", "seit heute nicht abgedeckt"),
        (-12, "not covered for 12 days", "seit 12 Tagen nicht abgedeckt"),
    ],
)
def test_days_left(days: int, english: str, german: str) -> None:
    with translation.override("en"):
        assert wording.days_left(days) == english
    with translation.override("de"):
        assert wording.days_left(days) == german


def test_an_option_of_the_vendors_own_is_named_by_its_months() -> None:
    with translation.override("en"):
        assert wording.plan(ODD) == "Term 24 months, billed every 2 months"


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
