"""A project's story, told in tests: what is done on which day, with the daily run of every day between.

1200 units at 1 SSC a year cost 100.00 SSC a month, so the defaults give numbers that can be checked by eye.
"""

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import Any

from autossa.domain import (
    cancellations,
    conclusions,
    extensions,
    gaps,
    licenses,
    option_changes,
    renewals,
    returns,
    reviews,
    suspensions,
    topups,
)
from autossa.domain.amounts import parse_ssc, show
from autossa.domain.contracts import Contract
from autossa.domain.dates import DAY
from autossa.domain.entries import Entry
from autossa.domain.invoices import Invoice
from autossa.domain.lines import Line, Ssa
from autossa.domain.plans import STANDARD_OPTIONS, Option
from autossa.domain.policies import Policy
from autossa.domain.prices import Price
from autossa.domain.projects import Outcome, Project, Terms
from autossa.domain.refusals import Refusal
from autossa.domain.settlements import Settlement
from tests.cast.days import d as d

Result = Outcome | Refusal
OPTIONS = {option.name: option for option in STANDARD_OPTIONS}


def prices(*versions: tuple[str, str]) -> tuple[Price, ...]:
    return tuple(Price(d(starts_on), Fraction(price)) for starts_on, price in versions)


def option(name: str) -> Option:
    return OPTIONS[name]


def line(
    quantity: int = 1200,
    rate: str = "1",
    added: str = "2026-01-01",
    ended: str | None = None,
    *,
    number: int = 1,
    license_id: str = "L1",
    confirmed: bool = True,
) -> Line:
    added_on, ended_on = d(added), d(ended) if ended else None
    return Line(number, number, license_id, "PORT", quantity, Fraction(rate), added_on, added_on, ended_on, confirmed)


def code(result: Result) -> str:
    """What came of it: the code of the refusal, or "done"."""
    return result.code.value if isinstance(result, Refusal) else "done"


class Story:
    """A project whose days pass; every action gives back its outcome or refusal and, when done, moves the project."""

    def __init__(
        self,
        begins: str = "2026-01-01",
        *,
        price: Iterable[tuple[str, str]] = (("2020-01-01", "1.00"),),
        vat: str = "0",
        policy: Policy | None = None,
        places: int = 2,
    ) -> None:
        self.today = d(begins)
        self.project = Project(Terms(policy or Policy(), prices(*price), Fraction(vat) / 100, places=places))
        self.entries: list[Entry] = []

    # ---- time

    def on(self, day: str) -> "Story":
        """The runs of all days before this one, then its morning."""
        while self.today < d(day):
            self.run()
            self.today += DAY
            self._took_place(renewals.begin_day(self.project, self.today))
        return self

    def run(self) -> "Story":
        """The daily run of today."""
        self._took_place(renewals.run_day(self.project, self.today))
        return self

    # ---- what people do

    def do(self, rule: Callable[..., Result], *given: Any) -> Result:
        result = rule(self.project, self.today, *given)
        if isinstance(result, Outcome):
            self._took_place(result)
        return result

    def add(
        self,
        license_id: str = "L1",
        quantity: int = 1200,
        rate: str = "1",
        kind: str = "PORT",
        ssa: str = "charged",
        included_until: str | None = None,
    ) -> Result:
        until = d(included_until) if included_until else None
        new = licenses.NewLicense(license_id, kind, quantity, Fraction(rate), Ssa(ssa), until)
        return self.do(licenses.add, new)

    def request(self, license_id: str = "L1", quantity: int = 1200, rate: str = "1", kind: str = "PORT") -> Result:
        return self.do(licenses.request, licenses.NewLicense(license_id, kind, quantity, Fraction(rate)))

    def confirm(self, number: int) -> Result:
        return self.do(licenses.confirm, number)

    def end_request(self, number: int) -> Result:
        return self.do(licenses.end_request, number)

    def activate(self, license_id: str = "L1") -> Result:
        return self.do(licenses.activate, license_id)

    def give_back(self, license_id: str = "L1", quantity: int = 1200) -> Result:
        return self.do(returns.return_license, license_id, quantity)

    def take_back(self, license_id: str = "L1") -> Result:
        return self.do(returns.undo, license_id)

    def waive(self, last_day: str) -> Result:
        return self.do(gaps.waive_late, d(last_day), "in a test")

    def top_up(self, ssc: str) -> Result:
        return self.do(topups.top_up, parse_ssc(ssc))

    def extend(self, months: int) -> Result:
        return self.do(extensions.extend, months)

    def conclude(self, name: str = "annual_monthly", fixed_end: str | None = None) -> Result:
        return self.do(conclusions.conclude, option(name), d(fixed_end) if fixed_end else None)

    def ask(self) -> Result:
        return self.do(reviews.ask)

    def answer(self) -> Result:
        return self.do(reviews.answer)

    def approve(self) -> Result:
        return self.do(reviews.approve)

    def reject(self) -> Result:
        return self.do(reviews.reject)

    def withdraw(self) -> Result:
        return self.do(reviews.withdraw)

    def suspend(self) -> Result:
        return self.do(suspensions.suspend)

    def resume(self) -> Result:
        return self.do(suspensions.resume)

    def terminate(self) -> Result:
        return self.do(suspensions.terminate)

    def cancel(self, end: str | None = None) -> Result:
        return self.do(cancellations.cancel, d(end) if end else None)

    def undo(self) -> Result:
        return self.do(cancellations.undo)

    def change_option(self, name: str) -> Result:
        return self.do(option_changes.change_option, name)

    def undo_option(self) -> Result:
        return self.do(option_changes.undo)

    # ---- openings that many stories share

    def covered_by_hand(self, months: int = 1, quantity: int = 1200) -> "Story":
        """A license, and its coverage for some months from today, paid from the balance to the last credit."""
        self.add("L1", quantity)
        self.top_up(f"{quantity * months // 12}")
        assert code(self.extend(months)) == "done"
        return self

    def under_contract(self, name: str = "annual_monthly", fixed_end: str | None = None) -> "Story":
        """A license and an approved contract, its first period booked."""
        self.add()
        assert code(self.conclude(name, fixed_end)) == "done"
        assert code(self.approve()) == "done"
        return self.run()

    # ---- what became of it

    @property
    def contract(self) -> Contract:
        assert self.project.contract is not None
        return self.project.contract

    @property
    def status(self) -> str:
        return self.contract.status.value

    @property
    def balance(self) -> str:
        return show(self.project.credits.balance)

    @property
    def free(self) -> str:
        return show(self.project.credits.free)

    @property
    def held(self) -> str:
        return show(self.project.credits.held)

    @property
    def coverage(self) -> list[str]:
        return [f"{p.start} {p.end} {p.source.value}" for p in self.project.coverage]

    @property
    def settlements(self) -> list[Settlement]:
        return [entry for entry in self.entries if isinstance(entry, Settlement)]

    @property
    def invoices(self) -> list[Invoice]:
        return [settlement.invoice for settlement in self.settlements if settlement.invoice]

    @property
    def booked(self) -> list[str]:
        """Every settlement as "reason from until SSC"."""
        return [f"{s.reason.value} {s.start} {s.end} {show(s.ssc)}" for s in self.settlements]

    def _took_place(self, outcome: Outcome) -> None:
        self.project = outcome.project
        self.entries.extend(outcome.entries)


def charges(story: Story) -> list[str]:
    """What the last settlement charged: from, until, SSC, price."""
    return [f"{p.charge.start} {p.charge.end} {show(p.charge.ssc)} at {p.price}" for p in story.settlements[-1].parts]


def lines(story: Story) -> list[str]:
    return [f"{x.license_id} {x.quantity} {x.added_on} {x.ended_on or 'open'}" for x in story.project.lines]
