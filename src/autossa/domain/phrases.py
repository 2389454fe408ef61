"""The steps of derivations in words, English and German, with figures as the reader writes them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from autossa.domain.dates import DAY
from autossa.domain.derivations import Derivation, Figure, Step, plain

LANGUAGES = ("en", "de")


@dataclass(frozen=True, slots=True)
class Style:
    """How figures are written. `inclusive`: a span is said with its last day, not with the first one after it."""

    figure: Callable[[Figure], str]
    inclusive: bool = False


PLAIN = Style(plain)

_PHRASES: dict[str, tuple[str, str]] = {
    "line": (
        "{license}: {quantity} × {type} at {rate} SSC per unit and year, for {start} {until}",
        "{license}: {quantity} × {type} zu {rate} SSC je Einheit und Jahr, für {start} {until}",
    ),
    "origin_anchor": (
        "Months are counted from the first day of the run, {anchor}",
        "Die Monate zählen ab dem ersten Tag des Laufs, {anchor}",
    ),
    "origin_added": (
        "Months are those of the run from {anchor}; the license counts from the day it was added, {origin}",
        "Die Monate sind die des Laufs ab {anchor}; die Lizenz zählt ab dem Tag, an dem sie hinzugefügt wurde, "
        "{origin}",
    ),
    "need_to_end": (
        "{origin} {until} are {months} months: {quantity} × {rate} × {months} ÷ 12 = {exact}, rounded {rounded}",
        "{origin} {until} sind {months} Monate: {quantity} × {rate} × {months} ÷ 12 = {exact}, gerundet {rounded}",
    ),
    "need_before": (
        "charged before, {origin} {until}, {months} months: {quantity} × {rate} × {months} ÷ 12 = {exact}, "
        "rounded {rounded}",
        "davor berechnet, {origin} {until}, {months} Monate: {quantity} × {rate} × {months} ÷ 12 = {exact}, "
        "gerundet {rounded}",
    ),
    "difference": (
        "{to_end} − {before} = {ssc} SSC: so all charges of a run add up exactly",
        "{to_end} − {before} = {ssc} SSC: so gehen alle Beträge eines Laufs genau auf",
    ),
    "whole": ("the charge is {ssc} SSC", "der Betrag ist {ssc} SSC"),
    "multiplied": (
        "the gap was too long to be paid once: {single} × {multiplier} = {ssc} SSC",
        "die Lücke war zu lang, um einfach zu zählen: {single} × {multiplier} = {ssc} SSC",
    ),
    "paid": (
        "the balance paid {balance} SSC, {invoiced} SSC were invoiced",
        "das Guthaben zahlte {balance} SSC, {invoiced} SSC wurden in Rechnung gestellt",
    ),
    "net": (
        "{ssc} SSC × {price} × {factor} = {exact}, rounded {net}",
        "{ssc} SSC × {price} × {factor} = {exact}, gerundet {net}",
    ),
    "net_total": ("net: {lines} = {net}", "netto: {lines} = {net}"),
    "tax": ("VAT: {net} × {rate} % = {exact}, rounded {tax}", "USt: {net} × {rate} % = {exact}, gerundet {tax}"),
    "gross": ("gross: {net} + {tax} = {gross}", "brutto: {net} + {tax} = {gross}"),
    "gap_simple": (
        "not covered from {start} {until}: day {days} after the last covered one, {excused} of them in a "
        "rejected review, within the grace period of {grace} days: calculated once",
        "ohne SSA von {start} {until}: Tag {days} nach dem letzten Tag mit SSA, davon {excused} in einer "
        "abgelehnten Prüfung, innerhalb der Karenzfrist von {grace} Tagen: einfach berechnet",
    ),
    "gap_late": (
        "not covered from {start} {until}: day {days} after the last covered one, {excused} of them in a "
        "rejected review, beyond the grace period of {grace} days: calculated with the late multiplier, "
        "from the balance",
        "ohne SSA von {start} {until}: Tag {days} nach dem letzten Tag mit SSA, davon {excused} in einer "
        "abgelehnten Prüfung, nach der Karenzfrist von {grace} Tagen: mehrfach berechnet, aus dem Guthaben",
    ),
    "gap_sum": ("the gap costs {charges} = {ssc} SSC", "die Lücke kostet {charges} = {ssc} SSC"),
    "gap_cost": ("the gap costs {ssc} SSC", "die Lücke kostet {ssc} SSC"),
}


# Where there is only one of what the phrase above counts.
_SINGULAR: dict[str, tuple[str, str]] = {
    "need_to_end": (
        "{origin} {until} is {months} month: {quantity} × {rate} × {months} ÷ 12 = {exact}, rounded {rounded}",
        "{origin} {until} ist {months} Monat: {quantity} × {rate} × {months} ÷ 12 = {exact}, gerundet {rounded}",
    ),
    "need_before": (
        "charged before, {origin} {until}, {months} month: {quantity} × {rate} × {months} ÷ 12 = {exact}, "
        "rounded {rounded}",
        "davor berechnet, {origin} {until}, {months} Monat: {quantity} × {rate} × {months} ÷ 12 = {exact}, "
        "gerundet {rounded}",
    ),
}

# The rules by number, as the headings of docs/rules.md and docs/rules.de.md call them.
RULES: dict[str, tuple[str, str]] = {
    "1": ("Anchored months", "Monate mit Anker"),
    "2": ("What coverage costs", "Was ein SSA kostet"),
    "3": ("The four options", "Die vier Optionen"),
    "4": ("Concluding a contract", "Einen Vertrag abschließen"),
    "5": ("The daily run", "Der Tageslauf"),
    "6": ("Licenses", "Lizenzen"),
    "7": ("Cancelling", "Kündigen"),
    "8": ("Extending manually", "Manuell verlängern"),
    "9": ("Which release a license may run", "Welche Version eine Lizenz nutzen darf"),
    "10": ("Corrections", "Korrekturen"),
}

_RULE = {"en": "rule", "de": "Regel"}
_UNTIL = (("to before {end}", "to {end}"), ("bis vor {end}", "bis {end}"))


def say(step: Step, language: str = "en", style: Style = PLAIN) -> str:
    """A step in words, with the number of its rule. Raises KeyError for a step without a phrase."""
    return f"{say_without_rule(step, language, style)} ({_RULE[language]} {step.rule})"


def say_without_rule(step: Step, language: str, style: Style) -> str:
    """A step in words. Raises KeyError for a step without a phrase."""
    table = _SINGULAR if step.figures.get("months") == 1 else _PHRASES
    words = {name: style.figure(figure) for name, figure in step.figures.items()}
    if "end" in step.figures:
        words["until"] = _until(step.figures["end"], language, style)
    return table[step.key][LANGUAGES.index(language)].format(**words)


def say_rule(rule: str, language: str) -> tuple[str, str]:
    """A rule's number, as in "Rule 2", and its name. Raises KeyError for one that there is not."""
    word = _RULE[language]
    return f"{word[0].upper()}{word[1:]} {rule}", RULES[rule][LANGUAGES.index(language)]


def say_all(derivation: Derivation, language: str = "en", style: Style = PLAIN) -> list[str]:
    """Every step of a derivation in words, in order."""
    return [say(step, language, style) for step in derivation.steps]


def keys() -> frozenset[str]:
    """The steps that have a phrase."""
    return frozenset(_PHRASES)


def _until(end: Figure, language: str, style: Style) -> str:
    last = end - DAY if style.inclusive and isinstance(end, date) else end
    return _UNTIL[LANGUAGES.index(language)][style.inclusive].format(end=style.figure(last))
