"""Licenses and devices of a project that is taken over: what is wrong with them, and the lines that they are."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from autossa.domain.devices.hardware_ids import NotAHardwareId, hardware_key
from autossa.domain.imports.book import Row
from autossa.domain.imports.faults import Fault, Wrong
from autossa.domain.imports.known import Known
from autossa.domain.lines import Line


def check_licenses(rows: list[Row], known: Known, today: date) -> Iterator[Fault]:
    """Types that are sold, days in order, one open line a license."""
    types: dict[str, str] = {}
    opened: set[str] = set()
    for row in rows:
        license, kind = row["license"], row["type"]
        if kind and kind not in known.types:
            yield row.fault("type", Wrong.NO_SUCH_TYPE)
        elif license and kind and types.setdefault(license, kind) != kind:
            yield row.fault("type", Wrong.OTHER_TYPE)
        if license and row["given_up_on"] is None and "given_up_on" not in row.faulty:
            if license in opened:
                yield row.fault("license", Wrong.TWICE)
            opened.add(license)
        yield from _days(row, today)


def _days(row: Row, today: date) -> Iterator[Fault]:
    acquired = row["acquired_on"]
    if acquired and acquired > today:
        yield row.fault("acquired_on", Wrong.TO_COME)
        return
    added = row["added_on"] or acquired
    if added and row["given_up_on"] and row["given_up_on"] < added:
        yield row.fault("given_up_on", Wrong.ENDS_BEFORE)
    if row["activated_on"] and row["activated_on"] > today:
        yield row.fault("activated_on", Wrong.TO_COME)


def make_lines(rows: list[Row], known: Known) -> tuple[Line, ...]:
    """The lines, numbered as they stand in the file; those of one license keep its place."""
    places: dict[str, int] = {}
    lines = []
    for number, row in enumerate(rows, start=1):
        terms = known.types[row["type"]]
        added = row["added_on"] or row["acquired_on"]
        rate: Fraction = row["rate"] if row["rate"] is not None else terms.rate_on(added)
        lines.append(
            Line(
                number, places.setdefault(row["license"], number), row["license"], row["type"], row["quantity"], rate,
                row["acquired_on"], added, row["given_up_on"], ssa=terms.ssa, included_until=row["included_until"],
            )
        )  # fmt: skip
    return tuple(lines)


def activations(licenses: list[Row], devices: list[Row], today: date) -> dict[str, date]:
    """On which day each license was first bound to a device, where it was."""
    found: dict[str, date] = {}
    for row in licenses:
        if row["activated_on"]:
            found.setdefault(row["license"], row["activated_on"])
    first: dict[str, date] = {}
    for row in devices:
        if row["license"]:
            since = row["since"] or today
            first[row["license"]] = min(since, first.get(row["license"], since))
    return first | found


def check_devices(rows: list[Row], licenses: list[Row], today: date) -> Iterator[Fault]:
    """Hardware by its id and its name, and no more on devices than is licensed."""
    left = _licensed(licenses, today)
    activated = {row["license"]: row["activated_on"] for row in reversed(licenses) if row["activated_on"]}
    names: dict[str, str] = {}
    keys: dict[str, str] = {}
    seen: set[tuple[str, str]] = set()
    for row in rows:
        yield from _hardware(row, names, keys)
        license, quantity = row["license"], row["quantity"]
        if row["since"] and row["since"] > today:
            yield row.fault("since", Wrong.TO_COME)
        if not license:
            continue
        if license not in left:
            yield row.fault("license", Wrong.NO_SUCH_LICENSE)
            continue
        if (str(row["name"]).upper(), license) in seen:
            yield row.fault("license", Wrong.TWICE)
            continue
        seen.add((str(row["name"]).upper(), license))
        if quantity is None:
            if "quantity" not in row.faulty:
                yield row.fault("quantity", Wrong.MISSING)
            continue
        left[license] -= quantity
        if left[license] < 0:
            yield row.fault("quantity", Wrong.TOO_MANY_ON_DEVICES)
        since, first = row["since"] or today, activated.get(license)
        if first is not None and since < first:
            yield row.fault("since", Wrong.ACTIVATED_BEFORE)


def _hardware(row: Row, names: dict[str, str], keys: dict[str, str]) -> Iterator[Fault]:
    name, printed = row["name"], row["hardware_id"]
    if not name or not printed:
        return
    try:
        key = hardware_key(printed)
    except NotAHardwareId:
        yield row.fault("hardware_id", Wrong.NOT_HARDWARE)
        return
    upper = name.upper()
    if names.setdefault(upper, key) != key:
        yield row.fault("name", Wrong.TWICE)
    elif keys.setdefault(key, upper) != upper:
        yield row.fault("hardware_id", Wrong.TWICE)


def _licensed(rows: list[Row], today: date) -> Counter[str]:
    """How many of each license there are today, or will be; one that cannot be read limits nothing."""
    found: Counter[str] = Counter()
    for row in rows:
        if row["license"]:
            found[row["license"]] += (row["quantity"] or 10**12) if _is_alive(row, today) else 0
    return found


def _is_alive(row: Row, day: date) -> bool:
    """The line lives on a day, or cannot be read."""
    added = row["added_on"] or row["acquired_on"]
    return (added is None or added <= day) and (row["given_up_on"] is None or row["given_up_on"] > day)


def placed_on(row: Row, licenses: list[Row], today: date) -> date:
    """Since when a license counts as on a device: not before the line that it is of now."""
    own = (one for one in licenses if one["license"] == row["license"] and _is_alive(one, today))
    first: date = min((one["added_on"] or one["acquired_on"] for one in own), default=today)
    return max(row["since"] or today, first)
