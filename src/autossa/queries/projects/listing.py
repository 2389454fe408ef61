"""The list of projects: searched, filtered, ordered, paged by key, exported; in a constant number of queries a page."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from autossa.domain.amounts import Ssc
from autossa.domain.contracts import Contract, option_on
from autossa.domain.coverage import days_left, is_covered
from autossa.domain.plans import Option
from autossa.domain.policies import Policy
from autossa.domain.rights import Action
from autossa.queries.access import EVERYTHING, Account, ProjectScope, project_actions
from autossa.queries.billing.next_charges import NextCharge, next_charge
from autossa.queries.projects.alerts import Alert, find_alerts, with_orders
from autossa.queries.projects.search import (
    Head,
    ProjectFilter,
    RemainingCoverage,
    Sort,
    State,
    find_heads,
    key_in_list,
)
from autossa.queries.snapshot import snapshot
from autossa.store import models
from autossa.store.engine.load import Loaded, load_projects
from autossa.store.ids import public_id

__all__ = [
    "ProjectFilter",
    "ProjectList",
    "ProjectRow",
    "RemainingCoverage",
    "Sort",
    "State",
    "each_project",
    "grace_days",
    "list_part",
    "list_projects",
]

PAGE = 50
_BATCH_SIZE = 500


@dataclass(frozen=True, slots=True)
class ProjectRow:
    """One project of the list. SSC in hundredths; `covered_until` is the first day not covered.

    `days_left` counts to the last covered day, see `coverage.days_left`.

    Without the right to see credits and invoices there is no balance and no charge; what the alerts tell of money
    is for the page to leave out.
    """

    id: str
    name: str
    customer: str
    customer_number: str
    currency: str
    covered_until: date | None
    days_left: int | None
    is_covered: bool
    has_gap: bool
    contract: Contract | None
    option: Option | None
    free: Ssc
    held: Ssc
    next_charge: NextCharge | None
    alerts: tuple[Alert, ...]
    actions: frozenset[Action]

    @property
    def shows_money(self) -> bool:
        """The reader may see credits and invoices."""
        return Action.VIEW_BILLING in self.actions

    @property
    def can_be_chosen(self) -> bool:
        """The reader may do something with several such projects at once."""
        return Action.EDIT_CONTRACTS in self.actions

    @property
    def is_open_to_contracts(self) -> bool:
        """The reader may conclude a contract, and none is open."""
        return self.can_be_chosen and (self.contract is None or not self.contract.is_open)


@dataclass(frozen=True, slots=True)
class ProjectList:
    """A page of projects, and the key of the page after it, if there is one."""

    rows: tuple[ProjectRow, ...]
    next_after: str | None


def list_projects(
    asked: ProjectFilter,
    today: date,
    *,
    account: Account | None = None,
    scope: ProjectScope = EVERYTHING,
    page: int = PAGE,
) -> ProjectList:
    """A page of the projects somebody sees; without an account rows tell no money and allow nothing."""
    with snapshot():
        heads = find_heads(asked, today, grace_days(today), page + 1, scope)
        rows = tuple(_rows(heads[:page], today, account))
    return ProjectList(rows, heads[page - 1].key if len(heads) > page else None)


def list_part(
    asked: ProjectFilter,
    today: date,
    *,
    account: Account,
    scope: ProjectScope,
    limit: int,
    after: UUID | None = None,
    before: UUID | None = None,
) -> tuple[tuple[ProjectRow, ...], bool] | None:
    """So many projects after one of the list or before one, and whether there are more in that direction.

    None for a project beside which to begin that somebody does not see. A constant number of queries.
    """
    with snapshot():
        grace, beside = grace_days(today), before or after
        if beside is not None:
            key = key_in_list(beside, asked.sort, today, grace, scope)
            if key is None:
                return None
            asked = replace(asked, after="", before=key) if before else replace(asked, after=key, before="")
        heads = find_heads(asked, today, grace, limit + 1, scope)
        part = heads[-limit:] if before else heads[:limit]
        return tuple(_rows(part, today, account)), len(heads) > limit


def each_project(
    asked: ProjectFilter, today: date, *, account: Account | None = None, scope: ProjectScope = EVERYTHING
) -> Iterator[ProjectRow]:
    """Everything that the list shows, from its first page on, as of one moment; in batches of constant size."""
    with snapshot():
        grace, asked = grace_days(today), replace(asked, after="")
        while heads := find_heads(asked, today, grace, _BATCH_SIZE, scope):
            yield from _rows(heads, today, account)
            asked = replace(asked, after=heads[-1].key)


def grace_days(today: date) -> int:
    """For how many days a gap counts once, by the policy in force."""
    found = models.PolicyVersion.objects.in_force(today).values_list("grace_days", flat=True).first()
    return Policy().grace_days if found is None else found


def _rows(heads: list[Head], today: date, account: Account | None) -> Iterator[ProjectRow]:
    loaded = load_projects([head.id for head in heads], today, lock=False)
    rows = {
        head.id: _row(head, loaded[head.id], today, _actions(account, head.id, head.customer_id, today))
        for head in heads
    }
    alerts = with_orders({key: row.alerts for key, row in rows.items()})
    yield from (replace(row, alerts=alerts[key]) for key, row in rows.items())


def _actions(account: Account | None, project: UUID, customer: UUID, today: date) -> frozenset[Action]:
    return project_actions(account, project, customer, today) if account else frozenset()


def _row(head: Head, loaded: Loaded, today: date, actions: frozenset[Action]) -> ProjectRow:
    project, charge = loaded.project, next_charge(loaded, today)
    until, sees_money = project.covered_until, Action.VIEW_BILLING in actions
    return ProjectRow(
        id=public_id("prj", head.id),
        name=head.name,
        customer=head.customer,
        customer_number=head.customer_number,
        currency=loaded.currency,
        covered_until=until,
        days_left=days_left(until, today) if until else None,
        is_covered=is_covered(project.coverage, today),
        has_gap=project.has_gap(today),
        contract=project.contract,
        option=option_on(project.contract, today) if project.contract else None,
        free=project.credits.free if sees_money else 0,
        held=project.credits.held if sees_money else 0,
        next_charge=charge if sees_money else None,
        alerts=find_alerts(project, charge, head.parked, today, loaded.currency),
        actions=actions,
    )
