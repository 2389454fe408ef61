"""What must hold of a stored year: money by the books, and what coverage cost each project."""

from collections import Counter
from datetime import date
from uuid import UUID

from django.db.models import Sum

from autossa.domain.billing.books.postings import NOBODY, Ledger, balances
from autossa.queries.billing.books.reading import books
from autossa.queries.billing.books.receivables import read_receivables
from autossa.queries.billing.payments.accounts import accounts_of
from autossa.store import models
from tests.operations.billing.year.story import Year

Facts = dict[str, object]


def receivables_are_those_of_the_books(year: Year, day: date, *, is_today: bool = True) -> None:
    """Of each payer and of all: by the books, by the accounts, by their page, and (today) by what claims keep."""
    with books(day) as found:
        posted = balances(found.transactions())
    receivable: Counter[str] = Counter()
    credit: Counter[str] = Counter()
    for (_, account), amount in posted.items():
        if account.ledger is Ledger.RECEIVABLE:
            receivable[account.of] += amount
        elif account.ledger is Ledger.PAYER_CREDIT:
            credit[account.of] -= amount
    accounts = {payer: account for (payer, _), account in accounts_of(year.payers).items()}
    for payer, account in accounts.items():
        assert receivable[payer] == account.owed(day), (payer, day)
        assert credit[payer] == account.on_account(day), (payer, day)
        came = sum(one.amount for one in account.receipts if one.known_on <= day)
        went = sum(one.amount for one in account.returns if one.day <= day)
        assert came - went == sum(a.amount for a in account.allocations if a.day <= day) + sum(
            account.left_of(one.key, day) for one in account.receipts
        )
    assert receivable.total() == sum(found.everybody.total.rest for found in read_receivables(day))
    if is_today:
        assert receivable.total() == models.Claim.objects.aggregate(Sum("rest"))["rest__sum"]
    nobodys = models.Payment.objects.filter(day__lte=day).exclude(assignment__day__lte=day)
    assert credit[NOBODY] == (nobodys.aggregate(Sum("amount"))["amount__sum"] or 0)
    sums = {ledger: sum(a for (_, one), a in posted.items() if one.ledger is ledger) for ledger in Ledger}
    money = models.Payment.objects.filter(day__lte=day).aggregate(Sum("amount"))["amount__sum"] or 0
    back = models.PaymentReturn.objects.filter(day__lte=day).aggregate(Sum("amount"))["amount__sum"] or 0
    assert sums[Ledger.BANK] == money - back
    assert sums[Ledger.ROUNDING] == sum(sums.values()) == 0


def ssc_facts(year: Year) -> dict[str, Facts]:
    """By payer's number, what was booked for its project, what it cost, until when it is covered, what is left."""
    return {payer.number: _facts(payer.project) for payer in year.payers.values()}


def _facts(project: UUID) -> Facts:
    settlements = models.Settlement.objects.filter(project=project).order_by("start", "id")
    bookings = [
        (one.reason, one.start, one.end, one.ssc, one.recharged, one.covers, one.anchor, list(_charges(one)))
        for one in settlements.prefetch_related("charges")
    ]
    row = models.Project.objects.get(pk=project)
    coverage = models.Coverage.objects.filter(project=project).order_by("days").values_list("days", "source", "anchor")
    return {
        "bookings": bookings,
        "coverage": [(days.lower, days.upper, *rest) for days, *rest in coverage],
        "balance": (row.free, row.held),
        "contract": models.Contract.objects.values_list("booked_until", "status").get(project=project),
        "lots": sorted(models.Lot.objects.filter(project=project).values_list("source", "ssc", "free", "held")),
        "invoices": sorted(models.Invoice.objects.filter(project=project).values_list("net", "tax", "gross")),
    }


def _charges(settlement: models.Settlement) -> list[tuple[object, ...]]:
    return [
        (one.license, one.quantity, one.start, one.end, one.ssc, one.from_balance, one.net)
        for one in sorted(settlement.charges.all(), key=lambda one: one.position)
    ]
