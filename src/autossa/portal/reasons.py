"""Why this number: the steps of a derivation in the reader's language and figures, each with its rule."""

from typing import NamedTuple

from autossa.domain.derivations import Derivation
from autossa.domain.phrases import Style, say_rule, say_without_rule
from autossa.portal import formats

STYLE = Style(formats.figure, inclusive=True)


class Said(NamedTuple):
    """A step in words, the number of its rule, and that rule in words: by its name too where the step before had
    another."""

    text: str
    rule: str
    rule_words: str


def steps(derivation: Derivation | None) -> list[Said]:
    """The steps that lead to a number; none without a derivation."""
    said: list[Said] = []
    language = formats.language()
    for step in derivation.steps if derivation else ():
        number, name = say_rule(step.rule, language)
        words = number if said and said[-1].rule == step.rule else f"{number}: {name}"
        said.append(Said(say_without_rule(step, language, STYLE), step.rule, words))
    return said
