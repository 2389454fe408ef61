"""The rules a second time, naively: what the domain is compared with.

It walks every single day of a scenario and does what the rules say of it, with plain lists that change in place. Of
the project it knows only the scenario it is given; no date arithmetic, no charge, no decision is shared with the
domain. Where it is slow and clumsy it is so on purpose: each rule stands in one place, as the text has it.

Amounts are fractions of an SSC or of the currency. Facts are those of the scenario format.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from autossa.domain.scenarios import Event, Scenario
from tests.laws.arithmetic import ZERO, months, plus, rounded, shown
from tests.laws.model_releases import reason_for

Fact = dict[str, Any]
ONE_DAY = timedelta(days=1)

# Rule 3: term, notice and billed months, adjustment of the price in per cent.
PLANS = {
    "annual_yearly": (12, 3, 12, -2),
    "annual_quarterly": (12, 3, 3, -1),
    "annual_monthly": (12, 3, 1, 0),
    "flex_monthly": (1, 1, 1, 3),
}
Plan = tuple[int, int, int, int]
OPEN = ("in_review", "active", "ending", "suspended")


class Refused(Exception):
    """The rules say no, with a code and what helps."""

    def __init__(self, code: str, **helps: str) -> None:
        super().__init__(code)
        self.fact = {"code": code, **helps}


@dataclass(eq=False)
class Line:
    license_id: str
    quantity: int
    rate: Fraction
    added: date
    place: int
    kind: str
    ssa: str
    acquired: date
    included_until: date | None = None
    ended: date | None = None

    def alive(self, day: date) -> bool:
        return self.added <= day and (self.ended is None or day < self.ended)

    @property
    def charged_from(self) -> date:
        return max(self.added, self.included_until or self.added)

    def charged(self, day: date) -> bool:
        return self.ssa == "charged" and self.alive(day) and day >= self.charged_from

    def need(self, start: date, end: date, anchor: date) -> Fraction:
        return self.quantity * self.rate * months(start, end, anchor) / 12

    def charge(self, start: date, end: date, anchor: date) -> Fraction:
        origin = max(anchor, self.charged_from)
        start = max(start, origin)
        end = min(end, self.ended or end)
        if start >= end or self.ssa != "charged":
            return ZERO
        return rounded(self.need(origin, end, anchor)) - rounded(self.need(origin, start, anchor))


@dataclass
class Covered:
    start: date
    end: date
    anchor: date
    source: str


@dataclass
class GivenUp:
    """What was given up, to be found again when it is taken back."""

    line: Line
    rest: Line | None
    on: date


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
    plan: Plan
    concluded: date
    start: date
    fixed_end: date | None
    gap: Gap | None
    done: date
    """The end of the last period booked."""
    status: str = "in_review"
    cancelled_to: date | None = None
    rejected: date | None = None
    later: list[tuple[date, Plan]] = field(default_factory=list)
    """From when on another plan holds, in order."""

    @property
    def end(self) -> date | None:
        return self.cancelled_to or self.fixed_end

    def ends(self, which: int) -> Iterator[tuple[date, Plan]]:
        """Rule 7: every term end (which = 0) or period end (2) counted from the start, with the plan that it is of."""
        months, plan, later = 0, self.plan, list(self.later)
        while True:
            months += plan[which]
            yield plus(self.start, months), plan
            if later and later[0][0] == plus(self.start, months):
                plan = later.pop(0)[1]

    def plan_on(self, day: date) -> Plan:
        return [self.plan, *(plan for begin, plan in self.later if begin <= day)][-1]

    def factor(self, day: date) -> Fraction:
        return 1 + Fraction(self.plan_on(day)[3], 100)

    def term_start(self, day: date) -> date:
        begin = self.start
        for end, _ in self.ends(0):
            if end > day:
                return begin
            begin = end
        raise AssertionError

    def earliest_end(self, day: date) -> date:
        """Rule 7: the first term end whose last day to cancel is not past."""
        return next(end for end, plan in self.ends(0) if plus(end, -plan[1]) - ONE_DAY >= day)


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
    waiver: date | None = None
    given_up: list[GivenUp] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)

    @property
    def free(self) -> Fraction:
        return self.balance - self.held

    @property
    def covered_until(self) -> date | None:
        return max((covered.end for covered in self.coverage), default=None)

    @property
    def first_uncovered(self) -> date | None:
        """E, as long as it is not after today: day by day from B on."""
        if self.coverage:
            day = self.covered_until
        else:
            day = self.first_activation + ONE_DAY if self.first_activation else None
        while day and day <= self.today:
            if any(line.charged(day) for line in self.lines):
                return day
            day += ONE_DAY
        return None

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

    def amount(self, day: date) -> tuple[Fraction | None, bool]:
        """Rule 2: what counts for a day, and whether one still has to wait for it."""
        versions = sorted((version.starts_on, version.price) for version in self.scenario.terms.prices)
        in_force = [price for starts_on, price in versions if starts_on <= day]
        if in_force:
            return in_force[-1], False
        return (versions[0][1], versions[0][0] > self.today) if versions else (None, True)

    def price(self, day: date) -> Fraction:
        amount, waits = self.amount(day)
        if amount is None or waits:
            raise Refused("no_price")
        return amount

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
        counting = 1 + sum(not self.excused(start + ONE_DAY * n) for n in range((today - start).days))
        late = counting > policy.grace_days and not (self.waiver and today <= self.waiver)
        charges = []
        for line in self.in_order():
            begin, end = max(start, line.charged_from), min(today, line.ended or today)
            if begin < end and line.ssa == "charged":
                once = rounded(line.need(begin, end, start))
                charges.append((line, rounded(once * policy.late_multiplier) if late else once))
        return Gap(start, charges, late)

    def excused(self, day: date) -> bool:
        react = ONE_DAY * self.scenario.terms.policy.reaction_days
        return any(one.rejected and one.concluded <= day < one.rejected + react for one in self.contracts)

    def waive_late(self, last_day: date) -> None:
        self.waiver = last_day
        self.tell("waiver", last_day=last_day)

    def pay_gap(self, gap: Gap, until: date) -> None:
        self.move_credits("consume_gap", -gap.total)
        if gap.charges:
            self.cover(gap.start, until, gap.start, "back_payment")

    # ------------------------------------------------------------ rule 4: the contract

    def conclude_contract(self, option: str, fixed_end: date | None = None) -> None:
        if self.contract:
            raise Refused("contract_exists")
        plan = PLANS[option]
        start = max(self.today, self.covered_until or self.today)
        if not any(line.ssa == "charged" and line.alive(start) for line in self.lines):
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

    def terminate_contract(self) -> None:
        self.move(self.contract_that_is("suspended", otherwise="not_suspended"), "ended")

    # ------------------------------------------------------------ rule 7

    def cancel_contract(self, end: date | None = None) -> None:
        contract = self.contract_that_is("active", "ending", "suspended", otherwise="not_active")
        earliest = contract.earliest_end(self.today)
        end = end or earliest
        if end < earliest:
            raise Refused("notice_too_short", earliest_end=earliest.isoformat())
        if contract.end and end >= contract.end:
            raise Refused("already_ending", ends_on=contract.end.isoformat())
        contract.cancelled_to = end
        self.tell("cancellation", ends_on=end)
        if contract.status == "active":
            self.move(contract, "ending")

    def change_option(self, option: str) -> None:
        contract, plan, day = self.contract, PLANS[option], self.today
        if contract is None or contract.status == "suspended":
            raise Refused("not_active")
        if contract.status == "ending":
            raise Refused("already_ending", ends_on=(contract.end or day).isoformat())
        if contract.status == "in_review":
            self.replace_option(contract, option)
            return
        for end, old in contract.ends(0):
            in_time = plan[0] >= old[0] or plus(end, -old[1]) - ONE_DAY >= day
            if end > day and end >= contract.done and in_time:
                break
        if contract.plan_on(end) == plan:
            raise Refused("same_option")
        contract.later = [one for one in contract.later if one[0] < end]
        if contract.plan_on(end) != plan:
            contract.later.append((end, plan))
        self.tell("option", option=option, **{"from": end})

    def replace_option(self, contract: Contract, option: str) -> None:
        plan = PLANS[option]
        if contract.plan == plan:
            raise Refused("same_option")
        if contract.fixed_end and contract.fixed_end < plus(contract.start, plan[0]):
            raise Refused("before_minimum_term", earliest_end=plus(contract.start, plan[0]).isoformat())
        contract.plan = plan
        self.tell("option", option=option, **{"from": contract.start})

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

    def add_license(self, id: str, type: str, quantity: int, included_until: date | None = None) -> None:
        kind = self.scenario.types[type]
        place, ssa = len(self.lines), kind.ssa.value
        line = Line(id, quantity, kind.rate, self.today, place, type, ssa, self.today, included_until)
        if (self.covered_until or self.today) > self.today:
            self.pay_addition(line)
        self.lines.append(line)

    def pay_addition(self, line: Line) -> None:
        pieces = [covered for covered in self.coverage if covered.end > max(self.today, line.charged_from)]
        pieces.sort(key=lambda piece: piece.start)
        charges = [line.charge(max(piece.start, self.today), piece.end, piece.anchor) for piece in pieces]
        rests, total = self.rests(charges), sum(charges, ZERO)
        contract = self.contract
        if sum(rests) and (contract is None or contract.status not in ("active", "ending")):
            raise Refused("insufficient_credits", missing_ssc=shown(sum(rests, ZERO)))
        lines: dict[tuple[date, Fraction | None, Fraction], Fraction] = {}
        waiting: dict[tuple[date, Fraction | None, Fraction], bool] = {}
        for piece, rest in zip(pieces, rests, strict=True):
            if contract:
                begin = max(piece.start, self.today)
                price, waits = self.amount(contract.term_start(begin) if begin >= contract.start else self.today)
                key = (piece.anchor, price, contract.factor(begin))
                waiting.setdefault(key, waits)
                lines[key] = lines.get(key, ZERO) + rest
        if any(lines[key] and (key[1] is None or waiting[key]) for key in lines):
            raise Refused("no_price")
        if contract and sum(rests):
            said = [
                (line.license_id, ssc, (price or ZERO) * factor) for (_, price, factor), ssc in lines.items() if ssc
            ]
            self.invoice("addition", self.today, self.covered_until or self.today, said, Fraction(1))
        self.move_credits("consume_addition", -total)

    def activate_license(self, id: str) -> None:
        if self.open_line(id).ssa == "charged":
            self.first_activation = self.first_activation or self.today

    def return_license(self, id: str, quantity: int) -> None:
        line = self.open_line(id)
        if quantity > line.quantity:
            raise Refused("quantity_too_large")
        charged = [other for other in self.lines if other.ended is None and other.ssa == "charged"]
        if quantity == line.quantity and charged == [line] and self.contract:
            raise Refused("last_license")
        line.ended = max(self.given_up_on(line), line.added)
        rest = None
        if quantity < line.quantity:
            rest = replace(line, quantity=line.quantity - quantity, added=line.ended, ended=None)
            self.lines.append(rest)
        self.given_up.append(GivenUp(line, rest, line.ended))

    def given_up_on(self, line: Line) -> date:
        if line.ssa != "charged":
            return self.today
        paid_until, contract = max(self.today, self.covered_until or self.today), self.contract
        if not contract or contract.status == "in_review" or contract.start > self.today:
            return paid_until
        if self.scenario.terms.policy.give_up == "period":
            return paid_until
        term_end = next(end for end, _ in contract.ends(0) if end >= paid_until)
        return max(paid_until, min(term_end, contract.end or term_end))

    def undo_return(self, id: str) -> None:
        lines = [line for line in self.lines if line.license_id == id]
        if not any(line.ended is None or line.ended > self.today for line in lines):
            raise Refused("no_such_license")
        given_up = [one for one in self.given_up if one.line.license_id == id]
        last = max((one.on for one in given_up), default=self.today)
        if last <= self.today or (self.covered_until or last) > last:
            raise Refused("nothing_to_undo")
        for one in reversed(given_up):
            if one.on == last:
                one.line.ended = None
                self.given_up.remove(one)
                if one.rest:
                    self.lines.remove(one.rest)

    def top_up(self, ssc: int) -> None:
        self.move_credits("top_up", Fraction(ssc, 100))

    # ------------------------------------------------------------ rule 8

    def extend(self, months: int) -> None:
        if self.contract:
            raise Refused("contract_active")
        start = max(self.today, self.covered_until or self.today)
        if not any(line.ssa == "charged" and line.alive(start) for line in self.lines):
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

    # ------------------------------------------------------------ rule 9

    def check_release(self, id: str, release: str) -> None:
        asked = next(one for one in self.scenario.catalogue.releases if one.version == release)
        there = {line.kind for line in self.lines if line.alive(self.today)}
        own = [line for line in self.lines if line.license_id == id]
        covered = [(covered.start, covered.end) for covered in self.coverage]
        reason = reason_for(own, asked, covered, self.scenario, self.today)
        may = reason in ("acquired", "covered", "included", "security_free")
        if may and not asked.requires <= there:
            may, reason = False, "license_required"
        locked = sorted(asked.features - there)
        self.tell("entitlement", license=id, release=release, may_install=may, reason=reason, locked=locked)

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
        start = contract.done
        end = next(end for end, _ in contract.ends(2) if end > start)
        if contract.end:
            end = min(end, contract.end)
        lines = self.in_order()
        charges = [line.charge(start, end, contract.start) for line in lines]
        rests = self.rests(charges)
        price = self.price(contract.term_start(start)) if sum(rests) else ZERO
        said = [(line.license_id, rest, price) for line, rest in zip(lines, rests, strict=True) if rest]
        self.invoice("extension", start, end, said, contract.factor(start))
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
