"""Cross Industry Invoice (UN/CEFACT CII) of a document, as EN 16931 and XRechnung want it; it goes into the PDF."""

from datetime import date

from lxml import etree

from autossa.documents.billing.xml.facts import EMAIL, PROCESS, UNIT, XRECHNUNG, Facts, Line, number
from autossa.documents.billing.xml.tree import maker, written
from autossa.domain.billing.documents import Document
from autossa.domain.billing.parties import Party, Seller

_CEFACT = "urn:un:unece:uncefact:data:standard"
_make = maker(
    {
        "rsm": f"{_CEFACT}:CrossIndustryInvoice:100",
        "ram": f"{_CEFACT}:ReusableAggregateBusinessInformationEntity:100",
        "udt": f"{_CEFACT}:UnqualifiedDataType:100",
        "qdt": f"{_CEFACT}:QualifiedDataType:100",
    }
)
_DAY = "102"  # yyyymmdd
_Node = etree._Element | None


def cii(document: Document) -> bytes:
    """The file. What it lacks (`einvoices.lacks`) must have been asked before."""
    facts = Facts(document)
    root = _make(
        "rsm:CrossIndustryInvoice",
        _make(
            "rsm:ExchangedDocumentContext",
            _id("ram:BusinessProcessSpecifiedDocumentContextParameter", PROCESS if _is_xrechnung(facts) else ""),
            _id("ram:GuidelineSpecifiedDocumentContextParameter", facts.profile),
        ),
        _make(
            "rsm:ExchangedDocument",
            _make("ram:ID", document.number),
            _make("ram:TypeCode", facts.type_code),
            _day("ram:IssueDateTime", document.issued_on),
            [_make("ram:IncludedNote", _make("ram:Content", note)) for note in facts.notes],
        ),
        _make(
            "rsm:SupplyChainTradeTransaction",
            [_line(facts, line) for line in facts.lines],
            _agreement(facts),
            _make(
                "ram:ApplicableHeaderTradeDelivery",
                _make("ram:ActualDeliverySupplyChainEvent", _day("ram:OccurrenceDateTime", document.day_of_supply)),
            ),
            _settlement(facts),
        ),
    )
    assert root is not None
    return written(root)


def _line(facts: Facts, line: Line) -> _Node:
    return _make(
        "ram:IncludedSupplyChainTradeLineItem",
        _make("ram:AssociatedDocumentLineDocument", _make("ram:LineID", line.number)),
        _make(
            "ram:SpecifiedTradeProduct",
            _make("ram:SellerAssignedID", line.line.license_id),
            _make("ram:Name", line.name),
            [
                _make("ram:ApplicableProductCharacteristic", _make("ram:Description", name), _make("ram:Value", value))
                for name, value in line.properties
            ],
        ),
        _make(
            "ram:SpecifiedLineTradeAgreement",
            _make(
                "ram:NetPriceProductTradePrice",
                _make("ram:ChargeAmount", number(line.sums.price)),
                _make("ram:BasisQuantity", str(line.sums.base) if line.sums.base > 1 else "", unitCode=UNIT),
            ),
        ),
        _make(
            "ram:SpecifiedLineTradeDelivery",
            _make("ram:BilledQuantity", number(line.sums.quantity), unitCode=UNIT),
        ),
        _line_settlement(facts, line),
    )


def _line_settlement(facts: Facts, line: Line) -> _Node:
    return _make(
        "ram:SpecifiedLineTradeSettlement",
        _make(
            "ram:ApplicableTradeTax",
            _make("ram:TypeCode", "VAT"),
            _make("ram:CategoryCode", line.tax.code),
            _make("ram:RateApplicablePercent", line.tax.percent),
        ),
        _period(line.line.start, line.last_day),
        [
            _make(
                "ram:SpecifiedTradeAllowanceCharge",
                _make("ram:ChargeIndicator", _make("udt:Indicator", indicator)),
                _make("ram:ActualAmount", facts.own(amount)),
                _make("ram:Reason", line.adjustment),
            )
            for indicator, amount in (("false", line.sums.allowance), ("true", line.sums.charge))
            if amount
        ],
        _make(
            "ram:SpecifiedTradeSettlementLineMonetarySummation",
            _make("ram:LineTotalAmount", facts.own(line.sums.net)),
        ),
    )


def _agreement(facts: Facts) -> _Node:
    document = facts.document
    return _make(
        "ram:ApplicableHeaderTradeAgreement",
        _make("ram:BuyerReference", document.buyer.buyer_reference),
        _seller(facts, document.seller),
        _buyer(facts, document.buyer),
        _issued_by("ram:BuyerOrderReferencedDocument", document.order_number),
        _issued_by("ram:ContractReferencedDocument", document.contract_number),
    )


def _seller(facts: Facts, seller: Seller) -> _Node:
    contact = (seller.contact_name or seller.party.name, seller.contact_phone, seller.contact_email)
    vat_id = seller.party.vat_id if facts.has_vat_ids else ""
    return _make(
        "ram:SellerTradeParty",
        _make("ram:ID", facts.seller_id),
        _make("ram:Name", seller.party.name),
        _make("ram:Description", seller.register),
        _contact(*contact) if seller.contact_phone or seller.contact_email else None,
        _address(seller.party),
        _reached_by(facts.seller_email),
        _tax_id("VA", vat_id),
        _tax_id("FC", seller.tax_number),
    )


def _buyer(facts: Facts, buyer: Party) -> _Node:
    return _make(
        "ram:BuyerTradeParty",
        _make("ram:ID", buyer.number),
        _make("ram:Name", buyer.name),
        _address(buyer),
        _reached_by(buyer.email),
        _tax_id("VA", buyer.vat_id if facts.has_vat_ids else ""),
    )


def _contact(name: str, phone: str, email: str) -> _Node:
    return _make(
        "ram:DefinedTradeContact",
        _make("ram:PersonName", name),
        _make("ram:TelephoneUniversalCommunication", _make("ram:CompleteNumber", phone)),
        _make("ram:EmailURIUniversalCommunication", _make("ram:URIID", email)),
    )


def _address(party: Party) -> _Node:
    return _make(
        "ram:PostalTradeAddress",
        _make("ram:PostcodeCode", party.post_code),
        _make("ram:LineOne", party.street),
        _make("ram:LineTwo", party.more),
        _make("ram:CityName", party.city),
        _make("ram:CountryID", party.country),
    )


def _settlement(facts: Facts) -> _Node:
    document = facts.document
    return _make(
        "ram:ApplicableHeaderTradeSettlement",
        _make("ram:CreditorReferenceID", facts.debited.creditor_id if facts.debited else ""),
        _make("ram:PaymentReference", document.reference),
        _make("ram:InvoiceCurrencyCode", document.currency),
        _payment(facts),
        [
            _make(
                "ram:ApplicableTradeTax",
                _make("ram:CalculatedAmount", facts.money(total.tax)),
                _make("ram:TypeCode", "VAT"),
                _make("ram:ExemptionReason", tax.reason),
                _make("ram:BasisAmount", facts.money(total.net)),
                _make("ram:CategoryCode", tax.code),
                _make("ram:ExemptionReasonCode", tax.reason_code),
                _make("ram:RateApplicablePercent", tax.percent),
            )
            for total, tax in facts.taxes
        ],
        _period(document.supplied_from, facts.last_day),
        _make(
            "ram:SpecifiedTradePaymentTerms",
            _make("ram:Description", facts.terms),
            _day("ram:DueDateDateTime", document.due_on),
            _make("ram:DirectDebitMandateID", facts.debited.mandate if facts.debited else ""),
        ),
        _totals(facts),
        _corrected(document),
    )


def _payment(facts: Facts) -> _Node:
    seller = facts.document.seller
    account = [
        _make(
            "ram:PayeePartyCreditorFinancialAccount",
            _make("ram:IBANID", seller.iban),
            _make("ram:AccountName", seller.party.name),
        ),
        _make("ram:PayeeSpecifiedCreditorFinancialInstitution", _make("ram:BICID", seller.bic)),
    ]
    return _make(
        "ram:SpecifiedTradeSettlementPaymentMeans",
        _make("ram:TypeCode", facts.means.value),
        _debtor(facts.debited.account) if facts.debited else None,
        account if facts.has_account else None,
    )


def _debtor(account: str) -> _Node:
    """BT-91: its last four signs, as the document is seen by more people than those who may pay."""
    return _make("ram:PayerPartyDebtorFinancialAccount", _make("ram:IBANID", account))


def _totals(facts: Facts) -> _Node:
    document = facts.document
    net, tax, gross = (facts.money(amount) for amount in (document.net, document.tax, document.gross))
    return _make(
        "ram:SpecifiedTradeSettlementHeaderMonetarySummation",
        _make("ram:LineTotalAmount", net),
        _make("ram:TaxBasisTotalAmount", net),
        _make("ram:TaxTotalAmount", tax, currencyID=document.currency),
        _make("ram:GrandTotalAmount", gross),
        _make("ram:TotalPrepaidAmount", gross) if document.paid_on else None,
        _make("ram:DuePayableAmount", facts.money(document.due)),
    )


def _corrected(document: Document) -> _Node:
    if document.corrects is None:
        return None
    number_of_invoice, issued_on = document.corrects
    return _make(
        "ram:InvoiceReferencedDocument",
        _make("ram:IssuerAssignedID", number_of_invoice),
        _make("ram:FormattedIssueDateTime", _make("qdt:DateTimeString", issued_on.strftime("%Y%m%d"), format=_DAY)),
    )


def _is_xrechnung(facts: Facts) -> bool:
    return facts.profile == XRECHNUNG


def _period(start: date | None, last: date | None) -> _Node:
    return _make("ram:BillingSpecifiedPeriod", _day("ram:StartDateTime", start), _day("ram:EndDateTime", last))


def _day(name: str, value: date | None) -> _Node:
    text = value.strftime("%Y%m%d") if value else ""
    return _make(name, _make("udt:DateTimeString", text, format=_DAY))


def _id(name: str, value: str) -> _Node:
    return _make(name, _make("ram:ID", value))


def _issued_by(name: str, value: str) -> _Node:
    return _make(name, _make("ram:IssuerAssignedID", value))


def _reached_by(email: str) -> _Node:
    return _make("ram:URIUniversalCommunication", _make("ram:URIID", email, schemeID=EMAIL))


def _tax_id(scheme: str, value: str) -> _Node:
    return _make("ram:SpecifiedTaxRegistration", _make("ram:ID", value, schemeID=scheme))
