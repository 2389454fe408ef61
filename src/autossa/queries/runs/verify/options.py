"""Contracts that go on with another option: what their rows say of it, against the journal and the rules (rule 7)."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import islice
from uuid import UUID

from autossa.domain.contracts import Contract, OptionFrom, Status, next_period, option_on, with_option_from
from autossa.domain.invoices import Reason
from autossa.domain.plans import Option
from autossa.queries.runs.verify.findings import PORTION, Finding, rows
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.options import changes_of, contract_of, load_options, option_of

_ONCE = Fraction(1)
_PERIODS = """
SELECT s.contract, s.start, s."end", s.reason FROM settlements s LEFT JOIN voids v ON v.settlement_id = s.id
WHERE s.reason IN ('extension', 'opening') AND v.id IS NULL AND s.contract = ANY(%s) ORDER BY s.contract, s.start
"""
_FACTORS = """
SELECT c.settlement_id, c.position, c.factor, c.start, s.reason, k.id, k.start, k.booked_until, k.plan_id,
    k.option_from, k.option_plans
FROM charges c JOIN settlements s ON s.id = c.settlement_id JOIN contracts k ON k.id = s.contract
ORDER BY c.settlement_id, c.position
"""
_PLANS = "SELECT array_agg(DISTINCT id) FROM plan_versions"


def wrong_options() -> Iterator[Finding]:
    """What each contract goes on with, against its journal; and the periods of those that changed, as they follow."""
    changed = models.Contract.objects.exclude(option_from=None) | models.Contract.objects.filter(
        pk__in=models.OptionChange.objects.values("contract")
    )
    ids = changed.order_by("id").values_list("id", flat=True).iterator(PORTION)
    while portion := list(islice(ids, PORTION)):
        yield from _wrong_of(portion)


def _wrong_of(portion: list[UUID]) -> Iterator[Finding]:
    rows_of = models.Contract.objects.filter(pk__in=portion).select_related("plan")
    found = list(rows_of.prefetch_related("option_changes__plan").order_by("id"))
    options = load_options(row.option_plans for row in found)
    periods: dict[UUID, list[tuple[date, date, str]]] = {}
    for key, *period in rows(_PERIODS, [portion]):
        periods.setdefault(key, []).append(tuple(period))
    for row in found:
        contract = contract_of(row, options)
        if wrong := _against_journal(row, contract) or _against_periods(contract, periods.get(row.id, [])):
            yield Finding("contracts", str(row.id), wrong)


def wrong_factors() -> Iterator[Finding]:
    """What each charge of a period or an addition costs of the list price, against the option of its first day."""
    options = load_options(plans for (plans,) in rows(_PLANS))
    for settlement, position, factor, day, reason, _key, start, booked, plan, days, plans in rows(_FACTORS):
        right = _ONCE
        if reason not in (Reason.GAP, Reason.OPENING):
            option, changes = options[plan], changes_of(days, plans, options)
            right = (option_on(_terms(option, start, booked, changes), day) if changes else option).price_factor
        if fraction(factor) != right:
            yield Finding("charges", f"{settlement}/{position}", f"its factor is {factor}, its option has {right}")


def _terms(option: Option, start: date, booked: date, changes: tuple[OptionFrom, ...]) -> Contract:
    """A contract as far as its options go."""
    return Contract(0, option, Status.ACTIVE, start, start, booked, changes=changes)


def _against_journal(row: models.Contract, contract: Contract) -> str:
    """The journal folded as the domain does it."""
    folded = replace(contract, changes=())
    for one in sorted(row.option_changes.all(), key=lambda change: change.id):
        folded = with_option_from(folded, one.starts_on, option_of(one.plan))
    return "" if folded == contract else f"it says {_said(contract)}, its journal {_said(folded)}"


def _against_periods(contract: Contract, periods: list[tuple[date, date, str]]) -> str:
    """Each period is the one that follows, by the option that held; the last one may be cut by the end.

    What was taken over is many of them in one.
    """
    contract = replace(contract, booked_until=contract.start)
    for start, end, reason in periods:
        right = next_period(contract)
        if reason != Reason.OPENING and right != (start, end):
            return f"a period lasts from {start} to {end}, by its option it would be {right}"
        contract = replace(contract, booked_until=end)
    return ""


def _said(contract: Contract) -> str:
    later = (f", {change.option.name} from {change.starts_on}" for change in contract.changes)
    return contract.option.name + "".join(later)
