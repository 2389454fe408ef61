"""Entries as facts of the scenario format: plain dictionaries, amounts as text with two decimals."""

from collections.abc import Iterator
from datetime import date
from functools import singledispatch
from typing import Any, TypeAlias

from autossa.domain import entries as e
from autossa.domain.amounts import Ssc, show
from autossa.domain.contracts import Status
from autossa.domain.coverage import Period
from autossa.domain.invoices import Invoice, Reason
from autossa.domain.refusals import Refusal
from autossa.domain.releases.entitlements import Verdict
from autossa.domain.settlements import Settlement

Fact: TypeAlias = dict[str, Any]

CONSUMED = {
    Reason.EXTENSION: "consume_extension",
    Reason.MANUAL: "consume_extension",
    Reason.ADDITION: "consume_addition",
    Reason.GAP: "consume_gap",
}


@singledispatch
def facts_of(entry: object) -> Iterator[Fact]:
    """The facts of an entry, without their date; entries that the format does not show have none."""
    return iter(())


@facts_of.register
def _(entry: e.ToppedUp) -> Iterator[Fact]:
    return _credits(entry.lot.source.value, entry.lot.free)


@facts_of.register
def _(entry: e.ContractConcluded) -> Iterator[Fact]:
    yield _status(entry.contract.status)


@facts_of.register
def _(entry: e.ContractMoved) -> Iterator[Fact]:
    yield _status(entry.status)


@facts_of.register
def _(entry: e.EndSet) -> Iterator[Fact]:
    if entry.ends_on is not None:
        yield {"fact": "cancellation", "ends_on": entry.ends_on.isoformat()}


@facts_of.register
def _(entry: e.OptionChanged) -> Iterator[Fact]:
    yield option_fact(entry.option.name, entry.starts_on)


@facts_of.register
def _(entry: e.ContractTerminated) -> Iterator[Fact]:
    yield _status(Status.ENDED)


@facts_of.register
def _(entry: e.LateWaived) -> Iterator[Fact]:
    yield {"fact": "waiver", "last_day": entry.last_day.isoformat()}


@facts_of.register
def _(entry: Settlement) -> Iterator[Fact]:
    if entry.recharge is not None:
        yield from _credits("recharge", entry.recharge.free)
    if entry.invoice is not None:
        yield _invoice(entry.invoice)
    yield from _credits(CONSUMED[entry.reason], -entry.ssc)
    if entry.coverage is not None:
        yield _coverage(entry.coverage)


def refusal_fact(action: str, refusal: Refusal) -> Fact:
    """A refusal as a fact, with what helps."""
    fact: Fact = {"fact": "refused", "do": action, "code": refusal.code.value}
    if refusal.missing_ssc is not None:
        fact["missing_ssc"] = show(refusal.missing_ssc)
    if refusal.earliest_end is not None:
        fact["earliest_end"] = refusal.earliest_end.isoformat()
    if refusal.ends_on is not None:
        fact["ends_on"] = refusal.ends_on.isoformat()
    return fact


def entitlement_fact(verdict: Verdict) -> Fact:
    """The answer to a question about a release."""
    return {
        "fact": "entitlement",
        "license": verdict.license_id,
        "release": verdict.release.version,
        "may_install": verdict.may_install,
        "reason": verdict.reason.value,
        "locked": list(verdict.locked),
    }


def option_fact(option: str, starts_on: date) -> Fact:
    """From a day on a contract goes on with another option (rule 7)."""
    return {"fact": "option", "option": option, "from": starts_on.isoformat()}


def balance_fact(ssc: Ssc) -> Fact:
    """The balance, held credits included, at the end of a day."""
    return {"fact": "balance", "ssc": show(ssc)}


def _status(status: Status) -> Fact:
    return {"fact": "contract", "status": status.value}


def _credits(entry: str, ssc: Ssc) -> Iterator[Fact]:
    if ssc:
        yield {"fact": "credits", "entry": entry, "ssc": show(ssc)}


def _coverage(period: Period) -> Fact:
    return {
        "fact": "coverage",
        "from": period.start.isoformat(),
        "until": period.end.isoformat(),
        "source": period.source.value,
    }


def _invoice(invoice: Invoice) -> Fact:
    places = invoice.places
    lines = [
        {"license": line.license_id, "ssc": show(line.ssc), "net": show(line.net, places)} for line in invoice.lines
    ]
    return {
        "fact": "invoice",
        "reason": invoice.reason.value,
        "from": invoice.start.isoformat(),
        "until": invoice.end.isoformat(),
        "lines": lines,
        "net": show(invoice.net, places),
        "tax": show(invoice.tax, places),
        "gross": show(invoice.gross, places),
    }
