"""Coverage and the contract of a project that is taken over: what is wrong, and what they are as facts."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from autossa.domain.contracts import OptionFrom, first_term_end, next_period, option_on
from autossa.domain.coverage import Period, Source
from autossa.domain.dates import DAY, add_months
from autossa.domain.imports.book import Row
from autossa.domain.imports.faults import Fault, Wrong
from autossa.domain.imports.known import Known
from autossa.domain.imports.openings import RunningContract
from autossa.domain.plans import Option
from autossa.domain.policies import Policy


def check_coverage(rows: list[Row], contract: Row | None) -> Iterator[Fault]:
    """Days in order, none of them covered twice."""
    taken: list[tuple[date, date]] = []
    if contract is not None and contract["anchor"] and contract["booked_until"]:
        taken.append((contract["anchor"], contract["booked_until"]))
    for row in sorted(rows, key=lambda one: (one["from"] or date.max, one.number)):
        start, until, anchor = row["from"], row["until"], row["anchor"]
        if start and anchor and anchor > start:
            yield row.fault("anchor", Wrong.ENDS_BEFORE)
        if not (start and until):
            continue
        if until <= start:
            yield row.fault("until", Wrong.ENDS_BEFORE)
            continue
        if any(start < end and begin < until for begin, end in taken):
            yield row.fault("from", Wrong.OVERLAPS)
            continue
        taken.append((start, until))


def make_coverage(rows: list[Row]) -> tuple[Period, ...]:
    """What is covered apart from the contract."""
    return tuple(Period(row["from"], row["until"], Source(row["source"]), row["anchor"] or row["from"]) for row in rows)


def concluded_on(row: Row, today: date) -> date:
    """The day whose policy holds for a contract: as given, else its anchor."""
    return row["concluded_on"] or min(row["anchor"], today)  # type: ignore[no-any-return]


def check_contract(row: Row, options: list[Row], coverage: list[Row], known: Known, today: date) -> Iterator[Fault]:
    """An option that there was, days in order, a last period that ends where one ends."""
    yield from _concluded(row, today)
    if row["anchor"] is None or "concluded_on" in row.faulty:
        return
    policy = known.policy_on(concluded_on(row, today))
    option = find_option(policy, row["option"])
    if row["option"] and option is None:
        yield row.fault("option", Wrong.NO_SUCH_OPTION)
    if option is None:
        return
    running = _running(row, option, today)
    changes: list[OptionFrom] = []
    wrong = False
    for one in sorted(options, key=lambda found: (found["from"] or date.max, found.number)):
        found = _change(one, replace(running, changes=tuple(changes)), policy)
        if isinstance(found, Fault):
            yield found
            wrong = True
        elif found is not None:
            changes.append(found)
        else:
            wrong = True
    ends = list(_ends(row, option))
    yield from ends
    if not wrong and not ends and row["booked_until"]:
        yield from _booked(row, replace(running, changes=tuple(changes)), coverage)


def make_contract(row: Row, options: list[Row], known: Known, today: date) -> RunningContract:
    """The contract, of rows without a fault."""
    policy = known.policy_on(concluded_on(row, today))
    changes = tuple(
        OptionFrom(one["from"], policy.option(one["option"]))
        for one in sorted(options, key=lambda found: found["from"])
    )
    return replace(_running(row, policy.option(row["option"]), today), changes=changes)


def find_option(policy: Policy, name: str | None) -> Option | None:
    """The option of that name, where the policy has it."""
    return next((option for option in policy.options if option.name == name), None)


def _concluded(row: Row, today: date) -> Iterator[Fault]:
    if row["concluded_on"] and row["concluded_on"] > today:
        yield row.fault("concluded_on", Wrong.TO_COME)
    elif row["concluded_on"] and row["anchor"] and row["anchor"] < row["concluded_on"]:
        yield row.fault("anchor", Wrong.ENDS_BEFORE)


def _running(row: Row, option: Option, today: date) -> RunningContract:
    return RunningContract(
        option, concluded_on(row, today), row["anchor"], row["booked_until"] or row["anchor"], row["fixed_end"],
        row["ends_on"], row["state"] == "suspended",
    )  # fmt: skip


def _change(row: Row, running: RunningContract, policy: Policy) -> OptionFrom | Fault | None:
    """The change, what is wrong with it, or nothing where it cannot be read."""
    if row["from"] is None or not row["option"]:
        return None
    option = find_option(policy, row["option"])
    if option is None:
        return row.fault("option", Wrong.NO_SUCH_OPTION)
    contract = replace(running.in_review(), changes=running.changes)
    day = row["from"]
    if day <= contract.start or any(change.starts_on >= day for change in running.changes):
        return row.fault("from", Wrong.NOT_A_TERM_END)
    if first_term_end(contract, day) != day:
        return row.fault("from", Wrong.NOT_A_TERM_END)
    if option_on(contract, day) == option:
        return row.fault("option", Wrong.TWICE)
    return OptionFrom(day, option)


def _ends(row: Row, option: Option) -> Iterator[Fault]:
    earliest = add_months(row["anchor"], option.term_months)
    for column in ("fixed_end", "ends_on"):
        if row[column] and row[column] < earliest:
            yield row.fault(column, Wrong.ENDS_TOO_EARLY, earliest.isoformat())
            return
    if row["fixed_end"] and row["ends_on"] and row["ends_on"] > row["fixed_end"]:
        yield row.fault("ends_on", Wrong.ENDS_BEFORE)


def _booked(row: Row, running: RunningContract, coverage: list[Row]) -> Iterator[Fault]:
    until, end = row["booked_until"], running.end
    if until < running.anchor or (end and until > end):
        yield row.fault("booked_until", Wrong.ENDS_BEFORE)
        return
    if until > running.anchor and until != end:
        contract = replace(running.in_review(), changes=running.changes, booked_until=until - DAY, ends_on=end)
        period = next_period(contract)
        if period is None or period[1] != until:
            yield row.fault("booked_until", Wrong.NOT_A_PERIOD_END)
            return
    beyond = [one for one in coverage if one["until"] and one["from"] and one["from"] < one["until"]]
    if any(one["from"] >= until and one["until"] > until for one in beyond):
        yield row.fault("booked_until", Wrong.COVERED_ELSEWHERE)
