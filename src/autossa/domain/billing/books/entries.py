"""A project's entries as the books see them: its documents, and its lots with what was taken of them (billing 19)."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from autossa.domain.amounts import Ssc
from autossa.domain.billing.books.items import Claim, ClaimKind, Item, due_on
from autossa.domain.billing.books.lots import Cut, GivenBack, Lot, Movement, Taken, TakenAway, with_movements
from autossa.domain.billing.vat import Treatment
from autossa.domain.credits import Draw
from autossa.domain.credits import Lot as CreditLot
from autossa.domain.entries import CreditsWrittenOff, Entry, ToppedUp
from autossa.domain.invoices import Invoice
from autossa.domain.settlements import Settlement
from autossa.domain.voids import Void


@dataclass(frozen=True, slots=True)
class Account:
    """Who pays for a project, in which currency and how taxed."""

    payer: str
    currency: str
    treatment: Treatment
    rate: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class ProjectBook:
    """A project's open items and lots."""

    items: tuple[Item, ...]
    lots: tuple[Lot, ...]


def book_of(entries: Iterable[Entry], account: Account) -> ProjectBook:
    """The book of a project whose history is complete. Raises ValueError for a void of what was not booked."""
    reader = _Reader(account)
    for entry in entries:
        reader.read(entry)
    return reader.book()


class _Reader:
    """Goes through the entries in order; bookings are told apart by what they are, not by what they say."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.bookings: dict[int, str] = {}
        self.kept: list[Settlement] = []  # so that no other is taken for one that is gone
        self.items: dict[str, Item] = {}
        self.lots: dict[int, tuple[Lot, Ssc]] = {}
        self.movements: dict[int, list[Movement]] = defaultdict(list)

    def read(self, entry: Entry) -> None:
        match entry:
            case ToppedUp():
                self._lot(entry.lot, entry.day, has_document=False)
            case Settlement():
                self._settled(entry)
            case Void():
                self._voided(entry)
            case CreditsWrittenOff():
                for draw in entry.draws:
                    self.movements[draw.lot].append(TakenAway(entry.day, draw.ssc))

    def book(self) -> ProjectBook:
        lots = (with_movements(lot, ssc, self.movements[number]) for number, (lot, ssc) in self.lots.items())
        return ProjectBook(tuple(self.items.values()), tuple(lots))

    def _lot(self, lot: CreditLot, day: date, *, has_document: bool) -> None:
        key, taxed = f"{self.account.payer}/{lot.number}", (self.account.treatment, self.account.rate)
        worth = Lot(key, self.account.currency, *taxed, day, lot.paid or 0, has_document=has_document)
        self.lots[lot.number] = worth, lot.free

    def _settled(self, entry: Settlement) -> None:
        key = self.bookings[id(entry)] = f"{len(self.kept) + 1}"
        self.kept.append(entry)
        if entry.recharge is not None:
            self._lot(entry.recharge, entry.day, has_document=True)
        if entry.invoice is not None:
            self.items[key] = Item(self._claim(entry.invoice, key, entry.day, ClaimKind.INVOICE))
        for draw in entry.draws:
            self._taken(entry, key, draw)

    def _taken(self, entry: Settlement, key: str, draw: Draw) -> None:
        taken = Taken(key, entry.reason, entry.day, entry.start, entry.end, draw.ssc)
        self.movements[draw.lot].append(taken)

    def _voided(self, entry: Void) -> None:
        settlement = entry.settlement
        if id(settlement) not in self.bookings:
            raise ValueError("a void of what was not booked")
        key = self.bookings[id(settlement)]
        for draw in settlement.draws:
            self.movements[draw.lot].append(GivenBack(key, entry.day))
        if entry.credit_note is not None:
            note = self._claim(entry.credit_note, f"{key}-", entry.day, ClaimKind.CREDIT_NOTE)
            self.items[key] = replace(self.items[key], notes=(*self.items[key].notes, note))
        if settlement.recharge is not None:
            self._taken_back(settlement.recharge, entry.day)

    def _taken_back(self, recharge: CreditLot, day: date) -> None:
        lot, ssc = self.lots[recharge.number]
        self.lots[recharge.number] = replace(lot, cuts=(*lot.cuts, Cut(day, lot.value))), ssc

    def _claim(self, invoice: Invoice, key: str, day: date, kind: ClaimKind) -> Claim:
        account = self.account
        head = (kind, key, key, day, due_on(day), account.payer, account.currency)
        return Claim(*head, invoice.net, invoice.tax, invoice.gross, invoice.tax_rate, account.treatment)
