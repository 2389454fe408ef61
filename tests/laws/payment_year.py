"""A year of payers who pay in time, late, in part, twice, without a reference, by debits that come back, or not at all.

Nothing is stored and nothing drawn by chance: the same seed tells the same year. Every day has its run, its statement
(and that of yesterday once more), its collections and its dunning, all by the rules of the domain.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from random import Random

from autossa.domain import conclusions, licenses, renewals, reviews, suspensions
from autossa.domain.amounts import Money
from autossa.domain.billing import references
from autossa.domain.billing.books.items import Claim, ClaimKind, is_collecting, rest_of
from autossa.domain.billing.documents import Method
from autossa.domain.billing.due import due_by
from autossa.domain.billing.dunning.cases import Case
from autossa.domain.billing.dunning.fees import fee_claim
from autossa.domain.billing.dunning.levels import STANDARD_LEVELS, DunningPolicy
from autossa.domain.billing.dunning.plans import after, plan_day
from autossa.domain.billing.dunning.waiting import Unpaid, unpaid_periods
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.allocating import take_in
from autossa.domain.billing.payments.collecting import Debit, collect_on, earliest, final_on, plan
from autossa.domain.billing.payments.facts import Collection, Receipt, Return, Source, Why
from autossa.domain.billing.payments.mandates import Mandate, Use
from autossa.domain.billing.payments.matching import Incoming, Matched, match
from autossa.domain.billing.payments.open_book import Candidate, OpenBook
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.domain.billing.payments.returns import Returned, take_back
from autossa.domain.billing.payments.write_offs import write_off
from autossa.domain.billing.references import everything_reference
from autossa.domain.billing.vat import Treatment
from autossa.domain.dates import DAY
from autossa.domain.entries import Entry
from autossa.domain.lines import Ssa
from autossa.domain.plans import STANDARD_OPTIONS
from autossa.domain.policies import Policy
from autossa.domain.prices import Price
from autossa.domain.projects import Outcome, Project, Terms
from autossa.domain.settlements import Settlement
from tests.laws.payment_habits import Habit, intents

creditor_reference = cache(references.creditor_reference)
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
PAYMENTS = PaymentPolicy()
DUNNING = DunningPolicy(
    tuple(replace(level, fees={"EUR": fee}) for level, fee in zip(STANDARD_LEVELS, (0, 500, 1000, 0), strict=True))
)
RATE = Fraction(19, 100)


@dataclass(frozen=True)
class Line:
    """An entry of a statement; `truth` is whom and what it is really for: what a person finds out."""

    key: str
    amount: Money
    text: str
    payer: str
    truth: tuple[str, str]


@dataclass
class Payer:
    """A customer with one project under contract."""

    key: str
    habit: Habit
    random: Random
    project: Project
    case: Case
    mandate: Mandate | None
    entries: list[Entry] = field(default_factory=list)
    touched_on: date = FIRST
    returned: set[str] = field(default_factory=set)

    @property
    def account(self) -> Account:
        return self.case.account

    @account.setter
    def account(self, account: Account) -> None:
        self.case = replace(self.case, account=account)

    @property
    def contract(self) -> str:
        return f"c-{self.key}"

    @property
    def invoices(self) -> list[Claim]:
        return [claim for claim in self.account.documents if claim.kind is ClaimKind.INVOICE]


def is_target(day: date) -> bool:
    return day.weekday() < 5


class Year:
    """All payers, and what is on its way between them, the bank and us."""

    def __init__(self, count: int = 300, seed: int = 14, *, in_time: bool = False) -> None:
        self.day = FIRST
        self.payers = {f"p{n:03}": _payer(n, Random(seed * 1000 + n), in_time) for n in range(count)}
        self.statements: dict[date, list[Line]] = defaultdict(list)
        self.returns: dict[date, list[tuple[str, str]]] = defaultdict(list)
        self.for_people: dict[date, list[tuple[Line, date]]] = defaultdict(list)
        self.known: set[str] = set()
        self.numbers = 0
        self.waited = self.matched = self.seen_again = 0
        self.candidates: dict[str, tuple[Account, list[Candidate]]] = {}

    def run(self, until: date = LAST) -> Iterator[date]:
        """Each day in turn; yields the last day of every month."""
        while self.day <= until:
            for payer in self.payers.values():
                self._recharge(payer)
                self._collect(payer)
            self._statement(self.day)
            self._statement(self.day - DAY)
            self._people()
            self._take_back()
            for payer in self.payers.values():
                self._dun(payer)
            if (self.day + DAY).day == 1:
                yield self.day
            self.day += DAY

    # ---- the run

    def _recharge(self, payer: Payer) -> None:
        due = renewals.next_due_day(replace(payer.project, unpaid=None), payer.touched_on)
        if due is None or due > self.day:
            return
        items = [item for item in payer.account.items.values() if item.claim.kind is ClaimKind.INVOICE]
        payer.project = replace(payer.project, unpaid=Unpaid(unpaid_periods(items, self.day), DUNNING))
        due = renewals.next_due_day(payer.project, payer.touched_on)
        if due is not None and due <= self.day:
            self._book(payer, renewals.run_from(payer.project, payer.touched_on, self.day))

    def _book(self, payer: Payer, outcome: Outcome) -> None:
        payer.project, payer.touched_on = outcome.project, self.day
        payer.entries += outcome.entries
        for settlement in outcome.settlements:
            if settlement.invoice is not None:
                self._invoice(payer, settlement)

    def _invoice(self, payer: Payer, settlement: Settlement) -> None:
        invoice = settlement.invoice
        assert invoice is not None
        self.numbers += 1
        number = f"INV-2026-{self.numbers:06d}"
        method = Method.DIRECT_DEBIT if payer.mandate else Method.TRANSFER
        due = due_by(method, self.day, 14, collect_on(self.day, PAYMENTS, is_target))
        claim = Claim(
            ClaimKind.INVOICE, number, number, self.day, due, payer.key, "EUR",
            invoice.net, invoice.tax, invoice.gross, RATE, Treatment.DOMESTIC,
        )  # fmt: skip
        payer.account = replace(payer.account, documents=(*payer.account.documents, claim))
        payer.case = replace(payer.case, contracts={**payer.case.contracts, number: frozenset({payer.contract})})
        if not payer.mandate:
            self._intend(payer, claim)

    # ---- what payers do

    def _intend(self, payer: Payer, claim: Claim) -> None:
        named = everything_reference(payer.key)
        for sent in intents(payer.habit, payer.random, claim.number, claim.gross, self.day, named):
            self._send(payer, claim, sent.amount, sent.days, sent.text, known=sent.is_known)

    def _send(self, payer: Payer, claim: Claim, amount: Money, days: int, text: str, *, known: bool = True) -> None:
        on = self.day + timedelta(days=days)
        key = f"{claim.number}/{on}/{amount}"
        line = Line(key, amount, text, payer.key if known else "", (payer.key, claim.number))
        self.statements[on].append(line)

    # ---- the bank

    def _statement(self, day: date) -> None:
        book = self._open_book() if self.statements[day] else OpenBook(())
        for line in self.statements[day]:
            if line.key in self.known:
                self.seen_again += 1
                continue
            self.known.add(line.key)
            found = match(Incoming(day, line.amount, "EUR", line.text, payer=line.payer), book, PAYMENTS.tolerance)
            if isinstance(found, Matched):
                self.matched += 1
                self._take_in(line, day, found)
            else:
                self.waited += 1
                self.for_people[self.day + 4 * DAY].append((line, day))

    def _take_in(self, line: Line, came: date, found: Matched) -> None:
        payer = self.payers[found.payer]
        receipt = Receipt(line.key, came, line.amount, Method.TRANSFER, Source.BANK, self.day)
        rows = take_in(payer.account, receipt, found.documents, self.day, PAYMENTS, found.why)
        payer.account = payer.account.plus(rows)

    def _people(self) -> None:
        """Four days later somebody knows whose it is; and writes a few cents off that are missing."""
        for line, came in self.for_people.pop(self.day, []):
            payer, document = line.truth
            self._take_in(line, came, Matched(payer, (document,), Why.BY_HAND))
        for payer in self.payers.values():
            if payer.habit is not Habit.SHORT:
                continue
            for item in payer.account.open(self.day):
                if rest_of(item, self.day) <= PAYMENTS.tolerance:
                    row = write_off(
                        payer.account, item.claim.key, self.day, PAYMENTS, reason="bank charges", person="fin"
                    )
                    payer.account = payer.account.plus([row])  # type: ignore[list-item]

    def _open_book(self) -> OpenBook:
        found: list[Candidate] = []
        for key, payer in self.payers.items():
            kept = self.candidates.get(key)
            if kept is None or kept[0] is not payer.account:
                kept = payer.account, list(self._candidates(payer))
                self.candidates[key] = kept
            found += kept[1]
        return OpenBook(tuple(found), {everything_reference(key): key for key in self.payers})

    def _candidates(self, payer: Payer) -> Iterator[Candidate]:
        for item in payer.account.items.values():
            claim, rest = item.claim, rest_of(item, self.day)
            can = not is_collecting(item, self.day)
            reference = creditor_reference(claim.number)
            yield Candidate(claim.key, payer.key, claim.number, reference, "EUR", claim.due_on, rest, can)

    # ---- direct debits

    def _collect(self, payer: Payer) -> None:
        """Files are made a day before; the money comes on the day, in one entry for each mandate."""
        if payer.mandate is None:
            return
        for one in [one for one in payer.account.collections if one.until is None and one.collect_on == self.day]:
            self._money_of(payer, one)
        debits = [
            Debit(item.claim.key, payer.key, rest_of(item, self.day), item.claim.day, item.claim.due_on,
                  item.claim.key in payer.returned)
            for item in payer.account.payable(self.day)
            if item.claim.kind is ClaimKind.INVOICE
        ]  # fmt: skip
        for transaction in plan(debits, {payer.key: payer.mandate}, self.day, PAYMENTS, is_target).transactions:
            if transaction.collect_on == earliest(self.day, PAYMENTS, is_target):
                collections = tuple(
                    Collection(f"{document}/k", document, amount, transaction.collect_on, self.day)
                    for document, amount in transaction.documents
                )
                payer.account = replace(payer.account, collections=(*payer.account.collections, *collections))

    def _money_of(self, payer: Payer, one: Collection) -> None:
        assert payer.mandate is not None
        ended = tuple(replace(c, until=self.day) if c is one else c for c in payer.account.collections)
        payer.account = replace(payer.account, collections=ended)
        final = final_on(self.day, payer.mandate.scheme, PAYMENTS)
        receipt = Receipt(one.key, self.day, one.amount, Method.DIRECT_DEBIT, Source.COLLECTION, None, final)
        rows = take_in(payer.account, receipt, [one.document], self.day, PAYMENTS, Why.COLLECTED)
        payer.account = payer.account.plus(rows)
        payer.mandate = replace(payer.mandate, uses=(*payer.mandate.uses, Use(self.day)))
        if payer.habit is Habit.DEBIT_RETURNED and payer.random.random() < 0.4:
            self.returns[self.day + payer.random.choice([2, 5, 40]) * DAY].append((payer.key, one.key))

    def _take_back(self) -> None:
        for key, receipt in self.returns.pop(self.day, []):
            payer = self.payers[key]
            whole = payer.account.by_key[receipt].amount
            found = take_back(payer.account, Return(receipt, self.day, whole, "AM04", 350), PAYMENTS)
            assert isinstance(found, Returned)
            payer.account = payer.account.plus([found.fact, *found.rows])
            self._claim(payer, f"fee-{receipt}", found.fee)
            for document in found.reopened:
                payer.returned.add(document)
                claim = payer.account.items[document].claim
                if claim.kind is ClaimKind.INVOICE:
                    days = payer.random.choice([5, 20, 60])
                    self._send(payer, claim, claim.gross + found.fee, days, creditor_reference(claim.number))

    # ---- dunning

    def _dun(self, payer: Payer) -> None:
        suspended = payer.case.suspended()
        if not suspended and not any(
            item.claim.due_on < self.day and rest_of(item, self.day) for item in payer.account.items.values()
        ):
            return
        contract = payer.project.contract
        running = frozenset({payer.contract}) if contract is not None and contract.is_running else frozenset()
        plan = plan_day(payer.case, DUNNING, self.day, running)
        payer.case = after(payer.case, plan, self.day)
        if plan.letter and plan.letter.fee:
            self._claim(payer, f"fee-{payer.key}-{self.day}", plan.letter.fee)
        if plan.resumed:
            self._move(payer, suspensions.resume(payer.project, self.day))
            self._recharge(payer)
        if plan.suspended:
            self._move(payer, suspensions.suspend(payer.project, self.day))

    def _move(self, payer: Payer, outcome: object) -> None:
        assert isinstance(outcome, Outcome)
        payer.project = outcome.project
        payer.entries += outcome.entries

    def _claim(self, payer: Payer, key: str, amount: Money) -> None:
        claim = fee_claim(key, "", self.day, payer.key, "EUR", amount)
        payer.account = replace(payer.account, documents=(*payer.account.documents, claim))


def _payer(n: int, random: Random, in_time: bool) -> Payer:
    key = f"p{n:03}"
    habit = Habit.IN_TIME if in_time else Habit(n % len(Habit))
    terms = Terms(Policy(), (Price(date(2025, 1, 1), Fraction("1.17")),), RATE)
    new = licenses.NewLicense("L1", "PORT", 100 + 37 * n, Fraction(1), Ssa.CHARGED, None)
    outcome = licenses.add(Project(terms), FIRST, new)
    assert isinstance(outcome, Outcome)
    start = FIRST + timedelta(days=n % 28)
    for rule in (
        lambda project: conclusions.conclude(
            project, start, STANDARD_OPTIONS[(n + n // len(Habit)) % len(STANDARD_OPTIONS)]
        ),
        lambda project: reviews.approve(project, start),
    ):
        step = rule(outcome.project)
        assert isinstance(step, Outcome)
        outcome = outcome.followed_by(step)
    mandate = None
    if habit in (Habit.DEBIT, Habit.DEBIT_RETURNED):
        mandate = Mandate(f"M-{n}", key, FIRST, "DE02120300000000202051", key)
    payer = Payer(key, habit, random, outcome.project, Case(Account(key, "EUR")), mandate, list(outcome.entries))
    payer.touched_on = start
    return payer
