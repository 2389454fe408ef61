"""Universal Business Language 2.1 (Invoice, CreditNote) of a document, as EN 16931 and XRechnung want it."""

from datetime import date

from lxml import etree

from autossa.documents.billing.xml.facts import EMAIL, PROCESS, UNIT, XRECHNUNG, Facts, Line, Tax, number
from autossa.documents.billing.xml.tree import Make, maker, written
from autossa.domain.amounts import Money
from autossa.domain.billing.documents import DebitedFrom, Document
from autossa.domain.billing.parties import Party, Seller

_OASIS = "urn:oasis:names:specification:ubl:schema:xsd"
_PARTS = {"cac": f"{_OASIS}:CommonAggregateComponents-2", "cbc": f"{_OASIS}:CommonBasicComponents-2"}
_make = maker(_PARTS)
_Node = etree._Element | None


def ubl(document: Document) -> bytes:
    """The file. What it lacks (`einvoices.lacks`) must have been asked before."""
    facts = Facts(document)
    name = "CreditNote" if facts.is_credit_note else "Invoice"
    root: Make = maker(_PARTS, default=f"{_OASIS}:{name}-2")
    made = root(
        name,
        _make("cbc:CustomizationID", facts.profile),
        _make("cbc:ProfileID", PROCESS if facts.profile == XRECHNUNG else ""),
        _make("cbc:ID", document.number),
        _day("cbc:IssueDate", document.issued_on),
        None if facts.is_credit_note else _day("cbc:DueDate", document.due_on),
        _make(f"cbc:{name}TypeCode", facts.type_code),
        [_make("cbc:Note", note) for note in facts.notes],
        _make("cbc:DocumentCurrencyCode", document.currency),
        _make("cbc:BuyerReference", document.buyer.buyer_reference),
        _period(document.supplied_from, facts.last_day),
        _make("cac:OrderReference", _make("cbc:ID", document.order_number)),
        _corrected(document),
        _make("cac:ContractDocumentReference", _make("cbc:ID", document.contract_number)),
        _make("cac:AccountingSupplierParty", _seller(facts, document.seller)),
        _make("cac:AccountingCustomerParty", _buyer(facts, document.buyer)),
        _make("cac:Delivery", _day("cbc:ActualDeliveryDate", document.day_of_supply)),
        _payment(facts),
        _make("cac:PaymentTerms", _make("cbc:Note", facts.terms)),
        _taxes(facts),
        _totals(facts),
        [_line(facts, line, name) for line in facts.lines],
    )
    assert made is not None
    return written(made)


def _seller(facts: Facts, seller: Seller) -> _Node:
    vat_id = seller.party.vat_id if facts.has_vat_ids else ""
    reached = seller.contact_phone or seller.contact_email
    creditor_id = facts.debited.creditor_id if facts.debited else ""
    return _make(
        "cac:Party",
        _make("cbc:EndpointID", facts.seller_email, schemeID=EMAIL),
        _make("cac:PartyIdentification", _make("cbc:ID", facts.seller_id)),
        _make("cac:PartyIdentification", _make("cbc:ID", creditor_id, schemeID="SEPA")),
        _address(seller.party),
        _tax_id("VAT", vat_id),
        _tax_id("FC", seller.tax_number),
        _make(
            "cac:PartyLegalEntity",
            _make("cbc:RegistrationName", seller.party.name),
            _make("cbc:CompanyLegalForm", seller.register),
        ),
        _make(
            "cac:Contact",
            _make("cbc:Name", (seller.contact_name or seller.party.name) if reached else ""),
            _make("cbc:Telephone", seller.contact_phone),
            _make("cbc:ElectronicMail", seller.contact_email),
        ),
    )


def _buyer(facts: Facts, buyer: Party) -> _Node:
    return _make(
        "cac:Party",
        _make("cbc:EndpointID", buyer.email, schemeID=EMAIL),
        _make("cac:PartyIdentification", _make("cbc:ID", buyer.number)),
        _address(buyer),
        _tax_id("VAT", buyer.vat_id if facts.has_vat_ids else ""),
        _make("cac:PartyLegalEntity", _make("cbc:RegistrationName", buyer.name)),
    )


def _address(party: Party) -> _Node:
    return _make(
        "cac:PostalAddress",
        _make("cbc:StreetName", party.street),
        _make("cbc:AdditionalStreetName", party.more),
        _make("cbc:CityName", party.city),
        _make("cbc:PostalZone", party.post_code),
        _make("cac:Country", _make("cbc:IdentificationCode", party.country)),
    )


def _payment(facts: Facts) -> _Node:
    seller = facts.document.seller
    account = _make(
        "cac:PayeeFinancialAccount",
        _make("cbc:ID", seller.iban),
        _make("cbc:Name", seller.party.name),
        _make("cac:FinancialInstitutionBranch", _make("cbc:ID", seller.bic)),
    )
    return _make(
        "cac:PaymentMeans",
        _make("cbc:PaymentMeansCode", facts.means.value),
        _day("cbc:PaymentDueDate", facts.document.due_on) if facts.is_credit_note else None,
        _make("cbc:PaymentID", facts.document.reference),
        account if facts.has_account else None,
        _mandate(facts.debited) if facts.debited else None,
    )


def _mandate(debited: DebitedFrom) -> _Node:
    """BT-89, and of BT-91 the last four signs: the document is seen by more people than those who may pay."""
    account = _make("cac:PayerFinancialAccount", _make("cbc:ID", debited.account))
    return _make("cac:PaymentMandate", _make("cbc:ID", debited.mandate), account)


def _taxes(facts: Facts) -> _Node:
    return _make(
        "cac:TaxTotal",
        _money(facts, "cbc:TaxAmount", facts.document.tax),
        [
            _make(
                "cac:TaxSubtotal",
                _money(facts, "cbc:TaxableAmount", total.net),
                _money(facts, "cbc:TaxAmount", total.tax),
                _make(
                    "cac:TaxCategory",
                    _make("cbc:ID", tax.code),
                    _make("cbc:Percent", tax.percent),
                    _make("cbc:TaxExemptionReasonCode", tax.reason_code),
                    _make("cbc:TaxExemptionReason", tax.reason),
                    _scheme("VAT"),
                ),
            )
            for total, tax in facts.taxes
        ],
    )


def _totals(facts: Facts) -> _Node:
    document = facts.document
    return _make(
        "cac:LegalMonetaryTotal",
        _money(facts, "cbc:LineExtensionAmount", document.net),
        _money(facts, "cbc:TaxExclusiveAmount", document.net),
        _money(facts, "cbc:TaxInclusiveAmount", document.gross),
        _money(facts, "cbc:PrepaidAmount", document.gross) if document.paid_on else None,
        _money(facts, "cbc:PayableAmount", document.due),
    )


def _line(facts: Facts, line: Line, name: str) -> _Node:
    quantity = "CreditedQuantity" if facts.is_credit_note else "InvoicedQuantity"
    currency = facts.document.currency
    return _make(
        f"cac:{name}Line",
        _make("cbc:ID", line.number),
        _make(f"cbc:{quantity}", number(line.sums.quantity), unitCode=UNIT),
        _make("cbc:LineExtensionAmount", facts.own(line.sums.net), currencyID=currency),
        _period(line.line.start, line.last_day),
        [
            _make(
                "cac:AllowanceCharge",
                _make("cbc:ChargeIndicator", indicator),
                _make("cbc:AllowanceChargeReason", line.adjustment),
                _make("cbc:Amount", facts.own(amount), currencyID=currency),
            )
            for indicator, amount in (("false", line.sums.allowance), ("true", line.sums.charge))
            if amount
        ],
        _item(line, line.tax),
        _make(
            "cac:Price",
            _make("cbc:PriceAmount", number(line.sums.price), currencyID=currency),
            _make("cbc:BaseQuantity", str(line.sums.base) if line.sums.base > 1 else "", unitCode=UNIT),
        ),
    )


def _item(line: Line, tax: Tax) -> _Node:
    return _make(
        "cac:Item",
        _make("cbc:Name", line.name),
        _make("cac:SellersItemIdentification", _make("cbc:ID", line.line.license_id)),
        _make(
            "cac:ClassifiedTaxCategory",
            _make("cbc:ID", tax.code),
            _make("cbc:Percent", tax.percent),
            _scheme("VAT"),
        ),
        [
            _make("cac:AdditionalItemProperty", _make("cbc:Name", name), _make("cbc:Value", value))
            for name, value in line.properties
        ],
    )


def _corrected(document: Document) -> _Node:
    if document.corrects is None:
        return None
    number_of_invoice, issued_on = document.corrects
    reference = _make(
        "cac:InvoiceDocumentReference", _make("cbc:ID", number_of_invoice), _day("cbc:IssueDate", issued_on)
    )
    return _make("cac:BillingReference", reference)


def _period(start: date | None, last: date | None) -> _Node:
    return _make("cac:InvoicePeriod", _day("cbc:StartDate", start), _day("cbc:EndDate", last))


def _day(name: str, value: date | None) -> _Node:
    return _make(name, value.isoformat() if value else "")


def _money(facts: Facts, name: str, amount: Money) -> _Node:
    return _make(name, facts.money(amount), currencyID=facts.document.currency)


def _scheme(code: str) -> _Node:
    return _make("cac:TaxScheme", _make("cbc:ID", code))


def _tax_id(scheme: str, value: str) -> _Node:
    return _make("cac:PartyTaxScheme", _make("cbc:CompanyID", value), _scheme(scheme)) if value else None
