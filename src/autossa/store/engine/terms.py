"""Dated versions as the domain's terms: policies with their plans, price lists (rules 2, 3)."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.billing.vat import SupplyDate
from autossa.domain.plans import Option
from autossa.domain.policies import EntitlementDay, GiveUp, Policy, ReminderPolicy
from autossa.domain.prices import Price
from autossa.store.exact import fraction


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A policy version with the ids of its plans by name."""

    id: UUID
    starts_on: date
    policy: Policy
    plan_ids: dict[str, UUID]


@dataclass(slots=True)
class Versions:
    """All policy versions and the price lists asked for, read once for a batch of projects."""

    policies: list[PolicyRow]
    prices: dict[UUID, tuple[Price, ...]]
    by_plan: dict[UUID, PolicyRow] = field(init=False)
    by_day: dict[date, PolicyRow] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by_plan = {plan: row for row in self.policies for plan in row.plan_ids.values()}

    @property
    def options(self) -> dict[UUID, Option]:
        """Every plan as an option; asked for by contracts that changed theirs."""
        return {key: row.policy.option(name) for row in self.policies for name, key in row.plan_ids.items()}

    def policy_on(self, day: date) -> PolicyRow:
        """The version in force on a day, or the first one ever. Raises LookupError when there is none."""
        if not self.policies:
            raise LookupError("there is no policy version; `autossa init` makes the first")
        if day not in self.by_day:
            in_force = [row for row in self.policies if row.starts_on <= day]
            self.by_day[day] = in_force[-1] if in_force else self.policies[0]
        return self.by_day[day]

    def policy_of_plan(self, plan: UUID) -> PolicyRow:
        """The version a plan belongs to."""
        return self.by_plan[plan]


def load_versions(price_lists: set[UUID]) -> Versions:
    """Read all policy versions and these price lists: three queries."""
    return Versions(_policies(), _prices(price_lists))


def _policies() -> list[PolicyRow]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT policy_id, id, name, term_months, notice_months, billed_months, adjustment"
            " FROM plan_versions ORDER BY policy_id, place"
        )
        plans: dict[UUID, list[tuple[UUID, Option]]] = {}
        for policy_id, plan_id, name, term, notice, billed, adjustment in cursor.fetchall():
            option = Option(name, term, notice, billed, fraction(adjustment))
            plans.setdefault(policy_id, []).append((plan_id, option))
        cursor.execute(
            "SELECT id, starts_on, grace_days, late_multiplier, renewal_lead_days, void_days,"
            " expiry_days, cancel_days, charge_days, gap_days, reaction_days, give_up, entitlement_day,"
            " supply_date, payment_days, quote_days"
            " FROM policy_versions WHERE withdrawn_on IS NULL ORDER BY starts_on"
        )
        return [
            PolicyRow(
                row[0],
                row[1],
                _policy(row, tuple(option for _, option in plans[row[0]])),
                {option.name: plan_id for plan_id, option in plans[row[0]]},
            )
            for row in cursor.fetchall()
        ]


def _policy(row: tuple[Any, ...], options: tuple[Option, ...]) -> Policy:
    grace_days, multiplier, lead_days, void_days, expiry_days, cancel_days, charge_days, gap_days = row[2:10]
    reaction_days, give_up, entitlement_day, supply_date, payment_days, quote_days = row[10:]
    return Policy(
        grace_days,
        fraction(multiplier),
        lead_days,
        void_days,
        options,
        ReminderPolicy(tuple(expiry_days), cancel_days, charge_days, gap_days),
        reaction_days,
        GiveUp(give_up),
        EntitlementDay(entitlement_day),
        SupplyDate(supply_date),
        payment_days,
        quote_days,
    )


def _prices(price_lists: set[UUID]) -> dict[UUID, tuple[Price, ...]]:
    found: dict[UUID, list[Price]] = {price_list: [] for price_list in price_lists}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT price_list_id, starts_on, price FROM ssc_prices"
            " WHERE price_list_id = ANY(%s) AND withdrawn_on IS NULL ORDER BY starts_on",
            [list(price_lists)],
        )
        for price_list, starts_on, price in cursor.fetchall():
            found[price_list].append(Price(starts_on, fraction(price)))
    return {price_list: tuple(prices) for price_list, prices in found.items()}
