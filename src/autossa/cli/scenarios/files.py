"""Scenario files: YAML text to a valid `Scenario`, or one clear sentence with the line; nothing is half run."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from autossa.cli.scenarios import fields
from autossa.cli.scenarios.releases import read_catalogue
from autossa.cli.scenarios.yaml_tree import MAX_BYTES, FileError, Mapping, Node, read_tree, too_large
from autossa.domain.licenses import LicenseType
from autossa.domain.lines import Ssa
from autossa.domain.plans import STANDARD_OPTIONS
from autossa.domain.policies import MOST_DAYS, EntitlementDay, GiveUp, Policy
from autossa.domain.prices import Price
from autossa.domain.projects import Terms
from autossa.domain.releases.catalogue import Catalogue
from autossa.domain.scenarios import Event, Scenario
from autossa.domain.texts import find_unseen

Reader = Callable[[Node, str], Any]
MAX_MONTHS = 1200
MAX_QUANTITY = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Shape:
    """What an event takes: readers of the fields it must have, and of those it may have."""

    must: dict[str, Reader]
    may: dict[str, Reader]


def _quantity(node: Node, what: str) -> int:
    return fields.whole(node, what, least=1, most=MAX_QUANTITY)


def _months(node: Node, what: str) -> int:
    return fields.whole(node, what, least=1, most=MAX_MONTHS)


def _days(node: Node, what: str) -> int:
    return fields.whole(node, what, most=MOST_DAYS)


def _give_up(node: Node, what: str) -> GiveUp:
    return GiveUp(fields.choice(node, what, GiveUp))


def _entitlement_day(node: Node, what: str) -> EntitlementDay:
    return EntitlementDay(fields.choice(node, what, EntitlementDay))


def _option(node: Node, what: str) -> str:
    return fields.choice(node, what, (option.name for option in STANDARD_OPTIONS))


_PLAIN = Shape({}, {})
EVENTS: dict[str, Shape] = {
    "add_license": Shape(
        {"id": fields.text, "type": fields.text, "quantity": _quantity}, {"included_until": fields.day}
    ),
    "activate_license": Shape({"id": fields.text}, {}),
    "return_license": Shape({"id": fields.text, "quantity": _quantity}, {}),
    "undo_return": Shape({"id": fields.text}, {}),
    "check_release": Shape({"id": fields.text, "release": fields.text}, {}),
    "top_up": Shape({"ssc": fields.ssc}, {}),
    "extend": Shape({"months": _months}, {}),
    "conclude_contract": Shape({"option": _option}, {"fixed_end": fields.day}),
    "approve_contract": _PLAIN,
    "reject_contract": _PLAIN,
    "withdraw_contract": _PLAIN,
    "suspend_contract": _PLAIN,
    "resume_contract": _PLAIN,
    "terminate_contract": _PLAIN,
    "change_option": Shape({"option": _option}, {}),
    "cancel_contract": Shape({}, {"end": fields.day}),
    "undo_cancellation": _PLAIN,
    "waive_late": Shape({"last_day": fields.day}, {}),
}
_KEYS = ("name", "policy", "ssc_price", "license_types", "vat_rate", "releases", "branches", "events", "until")
_POLICY: dict[str, Reader] = {
    "grace_days": _days,
    "late_multiplier": fields.exact,
    "renewal_lead_days": _days,
    "void_days": _days,
    "reaction_days": _days,
    "give_up": _give_up,
    "entitlement_day": _entitlement_day,
}


def load(path: Path) -> Scenario:
    """Read a scenario file. Raises FileError (what is wrong, with its line) or OSError."""
    with path.open("rb") as file:
        raw = file.read(MAX_BYTES + 1)  # one more than allowed is enough to refuse it
    if len(raw) > MAX_BYTES:
        raise too_large()
    try:
        return parse(raw.decode("utf-8-sig"), path.stem)
    except UnicodeDecodeError as error:
        raise FileError(raw[: error.start].count(b"\n") + 1, "the file is not UTF-8 text") from None


def parse(source: str, default_name: str = "scenario") -> Scenario:
    """A scenario from YAML text. Raises FileError."""
    root = fields.mapping(read_tree(source), "a scenario")
    fields.only_keys(root, _KEYS, "a scenario")
    types = _types(fields.required(root, "license_types", "a scenario"))
    catalogue = read_catalogue(root, types)
    events = _events(fields.required(root, "events", "a scenario"), types, catalogue)
    until = fields.required(root, "until", "a scenario")
    return Scenario(
        name=fields.text(root.items["name"], "name") if "name" in root.items else default_name,
        terms=_terms(root),
        types=types,
        events=events,
        until=_until(until, events),
        catalogue=catalogue,
    )


def _terms(root: Mapping) -> Terms:
    policy = _policy(root.items["policy"]) if "policy" in root.items else Policy()
    vat = fields.exact(root.items["vat_rate"], "vat_rate") if "vat_rate" in root.items else Fraction(0)
    return Terms(policy, _prices(fields.required(root, "ssc_price", "a scenario")), vat / 100)


def _policy(node: Node) -> Policy:
    given = fields.mapping(node, "policy")
    fields.only_keys(given, _POLICY, "policy")
    values = {key: _POLICY[key](value, key) for key, value in given.items.items()}
    try:
        return Policy(**values)
    except ValueError as error:
        wrong = given.items.get(str(error).split(" ", 1)[0])  # the message begins with the name of the value
        raise FileError(wrong.line if wrong else given.line, str(error)) from None


def _prices(node: Node) -> tuple[Price, ...]:
    prices: dict[date, Price] = {}
    for item in fields.listing(node, "ssc_price"):
        entry = fields.mapping(item, "a price")
        fields.only_keys(entry, ("from", "price"), "a price")
        starts_on = fields.day(fields.required(entry, "from", "a price"), "from")
        if starts_on in prices:
            raise FileError(item.line, f"two prices start on {starts_on}")
        price = fields.exact(fields.required(entry, "price", "a price"), "price")
        prices[starts_on] = Price(starts_on, price)
    return tuple(prices[starts_on] for starts_on in sorted(prices))


def _types(node: Node) -> dict[str, LicenseType]:
    types = {}
    for name, value in fields.mapping(node, "license_types").items.items():
        what = f"license type {name}"
        if find_unseen(name, breaks=""):
            raise FileError(value.line, "a license type must be named in one line without control characters")
        entry = fields.mapping(value, what)
        fields.only_keys(entry, ("ssc_per_year", "ssa"), what)
        rate = fields.exact(fields.required(entry, "ssc_per_year", what), "ssc_per_year")
        ssa = Ssa(fields.choice(entry.items["ssa"], "ssa", Ssa)) if "ssa" in entry.items else Ssa.CHARGED
        types[name] = LicenseType(rate, ssa)
    return types


def _events(node: Node, types: dict[str, LicenseType], catalogue: Catalogue) -> tuple[Event, ...]:
    nodes = fields.listing(node, "events")
    if not nodes:
        raise FileError(node.line, "events must list at least one event")
    events = tuple(_event(item) for item in nodes)
    added: set[str] = set()
    for before, event, item in zip((None, *events), events, nodes, strict=False):
        if before is not None and event.day < before.day:
            raise FileError(item.line, f"{event.day} comes after {before.day}; events must be in order of date")
        if event.action == "add_license":
            _check_added(event, item, added, types)
        if event.action == "check_release":
            _check_release(event, item, catalogue)
    for event, item in zip(events, nodes, strict=True):
        if "id" in event.arguments and event.arguments["id"] not in added and event.action != "check_release":
            raise FileError(item.line, f"license {event.arguments['id']} is never added")
    return events


def _check_added(event: Event, item: Node, added: set[str], types: dict[str, LicenseType]) -> None:
    license_id, license_type = event.arguments["id"], event.arguments["type"]
    if license_id in added:
        raise FileError(item.line, f"license {license_id} is added twice; give the second one its own ID")
    if license_type not in types:
        raise FileError(item.line, f"license type {license_type} is not among license_types")
    added.add(license_id)


def _check_release(event: Event, item: Node, catalogue: Catalogue) -> None:
    version = event.arguments["release"]
    if all(release.version != version for release in catalogue.releases):
        raise FileError(item.line, f"release {version} is not among releases")


def _event(node: Node) -> Event:
    entry = fields.mapping(node, "an event")
    action = fields.choice(fields.required(entry, "do", "an event"), "do", EVENTS)
    shape = EVENTS[action]
    fields.only_keys(entry, ("date", "do", *shape.must, *shape.may), action)
    day = fields.day(fields.required(entry, "date", action), "date")
    arguments = {key: read(fields.required(entry, key, action), key) for key, read in shape.must.items()}
    for key, read in shape.may.items():
        if key in entry.items:
            arguments[key] = read(entry.items[key], key)
    return Event(day, action, arguments)


def _until(node: Node, events: tuple[Event, ...]) -> date:
    until = fields.day(node, "until")
    if events and until < events[-1].day:
        raise FileError(node.line, f"until {until} is before the last event on {events[-1].day}")
    return until
