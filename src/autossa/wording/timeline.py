"""What happened to a project, in one line each: for terminals, in English, days and amounts made for columns.

Like `explanations` it needs no Django that is set up.
"""

from collections.abc import Iterator
from functools import singledispatch

from autossa.domain import entries as e
from autossa.domain.amounts import show
from autossa.domain.contracts import Contract
from autossa.domain.dates import DAY
from autossa.domain.invoices import Reason
from autossa.domain.refusals import Refusal
from autossa.domain.scenarios import Answered, Balance, Refused
from autossa.domain.settlements import Settlement
from autossa.domain.voids import Void
from autossa.wording.formats import column_day, column_period

_REASON = {
    Reason.MANUAL: "manual",
    Reason.GAP: "back payment",
    Reason.EXTENSION: "extension",
    Reason.ADDITION: "addition",
    Reason.OPENING: "taken over",
}


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
    rest = f"{item.remainder.license_id}: {item.remainder.quantity} remain" if item.remainder else "given up whole"
    yield "license", f"{rest} from {column_day(item.ended_on)}"


@entry_lines.register
def _(item: e.ReturnUndone) -> Iterator[tuple[str, str]]:
    yield "license", f"line {item.line} taken back: it goes on"


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
    yield (
        "contract",
        f"{item.contract.option.name} concluded, in review; it starts on {column_day(item.contract.start)}",
    )
    yield from _gap_line(item.contract)


@entry_lines.register
def _(item: e.ContractMoved) -> Iterator[tuple[str, str]]:
    yield "contract", item.status.value.replace("_", " ")


@entry_lines.register
def _(item: e.EndSet) -> Iterator[tuple[str, str]]:
    yield "contract", f"ends after {column_day(item.ends_on - DAY)}" if item.ends_on else "cancellation withdrawn"


@entry_lines.register
def _(item: e.OptionChanged) -> Iterator[tuple[str, str]]:
    how = "goes on as" if item.undone else "changes to"
    yield "contract", f"{how} {item.option.name} from {column_day(item.starts_on)}"


@entry_lines.register
def _(item: e.ContractTerminated) -> Iterator[tuple[str, str]]:
    yield "contract", f"terminated; ended after {column_day(item.ends_on - DAY)}"


@entry_lines.register
def _(item: e.LateWaived) -> Iterator[tuple[str, str]]:
    yield "gap", f"late multiplier waived up to and including {column_day(item.last_day)}"


@entry_lines.register
def _(item: Settlement) -> Iterator[tuple[str, str]]:
    paid = f"balance {show(item.from_balance)}, invoiced {show(item.recharged)}"
    yield _REASON[item.reason], f"{column_period(item.start, item.end)}: {show(item.ssc)} SSC ({paid})"
    if item.invoice:
        bill = item.invoice
        net, tax, gross = (show(minor, bill.places) for minor in (bill.net, bill.tax, bill.gross))
        yield "invoice", f"net {net} + VAT {tax} = {gross}"


@entry_lines.register
def _(item: Void) -> Iterator[tuple[str, str]]:
    yield (
        "void",
        f"{column_period(item.settlement.start, item.settlement.end)}: {show(item.settlement.ssc)} SSC reversed",
    )


@entry_lines.register
def _(item: Balance) -> Iterator[tuple[str, str]]:
    yield "balance", f"{show(item.ssc)} SSC"


@entry_lines.register
def _(item: Answered) -> Iterator[tuple[str, str]]:
    verdict = item.verdict
    said = "may install" if verdict.may_install else "may not install"
    locked = f", locked: {', '.join(verdict.locked)}" if verdict.locked else ""
    reason = verdict.reason.value.replace("_", " ")
    yield "release", f"{verdict.license_id} {said} {verdict.release.version}: {reason}{locked}"


@entry_lines.register
def _(item: Refused) -> Iterator[tuple[str, str]]:
    yield "refused", f"{item.action}: {brief_refusal(item.refusal)}"


def brief_refusal(refusal: Refusal) -> str:
    """A refusal's code and what helps, for people."""
    helps = []
    if refusal.missing_ssc is not None:
        helps.append(f"{show(refusal.missing_ssc)} SSC are missing")
    if refusal.earliest_end is not None:
        helps.append(f"it can end after {column_day(refusal.earliest_end - DAY)} at the earliest")
    if refusal.ends_on is not None:
        helps.append(f"it ends after {column_day(refusal.ends_on - DAY)}")
    return ", ".join([refusal.code.value.replace("_", " "), *helps])


def _gap_line(contract: Contract) -> Iterator[tuple[str, str]]:
    gap = contract.gap
    if gap:
        times = "beyond the grace period" if gap.late else "once, waived" if gap.waived else "once"
        yield "gap", f"{column_period(gap.start, gap.end)} uncovered: {show(gap.ssc)} SSC, {times}"
