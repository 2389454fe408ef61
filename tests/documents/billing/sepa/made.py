"""Collections and refunds for tests, and the judge of what is written: the XSDs of ISO 20022 that sepaxml ships."""

from datetime import UTC, date, datetime
from functools import cache
from importlib.resources import files
from itertools import product

from hypothesis import strategies as st
from lxml import etree

from autossa.documents.billing.sepa.parts import Message
from autossa.domain.billing.bank.orders import (
    Account,
    Amendment,
    Collection,
    Mandate,
    Refund,
)
from autossa.domain.billing.payments.mandates import Scheme, Sequence
from autossa.domain.billing.references import creditor_reference

DAY = date(2026, 12, 7)
US = Account("Auto SSA Software GmbH", "DE02120300000000202051", creditor_id="DE98ZZZ09999999999")
MESSAGE = Message("AUTO-20261207-CORE", datetime(2026, 11, 30, 6, 15, tzinfo=UTC))
IBANS = ("DE75512108001245126199", "BE71096123456769", "AT611904300234573201", "FR1420041010050500013M02606")


@cache
def _schema(name: str) -> etree.XMLSchema:
    return etree.XMLSchema(etree.fromstring((files("sepaxml") / "schemas" / f"{name}.xsd").read_bytes()))


def assert_valid(content: bytes, name: str) -> None:
    """By its XSD."""
    _schema(name).assertValid(etree.fromstring(content))


def texts(content: bytes, name: str) -> list[str]:
    """Of all elements of that name."""
    return [one.text or "" for one in etree.fromstring(content).iter(f"{{*}}{name}")]


names = st.text(min_size=1, max_size=90).filter(lambda text: any(sign.isalnum() and sign.isascii() for sign in text))
amounts = st.integers(1, 99_999_999_999)
texts_of_people = st.text(max_size=200)

amendments = st.none() | st.sampled_from(
    [
        Amendment(reference="M-OLD"),
        Amendment(iban=IBANS[0]),
        Amendment(is_other_account=True),
        Amendment(creditor_id="DE98ZZZ09999999999", creditor_name="Früher GmbH"),
        Amendment(),
    ]
)


@st.composite
def collections(draw: st.DrawFn) -> list[Collection]:
    """Any, each of its own reference."""
    found = []
    for number in range(draw(st.integers(1, 6))):
        mandate = Mandate(
            f"M-{number}",
            draw(st.sampled_from(Scheme)),
            date(2026, 1, 5),
            draw(names),
            draw(st.sampled_from(IBANS)),
            draw(st.sampled_from(["", "BYLADEM1001"])),
            draw(st.booleans()),
            amended=draw(amendments),
            town=draw(st.sampled_from(["", "München"])),
            country=draw(st.sampled_from(["", "DE"])),
        )
        reference = draw(st.sampled_from(["", creditor_reference(f"2026{number}")]))
        sequence = next_of(mandate, is_last=draw(st.booleans()))
        found.append(
            Collection(f"2026-{number}", mandate, sequence, draw(amounts), DAY, reference, draw(texts_of_people))
        )
    return found


@st.composite
def refunds(draw: st.DrawFn) -> list[Refund]:
    """As collections."""
    return [
        Refund(f"G-{number}", draw(names), draw(st.sampled_from(IBANS)), draw(amounts), text=draw(texts_of_people))
        for number in range(draw(st.integers(1, 6)))
    ]


def every_kind() -> list[Collection]:
    """One collection of each scheme and place in a mandate's life."""
    found = []
    for number, (scheme, is_once, used, is_last) in enumerate(
        product(Scheme, (False, True), (None, date(2026, 2, 2)), (False, True))
    ):
        if is_once and (used or is_last):
            continue
        mandate = Mandate(f"M-{number}", scheme, date(2026, 1, 5), "Hotel", IBANS[0], "", not is_once, used)
        sequence = next_of(mandate, is_last=is_last)
        found.append(Collection(f"E-{number}", mandate, sequence, 1_000 + number, DAY, text="Rechnung für Dezember"))
    return found


def next_of(mandate: Mandate, *, is_last: bool) -> Sequence:
    """What the next collection of a mandate is."""
    if not mandate.is_recurring:
        return Sequence.ONE_OFF
    if is_last:
        return Sequence.FINAL
    return Sequence.RECURRING if mandate.last_used_on else Sequence.FIRST
