"""A project's history as facts of the scenario format, read from its journals alone."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from uuid import UUID

from autossa.domain.amounts import show
from autossa.domain.currencies import places_of
from autossa.domain.facts import Fact, balance_fact, option_fact
from autossa.domain.prices import tax_amount
from autossa.store import models
from autossa.store.exact import fraction

_HIDDEN = {"hold", "release"}


def facts_of_project(project: UUID) -> list[Fact]:
    """Contract, cancellation, option, credits, coverage, invoice and balance facts, each with its date."""
    found = [
        *_contract_facts(project),
        *_waiver_facts(project),
        *_credit_facts(project),
        *_coverage_facts(project),
        *_invoice_facts(project),
        *_balance_facts(project),
    ]
    return sorted(found, key=lambda fact: str(fact["date"]))


def _contract_facts(project: UUID) -> Iterator[Fact]:
    for event in models.ContractEvent.objects.filter(contract__project=project).order_by("id"):
        if event.status:
            yield {"date": event.day.isoformat(), "fact": "contract", "status": event.status}
        elif event.ends_on:
            yield {"date": event.day.isoformat(), "fact": "cancellation", "ends_on": event.ends_on.isoformat()}
    changes = models.OptionChange.objects.filter(contract__project=project).select_related("plan").order_by("id")
    for change in changes:
        yield {"date": change.day.isoformat(), **option_fact(change.plan.name, change.starts_on)}


def _waiver_facts(project: UUID) -> Iterator[Fact]:
    for waiver in models.Waiver.objects.filter(project=project).order_by("id"):
        yield {"date": waiver.day.isoformat(), "fact": "waiver", "last_day": waiver.last_day.isoformat()}


def _credit_facts(project: UUID) -> Iterator[Fact]:
    for transfer in _transfers(project):
        if transfer.kind not in _HIDDEN:
            ssc = show(transfer.change)
            yield {"date": transfer.day.isoformat(), "fact": "credits", "entry": transfer.kind, "ssc": ssc}


def _balance_facts(project: UUID) -> Iterator[Fact]:
    changes: dict[date, int] = defaultdict(int)
    for transfer in _transfers(project):
        changes[transfer.day] += transfer.change
    balance = 0
    for day in sorted(changes):
        if changes[day]:
            balance += changes[day]
            yield {"date": day.isoformat(), **balance_fact(balance)}


def _coverage_facts(project: UUID) -> Iterator[Fact]:
    for grant in models.CoverageEntry.objects.filter(project=project, revokes=None).order_by("id"):
        yield {
            "date": grant.day.isoformat(),
            "fact": "coverage",
            "from": grant.start.isoformat(),
            "until": grant.end.isoformat(),
            "source": grant.source,
        }


def _invoice_facts(project: UUID) -> Iterator[Fact]:
    settlements = {
        settlement.id: settlement
        for settlement in models.Settlement.objects.filter(project=project).prefetch_related("charges")
    }
    own = models.Invoice.objects.filter(project=project, series="INV", settlement__isnull=False).order_by("id")
    with_others = models.Collected.objects.filter(project=project).order_by("settlement")
    for invoice in own:
        assert invoice.settlement is not None  # orders are no facts of a history
        yield _invoice(settlements[invoice.settlement], invoice.currency, invoice.net, invoice.tax)
    for one in with_others:  # as if it had an invoice of its own: what it costs is the same
        yield _invoice(
            settlements[one.settlement_id], one.currency, one.net, tax_amount(one.net, fraction(one.tax_rate))
        )


def _invoice(settlement: models.Settlement, currency: str, net: int, tax: int) -> Fact:
    places = places_of(currency)
    return {
        "date": settlement.day.isoformat(),
        "fact": "invoice",
        "reason": settlement.reason,
        "from": settlement.start.isoformat(),
        "until": settlement.end.isoformat(),
        "lines": list(_lines(settlement.charges.all(), places)),
        "net": show(net, places),
        "tax": show(tax, places),
        "gross": show(net + tax, places),
    }


def _lines(charges: Iterable[models.Charge], places: int) -> Iterator[dict[str, str]]:
    for charge in sorted(charges, key=lambda charge: charge.position):
        invoiced = charge.ssc - charge.from_balance
        if invoiced:
            yield {"license": charge.license, "ssc": show(invoiced), "net": show(charge.net, places)}


def _transfers(project: UUID) -> Iterable[models.Transfer]:
    return models.Transfer.objects.filter(project=project).order_by("day", "id")
