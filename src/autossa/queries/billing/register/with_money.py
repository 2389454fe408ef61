"""The page of a document together with what came for it."""

from datetime import date
from uuid import UUID

from autossa.queries.access import Account
from autossa.queries.billing.payments.of_document import DocumentMoney, money_of
from autossa.queries.billing.register.document import DocumentPage, document_page


def document_with_money(account: Account, document: UUID, day: date) -> tuple[DocumentPage, DocumentMoney | None]:
    """A document that the reader may see, and what came for it. Raises DoesNotExist for none."""
    return document_page(account, document, day), money_of(document)
