"""An invoice with what is left of each of its lines, and what a credit note would take back: the plan of the deed."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from autossa.domain.amounts import Money, show
from autossa.domain.billing.credit_notes import Credited, CreditNote, CreditProblem, Pick, credit_note
from autossa.domain.currencies import places_of
from autossa.queries.billing.issued.sections import parts_of
from autossa.queries.billing.ordered import OrderedLine, ordered
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.ids import public_id


@dataclass(frozen=True, slots=True)
class CreditableLine:
    """A line of an invoice; money in minor units, net. `booking` and `position` name its charge, or line of an order.

    `license_type` is empty for credits that were ordered: `license` says so many SSC.
    """

    booking: UUID
    position: int
    section: str
    license: str
    license_type: str
    quantity: int
    start: date
    end: date
    net: Money
    credited: Money

    @property
    def left(self) -> Money:
        """What can still be credited of it."""
        return self.net - self.credited


@dataclass(frozen=True, slots=True)
class Creditable:
    """An invoice whose lines can be credited; `notes` are the numbers of its credit notes so far.

    A collective one is of no project.
    """

    key: UUID
    number: str
    project: UUID | None
    payer: UUID
    payer_name: str
    issued_on: date
    currency: str
    net: Money
    tax: Money
    gross: Money
    rate: Fraction
    credited_gross: Money
    lines: tuple[CreditableLine, ...]
    notes: tuple[str, ...]

    @property
    def id(self) -> str:
        """Its public id."""
        return public_id("inv", self.key)

    @property
    def places(self) -> int:
        """The decimal places of its currency."""
        return places_of(self.currency)

    @property
    def left(self) -> Money:
        """What is left of it, VAT included."""
        return self.gross - self.credited_gross

    def plan(self, picks: Sequence[Pick]) -> CreditNote | CreditProblem:
        """What a note of these lines would take back; of all that is left without any."""
        lines = [Credited(line.quantity, line.net, line.credited) for line in self.lines]
        return credit_note(lines, picks, self.rate)


def creditable(invoice: UUID) -> Creditable:
    """An invoice with what is left of it, in a constant number of queries. Raises Unknown, for credit notes too."""
    row = models.Invoice.objects.filter(pk=invoice, series="INV").first()
    if row is None:
        raise Unknown(f"there is no invoice {public_id('inv', invoice)}")
    notes = list(models.Invoice.objects.filter(corrects=row.id, series="CN").order_by("id"))
    return Creditable(
        key=row.id,
        number=row.full_number,
        project=row.project_id,
        payer=row.payer,
        payer_name=models.Party.objects.values_list("name", flat=True).get(pk=row.buyer),
        issued_on=row.issued_on,
        currency=row.currency,
        net=row.net,
        tax=row.tax,
        gross=row.gross,
        rate=fraction(row.tax_rate),
        credited_gross=-sum(note.gross for note in notes),
        lines=_lines(row, notes),
        notes=tuple(note.full_number for note in notes),
    )


def _lines(row: models.Invoice, notes: list[models.Invoice]) -> tuple[CreditableLine, ...]:
    taken: Counter[tuple[UUID, int]] = Counter()
    for line in models.CreditedLine.objects.filter(note__in=notes):
        taken[line.settlement, line.position] += line.net
    if order := ordered([row]).get(row.id):
        return tuple(_of_order(line, row, taken[line.order, line.position]) for line in order.lines)
    parts = parts_of([row], {})[row.id]
    charges: dict[UUID, list[models.Charge]] = defaultdict(list)
    for charge in models.Charge.objects.filter(settlement__in={part.settlement for part in parts}).order_by("position"):
        charges[charge.settlement_id].append(charge)
    return tuple(
        CreditableLine(
            booking=charge.settlement_id,
            position=charge.position,
            section=part.section if row.settlement is None else "",
            license=charge.license,
            license_type=charge.license_type,
            quantity=charge.quantity,
            start=charge.start,
            end=charge.end,
            net=charge.net,
            credited=taken[charge.settlement_id, charge.position],
        )
        for part in parts
        for charge in charges[part.settlement]
        if charge.ssc > charge.from_balance
    )


def _of_order(line: OrderedLine, row: models.Invoice, credited: Money) -> CreditableLine:
    """Credits are one piece: a share of them is said as an amount."""
    return CreditableLine(
        booking=line.order,
        position=line.position,
        section="",
        license=line.license or line.name or f"{show(line.ssc)} SSC",
        license_type=line.license_type,
        quantity=line.quantity or 1,
        start=row.start,
        end=row.end,
        net=line.net,
        credited=credited,
    )
