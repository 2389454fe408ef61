"""Why this number, in words: every step has a phrase, in both languages, with the same numbers."""

import re
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from django.utils import translation

from autossa.domain.charges import Charge
from autossa.domain.derivations import Step, why_charge, why_gap, why_part
from autossa.domain.lines import Line
from autossa.domain.settlements import Part
from autossa.wording.explanations import PLAIN, explain_all, explain_step, explained_steps, keys
from autossa.wording.languages import LANGUAGES
from tests.domain.story import Story
from tests.domain.test_derivations import gaps, steps

# Values that only some phrases of a step need.
UNSAID = {"origin", "to_end", "before", "charges"}


def test_a_month_that_is_exactly_described() -> None:
    story = Story("2026-01-31")
    story.add("L1", 500)
    story.conclude("annual_monthly")
    story.approve()
    story.on("2026-02-20").run()
    _, second = story.settlements
    assert explain_all(why_charge(second.parts[0].charge)) == [
        "L1: 500 × PORT at 1 SSC per unit and year, for 2026-02-28 to before 2026-03-31 (rule 2)",
        "Months are counted from the first day of the run, 2026-01-31 (rule 2)",
        "2026-01-31 to before 2026-03-31 are 2 months: 500 × 1 × 2 ÷ 12 = 83 1/3, rounded 83.33 (rule 2)",
        "charged before, 2026-01-31 to before 2026-02-28, 1 month: 500 × 1 × 1 ÷ 12 = 41 2/3, rounded 41.67 (rule 2)",
        "83.33 − 41.67 = 41.66 SSC: so all charges of a run add up exactly (rule 2)",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_words(language: str) -> None:
    word = {"en": "rule", "de": "Regel"}[language]
    for step in steps():
        said = explain_step(step, language)
        assert said.endswith(f"({word} {step.rule})")
        assert not {"{", "}"} & set(said)
        for key, figure in step.figures.items():
            value = PLAIN.figure(figure, language)
            assert value in said or key in UNSAID, (step.key, key)


def test_every_phrase_belongs_to_a_step_that_occurs() -> None:
    single = why_gap(replace(next(gap for gap, _ in gaps() if not gap.late), charges=()), 30)
    waived = why_gap(replace(next(gap for gap, _ in gaps() if not gap.late), waived=True, excused_days=3), 30)
    assert {step.key for step in (*steps(), *single.steps, *waived.steps)} == keys()


@pytest.mark.parametrize("key", sorted(keys()))
def test_the_languages_say_the_same_numbers(key: str) -> None:
    values = {name: f"<{name}>" for step in steps() for name in step.values}
    english, german = (
        set(re.findall("<[a-z_]+>", explain_step(Step(key, "1", values), language))) for language in LANGUAGES
    )
    assert english == german != set()


def test_a_step_without_a_phrase_is_an_error() -> None:
    with pytest.raises(KeyError):
        explain_step(Step("unheard_of", "1", {}))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            [
                "L1: 1,500 × PORT at 0.5 SSC per unit and year, for 31 January 2026 to 27 February 2026",
                "Months are counted from the first day of the run, 31 January 2026",
                "31 January 2026 to 27 February 2026 is 1 month: 1,500 × 0.5 × 1 ÷ 12 = 62.5, rounded 62.50",
                "the charge is 62.50 SSC",
                "the balance paid 10.00 SSC, 52.50 SSC were invoiced",
                "52.50 SSC × 1.155 × 1.03 = 62.456625, rounded 62.46",
            ],
        ),
        (
            "de",
            [
                "L1: 1.500 × PORT zu 0,5 SSC je Einheit und Jahr, für 31. Januar 2026 bis 27. Februar 2026",
                "Die Monate zählen ab dem ersten Tag des Laufs, 31. Januar 2026",
                "31. Januar 2026 bis 27. Februar 2026 ist 1 Monat: 1.500 × 0,5 × 1 ÷ 12 = 62,5, gerundet 62,50",
                "der Betrag ist 62,50 SSC",
                "das Guthaben zahlte 10,00 SSC, 52,50 SSC wurden in Rechnung gestellt",
                "52,50 SSC × 1,155 × 1,03 = 62,456625, gerundet 62,46",
            ],
        ),
    ],
)
def test_a_month_as_its_reader_writes_it(language: str, words: list[str]) -> None:
    start, end = date(2026, 1, 31), date(2026, 2, 28)
    line = Line(1, 1, "L1", "PORT", 1500, Fraction(1, 2), start, start)
    charge = Charge(line, start, start, start, end, 6250)
    derivation = why_part(Part(charge, 1000, 5250, Fraction("1.155"), 6246), Fraction("1.03"))
    with translation.override(language):
        assert [step.text for step in explained_steps(derivation)] == words
