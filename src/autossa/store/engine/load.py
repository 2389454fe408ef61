"""Rows to facts: locked projects as the domain sees them, in a fixed number of queries a batch."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from typing import NamedTuple
from uuid import UUID

from autossa.domain import projects as d
from autossa.domain.billing.vat import Rate
from autossa.domain.charges import Charge
from autossa.domain.contracts import OPEN, Contract, Gap, Question, RejectedReview, Status
from autossa.domain.coverage import Period, Source
from autossa.domain.credits import Credits, Lot, LotSource
from autossa.domain.currencies import places_of
from autossa.domain.lines import Line, Ssa, in_order
from autossa.domain.payers import liable_until
from autossa.store.engine import found as f
from autossa.store.engine.arrays import array_text
from autossa.store.engine.billing.unpaid import UnpaidPeriods, find_unpaid
from autossa.store.engine.billing.vat_rates import RateTable, load_rates
from autossa.store.engine.terms import PolicyRow, Versions, load_versions
from autossa.store.exact import fraction
from autossa.store.options import changes_of

NO_VAT = Fraction(0)
_OPEN = {status.value for status in OPEN}
# Quicker than Ssa(…), and asked for every line of every renewal.
_SSA = {ssa.value: ssa for ssa in Ssa}
_STATUS = {status.value: status for status in Status}
_LOT_SOURCE = {source.value: source for source in LotSource}


class Loaded(NamedTuple):
    """A project's facts with the ids of its rows, as they were found; what writing adds to them, its journal knows.

    `covered_until` is what the row says; the daily run, which loads no past coverage, knows it from there alone.
    `key` is the id as text, `found` the rows of its lines.
    """

    id: UUID
    name: str
    project: d.Project
    policy: PolicyRow
    touched_on: date
    customer: UUID
    price_list: UUID
    currency: str
    customers_tax_rates: tuple[Rate, ...]
    covered_until: date | None
    knows_past: bool
    contract_id: UUID | None
    payer: UUID | None
    payer_name: str
    order_number: str
    payer_until: date | None
    revision: int
    found: Sequence[f.FoundLine]
    key: str
    contract_key: str | None = None

    @property
    def line_ids(self) -> dict[int, str]:
        """The ids of its lines by their numbers; the daily run changes none."""
        return {line.number: line.id for line in self.found}

    @property
    def license_ids(self) -> dict[str, str]:
        """The ids of its licenses by their codes."""
        return {line.license: line.license_id for line in self.found}

    def other_payer(self, day: date) -> str:
        """Who is invoiced under the open contract for a day of it, by name; empty where it is the customer."""
        contract = self.project.contract
        if contract is None or not contract.is_open or self.payer == self.customer:
            return ""
        return self.payer_name if self.payer_until is None or day < self.payer_until else ""

    def payer_on(self, day: date) -> UUID:
        """Who is invoiced for a day of the newest contract: the customer, once nobody else is liable."""
        if self.payer is None or (self.payer_until is not None and day >= self.payer_until):
            return self.customer
        return self.payer

    def covered_until_after(self, project: d.Project) -> date | None:
        """The first day not covered once an outcome is written; without the past it can only have grown."""
        until = project.covered_until
        if self.knows_past or self.covered_until is None:
            return until
        return max(self.covered_until, until or self.covered_until)


_AGREED = Loaded._fields.index("contract_id")


@dataclass(frozen=True, slots=True)
class _Found:
    """What the queries found, by project. No `coverage` means that it was not asked for, as by the daily run."""

    contracts: Mapping[str, f.FoundContract]
    lines: Mapping[str, list[f.FoundLine]]
    lots: Mapping[str, list[f.FoundLot]]
    coverage: Mapping[str, list[f.FoundPeriod]] | None
    reviews: Mapping[str, list[f.FoundReview]]
    waivers: Mapping[str, list[f.FoundWaiver]]
    gap_charges: Mapping[str, list[f.FoundGapCharge]]


def load_projects(
    ids: Iterable[UUID], day: date, *, lock: bool = True, used_up_lots: bool = False
) -> dict[UUID, Loaded]:
    """The whole facts of these projects on a day, their rows locked in id order when `lock`.

    Unknown ids are left out. Lots that are used up come along only when asked for: a void gives credits back to them.
    """
    wanted = array_text(ids)
    heads = f.find_projects(wanted, lock=lock)
    found = _Found(
        contracts=f.find_latest_contracts(wanted),
        lines=f.find_lines(wanted, only_for_run=False),
        lots=f.find_lots(wanted, used_up=used_up_lots),
        coverage=f.find_coverage(wanted),
        reviews=f.find_reviews(wanted),
        waivers=f.find_waivers(wanted),
        gap_charges=f.find_gap_charges(wanted),
    )
    return _assemble(heads, found, day)


def load_for_run(ids: Iterable[UUID], day: date) -> dict[UUID, Loaded]:
    """What the daily run needs of projects that are locked already: no past coverage, no ended lines, no reviews."""
    wanted = array_text(ids)
    heads = f.find_projects(wanted, lock=False)
    found = _Found(
        contracts=f.find_latest_contracts(wanted),
        lines=f.find_lines(wanted, only_for_run=True),
        lots=f.find_lots(wanted, used_up=False),
        coverage=None,
        reviews={},
        waivers={},
        gap_charges={},
    )
    return _assemble(heads, found, day)


def _assemble(heads: list[f.FoundProject], found: _Found, day: date) -> dict[UUID, Loaded]:
    versions = load_versions({head.price_list for head in heads} | {one.price_list for one in found.contracts.values()})
    rates = load_rates()
    open_ones = [one for one in found.contracts.values() if one.status in _OPEN]
    unpaid = find_unpaid([one.id for one in open_ones], [one.payer for one in open_ones], day)
    paid_by_others = [head.project for head in heads if _is_paid_by_other(head, found.contracts.get(head.project))]
    ended_on = f.find_ended_hand_overs(array_text(paid_by_others)) if paid_by_others else {}
    return {head.id: _loaded(head, found, versions, rates, day, ended_on.get(head.project), unpaid) for head in heads}


def _is_paid_by_other(head: f.FoundProject, contract: f.FoundContract | None) -> bool:
    return contract is not None and contract.payer != head.customer


def _loaded(
    head: f.FoundProject,
    found: _Found,
    versions: Versions,
    rates: RateTable,
    day: date,
    ended_on: date | None,
    unpaid: UnpaidPeriods,
) -> Loaded:
    """`ended_on` is the day from which the payer's hand-over does not hold any more."""
    key, of_customer = head.project, rates.of(head.treatment, head.rate_class)
    latest, lines = found.contracts.get(key), found.lines.get(key, [])
    reviews, waiver = found.reviews.get(key, []), next(iter(found.waivers.get(key, [])), None)
    contract = _contract(latest, found.gap_charges.get(key, []), lines, versions) if latest else None
    if contract is not None and contract.is_under_review and reviews:  # the daily run leaves them aside
        contract = replace(contract, questions=_questions(reviews[-1], None))
    policy, price_list, currency, tax_rates = versions.policy_on(day), head.price_list, head.currency, of_customer
    if latest is not None and contract is not None and contract.is_open:
        policy, price_list = versions.policy_of_plan(latest.plan), latest.price_list
        currency, tax_rates = latest.currency, rates.of(latest.treatment, latest.rate_class)
    payer_until = None
    if contract is not None and ended_on is not None:  # what is booked is paid by the former partner, with all added
        payer_until = max(liable_until(contract, ended_on), contract.booked_until)
    next_payer = None if payer_until is None else (payer_until, NO_VAT)
    project = d.Project(
        d.Terms(
            policy.policy, versions.prices[price_list], NO_VAT, next_payer, places_of(currency), tax_rates, of_customer
        ),
        in_order(tuple([_line(line) for line in lines])),
        tuple([_period(period) for period in found.coverage.get(key, ())]) if found.coverage else (),
        Credits(tuple([_lot(lot) for lot in found.lots.get(key, ())]), head.next_lot),
        contract,
        tuple([_rejection(one, one.decided_on) for one in reviews if one.decided_on is not None]),
        head.first_activation,
        waiver.last_day if waiver else None,
        unpaid.of(latest.key) if latest else None,
    )
    loaded = Loaded(  # by place, as all that is made for each renewal: by name it takes three times as long
        head.id, head.name, project, policy, head.touched_on, head.customer, price_list, currency, of_customer,
        head.covered_until, found.coverage is not None, None, None, "", "", payer_until, 0, lines, key,
    )  # fmt: skip
    if latest is None:
        return loaded
    agreed = (latest.id, latest.payer, latest.payer_name, latest.order_number, payer_until, latest.voids)
    return Loaded._make((*loaded[:_AGREED], *agreed, lines, key, latest.key))


def _contract(
    row: f.FoundContract, gap_rows: list[f.FoundGapCharge], lines: list[f.FoundLine], versions: Versions
) -> Contract:
    gap = None
    if row.gap_start is not None:
        by_number = {line.number: line for line in lines}
        charges = tuple(_gap_charge(one, by_number[one.line], row.gap_start) for one in gap_rows)
        gap = Gap(row.gap_start, row.concluded_on, row.gap_late, charges, row.gap_excused, row.gap_waived)
    option = versions.policy_of_plan(row.plan).policy.option(row.option)
    changes = changes_of(row.option_from, row.option_plans, versions.options) if row.option_from else ()
    return Contract(
        row.number, option, _STATUS[row.status], row.concluded_on, row.start, row.booked_until, row.fixed_end,
        row.ends_on, gap, frozenset(row.requested), (), row.terminated, changes,
    )  # fmt: skip


def _gap_charge(row: f.FoundGapCharge, line: f.FoundLine, anchor: date) -> Charge:
    return Charge(_line(line), anchor, row.start, row.start, row.end, row.ssc, fraction(row.multiplier))


def _line(row: f.FoundLine) -> Line:
    """By place, not by name: it is made for every line of every renewal."""
    _, number, place, code, kind, quantity, rate, acquired_on, added_on, ended_on, confirmed, ssa, until, _, _ = row
    amount = fraction(rate)
    return Line(
        number, place, code, kind, quantity, amount, acquired_on, added_on, ended_on, confirmed, _SSA[ssa], until
    )


def _lot(row: f.FoundLot) -> Lot:
    return Lot(row.number, _LOT_SOURCE[row.source], row.free, row.held, row.paid)


def _period(row: f.FoundPeriod) -> Period:
    return Period(row.start, row.end, Source(row.source), row.anchor)


def _rejection(row: f.FoundReview, rejected_on: date) -> RejectedReview:
    return RejectedReview(row.concluded_on, rejected_on, _questions(row, rejected_on))


def _questions(row: f.FoundReview, over_on: date | None) -> tuple[Question, ...]:
    """Each with the day of its answer; the last one may have waited until the review was over."""
    answers = [*row.answered, over_on]
    return tuple(Question(asked, answered) for asked, answered in zip(row.asked, answers, strict=False))
