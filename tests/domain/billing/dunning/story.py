"""A payer that does not pay, day by day: what the plan of each day does, carried out."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from autossa.domain.billing.books.items import Claim, rest_of
from autossa.domain.billing.documents import Method
from autossa.domain.billing.dunning.cases import Case
from autossa.domain.billing.dunning.fees import fee_claim
from autossa.domain.billing.dunning.holds import Holds
from autossa.domain.billing.dunning.interest import BaseRate
from autossa.domain.billing.dunning.levels import DunningPolicy
from autossa.domain.billing.dunning.plans import DunningPlan, after, plan_day
from autossa.domain.billing.payments.account import Account
from autossa.domain.billing.payments.allocating import spread
from autossa.domain.billing.payments.facts import Receipt, Source, Why
from autossa.domain.dates import DAY
from tests.domain.billing.payments.story import d


@dataclass
class Payer:
    """Ada, her documents, and what happened to her."""

    documents: tuple[Claim, ...]
    contracts: Mapping[str, frozenset[str]] = field(default_factory=dict)
    policy: DunningPolicy = field(default_factory=DunningPolicy)
    running: frozenset[str] = frozenset({"c1", "c2"})
    rates: tuple[BaseRate, ...] = ()

    def __post_init__(self) -> None:
        self.case = Case(Account("ada", "EUR", self.documents), self.contracts)
        self.log: list[str] = []

    @property
    def suspended(self) -> set[str]:
        return {one.contract for one in self.case.suspended()}

    def plan(self, day: date) -> DunningPlan:
        return plan_day(self.case, self.policy, day, self.running - self.suspended, self.rates)

    def run(self, day: str | date) -> DunningPlan:
        """The run of a day; asked again, it finds nothing."""
        day = d(day) if isinstance(day, str) else day
        plan = self.plan(day)
        self.case = after(self.case, plan, day)
        if plan.letter and plan.letter.fee:
            fee = fee_claim(f"fee-{day:%m-%d}", "", day, "ada", "EUR", plan.letter.fee)
            self.case = replace(self.case, account=replace(self.account, documents=(*self.account.documents, fee)))
        self.log += list(self._said(plan, day))
        assert not self.plan(day)
        return plan

    def run_each(self, first: str, last: str) -> "Payer":
        day = d(first)
        while day <= d(last):
            self.run(day)
            day += DAY
        return self

    def pay(self, document: str, day: str, amount: int = 0) -> None:
        rest = amount or rest_of(self.account.items[document], d(day))
        account = self.account.plus([Receipt(f"{document}@{day}", d(day), rest, Method.TRANSFER, Source.BANK)])
        rows = spread(account, f"{document}@{day}", [document], d(day), Why.NAMED)
        self.case = replace(self.case, account=account.plus(rows))

    def hold(self, **holds: object) -> None:
        self.case = replace(self.case, holds=Holds(**holds))  # type: ignore[arg-type]

    @property
    def account(self) -> Account:
        return self.case.account

    def _said(self, plan: DunningPlan, day: date) -> list[str]:
        said = [f"resume {contract}" for contract in plan.resumed]
        said += [f"suspend {one.contract}: {' '.join(one.documents)}" for one in plan.suspended]
        said += [f"warn {one.contract} of {one.suspend_on:%m-%d}: {' '.join(one.documents)}" for one in plan.warnings]
        if plan.letter:
            name = self.policy.levels[plan.letter.level - 1].name
            said.append(f"{name}: " + " ".join(f"{line.document}@{line.level}" for line in plan.letter.lines))
        return [f"{day:%m-%d} {text}" for text in said]


def days_after(due: str, days: int) -> date:
    return d(due) + timedelta(days=days)
