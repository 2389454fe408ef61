"""Everything stored, recomputed from its history and compared: functions from rows to findings, most specific first."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID

from autossa.queries.reading import log_unused, streamed
from autossa.queries.runs.safety.sampling import only_of
from autossa.queries.runs.verify import (
    charges,
    collective,
    contracts,
    coverage,
    devices,
    documents,
    invoice_facts,
    invoices,
    ledger,
    options,
    prices,
    projects,
)
from autossa.queries.runs.verify.dealt import orders, quotes, terms
from autossa.queries.runs.verify.findings import Finding
from autossa.queries.runs.verify.money import claims, payments
from autossa.queries.runs.verify.places import directory, partitions
from autossa.queries.runs.verify.places.archive import with_archive
from autossa.queries.snapshot import snapshot

__all__ = ["CHECKS", "Check", "Finding", "check_all", "check_now", "check_projects"]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it compares, and the function that gives its findings."""

    name: str
    findings: Callable[[], Iterator[Finding]]


CHECKS = (
    Check("each charge is what its line, period and rate give", charges.wrong_charges),
    Check("each charge lies within the life of its line", charges.outside_life),
    Check("each price is the one that was known when the charge was due", prices.wrong_prices),
    Check("the charges of a settlement add up to it", charges.wrong_settlements),
    Check("transfers of a settlement are its amounts", ledger.wrong_settlement_transfers),
    Check("each transfer names lots that exist and came in with it", ledger.wrong_lot_transfers),
    Check("what was taken back is the opposite of what was booked", ledger.wrong_corrections),
    Check("each lot has left what its transfers leave", ledger.wrong_lots),
    Check("each balance is what its transfers give", ledger.wrong_balances),
    Check("each invoice is its settlement's charges, tax and total", invoices.wrong_invoices),
    Check("credit notes are of their invoice, and never more than it", invoices.wrong_credit_notes),
    Check("each booking that is invoiced with others is its charges", collective.wrong_collected),
    Check("each collective invoice is its sections, tax and total", collective.wrong_sections),
    Check("each document names the versions of its own parties", invoice_facts.wrong_names),
    Check("each invoice is due as its contract's policy says", invoice_facts.wrong_due_days),
    Check("each organisation is what its newest version says, and taxed as verified last", invoice_facts.wrong_parties),
    Check("numbers have no gap and no more than were given", invoices.wrong_numbers),
    Check("each file of a document is the one that was made", documents.changed_files),
    Check("each file for the bank is the one that was made", documents.changed_bank_orders),
    Check("no XML of a document is without its PDF", documents.without_their_pdf),
    Check("each order is what its lines and prices give", orders.wrong_amounts),
    Check("an order is booked when its licenses or its credits are there, and invoiced then", orders.wrong_bookings),
    Check("each invoice of an order says what was ordered", orders.wrong_invoices),
    Check("each quote is what its lines give, and accepted when what it offers is there", quotes.wrong_quotes),
    Check("each invoice and fee is claimed as it says", claims.wrong_claims),
    Check("what is left of each claim is what its rows leave", claims.wrong_sums),
    Check("what is left of each payment is what its rows leave", payments.wrong_sums),
    Check("each payment that was moved is the same money at another payer", payments.wrong_moves),
    Check("each payment is of whom it was assigned to", payments.wrong_payers),
    Check("payments are for what their own payers owe", payments.wrong_allocations),
    Check("each debit and file for the bank is what its parts are", payments.wrong_debits),
    Check("each refund is what it pays out", payments.wrong_refunds),
    Check("each document of terms is what was published", terms.changed_documents),
    Check("each contract and order accepted the terms in force", terms.without_acceptance),
    Check("terms were accepted while in force, by who did the deed and could", terms.wrong_acceptances),
    Check("the journal of coverage is that of the settlements", coverage.wrong_journal),
    Check("coverage is its journal's grants without the revoked ones", coverage.wrong_coverage),
    Check("until when a project is covered is what its coverage says", coverage.wrong_until),
    Check("each covered day of a line is charged once", charges.uncharged_days),
    Check("a contract's periods follow each other up to where it is booked", contracts.wrong_periods),
    Check("a contract's state is that of its journal", contracts.wrong_states),
    Check("a contract's options are those of its journal, its periods theirs", options.wrong_options),
    Check("each charge has the adjustment of the option that held", options.wrong_factors),
    Check("a contract's states follow one another as they may", contracts.wrong_ways),
    Check("nothing that goes on is an organisation's that was merged", projects.of_merged_organisations),
    Check("what people and organisations point to is there", directory.pointing_nowhere),
    Check("each project is found by its name and its customer's", directory.wrong_names),
    Check("there is a partition for what comes next", partitions.missing_partitions),
    Check("no more of a license came to be on devices than was licensed", devices.more_than_licensed),
    Check("the sums of licenses on devices", devices.wrong_sums),
    Check("licenses stand on devices that are there, and not on standbys", devices.astray),
    Check("what is on a device was activated by then", devices.not_bound),
    Check("standbys have their master, and devices that are gone sign in no more", devices.wrong_devices),
    Check("every project is as it may be, its next run on the day when something is due", projects.wrong_projects),
)


# What is about projects alone, and is right or wrong of each whatever the others are.
_OF_PROJECTS = frozenset(
    {
        charges.wrong_charges,
        charges.outside_life,
        charges.wrong_settlements,
        charges.uncharged_days,
        prices.wrong_prices,
        ledger.wrong_settlement_transfers,
        ledger.wrong_lot_transfers,
        ledger.wrong_corrections,
        ledger.wrong_lots,
        ledger.wrong_balances,
        invoices.wrong_invoices,
        coverage.wrong_journal,
        coverage.wrong_coverage,
        coverage.wrong_until,
        contracts.wrong_periods,
        contracts.wrong_states,
        contracts.wrong_ways,
        options.wrong_factors,
        projects.wrong_projects,
    }
)


def check_projects(keys: list[UUID]) -> Iterator[Finding]:
    """The findings of some projects alone, as of one moment, by the checks that are about one project at a time."""
    with snapshot(), only_of(keys):
        for check in CHECKS:
            if check.findings in _OF_PROJECTS:
                yield from check.findings()


def check_all(
    started: Callable[[Check], None] = lambda _: None, *, tell: Callable[[str], None] | None = None
) -> Iterator[Finding]:
    """All findings of all checks, as of one moment, while others go on writing; `started` is told before each check.

    `tell` gets a sentence where a replica is there and cannot be read. Memory does not grow with the rows.
    """
    return streamed(_findings(CHECKS, started), tell or log_unused)


def check_now(started: Callable[[Check], None] = lambda _: None) -> Iterator[Finding]:
    """As `check_all`, of the primary alone: what is repaired, and was."""
    with snapshot():
        yield from _findings(CHECKS, started)


def _findings(checks: Iterable[Check], started: Callable[[Check], None]) -> Iterator[Finding]:
    with with_archive():
        for check in checks:
            started(check)
            yield from check.findings()
