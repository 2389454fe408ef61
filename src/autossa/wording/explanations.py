"""Why this number: the steps of a derivation in words, each with its rule, with figures as the reader writes them.

It needs no Django that is set up, so that the command line can explain a scenario file.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from autossa.domain.amounts import show_mixed
from autossa.domain.dates import DAY
from autossa.domain.derivations import Derivation, Figure, Step, plain
from autossa.wording import formats
from autossa.wording.languages import current, translate
from autossa.wording.languages import gettext_noop as _


@dataclass(frozen=True, slots=True)
class Style:
    """How figures are written. `inclusive`: a span is said with its last day, not with the first one after it."""

    figure: Callable[[Figure, str], str]
    inclusive: bool = False


PLAIN = Style(lambda figure, _language: show_mixed(figure) if isinstance(figure, Fraction) else plain(figure))
READER = Style(formats.figure, inclusive=True)

_PHRASES: dict[str, str] = {
    "line": _("{license}: {quantity} × {type} at {rate} SSC per unit and year, for {start} {until}"),
    "origin_anchor": _("Months are counted from the first day of the run, {anchor}"),
    "origin_added": _(
        "Months are those of the run from {anchor}; the license counts from the day it was added, or from the end of "
        "the SSA that was sold with it, {origin}"
    ),
    "need_to_end": _(
        "{origin} {until} are {months} months: {quantity} × {rate} × {months} ÷ 12 = {exact}, rounded {rounded}"
    ),
    "need_before": _(
        "charged before, {origin} {until}, {months} months: {quantity} × {rate} × {months} ÷ 12 = {exact}, "
        "rounded {rounded}"
    ),
    "need_so_far": _(
        "less what is charged up to then, {origin} {until}, {months} months: "
        "{quantity} × {rate} × {months} ÷ 12 = {exact}, rounded {rounded}"
    ),
    "difference": _("{to_end} − {before} = {ssc} SSC: so all charges of a run add up exactly"),
    "whole": _("the charge is {ssc} SSC"),
    "multiplied": _("the gap was too long to be paid once: {single} × {multiplier} = {ssc} SSC"),
    "to_multiply": _("the gap is too long to be paid once: {single} × {multiplier} = {ssc} SSC"),
    "to_pay": _("the balance will pay {balance} SSC, {invoiced} SSC will be invoiced"),
    "paid": _("the balance paid {balance} SSC, {invoiced} SSC were invoiced"),
    "net": _("{ssc} SSC × {price} × {factor} = {exact}, rounded {net}"),
    "net_total": _("net: {lines} = {net}"),
    "tax": _("VAT: {net} × {rate} % = {exact}, rounded {tax}"),
    "gross": _("gross: {net} + {tax} = {gross}"),
    "gap_simple": _(
        "not covered from {start} {until}: day {days} after the last covered one, within the grace period of {grace} "
        "days: calculated once"
    ),
    "gap_late": _(
        "not covered from {start} {until}: day {days} after the last covered one, beyond the grace period of {grace} "
        "days: calculated with the late multiplier, from the balance"
    ),
    "gap_waived": _(
        "not covered from {start} {until}: day {days} after the last covered one, beyond the grace period of {grace} "
        "days; but the late multiplier was waived for this project: calculated once"
    ),
    "gap_excused": _("{excused} of these days do not count: those of a rejected review, and those to react to it"),
    "gap_sum": _("the gap costs {charges} = {ssc} SSC"),
    "gap_cost": _("the gap costs {ssc} SSC"),
}

# Where there is only one of what the phrase above counts.
_SINGULAR: dict[str, str] = {
    "need_to_end": _(
        "{origin} {until} is {months} month: {quantity} × {rate} × {months} ÷ 12 = {exact}, rounded {rounded}"
    ),
    "need_before": _(
        "charged before, {origin} {until}, {months} month: {quantity} × {rate} × {months} ÷ 12 = {exact}, "
        "rounded {rounded}"
    ),
    "need_so_far": _(
        "less what is charged up to then, {origin} {until}, {months} month: "
        "{quantity} × {rate} × {months} ÷ 12 = {exact}, rounded {rounded}"
    ),
}

# The rules by number, as the headings of docs/rules.md and docs/rules.de.md call them.
RULES: dict[str, str] = {
    "1": _("Anchored months"),
    "2": _("What coverage costs"),
    "3": _("The four options"),
    "4": _("Concluding a contract"),
    "5": _("The daily run"),
    "6": _("Licenses"),
    "7": _("Cancelling"),
    "8": _("Extending manually"),
    "9": _("Which release a license may run"),
    "10": _("Corrections"),
}

_RULE = _("rule")
_BEFORE, _UNTIL = _("to before {end}"), _("to {end}")


class ExplainedStep(NamedTuple):
    """A step in words, the number of its rule, and that rule in words: by its name too where the step before had
    another."""

    text: str
    rule: str
    rule_words: str


def explained_steps(derivation: Derivation | None) -> list[ExplainedStep]:
    """The steps that lead to a number, in the language of the page; none without a derivation."""
    found: list[ExplainedStep] = []
    language = current()
    for step in derivation.steps if derivation else ():
        number, name = rule_name(step.rule, language)
        words = number if found and found[-1].rule == step.rule else f"{number}: {name}"
        found.append(ExplainedStep(step_text(step, language, READER), step.rule, words))
    return found


def explain_all(derivation: Derivation, language: str = "en", style: Style = PLAIN) -> list[str]:
    """Every step of a derivation in words, in order."""
    return [explain_step(step, language, style) for step in derivation.steps]


def explain_step(step: Step, language: str = "en", style: Style = PLAIN) -> str:
    """A step in words, with the number of its rule. Raises KeyError for a step without a phrase."""
    return f"{step_text(step, language, style)} ({translate(_RULE, language)} {step.rule})"


def step_text(step: Step, language: str, style: Style) -> str:
    """A step in words. Raises KeyError for a step without a phrase."""
    table = _SINGULAR if step.figures.get("months") == 1 else _PHRASES
    words = {name: style.figure(figure, language) for name, figure in step.figures.items()}
    if "end" in step.figures:
        words["until"] = _until(step.figures["end"], language, style)
    return translate(table[step.key], language).format(**words)


def rule_name(rule: str, language: str) -> tuple[str, str]:
    """A rule's number, as in "Rule 2", and its name. Raises KeyError for one that there is not."""
    word = translate(_RULE, language)
    return f"{word[0].upper()}{word[1:]} {rule}", translate(RULES[rule], language)


def keys() -> frozenset[str]:
    """The steps that have a phrase."""
    return frozenset(_PHRASES)


def _until(end: Figure, language: str, style: Style) -> str:
    last = end - DAY if style.inclusive and isinstance(end, date) else end
    phrase = translate(_UNTIL if style.inclusive else _BEFORE, language)
    return phrase.format(end=style.figure(last, language))
