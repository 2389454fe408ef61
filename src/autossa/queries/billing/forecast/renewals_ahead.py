"""What renewals will bring, estimated for many projects at once: contracts alike are added up by the database.

Needs are not rounded line by line, what the balance holds pays the first period, and what is added or given up in a
period is left out; else it is the daily run's own arithmetic (rules 2, 5).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any
from uuid import UUID

from django.db import connection

from autossa.domain.amounts import half_up
from autossa.domain.billing.documents import Method
from autossa.domain.billing.forecast import Certainty, Expected
from autossa.domain.billing.vat import Rate, dated_rate
from autossa.domain.contracts import Contract, Status, next_period, option_on, term_start
from autossa.domain.currencies import places_of
from autossa.domain.dates import months
from autossa.domain.lines import Ssa
from autossa.domain.plans import Option
from autossa.domain.prices import Price, list_price, net_amount, tax_amount
from autossa.domain.renewals import due_on
from autossa.queries.billing.payments.policies import payment_terms
from autossa.store import models
from autossa.store.engine.billing.vat_rates import RateTable, load_rates
from autossa.store.engine.terms import Versions, load_versions
from autossa.store.exact import fraction
from autossa.store.options import changes_of, load_options

# The newest choice of a contract counts, then that of its payer; "" is as the payer's other ones.
_RENEWALS = """
WITH due AS MATERIALIZED (
    SELECT k.id, k.project_id, k.payer_id, k.status, k.start, k.booked_until, k.ends_on, k.plan_id, k.option_from,
        k.option_plans, k.price_list_id, k.currency, v.billed_months, y.renewal_lead_days
    FROM contracts k JOIN plan_versions v ON v.id = k.plan_id JOIN policy_versions y ON y.id = v.policy_id
    WHERE k.status IN ('active', 'ending') AND (k.ends_on IS NULL OR k.booked_until < k.ends_on)
        AND k.booked_until - y.renewal_lead_days <= %(last)s
), needs AS MATERIALIZED (
    SELECT l.project_id, sum(l.quantity * l.rate) AS units
    FROM license_lines l WHERE l.confirmed AND l.ended_on IS NULL {charged} GROUP BY 1
), free AS MATERIALIZED (
    SELECT project_id, sum(free) AS ssc FROM lots WHERE free > 0 GROUP BY 1
), chosen AS MATERIALIZED (
    SELECT DISTINCT ON (payer_id, contract_id) payer_id, contract_id, method
    FROM payment_choices ORDER BY payer_id, contract_id, id DESC
)
SELECT d.status, d.start, d.booked_until, d.ends_on, d.option_from, d.option_plans, d.plan_id, d.price_list_id,
    d.currency, d.renewal_lead_days, t.treatment, t.rate_class,
    coalesce(nullif(o.method, ''), nullif(p.method, ''), 'transfer'), count(*), sum(n.units),
    sum(least(coalesce(f.ssc, 0), n.units * d.billed_months * 100 / 12))
FROM due d JOIN needs n USING (project_id) LEFT JOIN free f USING (project_id)
JOIN organisations a ON a.id = d.payer_id LEFT JOIN vat_treatments t ON t.id = a.treatment_id
LEFT JOIN chosen o ON o.contract_id = d.id LEFT JOIN chosen p ON p.payer_id = d.payer_id AND p.contract_id IS NULL
GROUP BY 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13
"""
# Half a million licenses are not looked up where every type is charged.
_CHARGED = "AND l.license_id NOT IN (SELECT id FROM licenses WHERE license_type_id = ANY(%(not_charged)s))"


@dataclass(frozen=True, slots=True)
class Renewals:
    """What is expected of them, and by currency how many of them no price is known for."""

    expected: tuple[Expected, ...]
    unpriced: dict[str, int]


@dataclass(frozen=True, slots=True)
class _Alike:
    """Contracts alike: how many, what they need a year (SSC), and what of it their balances hold (hundredths)."""

    contract: Contract
    lead_days: int
    currency: str
    prices: tuple[Price, ...]
    rates: tuple[Rate, ...]
    method: Method
    count: int
    units: Fraction
    free: Fraction


def expected_renewals(day: date, days: int) -> Renewals:
    """What the runs will invoice and is due before the last of these days. A constant number of queries."""
    end = day + timedelta(days=days)
    versions = load_versions(set())
    waits = _waits(day, versions)
    sums: Counter[tuple[date, str, Method]] = Counter()
    unpriced: dict[str, int] = defaultdict(int)
    for alike in _alike(end):
        for due, gross in _periods(alike, day, end):
            if gross is None:
                unpriced[alike.currency] += alike.count
            elif gross and (comes := due + waits[alike.method]) < end:
                sums[comes, alike.currency, alike.method] += gross
    expected = (Expected(on, gross, money, by, Certainty.RENEWAL) for (on, money, by), gross in sums.items())
    return Renewals(tuple(expected), dict(unpriced))


def _periods(alike: _Alike, day: date, end: date) -> Iterator[tuple[date, int | None]]:
    """The day on which each is invoiced, and what it comes to together; None, and no more, where no price is known."""
    contract, free = alike.contract, alike.free
    while (due := due_on(contract, alike.lead_days)) is not None and due < end:
        period = next_period(contract)
        assert period is not None  # one is due
        price = list_price(alike.prices, term_start(contract, period[0]), max(due, day))
        if price is None:
            yield max(due, day), None
            return
        need = alike.units * months(*period, contract.start) * 100 / 12
        factor = option_on(contract, period[0]).price_factor
        net = net_amount(half_up(need - min(free, need)), price, factor, places_of(alike.currency))
        rate = dated_rate(alike.rates, period[0]) if alike.rates else Fraction(0)
        yield max(due, day), net + tax_amount(net, rate)
        contract, free = replace(contract, booked_until=period[1]), Fraction(0)


def _alike(last: date) -> Iterator[_Alike]:
    rows = _rows(last)
    versions, table = load_versions({row[7] for row in rows}), load_rates()
    options = load_options([*(row[5] for row in rows), [row[6] for row in rows]])
    for row in rows:
        yield _one(row, versions, table, options)


def _one(row: tuple[Any, ...], versions: Versions, table: RateTable, options: dict[UUID, Option]) -> _Alike:
    status, start, booked, ends_on, days, changed, plan, price_list, currency, lead, treatment, rate_class, *rest = row
    method, count, units, free = rest
    contract = Contract(
        0, options[plan], Status(status), start, start, booked, ends_on=ends_on,
        changes=changes_of(days, changed, options),
    )  # fmt: skip
    prices, rates = versions.prices[price_list], table.of(treatment, rate_class)
    return _Alike(contract, lead, currency, prices, rates, Method(method), count, fraction(units), Fraction(free))


def _waits(day: date, versions: Versions) -> dict[Method, timedelta]:
    """How long after its invoice money comes (billing 9)."""
    prenotified = payment_terms(day).policy.prenotify_days
    waits = {Method.TRANSFER: versions.policy_on(day).policy.payment_days, Method.DIRECT_DEBIT: prenotified}
    return {method: timedelta(days=waits.get(method, 0)) for method in Method}


def _rows(last: date) -> list[tuple[Any, ...]]:
    not_charged = list(models.LicenseType.objects.exclude(ssa=Ssa.CHARGED.value).values_list("id", flat=True))
    statement = _RENEWALS.format(charged=_CHARGED if not_charged else "")
    with connection.cursor() as cursor:
        cursor.execute(statement, {"last": last, "not_charged": not_charged})
        return list(cursor.fetchall())
