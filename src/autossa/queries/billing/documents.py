"""Invoices and credit notes as documents: until parties have versions, with today's name and address of both sides."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction
from uuid import UUID

from django.conf import settings

from autossa.domain import vat_ids
from autossa.domain.billing.documents import Document, DocumentLine, Kind
from autossa.domain.billing.parties import Party, Seller
from autossa.domain.billing.references import creditor_reference
from autossa.domain.billing.vat import Category
from autossa.domain.charges import ONCE
from autossa.domain.currencies import places_of
from autossa.queries.billing.ordered import Ordered, OrderedLine, ordered
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.ids import public_id

_TOWN = re.compile(r"(?:[A-Z]{1,3}-)?(\S*\d\S*)\s+(.+)")
_PAYMENT_DAYS = timedelta(days=14)


def document_of(invoice: UUID) -> Document:
    """One document. Raises KeyError for none."""
    return documents_of([invoice])[invoice]


def documents_of(invoices: Sequence[UUID]) -> Mapping[UUID, Document]:
    """Documents by id of their invoice, in a constant number of queries."""
    rows = list(models.Invoice.objects.filter(pk__in=invoices).select_related("project"))
    facts = _Facts.of(rows)
    return {row.id: _document(row, facts) for row in rows}


@dataclass(frozen=True, slots=True)
class _Facts:
    """What many documents need, read at once."""

    organisations: Mapping[UUID, models.Organisation]
    vendor: models.Organisation
    languages: Mapping[UUID, str]
    emails: Mapping[UUID, str]
    orders: Mapping[UUID, str]
    charges: Mapping[UUID, list[models.Charge]]
    types: Mapping[str, str]
    corrected: Mapping[UUID, models.Invoice]
    ordered: Mapping[UUID, Ordered]

    @classmethod
    def of(cls, rows: Iterable[models.Invoice]) -> "_Facts":
        rows = list(rows)
        payers = {row.payer for row in rows}
        organisations = models.Organisation.objects.in_bulk(payers)
        contacts = list(models.Contact.objects.filter(organisation__in=payers, purpose="billing").order_by("-id"))
        contracts = models.Contract.objects.filter(pk__in={row.contract for row in rows if row.contract})
        charges: dict[UUID, list[models.Charge]] = {}
        for charge in models.Charge.objects.filter(settlement__in={row.settlement for row in rows if row.settlement}):
            charges.setdefault(charge.settlement_id, []).append(charge)
        return cls(
            organisations=organisations,
            vendor=models.Organisation.objects.get(kind="vendor"),
            languages={contact.organisation_id: contact.language for contact in contacts},
            emails={contact.organisation_id: contact.email for contact in contacts},
            orders=dict(contracts.values_list("id", "order_number")),
            charges=charges,
            types=dict(models.LicenseType.objects.values_list("code", "name")),
            corrected=models.Invoice.objects.in_bulk({row.corrects for row in rows if row.corrects}),
            ordered=ordered(rows),
        )


def _document(row: models.Invoice, facts: _Facts) -> Document:
    payer, is_note = facts.organisations[row.payer], row.series != "INV"
    corrected, order = facts.corrected[row.corrects] if row.corrects else None, facts.ordered.get(row.id)
    paid_on = order.paid_on if order and not is_note else None
    return Document(
        kind=Kind.CREDIT_NOTE if is_note else Kind.INVOICE,
        number=row.full_number,
        reason=row.reason,
        issued_on=row.issued_on,
        language=facts.languages.get(row.payer) or ("de" if payer.country in ("DE", "AT", "CH") else "en"),
        currency=row.currency,
        places=places_of(row.currency),
        seller=Seller(_party(facts.vendor, settings.VENDOR_COUNTRY)),
        buyer=_party(payer, settings.VENDOR_COUNTRY, facts.emails.get(row.payer, "")),
        lines=tuple(_lines(row, facts, _category(row, payer), -1 if is_note else 1)),
        order_number=order.order_number if order else facts.orders.get(row.contract, "") if row.contract else "",
        paid_on=paid_on,
        contract_number=public_id("ctr", row.contract) if row.contract else "",
        corrects=(corrected.full_number, corrected.issued_on) if corrected else None,
        supplied_from=row.start,
        supplied_until=row.end,
        due_on=None if is_note or paid_on else row.issued_on + _PAYMENT_DAYS,
        reference=creditor_reference(row.full_number),
    )


def _lines(row: models.Invoice, facts: _Facts, category: Category, sign: int) -> Iterable[DocumentLine]:
    """The charges that the balance did not pay whole, or what was ordered."""
    for one in facts.ordered[row.id].lines if row.id in facts.ordered else ():
        yield _ordered_line(one, row, category, sign)
    charges = facts.charges.get(row.settlement, ()) if row.settlement else ()
    for charge in sorted(charges, key=lambda one: one.position):
        if charge.price is None or charge.from_balance == charge.ssc:
            continue
        yield DocumentLine(
            section=row.project.name,
            name=facts.types.get(charge.license_type) or charge.license_type,
            license_id=charge.license,
            license_type=charge.license_type,
            quantity=charge.quantity,
            start=charge.start,
            end=charge.end,
            needed=sign * charge.ssc,
            from_balance=sign * charge.from_balance,
            units=sign * (charge.ssc - charge.from_balance),
            price=fraction(charge.price),
            factor=fraction(charge.factor),
            net=sign * charge.net,
            category=category,
            rate=fraction(row.tax_rate),
        )


def _ordered_line(line: OrderedLine, row: models.Invoice, category: Category, sign: int) -> DocumentLine:
    return DocumentLine(
        section=row.project.name,
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
        category=category,
        rate=fraction(row.tax_rate),
    )


def _category(row: models.Invoice, payer: models.Organisation) -> Category:
    country = payer.country or settings.VENDOR_COUNTRY
    if fraction(row.tax_rate) != Fraction(0) or country == settings.VENDOR_COUNTRY:
        return Category.STANDARD
    return Category.REVERSE_CHARGE if country in vat_ids.EU else Category.OUTSIDE


def _party(organisation: models.Organisation, home: str, email: str = "") -> Party:
    """An address of some lines: the street, more of it, postcode and town."""
    street, *rest = [line.strip() for line in organisation.address.splitlines() if line.strip()] or [""]
    towns = [line for line in rest if _TOWN.fullmatch(line)]
    town = _TOWN.fullmatch(towns[-1]) if towns else None
    return Party(
        name=organisation.name,
        number=organisation.number,
        street=street,
        more="\n".join(line for line in rest if not towns or line != towns[-1]),
        post_code=town[1] if town else "",
        city=town[2] if town else "",
        country=organisation.country or home,
        vat_id=organisation.vat_id,
        email=email,
    )
