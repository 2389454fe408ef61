"""The demo: who there is, and what they did, in days before today. All names are invented, all rates demo values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

LICENSE_TYPES = {
    "PORT": ("Port", "1"),
    "VOICEMAIL": ("Voicemail", "0.5"),
    "OPERATOR": ("Operator console", "12"),
    "MOBILITY": ("Mobility", "2.4"),
    "STANDBY": ("Standby server", "60"),
    "CALLCENTER": ("Call centre agent", "9"),
    "FAX": ("Fax channel", "1.8"),
}
VAT = Fraction(19, 100)
HOW_TO_PAY = """By bank transfer within 14 days, with the reference of the order:
Brightline Telephony
IBAN DE00 0000 0000 0000 0000 00 (demo value)"""
PRICES = ((1200, "1.00"), (400, "1.04"), (-45, "1.08"))
PARTNERS = {"P1": "Systemhaus Weber", "P2": "Klar Netzwerke"}


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did so many days before today; actions and arguments are those of the scenario format."""

    ago: int
    action: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class DemoProject:
    """A project of a customer, and its history."""

    customer: str
    name: str
    steps: tuple[Step, ...]
    payer: str | None = None


def _add(ago: int, license_id: str, license_type: str, quantity: int) -> Step:
    return Step(ago, "add_license", {"id": license_id, "type": license_type, "quantity": quantity})


def _conclude(ago: int, option: str, **more: Any) -> Step:
    return Step(ago, "conclude_contract", {"option": option, **more})


def _top_up(ago: int, ssc: int) -> Step:
    return Step(ago, "top_up", {"ssc": ssc * 100})


def _approve(ago: int) -> Step:
    return Step(ago, "approve_contract")


CUSTOMERS = {
    "C101": "Nordwind Logistik GmbH",
    "C102": "Bergmann & Söhne KG",
    "C103": "Café-Gruppe Central",
    "C104": "Atelier Lumière",
    "C105": "Stadtwerke Brunnen",
    "C106": "Hotel Seeblick",
    "C107": "Druckerei Falk",
    "C108": "Zahnmedizin Dr. Winter",
    "C109": "Kanzlei Roth & Partner",
    "C110": "Spedition Kurz",
    "C111": "Alpha Werkzeugbau",
    "C112": "Gemeinde Waldau",
    "C113": "Universität Marienfeld",
}

PROJECTS = (
    DemoProject(
        "C101",
        "Headquarters Hamburg",
        (
            _add(700, "HQ-PORT", "PORT", 500),
            _add(700, "HQ-OPERATOR", "OPERATOR", 2),
            _conclude(700, "annual_monthly"),
            _approve(698),
            Step(690, "activate_license", {"id": "HQ-PORT"}),
            _add(520, "HQ-VOICEMAIL", "VOICEMAIL", 240),
            _add(301, "HQ-MOBILITY", "MOBILITY", 60),
            Step(160, "return_license", {"id": "HQ-VOICEMAIL", "quantity": 40}),
        ),
        payer="P1",
    ),
    DemoProject(
        "C101",
        "Warehouse Kiel",
        (
            _add(410, "KI-PORT", "PORT", 80),
            _conclude(410, "annual_quarterly"),
            _approve(408),
            _add(95, "KI-STANDBY", "STANDBY", 1),
        ),
        payer="P1",
    ),
    DemoProject(
        "C102",
        "Main exchange",
        (_add(640, "BS-PORT", "PORT", 1200), _conclude(640, "annual_yearly"), _approve(637)),
    ),
    DemoProject(
        "C103",
        "All cafés",
        (
            _add(500, "CC-PORT", "PORT", 64),
            _add(500, "CC-FAX", "FAX", 4),
            _top_up(499, 60),
            _conclude(499, "annual_quarterly"),
            _approve(497),
            _top_up(120, 45),
        ),
    ),
    DemoProject(
        "C104",
        "Studio",
        (_add(220, "AL-PORT", "PORT", 12), _conclude(220, "flex_monthly"), _approve(219)),
        payer="P2",
    ),
    DemoProject(
        "C105",
        "Control centre",
        (
            _add(560, "SB-PORT", "PORT", 310),
            _add(560, "SB-CALLCENTER", "CALLCENTER", 18),
            _conclude(560, "annual_monthly"),
            _approve(556),
            Step(70, "cancel_contract"),
        ),
    ),
    DemoProject(
        "C106",
        "Reception",
        (_add(376, "HS-PORT", "PORT", 120), _top_up(376, 120), Step(376, "extend", {"months": 12})),
    ),
    DemoProject(
        "C106",
        "Beach pavilion",
        (
            _add(200, "HB-PORT", "PORT", 16),
            _conclude(200, "flex_monthly"),
            _approve(199),
            Step(95, "cancel_contract"),
        ),
    ),
    DemoProject(
        "C107",
        "Print shop",
        (
            _add(564, "DF-PORT", "PORT", 90),
            _top_up(564, 95),
            Step(564, "extend", {"months": 12}),
        ),
    ),
    DemoProject(
        "C108",
        "Practice",
        (
            _add(330, "DW-PORT", "PORT", 24),
            _add(330, "DW-VOICEMAIL", "VOICEMAIL", 24),
            _conclude(330, "flex_monthly"),
            _approve(329),
            Step(41, "suspend_contract"),
        ),
    ),
    DemoProject(
        "C109",
        "Office",
        (_add(20, "KR-PORT", "PORT", 40), _add(20, "KR-VOICEMAIL", "VOICEMAIL", 40), _conclude(2, "annual_yearly")),
    ),
    DemoProject(
        "C110",
        "Dispatch",
        (
            Step(4, "request_license", {"id": "SK-PORT", "type": "PORT", "quantity": 150}),
            Step(4, "request_license", {"id": "SK-MOBILITY", "type": "MOBILITY", "quantity": 35}),
            _conclude(3, "annual_monthly"),
        ),
        payer="P2",
    ),
    DemoProject(
        "C110",
        "Branch Lübeck",
        (
            Step(1, "request_license", {"id": "SL-PORT", "type": "PORT", "quantity": 30}),
            Step(1, "request_license", {"id": "SL-VOICEMAIL", "type": "VOICEMAIL", "quantity": 30}),
        ),
        payer="P2",
    ),
    DemoProject(
        "C111",
        "Plant 1",
        (_add(610, "AW-PORT", "PORT", 200), Step(608, "activate_license", {"id": "AW-PORT"}), _top_up(30, 250)),
    ),
    DemoProject(
        "C112",
        "Town hall",
        (_add(400, "GW-PORT", "PORT", 75), _conclude(400, "annual_quarterly", end_after=510), _approve(398)),
    ),
    DemoProject(
        "C113",
        "Campus",
        (
            _add(350, "UM-PORT", "PORT", 2400),
            _add(350, "UM-STANDBY", "STANDBY", 2),
            _top_up(350, 2520),
            Step(350, "extend", {"months": 12}),
            _conclude(9, "annual_quarterly"),
            Step(6, "ask_question", {"question": "Is the second standby server still in use?"}),
        ),
    ),
    DemoProject(
        "C113",
        "Hospital",
        (
            _add(300, "UH-PORT", "PORT", 900),
            _conclude(300, "annual_monthly"),
            Step(290, "reject_contract"),
            _conclude(288, "annual_monthly"),
            _approve(285),
        ),
    ),
)
