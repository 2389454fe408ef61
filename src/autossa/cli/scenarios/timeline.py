"""A played scenario as a timeline for people: inclusive dates, amounts, balance, refusals; with reasons if asked."""

from collections.abc import Iterator
from datetime import date

from autossa.cli import terminal
from autossa.domain import entries as e
from autossa.domain.derivations import why_charge, why_gap, why_invoice, why_part
from autossa.domain.facts import Fact
from autossa.domain.scenarios import Played
from autossa.domain.settlements import Settlement
from autossa.wording.explanations import explain_all
from autossa.wording.formats import column_day
from autossa.wording.timeline import entry_lines


def print_timeline(name: str, played: Played, grace_days: int, language: str | None = None) -> None:
    """Print the timeline of a scenario; with a language, each amount is followed by its derivation in words."""
    terminal.heading(name)
    before: date | None = None
    for item in played.happenings:
        for line in entry_lines(item):
            terminal.row(column_day(item.day) if item.day != before else "", *line)
            before = item.day
        if language:
            for sentence in _reasons(item, grace_days, language):
                terminal.note(sentence)
    terminal.blank()


def print_facts(name: str, facts: list[Fact]) -> None:
    """Print bare facts as a timeline: what a database tells of a scenario."""
    terminal.heading(name)
    before = ""
    for fact in facts:
        rest = ", ".join(f"{key} {_value(value)}" for key, value in fact.items() if key not in ("date", "fact"))
        terminal.row(fact["date"] if fact["date"] != before else "", fact["fact"], rest)
        before = fact["date"]
    terminal.blank()


def _value(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(" ".join(str(part) for part in line.values()) for line in value)
    return str(value)


def _reasons(item: object, grace_days: int, language: str) -> Iterator[str]:
    if isinstance(item, e.ContractConcluded) and item.contract.gap:
        yield from explain_all(why_gap(item.contract.gap, grace_days), language)
        for charge in item.contract.gap.charges:
            yield from explain_all(why_charge(charge), language)
    if isinstance(item, Settlement):
        for part in item.parts:
            yield from explain_all(why_part(part, item.factor), language)
        if item.invoice:
            yield from explain_all(why_invoice(item.invoice), language)
