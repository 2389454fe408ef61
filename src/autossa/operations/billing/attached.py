"""Invoices and credit notes as files that go with a mail."""

from uuid import UUID

from autossa.documents.billing.rendering import Format
from autossa.gateways.mail.protocol import Attachment
from autossa.operations.billing.documents import NotElectronic, file_of
from autossa.operations.context import ActionContext
from autossa.queries.billing.document_files import CONTENT_TYPES, file_name


def invoice_attached(invoice: UUID, form: str, ctx: ActionContext) -> Attachment | None:
    """A file of a document; None for XML of what is no electronic invoice. Raises as `file_of`, but NotElectronic."""
    try:
        content = file_of(invoice=invoice, form=Format(form), ctx=ctx)
    except NotElectronic:
        return None
    return Attachment(file_name(invoice, form), CONTENT_TYPES[form], content)
