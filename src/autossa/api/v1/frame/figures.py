"""Amounts with how they came about: derivations step by step, bookings with their lines, refusals in a preview."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping

from django.utils.translation import get_language
from ninja import Field

from autossa.api.v1.frame.shapes import Answer, Day, MoneyOut, SscText, money, ssc_text
from autossa.domain.amounts import show_fraction
from autossa.domain.derivations import Derivation
from autossa.domain.refusals import Refusal
from autossa.queries.billing.settlements import Explained, ExplainedSettlement
from autossa.wording.explanations import READER, step_text
from autossa.wording.refusals import explain

Agreed = Field(None, max_length=4000, description="That of the preview: refused once something else would be done.")


def figures_token(shown: Mapping[str, str]) -> str:
    """Figures that somebody agrees to, as a text that comes back with the deed."""
    return urlsafe_b64encode(json.dumps(shown, separators=(",", ":")).encode()).decode()


def read_figures(token: str | None) -> dict[str, str] | None:
    """The figures that came back; none that hold where they cannot be read, and None where none were sent."""
    if token is None:
        return None
    try:
        found = json.loads(urlsafe_b64decode(token))
    except ValueError:
        return {}
    return {str(k): v for k, v in found.items() if isinstance(v, str)} if isinstance(found, dict) else {}


class StepOut(Answer):
    """One step: which phrase, by which rule, with which figures; and the sentence that people read."""

    key: str
    rule: str
    figures: dict[str, str]
    text: str


class DerivationOut(Answer):
    """How a number came about."""

    result: str
    steps: list[StepOut]


class ChargeOut(Answer):
    """What a license costs for a period."""

    license: str
    license_type: str
    quantity: int
    starts_on: Day
    until: Day
    ssc: SscText
    from_balance: SscText
    invoiced: SscText
    net: MoneyOut
    price: str | None = Field(description="Of one SSC, exact; null where nothing is invoiced.")
    derivation: DerivationOut


class BookingOut(Answer):
    """What would be booked: for which days, what the balance pays, what is invoiced."""

    reason: str
    booked_on: Day
    starts_on: Day
    until: Day
    ssc: SscText
    from_balance: SscText
    invoiced: SscText
    net: MoneyOut
    tax: MoneyOut
    gross: MoneyOut
    charges: list[ChargeOut]
    derivation: DerivationOut | None = Field(description="Of the amount that is invoiced.")


class RefusalOut(Answer):
    """Why it would be refused."""

    code: str
    detail: str
    missing_ssc: SscText | None


def derivation_out(found: Derivation | None) -> DerivationOut | None:
    """How a number came about, in the language of the request."""
    return _derivation(found) if found else None


def _derivation(found: Derivation) -> DerivationOut:
    language = (get_language() or "en")[:2]
    steps = [
        StepOut(key=step.key, rule=step.rule, figures=step.values, text=step_text(step, language, READER))
        for step in found.steps
    ]
    return DerivationOut(result=found.result, steps=steps)


def charge_out(found: Explained, currency: str) -> ChargeOut:
    """A line of a booking."""
    return ChargeOut(
        license=found.license, license_type=found.license_type, quantity=found.quantity, starts_on=found.start,
        until=found.end, ssc=ssc_text(found.ssc), from_balance=ssc_text(found.from_balance),
        invoiced=ssc_text(found.invoiced), net=money(found.net, currency),
        price=None if found.price is None else show_fraction(found.price), derivation=_derivation(found.why),
    )  # fmt: skip


def booking_out(found: ExplainedSettlement, currency: str) -> BookingOut:
    """A booking that is not booked yet."""
    settlement, invoice = found.settlement, found.settlement.invoice
    net, tax, gross = (invoice.net, invoice.tax, invoice.gross) if invoice else (0, 0, 0)
    return BookingOut(
        reason=settlement.reason.value, booked_on=settlement.day, starts_on=settlement.start, until=settlement.end,
        ssc=ssc_text(settlement.ssc), from_balance=ssc_text(found.from_balance), invoiced=ssc_text(found.invoiced),
        net=money(net, currency), tax=money(tax, currency), gross=money(gross, currency),
        charges=[charge_out(line, currency) for line in found.lines], derivation=derivation_out(found.why),
    )  # fmt: skip


def refusal_out(found: Refusal | None) -> RefusalOut | None:
    """A refusal within a preview: there it is no problem, but what the preview says."""
    if found is None:
        return None
    missing = ssc_text(found.missing_ssc) if found.missing_ssc else None
    return RefusalOut(code=found.code.value, detail=explain(found).text, missing_ssc=missing)
