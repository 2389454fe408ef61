"""GiroCode: what a banking app needs for a transfer in EUR, as a QR code (EPC069-12, version 002)."""

import io

import segno

from autossa.documents.billing.texts import plain
from autossa.domain.amounts import Money, show
from autossa.domain.billing.documents import Document, Kind, Method
from autossa.domain.billing.parties import Seller
from autossa.domain.billing.references import is_creditor_reference

_LONGEST_NAME, _LONGEST_TEXT = 70, 140
_MOST = 99_999_999_999
_VERSION, _UTF8 = "002", "1"
_MASK = 2  # any can be read; trying all eight would take longer than the rest of the document


def girocode(document: Document) -> segno.QRCode | None:
    """The code of an invoice that is to be transferred in EUR to an account of the seller, else None."""
    if not _is_wanted(document):
        return None
    return _code(payload(document))


def transfer_code(seller: Seller, currency: str, amount: Money, places: int, reference: str) -> segno.QRCode | None:
    """The code of any amount that is to be transferred to the seller, else None: as that of an invoice."""
    is_possible = currency == "EUR" and bool(seller.iban) and 1 <= amount <= _MOST
    return _code(transfer(seller, amount, places, reference)) if is_possible else None


def payload(document: Document) -> str:
    """What the code of an invoice says."""
    said = document.reference or plain(document.number)
    return transfer(document.seller, document.gross, document.places, said)


def transfer(seller: Seller, owed: Money, places: int, said: str) -> str:
    """What a code says, a line a field; a reference that is none of ISO 11649 goes as free text."""
    is_structured = is_creditor_reference(said)
    amount = show(owed, places)
    return "\n".join(
        (
            *("BCD", _VERSION, _UTF8, "SCT"),
            plain(seller.bic),
            plain(seller.party.name)[:_LONGEST_NAME],
            seller.iban.replace(" ", ""),
            f"EUR{amount}",
            "",  # its purpose
            said if is_structured else "",
            *(() if is_structured else (plain(said)[:_LONGEST_TEXT],)),
        )
    )


def svg(code: segno.QRCode) -> str:
    """As a picture of black squares on nothing; what it is shown on must be light."""
    found = io.BytesIO()
    code.save(found, kind="svg", xmldecl=False, svgns=True, border=0, omitsize=True)
    return found.getvalue().decode()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text.encode(), error="m", boost_error=False, mask=_MASK)


def _is_wanted(document: Document) -> bool:
    is_transfer = document.kind is Kind.INVOICE and document.method is Method.TRANSFER and document.due > 0
    return is_transfer and document.currency == "EUR" and bool(document.seller.iban) and 1 <= document.gross <= _MOST
