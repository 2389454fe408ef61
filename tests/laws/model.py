"""The rules a second time, naively: what the domain is compared with.

It walks every single day of a scenario and does what the rules say of it, with plain lists that change in place. Of
the project it knows only the scenario it is given; no date arithmetic, no charge, no decision is shared with the
domain. Where it is slow and clumsy it is so on purpose: each rule stands in one place, as the text has it.

Amounts are fractions of an SSC or of the currency. Facts are those of the scenario format.
"""

from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import Any

from autossa.domain.scenarios import Event, Scenario

Fact = dict[str, Any]
ZERO = Fraction(0)
ONE_DAY = timedelta(days=1)

# Rule 3: term, notice and billed months, adjustment of the price in per cent.
PLANS = {
    "annual_yearly": (12, 3, 12, -2),
    "annual_quarterly": (12, 3, 3, -1),
    "annual_monthly": (12, 3, 1, 0),
    "flex_monthly": (1, 1, 1, 3),
}
OPEN = ("in_review", "active", "ending", "suspended")


class Refused(Exception):
    """The rules say no, with a code and what helps."""

    def __init__(self, code: str, **helps: str) -> None:
        super().__init__(code)
        self.fact = {"code": code, **helps}


def plus(anchor: date, months: int) -> date:
    """A ⊕ n."""
    count = anchor.year * 12 + anchor.month - 1 + months
    year, month = count // 12, count % 12 + 1
    return date(year, month, min(anchor.day, monthrange(year, month)[1]))


def rounded(value: Fraction) -> Fraction:
    """R: to 0.01, a half up."""
    return Fraction(floor(value * 100 + Fraction(1, 2)), 100)


def shown(value: Fraction) -> str:
    hundredths = value * 100
    assert hundredths.denominator == 1, f"{value} is finer than 0.01"
    whole, rest = divmod(abs(hundredths.numerator), 100)
    return f"{'-' if value < 0 else ''}{whole}.{rest:02d}"


class Calendar:
    """Months since an anchor, day after day: a day of an anchored month of n days is one nth of it."""

    def __init__(self, anchor: date) -> None:
        self.anchor, self.month, self.sums = anchor, 0, [ZERO]

    def since_anchor(self, day: date) -> Fraction:
        while len(self.sums) <= (day - self.anchor).days:
            today = self.anchor + ONE_DAY * (len(self.sums) - 1)
            if today == plus(self.anchor, self.month + 1):
                self.month += 1
            length = (plus(self.anchor, self.month + 1) - plus(self.anchor, self.month)).days
            self.sums.append(self.sums[-1] + Fraction(1, length))
        return self.sums[(day - self.anchor).days]


_calendars: dict[date, Calendar] = {}


def months(start: date, end: date, anchor: date) -> Fraction:
    calendar = _calendars.setdefault(anchor, Calendar(anchor))
    return calendar.since_anchor(end) - calendar.since_anchor(start)


@dataclass(eq=False)
class Line:
    license_id: str
    quantity: int
    rate: Fraction
    added: date
    place: int
    ended: date | None = None

    def alive(self, day: date) -> bool:
        return self.added <= day and (self.ended is None or day < self.ended)

    def need(self, start: date, end: date, anchor: date) -> Fraction:
        return self.quantity * self.rate * months(start, end, anchor) / 12

    def charge(self, start: date, end: date, anchor: date) -> Fraction:
        origin = max(anchor, self.added)
        start = max(start, origin)
        end = min(end, self.ended or end)
        if start >= end:
            return ZERO
        return rounded(self.need(origin, end, anchor)) - rounded(self.need(origin, start, anchor))


@dataclass
class Covered:
    start: date
    end: date
    anchor: date
    source: str


@dataclass
class Gap:
    start: date
    charges: list[tuple[Line, Fraction]]
    late: bool

    @property
    def total(self) -> Fraction:
        return sum((charge for _, charge in self.charges), ZERO)


@dataclass
class Contract:
    plan: tuple[int, int, int, int]
    concluded: date
    start: date
    fixed_end: date | None
    gap: Gap | None
    done: date
    """The end of the last period booked."""
    status: str = "in_review"
    cancelled_to: date | None = None
    rejected: date | None = None

    @property
    def end(self) -> date | None:
        return self.cancelled_to or self.fixed_end

    @property
    def factor(self) -> Fraction:
        return 1 + Fraction(self.plan[3], 100)

    def term_start(self, day: date) -> date:
        k = 0
        while plus(self.start, (k + 1) * self.plan[0]) <= day:
            k += 1
        return plus(self.start, k * self.plan[0])

    def earliest_end(self, day: date) -> date:
        """Rule 7: the first term end whose last day to cancel is not past."""
        k = 1
        while plus(plus(self.start, k * self.plan[0]), -self.plan[1]) - ONE_DAY < day:
            k += 1
        return plus(self.start, k * self.plan[0])


@dataclass
class Model:
    scenario: Scenario
    today: date
    lines: list[Line] = field(default_factory=list)
    coverage: list[Covered] = field(default_factory=list)
    contracts: list[Contract] = field(default_factory=list)
    balance: Fraction = ZERO
    held: Fraction = ZERO
    first_activation: date | None = None
    facts: list[Fact] = field(default_factory=list)

    @property
    def free(self) -> Fraction:
        return self.balance - self.held

    @property
    def covered_until(self) -> date | None:
        return max((covered.end for covered in self.coverage), default=None)

    @property
    def first_uncovered(self) -> date | None:
        if self.coverage:
            return self.covered_until
        return self.first_activation + ONE_DAY if self.first_activation else None

    @property
    def contract(self) -> Contract | None:
        """The one that is in review, active, ending or suspended."""
        return self.contracts[-1] if self.contracts and self.contracts[-1].status in OPEN else None

    def contract_that_is(self, *statuses: str, otherwise: str) -> Contract:
        if self.contract is None or self.contract.status not in statuses:
            raise Refused(otherwise)
        return self.contract

    def in_order(self) -> list[Line]:
        return sorted(self.lines, key=lambda line: line.place)

    def open_line(self, license_id: str) -> Line:
        for line in self.lines:
            if line.license_id == license_id and line.ended is None:
                return line
        raise Refused("no_such_license")

    def price(self, day: date) -> Fraction:
        """Rule 2: in force on the day that counts, else the first later one, once it is in force."""
        versions = sorted((version.starts_on, version.price) for version in self.scenario.terms.prices)
        in_force = [price for starts_on, price in versions if starts_on <= day]
        if in_force:
            return in_force[-1]
        if versions and versions[0][0] <= self.today:
            return versions[0][1]
        raise Refused("no_price")

    def tell(self, fact: str, **said: Any) -> None:
        texts = {key: value.isoformat() if isinstance(value, date) else value for key, value in said.items()}
        self.facts.append({"date": self.today.isoformat(), "fact": fact, **texts})

    def move_credits(self, entry: str, ssc: Fraction) -> None:
        self.balance += ssc
        assert self.balance >= self.held >= 0
        if ssc:
            self.tell("credits", entry=entry, ssc=shown(ssc))

    def cover(self, start: date, end: date, anchor: date, source: str) -> None:
        assert start < end
        assert all(end <= other.start or other.end <= start for other in self.coverage)
        self.coverage.append(Covered(start, end, anchor, source))
        self.tell("coverage", **{"from": start, "until": end, "source": source})

    def move(self, contract: Contract, status: str) -> None:
        contract.status = status
        self.tell("contract", status=status)

    def rests(self, charges: list[Fraction]) -> list[Fraction]:
        """What the free balance leaves of each charge, the first paid first."""
        left, rests = self.free, []
        for charge in charges:
            used = min(left, charge)
            left -= used
            rests.append(charge - used)
        return rests

    def invoice(
        self, reason: str, start: date, end: date, lines: list[tuple[str, Fraction, Fraction]], factor: Fraction
    ) -> None:
        """Lines are license, SSC and price. One of 0.00 is not issued; its SSC are recharged all the same."""
        recharged = sum((ssc for _, ssc, _ in lines), ZERO)
        if not recharged:
            return
        self.move_credits("recharge", recharged)
        nets = [rounded(ssc * price * factor) for _, ssc, price in lines]
        net = sum(nets, ZERO)
        tax = rounded(net * self.scenario.terms.tax_rate)
        said = [
            {"license": license_id, "ssc": shown(ssc), "net": shown(line_net)}
            for (license_id, ssc, _), line_net in zip(lines, nets, strict=True)
        ]
        if net:
            amounts = {"net": shown(net), "tax": shown(tax), "gross": shown(net + tax)}
            self.tell("invoice", reason=reason, **{"from": start, "until": end}, lines=said, **amounts)

    # ------------------------------------------------------------ rule 4: the gap

    def gap(self) -> Gap | None:
        policy, start, today = self.scenario.terms.policy, self.first_uncovered, self.today
        if start is None or start >= today:
            return None
        days = (today - (start - ONE_DAY)).days
        for earlier in self.contracts:
            if earlier.rejected and earlier.gap and earlier.gap.start == start:
                days -= (earlier.rejected - earlier.concluded).days
        late = days > policy.grace_days
        charges = []
        for line in self.in_order():
            begin, end = max(start, line.added), min(today, line.ended or today)
            if begin < end:
                once = rounded(line.need(begin, end, start))
                charges.append((line, rounded(once * policy.late_multiplier) if late else once))
        return Gap(start, charges, late)

    def pay_gap(self, gap: Gap, until: date) -> None:
        self.move_credits("consume_gap", -gap.total)
        if gap.charges:
            self.cover(gap.start, until, gap.start, "back_payment")

    # ------------------------------------------------------------ rule 4: the contract

    def conclude_contract(self, option: str, fixed_end: date | None = None) -> None:
        if self.contract:
            raise Refused("contract_exists")
        plan = PLANS[option]
        start = max(self.today, self.first_uncovered or self.today)
        if not any(line.alive(start) for line in self.lines):
            raise Refused("no_licenses")
        if fixed_end and fixed_end < plus(start, plan[0]):
            raise Refused("before_minimum_term", earliest_end=plus(start, plan[0]).isoformat())
        gap = self.gap()
        if gap and gap.late:
            if gap.total > self.free:
                raise Refused("insufficient_credits_for_gap", missing_ssc=shown(gap.total - self.free))
            self.held += gap.total
        self.contracts.append(Contract(plan, self.today, start, fixed_end, gap, done=start))
        self.move(self.contracts[-1], "in_review")

    def approve_contract(self) -> None:
        contract = self.contract_that_is("in_review", otherwise="not_in_review")
        if contract.fixed_end and self.today >= contract.fixed_end:
            raise Refused("past_fixed_end")
        gap, lines = contract.gap, []
        if gap and not gap.late:
            rests = self.rests([charge for _, charge in gap.charges])
            price = self.price(contract.concluded) if sum(rests) else ZERO
            lines = [(line.license_id, rest, price) for (line, _), rest in zip(gap.charges, rests, strict=True) if rest]
        self.move(contract, "ending" if contract.fixed_end else "active")
        if gap:
            self.release(contract)
            self.invoice("gap", gap.start, contract.concluded, lines, Fraction(1))
            self.pay_gap(gap, contract.concluded)

    def release(self, contract: Contract) -> None:
        if contract.gap and contract.gap.late:
            self.held -= contract.gap.total

    def reject_contract(self) -> None:
        contract = self.contract_that_is("in_review", otherwise="not_in_review")
        self.release(contract)
        contract.rejected = self.today
        self.move(contract, "rejected")

    def withdraw_contract(self) -> None:
        contract = self.contract_that_is("in_review", otherwise="not_in_review")
        self.release(contract)
        self.move(contract, "withdrawn")

    def suspend_contract(self) -> None:
        self.move(self.contract_that_is("active", "ending", otherwise="not_active"), "suspended")

    def resume_contract(self) -> None:
        contract = self.contract_that_is("suspended", otherwise="not_suspended")
        self.move(contract, "ending" if contract.end else "active")

    # ------------------------------------------------------------ rule 7

    def cancel_contract(self, end: date | None = None) -> None:
        contract = self.contract_that_is("active", "ending", otherwise="not_active")
        earliest = contract.earliest_end(self.today)
        end = end or earliest
        if end < earliest:
            raise Refused("notice_too_short", earliest_end=earliest.isoformat())
        if contract.end and end >= contract.end:
            raise Refused("already_ending", ends_on=contract.end.isoformat())
        contract.cancelled_to = end
        self.tell("cancellation", ends_on=end)
        if contract.status != "ending":
            self.move(contract, "ending")

    def undo_cancellation(self) -> None:
        contract = self.contract_that_is("ending", otherwise="not_ending")
        if not contract.cancelled_to:
            raise Refused("nothing_to_undo")
        contract.cancelled_to = None
        if contract.fixed_end:
            self.tell("cancellation", ends_on=contract.fixed_end)
        else:
            self.move(contract, "active")

    # ------------------------------------------------------------ rule 6

    def add_license(self, id: str, type: str, quantity: int) -> None:
        line = Line(id, quantity, self.scenario.rates[type], self.today, place=len(self.lines))
        if (self.covered_until or self.today) > self.today:
            self.pay_addition(line)
        self.lines.append(line)

    def pay_addition(self, line: Line) -> None:
        pieces = [covered for covered in self.coverage if covered.end > self.today]
        pieces.sort(key=lambda piece: piece.start)
        charges = [line.charge(max(piece.start, self.today), piece.end, piece.anchor) for piece in pieces]
        rests, total = self.rests(charges), sum(charges, ZERO)
        contract = self.contract
        if sum(rests) and (contract is None or contract.status not in ("active", "ending")):
            raise Refused("insufficient_credits", missing_ssc=shown(sum(rests, ZERO)))
        lines: dict[tuple[date, Fraction], Fraction] = {}
        for piece, rest in zip(pieces, rests, strict=True):
            if rest and contract:
                begin = max(piece.start, self.today)
                price = self.price(contract.term_start(begin) if begin >= contract.start else self.today)
                lines[piece.anchor, price] = lines.get((piece.anchor, price), ZERO) + rest
        if contract and lines:
            said = [(line.license_id, ssc, price) for (_, price), ssc in lines.items()]
            self.invoice("addition", self.today, self.covered_until or self.today, said, contract.factor)
        self.move_credits("consume_addition", -total)

    def activate_license(self, id: str) -> None:
        self.open_line(id)
        self.first_activation = self.first_activation or self.today

    def return_license(self, id: str, quantity: int) -> None:
        line = self.open_line(id)
        if quantity > line.quantity:
            raise Refused("quantity_too_large")
        others = [other for other in self.lines if other.ended is None and other is not line]
        if quantity == line.quantity and not others and self.contract:
            raise Refused("last_license")
        line.ended = max(self.today, self.covered_until or self.today)
        if quantity < line.quantity:
            self.lines.append(Line(id, line.quantity - quantity, line.rate, line.ended, line.place))

    def top_up(self, ssc: int) -> None:
        self.move_credits("top_up", Fraction(ssc, 100))

    # ------------------------------------------------------------ rule 8

    def extend(self, months: int) -> None:
        if self.contract:
            raise Refused("contract_active")
        start = max(self.today, self.covered_until or self.today)
        if not any(line.alive(start) for line in self.lines):
            raise Refused("no_licenses")
        gap, anchor, k = self.gap(), start, 0
        for run in self.coverage:
            if run.end == start and run.source != "back_payment":
                boundary = 0
                while plus(run.anchor, boundary) < start:
                    boundary += 1
                if plus(run.anchor, boundary) == start:
                    anchor, k = run.anchor, boundary
        end = plus(anchor, k + months)
        total = sum((line.charge(start, end, anchor) for line in self.lines), ZERO)
        missing = total + (gap.total if gap else ZERO) - self.free
        if missing > 0:
            raise Refused("insufficient_credits", missing_ssc=shown(missing))
        if gap:
            self.pay_gap(gap, self.today)
        self.move_credits("consume_extension", -total)
        self.cover(start, end, anchor, "manual")

    # ------------------------------------------------------------ rule 5: the day

    def morning(self) -> None:
        contract = self.contract
        if contract and contract.end and self.today >= contract.end and contract.done >= contract.end:
            self.move(contract, "ended")

    def run(self) -> None:
        contract = self.contract
        if contract is None or contract.status not in ("active", "ending"):
            return
        lead = timedelta(days=self.scenario.terms.policy.renewal_lead_days)
        while (contract.end is None or contract.done < contract.end) and self.today >= contract.done - lead:
            try:
                self.book_period(contract)
            except Refused:
                return  # no price yet
            if contract.end and self.today >= contract.end and contract.done >= contract.end:
                self.move(contract, "ended")

    def book_period(self, contract: Contract) -> None:
        start, k = contract.done, 1
        while plus(contract.start, k * contract.plan[2]) <= start:
            k += 1
        end = plus(contract.start, k * contract.plan[2])
        if contract.end:
            end = min(end, contract.end)
        lines = self.in_order()
        charges = [line.charge(start, end, contract.start) for line in lines]
        rests = self.rests(charges)
        price = self.price(contract.term_start(start)) if sum(rests) else ZERO
        said = [(line.license_id, rest, price) for line, rest in zip(lines, rests, strict=True) if rest]
        self.invoice("extension", start, end, said, contract.factor)
        self.move_credits("consume_extension", -sum(charges, ZERO))
        self.cover(start, end, contract.start, "auto")
        contract.done = end

    def day(self, events: list[Event]) -> None:
        before = self.balance
        self.morning()
        for event in events:
            try:
                getattr(self, event.action)(**event.arguments)
            except Refused as refused:
                self.tell("refused", do=event.action, **refused.fact)
        self.run()
        if self.balance != before:
            self.tell("balance", ssc=shown(self.balance))


def facts(scenario: Scenario) -> list[Fact]:
    """What the model says of a scenario: every day of it, first the day's events, then its run."""
    if not scenario.events:
        return []
    model = Model(scenario, scenario.events[0].day)
    while model.today <= scenario.until:
        model.day([event for event in scenario.events if event.day == model.today])
        model.today += ONE_DAY
    return model.facts
