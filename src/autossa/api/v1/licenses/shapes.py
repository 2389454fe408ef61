"""How licenses are written and read."""

from ninja import Field

from autossa.api.v1.frame.figures import Agreed, BookingOut, RefusalOut, booking_out, refusal_out
from autossa.api.v1.frame.shapes import Answer, Body, Day, Id, Line, MoneyOut, SscText, money, ssc_text
from autossa.domain.amounts import show_fraction
from autossa.queries.devices.page import StockRow
from autossa.queries.licenses.previews import Addition, Additions, Price, RequestedLicense, Return
from autossa.queries.projects.page import LicenseRow

MOST = 1_000_000


class LicenseIn(Body):
    """A license to be."""

    license: Line = Field(min_length=1, description="Your own name for it, unique in the project.")
    license_type: Line = Field(min_length=1, description="The code of its type.")
    quantity: int = Field(ge=1, le=MOST)
    included_until: Day | None = Field(
        None, description="The first day that the SSA sold with it no longer includes; for the vendor's staff."
    )


class LicensesIn(Body):
    """Licenses that are requested together, all or none."""

    licenses: list[LicenseIn] = Field(min_length=1, max_length=100)
    agreed: str | None = Agreed


class LicenseAdded(LicenseIn):
    """A license that staff adds."""

    order_reference: Line = ""
    agreed: str | None = Agreed


class LinesIn(Body):
    """Requested lines, by their numbers."""

    lines: list[int] = Field(min_length=1, max_length=1000)
    agreed: str | None = Agreed


class QuantityIn(Body):
    """How many are given up."""

    quantity: int = Field(ge=1, le=MOST)
    agreed: str | None = Agreed


class LicenseRefusalIn(Body):
    """Why."""

    reason: str = Field(max_length=5000)


class KeyIn(Body):
    """An activation key, as it is printed."""

    key: Line = Field(min_length=1)


class Stock(Answer):
    """How many there are."""

    licensed: int
    on_devices: int
    free: int


class LineOut(Answer):
    """A license line."""

    number: int
    license: str
    license_type: str
    type_name: str
    quantity: int
    ssc_per_year: str = Field(description="Of one unit, exact.")
    acquired_on: Day
    added_on: Day = Field(description="The first day on which it counts.")
    ended_on: Day | None = Field(description="The first day on which it counts no more.")
    confirmed: bool
    is_requested: bool
    ssa: str
    included_until: Day | None
    activated_on: Day | None
    origin: str
    order_reference: str
    can_be_given_up: bool
    given_up: int = Field(description="How many end with the line, where that can still be taken back.")
    stock: Stock | None


class PriceOut(Answer):
    """What is paid together."""

    ssc: SscText
    from_balance: SscText
    invoiced: SscText
    net: MoneyOut
    tax: MoneyOut
    gross: MoneyOut


class AdditionOut(Answer):
    """A license as it would count: what is charged now, up to the end of coverage, and a full year."""

    license: str
    license_type: str
    type_name: str
    quantity: int
    counts_from: Day
    now: BookingOut | None
    yearly: BookingOut | None


class AdditionsOut(Answer):
    """Licenses as they would count from today."""

    each: list[AdditionOut]
    now: PriceOut | None
    yearly: PriceOut | None
    covered_until: Day | None
    free: SscText
    ordered: SscText = Field(description="SSC that wait for their payment.")
    paid_by: str = Field(description="Who is invoiced, where that is not the customer.")
    refusal: RefusalOut | None
    agreed: str


class ReturnOut(Answer):
    """What giving up would do."""

    license: str
    line: int
    quantity: int
    stays: int
    ends_on: Day | None = Field(description="The first day on which the quantity counts no more.")
    paid_until: Day | None = Field(description="The first day that is not paid.")
    refusal: RefusalOut | None
    agreed: str


class AddPreviewIn(Body):
    """Licenses that would be requested or added."""

    project: Id
    licenses: list[LicenseIn] = Field(min_length=1, max_length=100)


class ConfirmPreviewIn(Body):
    """Requested lines; none named: all that wait."""

    project: Id
    lines: list[int] | None = Field(None, max_length=1000)


class GiveUpPreviewIn(Body):
    """What would be given up."""

    project: Id
    line: int
    quantity: int = Field(ge=1, le=MOST)


def asked_of(given: LicenseIn) -> RequestedLicense:
    """As it is asked for."""
    return RequestedLicense(given.license, given.license_type, given.quantity, given.included_until)


def line_out(row: LicenseRow) -> LineOut:
    """A line for somebody who may see the project."""
    line = row.line
    return LineOut(
        number=line.number, license=line.license_id, license_type=line.license_type, type_name=row.type_name,
        quantity=line.quantity, ssc_per_year=show_fraction(line.rate), acquired_on=line.acquired_on,
        added_on=line.added_on, ended_on=line.ended_on, confirmed=line.confirmed, is_requested=line.is_requested,
        ssa=line.ssa.value, included_until=line.included_until, activated_on=row.activated_on, origin=row.origin,
        order_reference=row.order_reference, can_be_given_up=row.can_be_given_up, given_up=row.given_up,
        stock=stock_out(row.stock) if row.stock else None,
    )  # fmt: skip


def stock_out(row: StockRow) -> Stock:
    """How many there are of a license."""
    return Stock(licensed=row.licensed, on_devices=row.on_devices, free=row.free)


def additions_out(found: Additions, agreed: str) -> AdditionsOut:
    """The preview of licenses that are added or confirmed."""
    currency = found.currency
    return AdditionsOut(
        each=[_addition(one, currency) for one in found.each], now=_price(found.now, currency),
        yearly=_price(found.yearly, currency), covered_until=found.covered_until, free=ssc_text(found.free),
        ordered=ssc_text(found.ordered), paid_by=found.paid_by, refusal=refusal_out(found.refusal), agreed=agreed,
    )  # fmt: skip


def return_out(found: Return, agreed: str) -> ReturnOut:
    """The preview of what is given up."""
    return ReturnOut(
        license=found.line.license_id, line=found.line.number, quantity=found.quantity, stays=found.stays,
        ends_on=found.ends_on, paid_until=found.paid_until, refusal=refusal_out(found.refusal),
        agreed=agreed,
    )  # fmt: skip


def _addition(found: Addition, currency: str) -> AdditionOut:
    line = found.line
    return AdditionOut(
        license=line.license_id, license_type=line.license_type, type_name=found.type_name, quantity=line.quantity,
        counts_from=line.added_on, now=booking_out(found.now, currency) if found.now else None,
        yearly=booking_out(found.yearly, currency) if found.yearly else None,
    )  # fmt: skip


def _price(found: Price | None, currency: str) -> PriceOut | None:
    if found is None:
        return None
    return PriceOut(
        ssc=ssc_text(found.ssc), from_balance=ssc_text(found.from_balance), invoiced=ssc_text(found.invoiced),
        net=money(found.net, currency), tax=money(found.tax, currency), gross=money(found.gross, currency),
    )  # fmt: skip
