"""A small world for the pages: one vendor, projects in every state, played through the use cases up to TODAY."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from autossa.domain.billing.vat import Treatment
from autossa.domain.policies import Policy
from autossa.domain.scenarios import Event, Scenario
from autossa.operations import contracts, credits, licenses
from autossa.operations.context import ActionContext, Actor
from autossa.operations.organisations import create
from autossa.operations.organisations.vat import NewTreatment
from autossa.operations.projects.edit import create_project
from autossa.operations.vendor import catalogue
from autossa.operations.vendor.schema import FIRST_DAY, set_first_policy
from autossa.workbench import scenario_player

TODAY = date(2027, 1, 5)
NOW = datetime(2027, 1, 5, 9, 30, tzinfo=UTC)
VERA = Actor("Vera Sand")

_TYPES = {
    "PORT": ("Port", "1"),
    "VOICEMAIL": ("Voicemail", "0.5"),
    "OPERATOR": ("Operator console", "12"),
    "MOBILITY": ("Mobility client", "2"),
    "STANDBY": ("Standby server", "60"),
}


@dataclass
class World:
    """The ids of what was made, projects by name."""

    price_list: UUID
    projects: dict[str, UUID] = field(default_factory=dict)


def build() -> World:
    """Everything, in an empty database."""
    ctx = _on("2025-01-02")
    set_first_policy(ctx, Policy())
    create.create(kind="vendor", name="Example Systems", number="V-1", ctx=ctx)
    price_list = catalogue.add_price_list(name="Europe", currency="EUR", ctx=ctx)
    for day, price in (("2025-01-01", "1.15"), ("2026-07-01", "1.20")):
        starts_on = date.fromisoformat(day)
        catalogue.set_price(price_list=price_list, price=Fraction(price), starts_on=starts_on, ctx=ctx)
    for code, (name, rate) in _TYPES.items():
        catalogue.add_license_type(code=code, name=name, ssc_per_year=Fraction(rate), starts_on=FIRST_DAY, ctx=ctx)
    world = World(price_list)
    for number, (customer, project, events) in enumerate(_HISTORIES, start=1):
        play(world, f"C-{1000 + number}", customer, project, events)
    _by_hand(world)
    return world


def play(world: World, number: str, customer: str, name: str, events: list[tuple[Any, ...]]) -> UUID:
    """A customer with a project whose events were done one after the other, with the nightly runs between."""
    ctx = _on(events[0][0] if events else "2026-12-20")
    owner = create.create(kind="customer", name=customer, number=number, vat=NewTreatment(Treatment.DOMESTIC), ctx=ctx)
    project = create_project(customer=owner, name=name, price_list=world.price_list, ctx=ctx)
    world.projects[name] = project
    history = tuple(Event(date.fromisoformat(e[0]), e[1], e[2] if len(e) > 2 else {}) for e in events)
    played = scenario_player.play(Scenario(name, None, {}, history, TODAY), project, NOW)  # type: ignore[arg-type]
    assert not played.refused, (name, played.refused)
    return project


def many(world: World, count: int) -> None:
    """More projects of the ordinary kind, for counting queries."""
    for index in range(count):
        events = [("2026-11-02", "add_license", _license("L1", "PORT", 10 + index))]
        if index % 2:
            events.append(("2026-11-02", "conclude_contract", {"option": "annual_monthly"}))
            events.append(("2026-11-03", "approve_contract"))
        play(world, f"M-{index}", f"Many {index}", f"Many {index}", events)


def _on(day: str) -> ActionContext:
    return ActionContext(VERA, date.fromisoformat(day), NOW)


def _license(code: str, kind: str, quantity: int) -> dict[str, Any]:
    return {"id": code, "type": kind, "quantity": quantity}


def _contract(day: str, option: str, **more: Any) -> list[tuple[Any, ...]]:
    return [(day, "conclude_contract", {"option": option, **more}), (day, "approve_contract")]


_HISTORIES: list[tuple[str, str, list[tuple[Any, ...]]]] = [
    (
        "Nordlicht Klinikverbund gGmbH", "Telephony Kiel",
        [
            ("2026-01-31", "add_license", _license("L-PORT", "PORT", 500)),
            ("2026-01-31", "top_up", {"ssc": 20000, "paid": 23000}),
            *_contract("2026-01-31", "annual_monthly"),
            ("2026-02-10", "activate_license", {"id": "L-PORT"}),
            ("2026-03-10", "add_license", _license("L-VM", "VOICEMAIL", 40)),
            ("2026-06-15", "add_license", _license("L-OP", "OPERATOR", 3)),
            ("2026-11-20", "return_license", {"id": "L-VM", "quantity": 15}),
        ],
    ),
    (
        "Baumgartner Logistik AG", "Warehouse South",
        [
            ("2025-03-01", "add_license", _license("L1", "PORT", 240)),
            *_contract("2025-03-01", "annual_quarterly"),
            ("2026-05-04", "add_license", _license("L2", "MOBILITY", 60)),
        ],
    ),
    (
        "Hafenwerk Hotels", "Front desks",
        [
            ("2026-04-20", "add_license", _license("L1", "OPERATOR", 8)),
            *_contract("2026-04-20", "flex_monthly"),
            ("2026-12-10", "cancel_contract"),
        ],
    ),
    (
        "Stadtwerke Oberlahn", "Control room",
        [
            ("2026-02-15", "add_license", _license("L1", "PORT", 120)),
            ("2026-02-15", "add_license", _license("L2", "STANDBY", 2)),
            *_contract("2026-02-15", "annual_yearly"),
        ],
    ),
    (
        "Kanzlei Feldmann & Partner", "Office",
        [
            ("2025-12-24", "add_license", _license("L1", "PORT", 35)),
            *_contract("2025-12-24", "annual_monthly", fixed_end=date(2026, 12, 24)),
        ],
    ),
    (
        "Alpenblick Reisen", "Call centre",
        [
            ("2025-06-18", "add_license", _license("L1", "PORT", 90)),
            *_contract("2025-06-18", "annual_quarterly", fixed_end=date(2026, 6, 18)),
        ],
    ),
    (
        "Musterschule e. V.", "Two school sites with one shared exchange",
        [
            ("2026-12-01", "add_license", _license("L1", "PORT", 64)),
            ("2026-12-28", "conclude_contract", {"option": "annual_yearly"}),
        ],
    ),
    (
        "Kraftwagen Rhein-Main GmbH", "Showrooms",
        [
            ("2026-10-01", "add_license", _license("L1", "PORT", 150)),
            ("2026-10-01", "activate_license", {"id": "L1"}),
            ("2026-12-30", "top_up", {"ssc": 9000, "paid": 10800}),
            ("2027-01-02", "conclude_contract", {"option": "annual_monthly"}),
        ],
    ),
    (
        "Buchhandlung Seitenweise", "Branches",
        [
            ("2026-03-05", "add_license", _license("L1", "PORT", 24)),
            *_contract("2026-03-05", "flex_monthly"),
            ("2026-12-15", "suspend_contract"),
        ],
    ),
    (
        "Gärtnerei Immergrün", "Greenhouses",
        [
            ("2026-08-01", "add_license", _license("L1", "PORT", 18)),
            ("2026-08-01", "top_up", {"ssc": 5000, "paid": 6000}),
            ("2026-08-01", "extend", {"months": 6}),
        ],
    ),
    (
        "Werft Sonnenfels", "Dock 4",
        [
            ("2025-09-01", "add_license", _license("L1", "PORT", 200)),
            ("2025-09-01", "top_up", {"ssc": 60000, "paid": 69000}),
            ("2025-09-01", "extend", {"months": 3}),
            ("2026-01-20", "extend", {"months": 6}),
            *_contract("2026-09-01", "annual_quarterly"),
            ("2026-09-05", "activate_license", {"id": "L1"}),
        ],
    ),
    ("Neubau Quartier West", "Quarter West", [("2026-12-29", "add_license", _license("L1", "PORT", 300))]),
]  # fmt: skip


def _by_hand(world: World) -> None:
    """What is no event of the scenario format: requested lines, a question, an adjustment."""
    school, quarter = world.projects["Showrooms"], world.projects["Quarter West"]
    contracts.ask(project=school, question="Are the 150 ports of the old exchange included?", ctx=_on("2027-01-05"))
    licenses.request(
        project=quarter, license_id="L2", license_type="MOBILITY", quantity=25, origin="customer", ctx=_on("2027-01-05")
    )
    credits.adjust(project=quarter, ssc=2500, reason="Welcome credit, order 4711", ctx=_on("2027-01-05"))
    renew = world.projects["Telephony Kiel"]
    credits.adjust(project=renew, ssc=1500, reason="Goodwill after the outage in December", ctx=_on("2027-01-05"))
