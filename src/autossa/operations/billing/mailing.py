"""Documents by e-mail: once more to whom they went, or to one contact; and what a payer wants to get with them."""

from uuid import UUID

from django.db import transaction

from autossa.domain.limits import Deed
from autossa.operations import limits
from autossa.operations.activity import record_activity
from autossa.operations.billing.documents import InvoiceNotFound
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.outbox import tell
from autossa.queries.organisations.recipients import of_contact, of_document
from autossa.store import models
from autossa.store.models.organisations.organisations import XML


class AddresseeNotFound(Invalid):
    """This contact is none of the payer's any more. Select another one."""

    field = "contact"


class NobodyToMail(Invalid):
    """Nobody can get this document by e-mail: the payer has no contact and no owner."""


class PayerNotFound(NotFound):
    """There is no such organisation."""


class UnknownXml(Invalid):
    """Select what goes with the PDF."""

    field = "xml"


def mail_again(*, invoice: UUID, contact: UUID | None, ctx: ActionContext) -> None:
    """Send an invoice or credit note again: to who gets the payer's documents, or to one contact of the payer.

    Raises InvoiceNotFound, AddresseeNotFound, NobodyToMail, LimitReached.
    """
    with transaction.atomic():
        row = models.Invoice.objects.filter(pk=invoice).first()
        if row is None:
            raise InvoiceNotFound
        if contact is not None and not models.Contact.objects.filter(pk=contact, organisation=row.payer).exists():
            raise AddresseeNotFound
        if not (of_contact(contact) if contact else of_document(row.project_id, row.payer, ctx.today)):
            raise NobodyToMail
        limits.count(Deed.MAIL_DOCUMENT, ctx, organisations=[row.payer])
        payload = {"invoice": str(row.pk), **({"contact": str(contact)} if contact else {})}
        tell("mail.document_again", payload, ctx, row.project_id)
        details = {"number": row.full_number, **_purpose(contact)}
        record_activity(ctx, "mail_document", project=row.project_id, organisation=row.payer, details=details)


def set_invoice_xml(*, payer: UUID, xml: str, ctx: ActionContext) -> None:
    """Which XML goes with the PDF of a payer's documents: "" for none, cii, ubl. Raises PayerNotFound, UnknownXml."""
    if xml not in XML:
        raise UnknownXml
    with transaction.atomic():
        row = models.Organisation.objects.select_for_update().filter(pk=payer).first()
        if row is None:
            raise PayerNotFound
        ctx.check_seen()
        if row.invoice_xml != xml:
            models.Organisation.objects.filter(pk=row.pk).update(invoice_xml=xml)
            record_activity(ctx, "set_invoice_xml", organisation=row.pk, details={"xml": xml or "none"})


def _purpose(contact: UUID | None) -> dict[str, str]:
    """Of the contact, where it is one; not its address: who sees the log may not see the payer's contacts."""
    return {"purpose": models.Contact.objects.get(pk=contact).purpose} if contact else {}
