"""GiroCode: what a banking app needs for a transfer in EUR, as a QR code (EPC069-12, version 002)."""

import io

import segno

from autossa.documents.billing.texts import plain
from autossa.domain.amounts import show
from autossa.domain.billing.documents import Document, Kind, Method
from autossa.domain.billing.references import is_creditor_reference

_LONGEST_NAME, _LONGEST_TEXT = 70, 140
_MOST = 99_999_999_999
_VERSION, _UTF8 = "002", "1"
_MASK = 2  # any can be read; trying all eight would take longer than the rest of the document


def girocode(document: Document) -> segno.QRCode | None:
    """The code of an invoice that is to be transferred in EUR to an account of the seller, else None."""
    if not _is_wanted(document):
        return None
    return segno.make_qr(payload(document).encode(), error="m", boost_error=False, mask=_MASK)


def payload(document: Document) -> str:
    """What the code says, a line a field; a reference that is none of ISO 11649 goes as free text."""
    seller, said = document.seller, document.reference or plain(document.number)
    is_structured = is_creditor_reference(said)
    amount = show(document.gross, document.places)
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


def _is_wanted(document: Document) -> bool:
    is_transfer = document.kind is Kind.INVOICE and document.method is Method.TRANSFER and document.due > 0
    return is_transfer and document.currency == "EUR" and bool(document.seller.iban) and 1 <= document.gross <= _MOST
