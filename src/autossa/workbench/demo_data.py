"""What is sold in the demo, and what its people did, in days before today. All rates and prices are demo values."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LICENSE_TYPES = {
    "PORT": ("Port", "1"),
    "VOICEMAIL": ("Voicemail", "0.5"),
    "OPERATOR": ("Operator Console", "12"),
    "MOBILITY": ("Mobility", "2.4"),
    "STANDBY": ("Standby Server", "60"),
    "CALLCENTER": ("Contact Center Agent", "9"),
    "FAX": ("Fax", "1.8"),
}
# What a license costs, in units of the currency, since the first price of an SSC.
LICENSE_PRICES = {
    "PORT": "48",
    "VOICEMAIL": "25",
    "OPERATOR": "640",
    "MOBILITY": "95",
    "STANDBY": "3900",
    "CALLCENTER": "520",
    "FAX": "88",
}
HOW_TO_PAY = """Brightline Telephony, IBAN DE00 0000 0000 0000 0000 00 (demo)
Payable within 14 days; please quote the number of the order.
Zahlbar innerhalb von 14 Tagen; bitte geben Sie die Nummer der Bestellung an."""
# From how many days before today a price holds, how many days before that it was entered, and the price.
PRICES = ((1200, 0, "1.00"), (400, 60, "1.04"), (-45, 57, "1.08"))


@dataclass(frozen=True, slots=True)
class Step:
    """What somebody did so many days before today; actions and arguments are those of the scenario format, and more.

    `by` is whose address; else it is who does such things: the customer's or partner's person, or the vendor's.
    """

    ago: int
    action: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    by: str = ""


@dataclass(frozen=True, slots=True)
class DemoProject:
    """A project of a customer, and its history.

    With a `payer` that partner acts for the customer. `parked` is why the daily run fails, `parked_ago` since when.
    """

    customer: str
    name: str
    steps: tuple[Step, ...]
    payer: str | None = None
    parked: str = ""
    parked_ago: int = 0


def _add(ago: int, license_id: str, license_type: str, quantity: int) -> Step:
    return Step(ago, "add_license", {"id": license_id, "type": license_type, "quantity": quantity})


def _conclude(ago: int, option: str, **more: Any) -> Step:
    return Step(ago, "conclude_contract", {"option": option, **more})


def _request(ago: int, license_id: str, license_type: str, quantity: int, by: str = "") -> Step:
    return Step(ago, "request_license", {"id": license_id, "type": license_type, "quantity": quantity}, by)


def _top_up(ago: int, ssc: int) -> Step:
    return Step(ago, "top_up", {"ssc": ssc * 100})


def _order(ago: int, ssc: int) -> Step:
    return Step(ago, "order", {"ssc": ssc * 100})


def _licenses(ago: int, action: str, license_type: str, quantity: int, by: str = "", **more: Any) -> Step:
    return Step(ago, action, {"type": license_type, "quantity": quantity, **more}, by)


def _approve(ago: int) -> Step:
    return Step(ago, "approve_contract")


TOM = "tom.brandt@weber.example"

PROJECTS = (
    DemoProject(
        "C101",
        "Zentrale Hamburg",
        (
            _add(700, "HQ-PORT", "PORT", 500),
            _add(700, "HQ-OPERATOR", "OPERATOR", 2),
            _conclude(700, "annual_monthly"),
            _approve(698),
            _request(521, "HQ-VOICEMAIL", "VOICEMAIL", 240, by="ines.sommer@nordwind.example"),
            Step(520, "confirm_license", {"id": "HQ-VOICEMAIL"}),
            _request(302, "HQ-MOBILITY", "MOBILITY", 60, by=TOM),
            Step(301, "confirm_license", {"id": "HQ-MOBILITY"}),
            Step(160, "return_license", {"id": "HQ-VOICEMAIL", "quantity": 40}, "ines.sommer@nordwind.example"),
            _request(2, "HQ-FAX", "FAX", 6, by="ines.sommer@nordwind.example"),
        ),
        payer="P1",
    ),
    DemoProject(
        "C101",
        "Lager Kiel",
        (
            _add(410, "KI-PORT", "PORT", 80),
            _conclude(410, "annual_quarterly"),
            _approve(408),
            _request(96, "KI-STANDBY", "STANDBY", 1, by=TOM),
            Step(95, "confirm_license", {"id": "KI-STANDBY"}),
        ),
        payer="P1",
    ),
    DemoProject(
        "C102",
        "Hauptanlage Marburg",
        (
            _add(640, "BS-PORT", "PORT", 1200),
            _conclude(640, "annual_yearly"),
            _approve(637),
            _licenses(45, "order_licenses", "CALLCENTER", 12, number="BS-2291"),
            Step(41, "book_licenses"),
            _licenses(8, "quote_licenses", "PORT", 100, enlarges="BS-PORT"),
            _licenses(3, "order_licenses", "OPERATOR", 2, number="BS-2304"),
        ),
    ),
    DemoProject(
        "C103",
        "Alle Cafés",
        (
            _add(502, "CC-PORT", "PORT", 64),
            _add(502, "CC-FAX", "FAX", 4),
            _order(501, 60),
            Step(499, "book_order"),
            _conclude(499, "annual_quarterly"),
            _approve(497),
            _order(123, 45),
            Step(120, "book_order"),
            _order(1, 80),
        ),
    ),
    DemoProject(
        "C104",
        "Studio Bristol",
        (
            _add(220, "FH-PORT", "PORT", 12),
            _conclude(220, "flex_monthly"),
            _approve(219),
            _licenses(1, "quote_licenses", "MOBILITY", 6, ask="oliver.finch@finchharper.example"),
        ),
        payer="P2",
    ),
    DemoProject(
        "C105",
        "Leitstelle",
        (
            _add(560, "SB-PORT", "PORT", 310),
            _add(560, "SB-CALLCENTER", "CALLCENTER", 18),
            _conclude(560, "annual_monthly"),
            Step(559, "ask_question", {"question": "Sind die 18 Arbeitsplätze schon eingerichtet?"}),
            Step(558, "answer_question", {"text": "Ja, seit dieser Woche. Die Rechnung bitte an die Kreditoren."}),
            _approve(556),
            Step(70, "cancel_contract"),
        ),
    ),
    DemoProject(
        "C106",
        "Rezeption",
        (
            _add(376, "HS-PORT", "PORT", 120),
            _top_up(376, 120),
            Step(376, "extend", {"months": 12}),
        ),
    ),
    DemoProject(
        "C106",
        "Strandpavillon",
        (
            _add(200, "HB-PORT", "PORT", 16),
            _conclude(200, "flex_monthly"),
            _approve(199),
            Step(95, "cancel_contract"),
        ),
    ),
    DemoProject(
        "C107",
        "Druckhaus",
        (
            _add(564, "DF-PORT", "PORT", 90),
            _top_up(564, 95),
            Step(564, "extend", {"months": 12}),
        ),
    ),
    DemoProject(
        "C108",
        "Praxis",
        (
            _add(330, "DW-PORT", "PORT", 24),
            _add(330, "DW-VOICEMAIL", "VOICEMAIL", 24),
            _conclude(330, "flex_monthly"),
            _approve(329),
        ),
    ),
    DemoProject(
        "C109",
        "Kanzlei Düsseldorf",
        (_add(20, "KR-PORT", "PORT", 40), _add(20, "KR-VOICEMAIL", "VOICEMAIL", 40), _conclude(2, "annual_yearly")),
    ),
    DemoProject(
        "C110",
        "Disposition",
        (
            _request(4, "SK-PORT", "PORT", 150),
            _request(4, "SK-MOBILITY", "MOBILITY", 35),
            _conclude(3, "annual_monthly"),
        ),
        payer="P2",
    ),
    DemoProject(
        "C110",
        "Niederlassung Lübeck",
        (
            _request(1, "SL-PORT", "PORT", 30, by="mike.kurz@kurz.example"),
            _request(1, "SL-VOICEMAIL", "VOICEMAIL", 30, by="mike.kurz@kurz.example"),
        ),
        payer="P2",
    ),
    DemoProject(
        "C111",
        "Plant 1",
        (
            _add(610, "AT-PORT", "PORT", 200),
            _order(32, 250),
            Step(30, "book_order"),
        ),
    ),
    DemoProject(
        "C112",
        "Rathaus",
        (_add(400, "GW-PORT", "PORT", 75), _conclude(400, "annual_quarterly", end_after=510), _approve(398)),
    ),
    DemoProject(
        "C113",
        "Campus",
        (
            _add(350, "MU-PORT", "PORT", 2400),
            _add(350, "MU-STANDBY", "STANDBY", 2),
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
            _add(300, "MH-PORT", "PORT", 900),
            _conclude(300, "annual_monthly"),
            Step(290, "reject_contract", {"reason": "The number of ports differs from your order. Please check it."}),
            _conclude(288, "annual_monthly"),
            _approve(285),
        ),
    ),
    DemoProject(
        "C113",
        "Library",
        (
            _add(172, "ML-PORT", "PORT", 140),
            _conclude(172, "flex_monthly"),
            _approve(172),
        ),
        parked="The row of the project was locked by another session for more than 30 seconds",
        parked_ago=5,
    ),
)
