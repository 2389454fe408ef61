"""A year of payers through the store: runs, statements, debits and dunning of each day, by the operations alone.

The bank's statements are there in the morning, between the daily run and that of dunning; each is imported on its day
and once more on the next, in the other version and in halves. What no rule could assign, somebody assigns four days
later. The same seed tells the same year; told `in_time`, everybody pays at once and by transfer.
"""

import io
from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from uuid import UUID

from autossa.domain.amounts import Money
from autossa.domain.billing.bank.statements import Entry, Statement, Transaction
from autossa.domain.billing.bank.target_days import is_target_day
from autossa.domain.billing.documents import Method
from autossa.domain.billing.payments.collecting import earliest
from autossa.domain.billing.payments.policy import PaymentPolicy
from autossa.domain.billing.references import everything_reference
from autossa.domain.dates import DAY
from autossa.gateways.mail.memory import MemoryGateway
from autossa.operations.billing.bank import collecting, files
from autossa.operations.billing.bank.importing import Upload
from autossa.operations.billing.payments import crediting, receiving, write_offs
from autossa.operations.context import ActionContext
from autossa.operations.orders.paid import assign_payment, import_statements
from autossa.operations.runs import dunning, renewals
from autossa.operations.runs.delivery import deliver
from autossa.store import models
from autossa.store.ids import new_id
from autossa.workbench.bank import answers
from autossa.workbench.bank.statements import Version, write_statements
from tests.cast.shop import on
from tests.cast.statements import line
from tests.laws.payment_habits import Habit, Sent, intents
from tests.operations.billing.bank.debtors import OURS, offer_debits
from tests.operations.billing.dunning.story import dunned
from tests.operations.billing.payments.accounts import FIONA
from tests.operations.billing.year.holding import HOLDS, SETTLED_AFTER, settle
from tests.operations.billing.year.payers import Payer, enter_payer, first_day, odd_prices

FIRST = date(2026, 1, 1)
POLICY = PaymentPolicy()
WAITED = 4
"""Days after which somebody looks at what no rule could assign."""
SETTLING = 14
"""Days after the last one on which everything open is paid, until nothing is."""


@dataclass(frozen=True)
class Truth:
    """Whom and what money is really for: what a person finds out."""

    payer: Payer
    claim: UUID


@dataclass
class Seen:
    """What the year has seen."""

    again: int = 0
    waited: int = 0
    by_cheque: int = 0
    given_up: int = 0
    returned: int = 0
    files: int = 0
    held: int = 0
    failed: int = 0


class Year:
    """All payers, and what is on its way between them, the bank and us."""

    def __init__(self, count: int, seed: int = 14, *, back: date = date(2026, 9, 1), in_time: bool = False) -> None:
        self.day, self.count, self.seed, self.back, self.in_time = FIRST, count, seed, back, in_time
        self.payers: dict[UUID, Payer] = {}
        self.random, self.seen = Random(seed), Seen()
        self.lines: dict[date, list[Entry]] = defaultdict(list)
        self.cheques: dict[date, list[tuple[Money, Truth]]] = defaultdict(list)
        self.truths: dict[str, Truth] = {}
        self.known: set[UUID] = set()
        self.held: dict[UUID, UUID] = {}
        ctx = on(FIRST.isoformat())
        self.price_list = odd_prices(ctx)
        dunned(FIRST.isoformat())
        offer_debits(FIRST.isoformat())

    def run(self, until: date) -> Iterator[date]:
        """Each day in turn; yields the last day of every month, and the last of all."""
        while self.day <= until:
            self._pass_day()
            if self.day in (until, self._end_of_month()):
                yield self.day
            self.day += DAY

    def settle_up(self) -> None:
        """Everything open is paid by one reference each, day after day, until contracts have caught up."""
        for _ in range(SETTLING):
            for payer in self.payers.values():
                rests = models.Claim.objects.filter(payer=payer.key, rest__gt=0).values_list("rest", flat=True)
                if owed := sum(rests):
                    self._send(payer, new_id(), Sent(0, owed, everything_reference(payer.number)))
            self._pass_day(settling=True)
            self.day += DAY

    @property
    def ctx(self) -> ActionContext:
        """Vera, at noon of the day."""
        return on(self.day.isoformat())

    # ---- a day

    def _pass_day(self, *, settling: bool = False) -> None:
        for n in range(self.count):
            if first_day(n, FIRST) == self.day:
                self._enter(n)
        if self.in_time:
            self._quiet_day()
        else:
            self._busy_day()
        self._invoiced(settling=settling)

    def _quiet_day(self) -> None:
        """Only what is not idle where everybody pays at once; there is nobody to be reminded, as each week shows."""
        if models.Project.objects.due(self.day).exists():
            self.seen.failed += renewals.run(ctx=self.ctx).parked
        if today := self.lines[self.day]:
            self._import([today], Version.V08)
        if self.day.weekday() == 0:
            assert dunning.run(ctx=self.ctx) == dunning.Report()

    def _busy_day(self) -> None:
        self.seen.failed += renewals.run(ctx=self.ctx).parked
        crediting.run(ctx=self.ctx)
        self._statements()
        self._cheques()
        self._people()
        self._hold()
        self._collect()
        self._deliver()
        self.seen.failed += dunning.run(ctx=self.ctx).failed

    def _end_of_month(self) -> date:
        return (self.day.replace(day=1) + timedelta(days=32)).replace(day=1) - DAY

    def _enter(self, n: int) -> None:
        habit = Habit.IN_TIME if self.in_time else Habit(n % len(Habit))
        found = enter_payer(n, habit, self.seed, self.price_list, self.ctx, debits=not self.in_time)
        self.payers[found.key] = found

    def _deliver(self) -> None:
        while deliver(gateway=MemoryGateway(), now=self.ctx.now, limit=1000).did_something:
            pass

    # ---- what payers do

    def _invoiced(self, *, settling: bool) -> None:
        """Whoever is to pay by transfer has got an invoice: the payer decides when."""
        for claim in models.Claim.objects.filter(kind="invoice", day=self.day).order_by("number"):
            if claim.id in self.known:
                continue
            self.known.add(claim.id)
            payer = self.payers[claim.payer]
            if settling or claim.method == Method.DIRECT_DEBIT.value:
                continue
            reference = everything_reference(payer.number)
            for sent in intents(
                payer.habit, payer.random, claim.number, claim.gross, self.day, reference, self.back
            ):  # fmt: skip
                self._send(payer, claim.id, sent)

    def _send(self, payer: Payer, claim: UUID, sent: Sent) -> None:
        truth, on_day = Truth(payer, claim), self.day + timedelta(days=sent.days)
        if payer.habit is Habit.BY_CHEQUE and sent.text == "cheque":
            self.cheques[on_day].append((sent.amount, truth))
            return
        key = f"B{len(self.truths)}"
        self.truths[key] = truth
        whose = {"name": f"Payer {payer.number}", "iban": payer.iban} if sent.is_known else {"name": "Cash office"}
        entry = line(Transaction(sent.amount, text=sent.text, **whose), on_day.isoformat())
        self.lines[on_day].append(replace(entry, bank_reference=key))

    def _cheques(self) -> None:
        """Money that somebody in the office enters, three days after it came."""
        for amount, truth in self.cheques.pop(self.day, []):
            receiving.enter(
                payment=new_id(), payer=truth.payer.key, amount=amount, currency="EUR", method=Method.TRANSFER,
                day=self.day - timedelta(days=3), documents=[truth.claim], ctx=self.ctx,
            )  # fmt: skip
            self.seen.by_cheque += 1

    # ---- the bank

    def _statements(self) -> None:
        """That of the day; and that of yesterday once more, in halves that overlap, in one archive of days."""
        today, before = self.lines[self.day], self.lines[self.day - DAY]
        if today:
            self._import([today], self.random.choice(list(Version)))
        if before:
            half = len(before) // 2
            shuffled = self.random.sample(before, len(before))
            done = self._import([shuffled[half:], shuffled[: half + 1]], self.random.choice(list(Version)))
            assert not done
            self.seen.again += len(before)

    def _import(self, statements: list[list[Entry]], version: Version) -> int:
        """How many entries were new."""
        uploads = []
        for number, entries in enumerate(statements):
            head = Statement(OURS, f"S{self.day:%j}-{number}", "EUR", sequence="1")
            content = b"".join(write_statements([(head, entries)], version))
            uploads.append(Upload(f"{number}.xml", io.BytesIO(content)))
        done = import_statements(files=uploads, ctx=self.ctx)
        assert not done.refused
        self.seen.returned += done.settled.returned
        return sum(one.new for one in done.files)

    # ---- people in the office

    def _people(self) -> None:
        """What has waited long enough is assigned as it is meant; a few cents that are missing are given up."""
        waiting = models.Payment.objects.filter(payer=None, day__lte=self.day - timedelta(days=WAITED))
        for payment in waiting.select_related("bank_payment__entry").order_by("id"):
            assert payment.bank_payment is not None
            truth = self.truths[payment.bank_payment.entry.bank_reference]
            assign_payment(payment=payment.id, payer=truth.payer.key, documents=[str(truth.claim)], ctx=self.ctx)
            self.seen.waited += 1
        almost = models.Claim.objects.filter(kind="invoice", rest__gt=0, rest__lte=POLICY.tolerance)
        for claim in almost.order_by("id"):
            with suppress(write_offs.AlreadyProposed):
                write_offs.propose(claim=claim.id, reason="bank charges", ctx=replace(self.ctx, actor=FIONA))
                self.seen.given_up += 1

    def _hold(self) -> None:
        """Some are paused, some promise to pay, some dispute the oldest invoice that is open, until it is settled."""
        for place, payer in enumerate(self.payers.values()):
            deed = HOLDS.get((payer.habit, (self.day - FIRST).days))
            if deed is None or place // len(Habit) % 2:
                continue
            claim = models.Claim.objects.filter(payer=payer.key, kind="invoice", rest__gt=0).order_by("due_on").first()
            if claim is not None:
                deed(payer.key, claim.id, self.ctx)
                self.held[payer.key] = claim.id
                self.seen.held += 1
        if self.day == FIRST + SETTLED_AFTER:
            for payer in [one for one in self.payers.values() if one.habit is Habit.LATE and one.key in self.held]:
                settle(payer.key, self.held[payer.key], self.ctx)

    # ---- direct debits

    def _collect(self) -> None:
        """The files that have to go to the bank today; it answers on their day, and takes some back later."""
        for key in collecting.make_files(until=earliest(self.day, POLICY, is_target_day), ctx=self.ctx):
            files.mark_sent(order=key, ctx=self.ctx)
            content = files.content_of(order=key, ctx=self.ctx)
            _, entries = answers.settled(content)
            for entry in entries:
                self.lines[entry.day].append(entry)
            self._take_back(key, content, entries[0].day)
            self.seen.files += 1

    def _take_back(self, file: UUID, content: bytes, collected: date) -> None:
        debits = models.Debit.objects.filter(file=file).select_related("mandate").order_by("end_to_end_id")
        for debit in debits.prefetch_related("parts"):
            payer = self.payers[debit.mandate.payer_id]
            if payer.habit is not Habit.DEBIT_RETURNED or payer.random.random() > 0.5:
                continue
            back, fee = collected + payer.random.choice([2, 5, 40]) * DAY, 3_50
            code = payer.random.choice(["AM04", "AM04", "AM04", "AC04"])
            _, entries = answers.returned(content, answers.Returns({debit.end_to_end_id: code}, back, fee))
            self.lines[back] += entries
            later = (back - self.day).days + payer.random.choice([5, 20, 60])
            claims = [part.claim_id for part in debit.parts.all()]
            named = ", ".join(models.Claim.objects.filter(pk__in=claims).values_list("number", flat=True))
            self._send(payer, claims[0], Sent(later, debit.amount + fee, named))
