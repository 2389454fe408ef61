"""A played scenario as a timeline for people: inclusive dates, amounts, balance, refusals; with reasons if asked."""

from collections.abc import Iterator
from datetime import date
from functools import singledispatch

from autossa.cli import terminal
from autossa.domain import entries as e
from autossa.domain.amounts import show
from autossa.domain.contracts import Contract
from autossa.domain.dates import DAY
from autossa.domain.derivations import why_charge, why_gap, why_invoice, why_part
from autossa.domain.facts import Fact
from autossa.domain.phrases import say_all
from autossa.domain.refusals import Refusal
from autossa.domain.scenarios import Balance, Played, Refused
from autossa.domain.settlements import Settlement
from autossa.domain.voids import Void

_NAMES = {"manual": "manual", "gap": "back payment", "extension": "extension", "addition": "addition"}


def print_timeline(name: str, played: Played, grace_days: int, language: str | None = None) -> None:
    """Print the timeline of a scenario; with a language, each amount is followed by its derivation in words."""
    terminal.heading(name)
    before: date | None = None
    for item in played.happenings:
        for line in entry_lines(item):
            terminal.row(_day(item.day) if item.day != before else "", *line)
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


def span(start: date, end: date) -> str:
    """A half-open period as people read it, last day included."""
    return f"{_day(start)} – {_day(end - DAY)}"


def _day(day: date) -> str:
    return f"{day.day:2d} {day:%b %Y}"


@singledispatch
def entry_lines(item: object) -> Iterator[tuple[str, str]]:
    """What happened, as kind and text. Raises TypeError for what is no happening."""
    raise TypeError(f"no line for {item!r}")


@entry_lines.register
def _(item: e.LineAdded) -> Iterator[tuple[str, str]]:
    line = item.line
    yield "license", f"{line.license_id}: {line.quantity} × {line.license_type} added"


@entry_lines.register
def _(item: e.LineConfirmed) -> Iterator[tuple[str, str]]:
    yield "license", f"line {item.line} confirmed"


@entry_lines.register
def _(item: e.RequestEnded) -> Iterator[tuple[str, str]]:
    yield "license", f"line {item.line} withdrawn or refused"


@entry_lines.register
def _(item: e.LineReturned) -> Iterator[tuple[str, str]]:
    rest = f"{item.remainder.license_id}: {item.remainder.quantity} remain" if item.remainder else "fully returned"
    yield "license", f"{rest} from {_day(item.ended_on)}"


@entry_lines.register
def _(item: e.LicenseActivated) -> Iterator[tuple[str, str]]:
    yield "license", f"{item.license_id} activated"


@entry_lines.register
def _(item: e.ToppedUp) -> Iterator[tuple[str, str]]:
    yield "credits", f"{show(item.lot.free)} SSC topped up"


@entry_lines.register
def _(item: e.CreditsWrittenOff) -> Iterator[tuple[str, str]]:
    yield "credits", f"{show(sum(draw.ssc for draw in item.draws))} SSC written off: {item.reason}"


@entry_lines.register
def _(item: e.CreditsHeld) -> Iterator[tuple[str, str]]:
    yield "credits", f"{show(sum(draw.ssc for draw in item.draws))} SSC reserved for the gap"


@entry_lines.register
def _(item: e.CreditsReleased) -> Iterator[tuple[str, str]]:
    yield "credits", f"{show(sum(draw.ssc for draw in item.draws))} SSC released"


@entry_lines.register
def _(item: e.ContractConcluded) -> Iterator[tuple[str, str]]:
    yield "contract", f"{item.contract.option.name} concluded, in review; it starts on {_day(item.contract.start)}"
    yield from _gap_line(item.contract)


@entry_lines.register
def _(item: e.ContractMoved) -> Iterator[tuple[str, str]]:
    yield "contract", item.status.value.replace("_", " ")


@entry_lines.register
def _(item: e.EndSet) -> Iterator[tuple[str, str]]:
    yield "contract", f"ends after {_day(item.ends_on - DAY)}" if item.ends_on else "cancellation withdrawn"


@entry_lines.register
def _(item: Settlement) -> Iterator[tuple[str, str]]:
    invoiced = item.recharge.free if item.recharge else 0
    paid = f"balance {show(item.ssc - invoiced)}, invoiced {show(invoiced)}"
    yield _NAMES[item.reason.value], f"{span(item.start, item.end)}: {show(item.ssc)} SSC ({paid})"
    if item.invoice:
        bill = item.invoice
        yield "invoice", f"net {show(bill.net)} + VAT {show(bill.tax)} = {show(bill.gross)}"


@entry_lines.register
def _(item: Void) -> Iterator[tuple[str, str]]:
    yield "void", f"{span(item.settlement.start, item.settlement.end)}: {show(item.settlement.ssc)} SSC reversed"


@entry_lines.register
def _(item: Balance) -> Iterator[tuple[str, str]]:
    yield "balance", f"{show(item.ssc)} SSC"


@entry_lines.register
def _(item: Refused) -> Iterator[tuple[str, str]]:
    yield "refused", f"{item.action}: {refusal_sentence(item.refusal)}"


def refusal_sentence(refusal: Refusal) -> str:
    """A refusal's code and what helps, for people."""
    helps = []
    if refusal.missing_ssc is not None:
        helps.append(f"{show(refusal.missing_ssc)} SSC are missing")
    if refusal.earliest_end is not None:
        helps.append(f"it can end after {_day(refusal.earliest_end - DAY)} at the earliest")
    if refusal.ends_on is not None:
        helps.append(f"it ends after {_day(refusal.ends_on - DAY)}")
    return ", ".join([refusal.code.value.replace("_", " "), *helps])


def _gap_line(contract: Contract) -> Iterator[tuple[str, str]]:
    gap = contract.gap
    if gap:
        times = "beyond the grace period" if gap.late else "once"
        yield "gap", f"{span(gap.start, gap.end)} uncovered: {show(gap.ssc)} SSC, {times}"


def _reasons(item: object, grace_days: int, language: str) -> Iterator[str]:
    if isinstance(item, e.ContractConcluded) and item.contract.gap:
        yield from say_all(why_gap(item.contract.gap, grace_days), language)
        for charge in item.contract.gap.charges:
            yield from say_all(why_charge(charge), language)
    if isinstance(item, Settlement):
        for part in item.parts:
            yield from say_all(why_part(part, item.factor), language)
        if item.invoice:
            yield from say_all(why_invoice(item.invoice), language)
