"""One import: a file is read, checked and planned; where nothing is wrong, the plan is written in one transaction."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256

from django.db import transaction

from autossa.domain.amounts import show
from autossa.domain.billing.payments.mandates import Scheme
from autossa.domain.imports.book import Row, read_book
from autossa.domain.imports.faults import Fault, Wrong
from autossa.domain.imports.openings import NextCharge
from autossa.domain.imports.plans import CUSTOMER, MANDATE, PROJECT, NewProject, Plan, plan_import
from autossa.domain.imports.tables import UnreadableFile
from autossa.gateways.sheets.files import read_tables
from autossa.operations.activity import record_activity
from autossa.operations.billing.payments.mandates import Account, read_account
from autossa.operations.context import ActionContext
from autossa.operations.days import check_day
from autossa.operations.errors import Invalid
from autossa.operations.vendor.imports.writing import write
from autossa.queries.vendor.imports.known import load_known
from autossa.store.engine.terms import Versions

# What entering an account says, as what is wrong with a row.
_ACCOUNTS = {
    "account_not_an_iban": Wrong.NOT_AN_IBAN,
    "account_not_sepa": Wrong.NOT_SEPA,
    "account_bic_needed": Wrong.BIC_NEEDED,
    "account_bic_invalid": Wrong.BIC_NEEDED,
    "account_town_needed": Wrong.MISSING,
}
_LOCK = 5_800_058  # one import at a time


class NothingToImport(Invalid):
    """There is no row in this file. Fill in the template: it has a sheet for each kind of row."""

    field = "file"


class ImportNotReadable(Invalid):
    """This file cannot be read ({reason}). Save it as XLSX, or as CSV in UTF-8, with at most 25 MB."""

    field = "file"


@dataclass(frozen=True, slots=True)
class Compared:
    """The next charge of a project, and what was expected where that was said; SSC in hundredths, net minor units.

    `expected` are texts of day, SSC and net; `is_right` is None where nothing was expected.
    """

    project: str
    customer: str
    next: NextCharge | None
    currency: str
    places: int
    expected: tuple[str, str, str]
    is_right: bool | None


@dataclass(slots=True)
class Report:
    """What an import did, or would do, or what is wrong with it: `is_done` only once it is written."""

    faults: list[Fault] = field(default_factory=list)
    new: dict[str, int] = field(default_factory=dict)
    known_before: dict[str, int] = field(default_factory=dict)
    compared: list[Compared] = field(default_factory=list)
    is_done: bool = False

    @property
    def differing(self) -> list[Compared]:
        """Those whose next charge is not the one that was expected."""
        return [one for one in self.compared if one.is_right is False]

    @property
    def expected(self) -> int:
        """How many had an expectation."""
        return sum(one.is_right is not None for one in self.compared)


def import_book(*, content: bytes, name: str, dry_run: bool, ctx: ActionContext) -> Report:
    """Take a book over, all or nothing; `dry_run` says what would happen. What was taken over before is left out.

    Raises DayToCome, ImportNotReadable, NothingToImport. Faults of rows are in the report: then nothing is written.
    """
    check_day(ctx)
    try:
        book, found = read_book(read_tables(content))
    except UnreadableFile as error:
        raise ImportNotReadable(reason=error.reason) from None
    if not found and not any(book.rows.values()):
        raise NothingToImport
    with transaction.atomic():
        if not dry_run:
            _one_at_a_time()
            ctx.check_seen()
        known, versions = load_known(book)
        plan = plan_import(book, known, ctx.today, found)
        plan.faults += [fault for row in plan.mandates for fault in _account_faults(row)]
        plan.faults.sort()
        report = _report(plan, {name: (terms.currency, terms.places) for name, terms in known.price_lists.items()})
        if not plan.faults and not dry_run:
            _write(plan, versions, content, name, report, ctx)
    return report


def _one_at_a_time() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def account_of(row: Row) -> Account:
    """The account of a mandate's row, as it was written."""
    scheme = Scheme(row["scheme"])
    return Account(row["iban"], row["holder"], row["bic"] or "", row["town"] or "", row["country"] or "", scheme)


def _account_faults(row: Row) -> Iterator[Fault]:
    if row.faulty & {"iban", "holder", "scheme", "bic", "town"}:
        return
    try:
        read_account(account_of(row))
    except Invalid as error:
        column = error.field if error.field in row.values else "iban"
        yield row.fault(column, _ACCOUNTS.get(error.code, Wrong.UNSEEN))


def _write(plan: Plan, versions: Versions, content: bytes, name: str, report: Report, ctx: ActionContext) -> None:
    if any(report.new.values()):
        accounts = {row["reference"]: read_account(account_of(row)) for row in plan.mandates}
        book = write(plan, versions, accounts, name[:200], sha256(content).hexdigest(), report.new, ctx)
        record_activity(ctx, "import_book", details={"import": book, **report.new})
    report.is_done = True


def _report(plan: Plan, currencies: dict[str, tuple[str, int]]) -> Report:
    new = {CUSTOMER: len(plan.customers), PROJECT: len(plan.projects), MANDATE: len(plan.mandates)}
    compared = [] if plan.faults else [_compare(one, *currencies[one.price_list]) for one in plan.projects]
    return Report(list(plan.faults), new, dict(plan.known_before), compared)


def _compare(new: NewProject, currency: str, places: int) -> Compared:
    row, found = new.rows.project, new.next
    day, ssc, net = row["expected_on"], row["expected_ssc"], row["expected_net"]
    right: bool | None = None
    if (day, ssc, net) != (None, None, None):
        right = found is not None and (
            (day is None or day == found.day)
            and (ssc is None or ssc == found.ssc)
            and (net is None or (found.net is not None and net * 10**places == found.net))
        )
    said = (
        day.isoformat() if day else "",
        "" if ssc is None else show(ssc),
        "" if net is None else show(int(net * 10**places), places),
    )
    return Compared(row["name"], row["customer"], found, currency, places, said, right)
