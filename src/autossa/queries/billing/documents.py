"""Documents as issued, from frozen rows alone: versions of parties and texts, charges, VAT (billing 1 to 4)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from uuid import UUID

from autossa.domain.amounts import PLACES, Money
from autossa.domain.billing.documents import DebitedFrom, Document, DocumentLine, Kind, Method, VatTotal
from autossa.domain.billing.parties import Party, Seller
from autossa.domain.billing.references import creditor_reference
from autossa.domain.billing.vat import Category, SupplyDate
from autossa.domain.charges import ONCE
from autossa.domain.currencies import places_of
from autossa.domain.invoices import Reason
from autossa.queries.billing.issued.debited import debited_from
from autossa.queries.billing.issued.sections import Part, parts_of
from autossa.queries.billing.ordered import Ordered, OrderedLine, ordered
from autossa.queries.billing.parties import parties
from autossa.queries.billing.seller import SellerVersion, seller_versions
from autossa.queries.errors import Unknown
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.ids import public_id
from autossa.store.models.billing.invoices import COLLECTIVE

_NOBODY = Party("")
_NOTE = "CN"


@dataclass(frozen=True, slots=True)
class _Found:
    """What the queries found beside the documents themselves."""

    parties: Mapping[UUID, Party]
    sellers: Mapping[UUID, SellerVersion]
    parts: Mapping[UUID, tuple[Part, ...]]
    charges: Mapping[UUID, list[models.Charge]]
    credited: Mapping[UUID, Mapping[tuple[UUID, int], Money]]
    names: Mapping[str, str]
    corrected: Mapping[UUID, models.Invoice]
    contracts: Mapping[UUID, str]
    supplied_as_issued: frozenset[UUID]
    ordered: Mapping[UUID, Ordered]
    debited: Mapping[UUID, DebitedFrom]


def document_of(invoice: UUID) -> Document:
    """An invoice or credit note as it was issued. Raises Unknown."""
    found = documents_of([invoice])
    if invoice not in found:
        raise Unknown(f"there is no document {public_id('inv', invoice)}")
    return found[invoice]


def collective_document(payer: UUID, invoice: UUID) -> Document | None:
    """A collective invoice of a payer as it was issued; None for another."""
    found = models.Invoice.objects.filter(pk=invoice, payer=payer, reason=COLLECTIVE, series="INV")
    return document_of(invoice) if found.exists() else None


def documents_of(ids: Iterable[UUID]) -> dict[UUID, Document]:
    """The documents with these ids, in a constant number of queries; unknown ones are left out."""
    rows = list(models.Invoice.objects.filter(pk__in=set(ids)))
    if not rows:
        return {}
    found = _find(rows)
    return {row.id: _document(row, found) for row in rows}


def _find(rows: list[models.Invoice]) -> _Found:
    corrected = models.Invoice.objects.in_bulk([row.corrects for row in rows if row.corrects])
    parts = parts_of(rows, corrected)
    charges: dict[UUID, list[models.Charge]] = defaultdict(list)
    settlements = {part.settlement for of_one in parts.values() for part in of_one}
    for charge in models.Charge.objects.filter(settlement__in=settlements).order_by("position"):
        if charge.ssc > charge.from_balance:
            charges[charge.settlement_id].append(charge)
    credited: dict[UUID, dict[tuple[UUID, int], Money]] = defaultdict(dict)
    for taken in models.CreditedLine.objects.filter(note__in=[row.id for row in rows if row.series == _NOTE]):
        credited[taken.note_id][taken.settlement, taken.position] = taken.net
    types = {charge.license_type for of_one in charges.values() for charge in of_one}
    keys = {row.buyer for row in rows} | {row.seller for row in rows if row.seller}
    contracts = models.Contract.objects.filter(pk__in={row.contract for row in rows if row.contract})
    contracts = contracts.select_related("plan__policy")
    return _Found(
        parties(keys),
        seller_versions({row.seller_facts for row in rows if row.seller_facts}),
        parts,
        charges,
        credited,
        dict(models.LicenseType.objects.filter(code__in=types).values_list("code", "name")),
        corrected,
        {contract.id: public_id("con", contract.id) for contract in contracts},
        frozenset(row.id for row in contracts if row.plan.policy.supply_date == SupplyDate.ISSUE_DAY),
        ordered(rows),
        debited_from(rows),
    )


def _document(row: models.Invoice, found: _Found) -> Document:
    buyer, facts = found.parties[row.buyer], found.sellers.get(row.seller_facts) if row.seller_facts else None
    category, is_note = Category(row.vat_category), row.series == _NOTE
    order = found.ordered.get(row.id)
    paid_on = order.paid_on if order and not is_note else None
    reason = facts.reason(category, buyer.language) if facts else ""
    return Document(
        kind=Kind.CREDIT_NOTE if is_note else Kind.INVOICE,
        number=row.full_number,
        reason=row.reason,
        issued_on=row.issued_on,
        language=buyer.language,
        currency=row.currency,
        seller=seller_of(found.parties.get(row.seller, _NOBODY) if row.seller else _NOBODY, facts),
        buyer=buyer,
        lines=tuple(_note_lines(row, found) if is_note else _lines(row, found)),
        stated=(VatTotal(category, fraction(row.tax_rate), row.net, row.tax),) if is_note else (),
        places=places_of(row.currency),
        order_number=row.order_number,
        contract_number=found.contracts.get(row.contract, "") if row.contract else "",
        corrects=_corrects(row, found),
        supplied_from=row.start,
        supplied_until=row.end,
        supplied_on=_supplied_on(row, found),
        due_on=None if paid_on else row.due_on,
        paid_on=paid_on,
        method=Method(row.method),
        debited=found.debited.get(row.id),
        reference=creditor_reference(row.full_number),
        intro=facts.intro(buyer.language) if facts else "",
        closing=facts.closing(buyer.language) if facts else "",
        vat_reason=reason,
    )


def _supplied_on(row: models.Invoice, found: _Found) -> date | None:
    """The day of supply where it is not the first of the period, as `domain.projects.Terms.tax_rate_on` (billing 3)."""
    if row.contract in found.supplied_as_issued:
        return found.corrected[row.corrects].issued_on if row.corrects else row.issued_on
    return row.end if row.reason == Reason.GAP.value else None


def seller_of(party: Party, facts: SellerVersion | None) -> Seller:
    """The vendor as a document names it: its party, and what it said beyond."""
    if facts is None:
        return Seller(party)
    return Seller(
        party, facts.tax_number, facts.iban, facts.bic, facts.bank, facts.contact_name, facts.contact_phone,
        facts.contact_email, facts.register,
    )  # fmt: skip


def _ordered_line(line: OrderedLine, row: models.Invoice, sign: int) -> DocumentLine:
    return DocumentLine(
        section=row.section,
        name=line.name,
        license_id=line.license,
        license_type=line.license_type,
        quantity=line.quantity,
        start=None,
        end=None,
        needed=0,
        from_balance=0,
        units=sign * line.units,
        price=line.price,
        factor=ONCE,
        net=sign * line.net,
        category=Category(row.vat_category),
        rate=fraction(row.tax_rate),
    )


def _lines(row: models.Invoice, found: _Found) -> Iterator[DocumentLine]:
    """What was ordered, or what bookings charged."""
    if row.id in found.ordered:
        yield from (_ordered_line(line, row, 1) for line in found.ordered[row.id].lines)
    for part in found.parts[row.id]:
        for charge in found.charges[part.settlement]:
            yield _line(charge, row, part.section, found.names, 1)


def _note_lines(row: models.Invoice, found: _Found) -> Iterator[DocumentLine]:
    """Lines that are taken back whole, as they were invoiced; where one is in part, the amounts alone."""
    credited = found.credited[row.id]
    if row.id in found.ordered:
        yield from _note_of_order(row, found.ordered[row.id].lines, credited)
        return
    taken = [
        (charge, part.section, credited[charge.settlement_id, charge.position])
        for part in found.parts[row.id]
        for charge in found.charges[part.settlement]
        if (charge.settlement_id, charge.position) in credited
    ]
    is_whole = all(net == charge.net for charge, _section, net in taken)
    for charge, section, net in taken:
        line = _line(charge, row, section, found.names, -1)
        yield line if is_whole else part_of_line(line, -net, places_of(row.currency))


def _note_of_order(
    row: models.Invoice, lines: Iterable[OrderedLine], credited: Mapping[tuple[UUID, int], Money]
) -> Iterator[DocumentLine]:
    taken = [(line, credited[line.order, line.position]) for line in lines if (line.order, line.position) in credited]
    is_whole = all(net == line.net for line, net in taken)
    for line, net in taken:
        printed = _ordered_line(line, row, -1)
        yield printed if is_whole else part_of_line(printed, -net, places_of(row.currency))


def part_of_line(line: DocumentLine, net: Money, places: int) -> DocumentLine:
    """A line of a note that takes back a part: one piece for that amount, which is below 0; no SSC of it comes back."""
    price = Fraction(-net, 10**places)
    return replace(line, needed=0, from_balance=0, units=-(10**PLACES), price=price, factor=Fraction(1), net=net)


def _line(
    charge: models.Charge, row: models.Invoice, section: str, names: Mapping[str, str], sign: int
) -> DocumentLine:
    return DocumentLine(
        section=section,
        name=names.get(charge.license_type, charge.license_type),
        license_id=charge.license,
        license_type=charge.license_type,
        quantity=charge.quantity,
        start=charge.start,
        end=charge.end,
        needed=sign * charge.ssc,
        from_balance=sign * charge.from_balance,
        units=sign * (charge.ssc - charge.from_balance),
        price=fraction(charge.price) if charge.price is not None else Fraction(0),
        factor=fraction(charge.factor),
        net=sign * charge.net,
        category=Category(row.vat_category),
        rate=fraction(row.tax_rate),
    )


def _corrects(row: models.Invoice, found: _Found) -> tuple[str, date] | None:
    invoice = found.corrected.get(row.corrects) if row.corrects else None
    return None if invoice is None else (invoice.full_number, invoice.issued_on)
