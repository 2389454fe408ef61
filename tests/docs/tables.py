"""The tables of the docs that are no story: each is computed by the functions that the rules are made of."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction

from autossa.cli.scenarios.files import parse
from autossa.cli.scenarios.yaml_tree import FileError
from autossa.domain import corrections, renewals, topups
from autossa.domain.cancellations import earliest_end, last_day_to_cancel
from autossa.domain.charges import charge_line, need, rounded_need
from autossa.domain.comparisons import compare
from autossa.domain.dates import DAY, add_months, month_index, months
from autossa.domain.lines import Line
from autossa.domain.plans import STANDARD_OPTIONS
from autossa.domain.policies import Policy
from autossa.domain.projects import Outcome, Project
from autossa.domain.releases.entitlements import Verdict
from autossa.domain.renewals import due_on
from autossa.domain.scenarios import Answered, Scenario, play
from autossa.domain.settlements import Settlement
from autossa.domain.voids import Void
from tests.docs.story import example, played
from tests.docs.words import Words, table

OPTIONS = {option.name: option for option in STANDARD_OPTIONS}
START = date(2026, 1, 31)


def month_ends(words: Words) -> str:
    """§1: where anchored months, and years, begin."""
    anchors = (START, date(2025, 11, 30), date(2026, 3, 15))
    leap = date(2024, 2, 29)
    rows = [[words.day(add_months(anchor, k)) for anchor in anchors] for k in range(5)]
    for k, row in enumerate(rows):
        row.append(words.day(add_months(leap, 12 * k)))
    return table([*[words("month_from")] * len(anchors), words("year_from")], rows)


def part_months(words: Words) -> str:
    """§1: how many months some days are."""
    spans = [("2026-01-31", "2026-02-28"), ("2026-03-10", "2026-03-31"), ("2026-03-10", "2026-04-10")]
    rows = []
    for first, last in spans:
        start, end = date.fromisoformat(first), date.fromisoformat(last)
        parts = " + ".join(f"{days}/{length}" for days, length in _by_month(start, end, START))
        rows.append([words.span(start, end), str((end - start).days), parts, words.exact(months(start, end, START))])
    return table([words("span"), words("days"), words("months"), words("exact")], rows, right=(1, 3))


def _by_month(start: date, end: date, anchor: date) -> Iterator[tuple[int, int]]:
    for k in range(month_index(anchor, start), month_index(anchor, end - DAY) + 1):
        begin, close = add_months(anchor, k), add_months(anchor, k + 1)
        yield (min(end, close) - max(start, begin)).days, (close - begin).days


def _ports(quantity: int) -> Line:
    return Line(1, 1, "L1", "PORT14", quantity, Fraction(1), acquired_on=START, added_on=START)


def twelve_months(words: Words) -> str:
    """§2: twelve monthly charges and the year."""
    line, rows, total = _ports(500), [], 0
    for k in range(12):
        start, end = add_months(START, k), add_months(START, k + 1)
        charge = charge_line(line, start, end, START)
        assert charge is not None
        rounded = rounded_need(line, START, end, START)
        figures = [words.amount(amount) for amount in (rounded, total, charge.ssc)]
        rows.append([str(k + 1), words.span(start, end), words.exact(need(line, START, end, START)), *figures])
        total += charge.ssc
    rows.append(["", words("total"), "", "", "", words.amount(total)])
    header = [words(key) for key in ("month", "span", "sum_exact", "sum_rounded", "before", "charge")]
    return table(header, rows, right=(2, 3, 4, 5))


def cuts(words: Words) -> str:
    """§2: one year of 7 ports cut in months, in quarters, not at all."""
    rows = []
    for billed in (1, 3, 12):
        charges = []
        for k in range(0, 12, billed):
            charge = charge_line(_ports(7), add_months(START, k), add_months(START, k + billed), START)
            charges.append(charge.ssc if charge else 0)
        every = words("every_month") if billed == 1 else words("every_months", n=billed)
        rows.append([every, " + ".join(map(words.amount, charges)), words.amount(sum(charges))])
    return table([words("cut"), words("charges"), words("total")], rows, right=(2,))


def policy(words: Words) -> str:
    """The values that the vendor can set."""
    values = Policy()
    names = ("grace_days", "reaction_days", "late_multiplier", "renewal_lead_days", "give_up", "entitlement_day")
    rows = [[f"`{name}`", words(name), _value(getattr(values, name))] for name in (*names, "void_days")]
    return table([words("value"), "", words("standard")], rows, right=(2,))


def _value(value: object) -> str:
    return f"`{value.value}`" if isinstance(value, Enum) else str(value)


def options(words: Words) -> str:
    """§3: the options as the domain has them."""
    rows = []
    for option in STANDARD_OPTIONS:
        percent = option.adjustment * 100
        sign = "+" if percent > 0 else "−"
        price = words("list_price_plus", n=f"{sign} {words.exact(abs(percent))}") if percent else words("list_price")
        billed = option.billed_months
        every = words("every_month") if billed == 1 else words("every_months", n=billed)
        rows.append(
            [f"`{option.name}`", words.months(option.term_months), words.months(option.notice_months), every, price]
        )
    return table([words(key) for key in ("option", "term", "notice", "billed", "adjustment")], rows)


def four_options(words: Words) -> str:
    """§3: the four options for one project, as `autossa plan` compares them."""
    scenario = example("options")
    rows = []
    for option, offer in compare(play(scenario).project, scenario.until):
        assert not hasattr(offer, "code"), offer
        year, three = offer.costs
        figures = [words.amount(amount) for amount in (year.ssc, year.net, year.gross, three.gross)]
        days = [words.day(offer.last_day_to_cancel), words.day(offer.earliest_end - DAY)]
        rows.append([f"`{option.name}`", *figures, *days])
    header = [words("ssc_in", n=12), words("net_in", n=12), words("gross_in", n=12), words("gross_in", n=36)]
    return table([words("option"), *header, words("cancel_by"), words("last_day")], rows, right=(1, 2, 3, 4))


def due_days(words: Words) -> str:
    """§5: when the first periods of a contract are booked."""
    contract = play(_until("first-year", date(2026, 2, 2))).project.contract
    assert contract is not None
    rows = []
    for k in (1, 2, 3):
        due = due_on(replace(contract, booked_until=add_months(contract.start, k)), 14)
        assert due is not None
        rows.append([words.span(add_months(START, k), add_months(START, k + 1)), words.day(due)])
    return table([words("span"), words("due")], rows)


def late_run(words: Words) -> str:
    """§5: the daily run, and one run after months of silence."""
    project, first, last = play(_until("first-year", date(2026, 2, 28))).project, date(2026, 3, 1), date(2026, 6, 20)
    daily = Outcome(project)
    for n in range((last - first).days + 1):
        daily = daily.followed_by(renewals.run_day(daily.project, first + timedelta(days=n)))
    late = renewals.catch_up(project, first, last)
    late = late.followed_by(renewals.run_day(late.project, last))
    rows = [
        [words.span(a.start, a.end), words.day(a.day), words.amount(a.ssc), words.day(b.day), words.amount(b.ssc)]
        for a, b in zip(_settlements(daily), _settlements(late), strict=True)
    ]
    header = ["span", "booked_daily", "ssc"]
    return table(
        [*(words(key) for key in header), words("booked_late", day=words.day(last)), words("ssc")], rows, right=(2, 4)
    )


def _until(name: str, day: date) -> Scenario:
    scenario = example(name)
    return replace(scenario, until=day, events=tuple(event for event in scenario.events if event.day <= day))


def _settlements(outcome: Outcome) -> list[Settlement]:
    return [entry for entry in outcome.entries if isinstance(entry, Settlement)]


def two_runs(words: Words) -> str:
    """§6: the invoice lines of an addition that lies in two runs."""
    addition = next(
        item
        for item in played("two-runs").happenings
        if isinstance(item, Settlement) and item.reason.value == "addition"
    )
    rows = [
        [
            part.charge.line.license_id,
            words.span(part.charge.start, part.charge.end),
            words.day(part.charge.anchor),
            " + ".join(
                f"{days}/{length}" for days, length in _by_month(part.charge.start, part.charge.end, part.charge.anchor)
            )
            if (part.charge.end - part.charge.start).days < 31
            else str(months(part.charge.start, part.charge.end, part.charge.anchor)),
            words.amount(part.charge.ssc),
            words.amount(part.net),
        ]
        for part in addition.parts
    ]
    header = [words(key) for key in ("license", "piece", "run", "months", "ssc", "net")]
    return table(header, rows, right=(3, 4, 5))


def cancel_days(words: Words) -> str:
    """§7: last days to cancel, month ends included."""
    wanted = [
        ("annual_monthly", date(2026, 3, 15), (1, 2)),
        ("annual_monthly", START, (1, 2)),
        ("annual_monthly", date(2026, 5, 31), (1,)),
        ("annual_monthly", date(2024, 2, 29), (1, 4)),
        ("flex_monthly", START, (2, 3, 4)),
    ]
    rows = []
    for name, start, terms in wanted:
        for k in terms:
            end = add_months(start, k * OPTIONS[name].term_months)
            last = last_day_to_cancel(end, OPTIONS[name])
            rows.append([f"`{name}`", words.day(start), words.day(end - DAY), words.day(last)])
    return table([words(key) for key in ("option", "start", "last_day", "cancel_by")], rows)


def flex_shortest(words: Words) -> str:
    """§7: how long a flex contract lasts at least."""
    flex = OPTIONS["flex_monthly"]
    cases = [(date(2026, 5, 31), date(2026, 5, 31)), (date(2026, 4, 15), date(2026, 4, 15))]
    cases += [(date(2026, 4, 15), date(2026, 4, 14))]
    rows = []
    for start, cancelled in cases:
        end = earliest_end(start, flex, cancelled)
        rows.append(
            [words.day(start), words.day(cancelled), words.day(end - DAY), words.months(month_index(start, end))]
        )
    return table([words(key) for key in ("start", "cancelled_on", "last_day", "term")], rows)


def entitlement(words: Words) -> str:
    """§9: the answers to what the example asks."""
    answers = [item for item in played("entitlement").happenings if isinstance(item, Answered)]
    rows = []
    for item in answers:
        verdict, release = item.verdict, item.verdict.release
        rows.append(
            [
                words.day(item.day),
                verdict.license_id,
                release.version,
                words.day(release.released_on),
                words(release.release_class.value),
                words("yes" if verdict.may_install else "no"),
                f"`{verdict.reason.value}`",
                ", ".join(_rests_on(words, verdict)) or "–",
            ]
        )
    header = ["day", "license", "release", "released_on", "class", "may_install", "reason", "rests_on"]
    return table([words(key) for key in header], rows)


def _rests_on(words: Words, verdict: Verdict) -> Iterator[str]:
    """The days of an answer, and what the project has no license of."""
    if verdict.entitlement_day != verdict.release.released_on:
        yield words("counts_as_of", day=words.day(verdict.entitlement_day))
    if verdict.covered:
        yield words("covered", span=words.span(verdict.covered.start, verdict.covered.end))
    elif verdict.acquired_on:
        yield words("acquired", day=words.day(verdict.acquired_on))
    if verdict.included_until:
        yield words("included_until", day=words.day(verdict.included_until - DAY))
    if verdict.through:
        yield words("through", release=verdict.through)
    if verdict.missing:
        yield words("missing", types=", ".join(verdict.missing))
    if verdict.locked:
        yield words("locked", types=", ".join(verdict.locked))


def correction(words: Words) -> str:
    """§10: a period booked, voided, and booked rightly."""
    day = date(2026, 5, 25)
    history = play(_until("balance-first", day))
    first = [item for item in history.happenings if isinstance(item, Settlement)][-1]
    voided = corrections.void(history.project, day, first, "a payment of 20 SSC was not entered")
    assert isinstance(voided, Outcome)
    again = renewals.run_day(topups.top_up(voided.project, day, 2000).project, day)
    columns = [
        _paid(words, first, history.project, 1),
        _paid(words, first, voided.project, -1),
        _paid(words, _settlements(again)[0], again.project, 1),
    ]
    note = next(entry for entry in voided.entries if isinstance(entry, Void)).credit_note
    assert note is not None
    columns[1][3:6] = [words.amount(amount) for amount in (note.net, note.tax, note.gross)]
    labels = ["paid_from_balance", "recharged", "balance", "invoice_net", "invoice_vat", "invoice_gross"]
    labels.append("coverage_until")
    header = [words("booked", day=words.day(first.day)), words("voided", day=words.day(day))]
    header.append(words("again", day=words.day(day)))
    rows = [[words(label), *(column[i] for column in columns)] for i, label in enumerate(labels)]
    return table(["", *header], rows, right=(1, 2, 3))


def _paid(words: Words, settlement: Settlement, project: Project, sign: int) -> list[str]:
    recharge, invoice, until = settlement.recharge, settlement.invoice, project.covered_until
    assert recharge is not None
    assert invoice is not None
    assert until is not None
    invoiced = sum(part.invoiced for part in settlement.parts)
    amounts = [sign * (settlement.ssc - invoiced), sign * invoiced, project.credits.balance]
    amounts += [sign * invoice.net, sign * invoice.tax, sign * invoice.gross]
    return [*map(words.amount, amounts), words.day(until - DAY)]


GOOD = """\
ssc_price: [{from: 2026-01-01, price: "1.00"}]
license_types: {PORT14: {ssc_per_year: "1"}}
events:
  - {date: 2026-01-31, do: add_license, id: L1, type: PORT14, quantity: 500}
until: 2026-02-28
"""
WRONG = [
    ('price: "1.00"', "price: 1.00"),
    ("do: add_license", "do: add_licence"),
    ("date: 2026-01-31", "date: 2026-02-30"),
    ("type: PORT14", "type: PORT15"),
    ("quantity: 500", "quantity: 0"),
    ("until: 2026-02-28", "until: 2026-01-30"),
    ("until: 2026-02-28", "end: 2026-02-28"),
]


def wrong_files(words: Words) -> str:
    """scenarios.md: one mistake each, and the sentence about it."""
    rows = []
    for right, wrong in WRONG:
        assert right in GOOD
        try:
            parse(GOOD.replace(right, wrong))
        except FileError as error:
            rows.append([f"`{wrong}`", str(error)])
        else:
            raise AssertionError(f"{wrong} is not refused")
    return f"```yaml\n{GOOD}```\n\n" + table([words("wrong"), words("sentence")], rows)


TABLES: dict[str, Callable[[Words], str]] = {
    "month-ends": month_ends,
    "part-months": part_months,
    "twelve-months": twelve_months,
    "cuts": cuts,
    "policy": policy,
    "options": options,
    "four-options": four_options,
    "due-days": due_days,
    "late-run": late_run,
    "two-runs": two_runs,
    "cancel-days": cancel_days,
    "flex-shortest": flex_shortest,
    "entitlement": entitlement,
    "correction": correction,
    "wrong-files": wrong_files,
}
