"""The booking batch, opened by a reader that was written from the description of the format."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autossa.documents.books.datev.batch import Batch, CurrencyTooFine, _lines, datev_lines
from autossa.documents.books.datev.bookings import Ledger as DatevLedger
from autossa.documents.books.datev.columns import COLUMNS
from autossa.domain.billing.books.charts import DEFAULTS, Bookkeeping, Chart, Named, debtor_numbers
from autossa.domain.billing.books.items import Claim, ClaimKind, Item, Payment, PaymentKind
from autossa.domain.billing.books.lots import Cut, Lot, Use
from autossa.domain.billing.books.postings import Ledger, Span, Transaction, balances, of_items, of_lots, of_payments
from autossa.domain.billing.vat import Treatment
from autossa.domain.invoices import Reason
from autossa.domain.prices import tax_amount
from autossa.queries.billing.books.payers import Payer
from autossa.queries.billing.books.reading import books
from autossa.store import models
from tests.cast.world import TODAY, World
from tests.documents.books import extf

MADE = datetime(2026, 11, 2, 9, 30, 15, 123456, tzinfo=UTC)
OCTOBER = Span(date(2026, 10, 1), date(2026, 10, 31))
KEPT = Bookkeeping(Chart.SKR03, 29098, 55003)
ADA = Payer(UUID(int=1), "Ärzte & Söhne GmbH", "10017", "DE", "DE123456789")
BOB = Payer(UUID(int=2), "Bob SARL", "C-2", "FR", "FR12345678901")
CEM = Payer(UUID(int=3), "Cem A.Ş.", "70000", "TR", "")
PAYERS = {str(payer.key): payer for payer in (ADA, BOB, CEM)}


def claim(payer: Payer, net: int, rate: Fraction, treatment: Treatment, kind: ClaimKind = ClaimKind.INVOICE) -> Claim:
    tax = tax_amount(abs(net), rate) * (1 if net > 0 else -1)
    day = date(2026, 10, 14)
    key = f"{kind}{payer.number}{net}"
    head = (kind, key, "INV-2026-000017", day, date(2026, 10, 28), str(payer.key), "EUR")
    return Claim(*head, net, tax, net + tax, rate, treatment)


def batch(transactions: Iterable[Transaction], kept: Bookkeeping = KEPT, currency: str = "EUR") -> extf.Batch:
    made = Batch(OCTOBER, currency, MADE, kept)
    lines = _lines(transactions, DatevLedger(kept, PAYERS), made)
    return extf.read(b"".join(f"{line}\r\n".encode("cp1252") for line in lines))


def of(items: Iterable[Item] = (), lots: Iterable[Lot] = (), payments: Iterable[Payment] = ()) -> list[Transaction]:
    return [*of_items(items, OCTOBER), *of_payments(payments, OCTOBER), *of_lots(lots, OCTOBER)]


VAT19, VAT7, NONE = Fraction(19, 100), Fraction(7, 100), Fraction(0)

# What is posted, and the bookings that it must come to: amount, side, account, contra account, key.
KINDS: dict[str, tuple[list[Transaction], list[tuple[str, str, int, int, str]]]] = {
    "domestic": (
        of([Item(claim(ADA, 10000, VAT19, Treatment.DOMESTIC))]),
        [("119.00", "S", 10017, 8400, ""), ("100.00", "S", 8400, 990, "40")],
    ),
    "reduced": (
        of([Item(claim(ADA, 10000, VAT7, Treatment.DOMESTIC))]),
        [("107.00", "S", 10017, 8300, ""), ("100.00", "S", 8300, 990, "40")],
    ),
    "a rate of its own": (
        of([Item(claim(ADA, 10000, Fraction(16, 100), Treatment.DOMESTIC))]),
        [("100.00", "S", 10017, 990, ""), ("16.00", "S", 10017, 1770, "")],
    ),
    "reverse charge": (
        of([Item(claim(BOB, 10000, NONE, Treatment.REVERSE_CHARGE))]),
        [("100.00", "S", 10000, 8336, ""), ("100.00", "S", 8336, 990, "40")],
    ),
    "third country": (
        of([Item(claim(CEM, 10000, NONE, Treatment.THIRD_COUNTRY))]),
        [("100.00", "S", 10000, 8338, ""), ("100.00", "S", 8338, 990, "40")],
    ),
    "credit note": (
        of([Item(claim(ADA, -10000, VAT19, Treatment.DOMESTIC, ClaimKind.CREDIT_NOTE))])[:1],
        [("119.00", "H", 10017, 8400, ""), ("100.00", "H", 8400, 990, "40")],
    ),
    "fee": (
        of([Item(claim(ADA, 500, NONE, Treatment.DOMESTIC, ClaimKind.FEE))]),
        [("5.00", "S", 10017, 2700, "")],
    ),
    "sold without a document": (
        of(lots=[Lot("l", "EUR", Treatment.DOMESTIC, NONE, date(2026, 10, 5), 700, has_document=False)]),
        [("7.00", "S", 1590, 990, "")],
    ),
    "earned": (
        of(lots=[Lot("l", "EUR", Treatment.DOMESTIC, VAT19, date(2026, 9, 1), 6100,
            (Use("b", Reason.EXTENSION, date(2026, 9, 1), date(2026, 9, 1), date(2026, 11, 1), 6100),))]),
        [("31.00", "S", 990, 8400, "40")],
    ),
    "taken back": (
        of(lots=[Lot("l", "EUR", Treatment.DOMESTIC, VAT19, date(2026, 9, 1), 3000,
            (Use("b", Reason.EXTENSION, date(2026, 9, 1), date(2026, 9, 1), date(2026, 10, 1), 3000,
                (Cut(date(2026, 10, 2), 3000),)),), (), (Cut(date(2026, 10, 2), 3000),))]),
        [("30.00", "H", 990, 8400, "40")],
    ),
    "taken away": (
        of(lots=[Lot("l", "EUR", Treatment.DOMESTIC, VAT19, date(2026, 9, 1), 3000, (),
            (Cut(date(2026, 10, 2), 300),))]),
        [("3.00", "S", 990, 8400, "40")],
    ),
    "money on account, used and paid out": (
        of(payments=[
            Payment(date(2026, 10, 2), 900, str(ADA.key), "EUR"),
            Payment(date(2026, 10, 3), 400, str(ADA.key), "EUR", kind=PaymentKind.PAID_OUT),
        ]),
        [("9.00", "S", 1200, 10017, ""), ("4.00", "S", 10017, 1200, "")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_what_is_posted_is_booked(kind: str) -> None:
    transactions, wanted = KINDS[kind]
    found = batch(transactions).bookings
    assert [(f"{b.amount:.2f}", b.side, b.account, b.contra, b.key) for b in found] == wanted


def test_the_header_says_whose_books_these_are() -> None:
    header = batch([]).header
    assert (header["Beraternummer"], header["Mandantennummer"], header["Sachkontenrahmen"]) == ("29098", "55003", "03")
    assert (header["WJ-Beginn"], header["Datum vom"], header["Datum bis"]) == ("20260101", "20261001", "20261031")
    assert header["Erzeugt am"] == "20261102093015123"
    assert batch([], replace(KEPT, year_begins=11)).header["WJ-Beginn"] == "20251101"
    assert batch([], replace(KEPT, chart=Chart.SKR04)).header["Sachkontenrahmen"] == "04"


def test_there_are_125_columns_each_once() -> None:
    assert len(COLUMNS) == extf.FIELDS
    assert [name for name, count in Counter(COLUMNS).items() if count > 1] == []


HOSTILE = [
    '=cmd|" /C calc"!A0',
    "Zeile\r\n;umbruch",
    'a"b;c""',
    "\u202eexe.txt",
    "東京 株式会社",
    "Łódź – Œuvre €",
    "ÄÖÜß" * 60,
    "\0\x1b[31m",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_stays_in_its_field(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PAYERS, str(ADA.key), replace(ADA, name=name))
    found = batch(of([Item(claim(ADA, 10000, VAT19, Treatment.DOMESTIC))])).bookings
    assert [b.number for b in found] == ["INV-2026-000017"] * 2
    assert all(b.text.startswith("Rechnung") and len(b.text) <= 60 for b in found)


def test_umlauts_are_letters() -> None:
    found = batch(of([Item(claim(ADA, 10000, VAT19, Treatment.DOMESTIC))])).bookings
    assert found[0].text == "Rechnung Ärzte & Söhne GmbH"
    assert batch(of([Item(claim(CEM, 100, NONE, Treatment.THIRD_COUNTRY))])).bookings[0].text == "Rechnung Cem A.S."


def test_a_currency_without_decimals_has_two_and_one_with_three_is_refused() -> None:
    yen = [replace(one, currency="JPY") for one in of([Item(claim(CEM, 5156, NONE, Treatment.THIRD_COUNTRY))])]
    assert batch(yen, currency="JPY").bookings[0].amount == Decimal(5156)
    with pytest.raises(CurrencyTooFine):
        next(datev_lines(None, Batch(OCTOBER, "KWD", MADE, KEPT)))  # type: ignore[arg-type]


@given(st.integers(1, 10**9), st.sampled_from([VAT19, VAT7]))
def test_the_ledger_splits_off_the_very_vat_that_the_invoice_says(net: int, rate: Fraction) -> None:
    """DATEV computes VAT from the gross: it must come to what was computed from the net."""
    one = claim(ADA, net, rate, Treatment.DOMESTIC)
    vat = {VAT19: 1776, VAT7: 1771}[rate]
    assert extf.balances(batch(of([Item(one)]))).get(vat, 0) == -Decimal(one.tax).scaleb(-2)


@pytest.mark.parametrize("chart", Chart)
def test_every_account_has_a_number_of_its_length(chart: Chart) -> None:
    assert set(DEFAULTS[chart]) == set(Named)
    assert all(0 < number < 10000 for named, number in DEFAULTS[chart].items() if named is not Named.DEBTORS)


def test_debtors_have_the_number_of_the_payer_where_it_is_one() -> None:
    given_numbers = {"a": "10017", "b": "K-10018", "c": "70001", "d": "C-2", "e": "20000", "f": "P20000", "g": "09999"}
    assert debtor_numbers(given_numbers) == {"a": 10017, "b": 10018}


# ---------------------------------------------------------------- of a world


@pytest.mark.store
@pytest.mark.parametrize("chart", Chart)
def test_the_batches_of_all_months_are_the_books(world: World, chart: Chart) -> None:
    """Month by month into a ledger: what is on its accounts is what the postings say."""
    total: Counter[int] = Counter()
    kept = replace(KEPT, chart=chart)
    with books(TODAY) as found:
        first = models.Invoice.objects.earliest("issued_on").issued_on.replace(day=1)
        first = min(first, models.Lot.objects.earliest("day").day.replace(day=1))
        while first <= TODAY:
            span = _month(first)
            read = extf.read(b"".join(datev_lines(found, Batch(span, "EUR", MADE, kept))))
            for account, amount in extf.balances(read).items():
                total[account] += int(amount * 100)
            first = span.last.replace(day=28) + (date(2026, 2, 5) - date(2026, 1, 28))
            first = first.replace(day=1)
        posted = balances(found.transactions())
    by_ledger: Counter[Ledger] = Counter()
    for (_, account), amount in posted.items():
        by_ledger[account.ledger] += amount
    assert total[kept.account(Named.DEFERRED)] == by_ledger[Ledger.DEFERRED] < 0
    assert total[kept.account(Named.DEBTORS)] == by_ledger[Ledger.RECEIVABLE] > 0
    assert total[kept.account(Named.CLEARING)] == by_ledger[Ledger.CLEARING]
    assert total[{Chart.SKR03: 1776, Chart.SKR04: 3806}[chart]] == by_ledger[Ledger.VAT] < 0
    assert sum(total.values()) == 0


def _month(first: date) -> Span:
    from autossa.domain.billing.books.vat import month_of

    return month_of(first)
