"""The steps of derivations in words, English and German."""

from autossa.domain.derivations import Derivation, Step

LANGUAGES = ("en", "de")

_PHRASES: dict[str, tuple[str, str]] = {
    "line": (
        "{license}: {quantity} × {type} at {rate} SSC per unit and year, for {start} to before {end}",
        "{license}: {quantity} × {type} zu {rate} SSC je Einheit und Jahr, für {start} bis vor {end}",
    ),
    "origin_anchor": (
        "Months are counted from the first day of the run, {anchor}",
        "Die Monate zählen ab dem ersten Tag des Laufs, {anchor}",
    ),
    "origin_added": (
        "Months are those of the run from {anchor}; the license counts from the day it was added, {origin}",
        "Die Monate sind die des Laufs ab {anchor}; die Lizenz zählt ab dem Tag ihrer Aufnahme, {origin}",
    ),
    "need_to_end": (
        "{origin} to before {end} are {months} months: {quantity} × {rate} × {months} ÷ 12 = {exact}, "
        "rounded {rounded}",
        "{origin} bis vor {end} sind {months} Monate: {quantity} × {rate} × {months} ÷ 12 = {exact}, "
        "gerundet {rounded}",
    ),
    "need_before": (
        "charged before, {origin} to before {end}, {months} months: {quantity} × {rate} × {months} ÷ 12 = {exact}, "
        "rounded {rounded}",
        "davor berechnet, {origin} bis vor {end}, {months} Monate: {quantity} × {rate} × {months} ÷ 12 = {exact}, "
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
        "not covered from {start} to before {end}: day {days} after the last covered one, {excused} of them in a "
        "rejected review, within the grace of {grace} days: calculated once",
        "nicht abgedeckt von {start} bis vor {end}: Tag {days} nach dem letzten abgedeckten, davon {excused} in einer "
        "abgelehnten Prüfung, innerhalb der Frist von {grace} Tagen: einfach berechnet",
    ),
    "gap_late": (
        "not covered from {start} to before {end}: day {days} after the last covered one, {excused} of them in a "
        "rejected review, beyond the grace of {grace} days: calculated by the late multiplier, from the balance",
        "nicht abgedeckt von {start} bis vor {end}: Tag {days} nach dem letzten abgedeckten, davon {excused} in einer "
        "abgelehnten Prüfung, jenseits der Frist von {grace} Tagen: mehrfach berechnet, aus dem Guthaben",
    ),
    "gap_sum": ("the gap costs {charges} = {ssc} SSC", "die Lücke kostet {charges} = {ssc} SSC"),
    "gap_cost": ("the gap costs {ssc} SSC", "die Lücke kostet {ssc} SSC"),
}


def say(step: Step, language: str = "en") -> str:
    """A step in words, with the number of its rule. Raises KeyError for a step without a phrase."""
    phrase = _PHRASES[step.key][LANGUAGES.index(language)]
    rule = "Regel" if language == "de" else "rule"
    return f"{phrase.format(**step.values)} ({rule} {step.rule})"


def say_all(derivation: Derivation, language: str = "en") -> list[str]:
    """Every step of a derivation in words, in order."""
    return [say(step, language) for step in derivation.steps]


def keys() -> frozenset[str]:
    """The steps that have a phrase."""
    return frozenset(_PHRASES)
