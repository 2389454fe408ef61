"""Mails about bookings (invoiced, paid from the balance, taken back), and about who pays."""

from dataclasses import replace
from datetime import date

from django.db import connection

from autossa.domain.amounts import Ssc
from autossa.domain.billing.einvoices import lacks
from autossa.domain.contracts import option_on
from autossa.domain.invoices import Reason
from autossa.notify import links
from autossa.notify.drafts import (
    Attached,
    Event,
    MailBuilder,
    MailDraft,
    Values,
    about_project,
    find_activity,
    project_of,
    to_reader_of,
)
from autossa.queries.billing.documents import document_of
from autossa.queries.organisations import recipients
from autossa.queries.organisations.recipients import Purpose, Recipient
from autossa.store import models
from autossa.store.options import contract_of
from autossa.wording import formats as f
from autossa.wording import glossary as words

_INVOICE, _CREDIT_NOTE = "INV", "CN"


def booked(event: Event) -> MailDraft | None:
    """The invoice to who pays; without one, to who looks after the project.

    None for a booking of nothing, and for one that a collective invoice will name.
    """
    settlement = models.Settlement.objects.get(pk=event.key("settlement"))
    if not settlement.ssc or models.Collected.objects.filter(settlement=settlement).exists():
        return None
    invoice = models.Invoice.objects.filter(settlement=settlement.id, series=_INVOICE).first()
    return _invoiced(event, settlement, invoice) if invoice else _from_balance(event, settlement)


def voided(event: Event) -> MailDraft | None:
    """Taken back, with the reason and the credit note if there was an invoice."""
    found = models.Settlement.objects.select_related("void")
    settlement = found.get(pk=event.key("settlement"))
    project, until = project_of(event), _covered_until(event)
    notes = models.Invoice.objects.filter(settlement=settlement.id, series=_CREDIT_NOTE)
    note = notes.filter(credit_reason=None).first()
    invoice = models.Invoice.objects.filter(pk=note.corrects).first() if note and note.corrects else None
    files = files_of(note)

    def values(language: str) -> dict[str, str]:
        return {
            **_what(settlement, language),
            "reason": settlement.void.reason,
            "number": note.full_number if note else "",
            "corrects": invoice.full_number if invoice else "",
            **_money(note, language),
            "attached": _attached(files),
            "covered_until": f.until(until, language) if until else "",
        }

    draft = about_project("settlement_voided", project, _to(event, project, note), values, _where(project, note))
    return replace(draft, attachments=files)


def document_again(event: Event) -> MailDraft:
    """An invoice or credit note once more, to who gets the payer's documents or to one contact; with its files."""
    document = models.Invoice.objects.get(pk=event.key("invoice"))
    payer = models.Organisation.objects.get(pk=document.payer)
    asked, files = find_activity(event, "mail_document"), files_of(document)
    to = recipients.of_document(document.project_id, document.payer, event.today)
    if "contact" in event.payload:
        to = recipients.of_contact(event.key("contact"))

    def values(language: str) -> dict[str, str]:
        return {
            "document": words.document_named(
                document.full_number, is_note=document.corrects is not None, language=language
            ),
            "day": f.day(document.issued_on, language),
            **_money(document, language),
            "payer": payer.name,
            "order_number": document.order_number,
            "due": f.day(document.due_on, language) if document.due_on else "",
            "attached": _attached(files),
            "person": asked.actor_name if asked else "",
        }

    return MailDraft("document_again", to, values, links.document(document.public_id), attachments=files)


def credited(event: Event) -> MailDraft:
    """To who pays: a credit note that changes money alone, with the reason."""
    note = models.Invoice.objects.select_related("credit_reason").get(pk=event.key("note"))
    assert note.corrects is not None
    invoice = models.Invoice.objects.get(pk=note.corrects)
    payer = models.Organisation.objects.get(pk=note.payer)
    project = project_of(event) if event.project else None

    def values(language: str) -> dict[str, str]:
        return {
            "number": note.full_number,
            "corrects": invoice.full_number,
            "reason": note.credit_reason.reason,
            "payer": payer.name,
            **_money(note, language),
        }

    if project is None:
        to, path = recipients.of_document(None, note.payer, event.today), links.document(note.public_id)
        return MailDraft("collective_credited", to, values, path, attachments=files_of(note))
    draft = about_project("invoice_credited", project, _to(event, project, note), values, _where(project, note))
    return replace(draft, attachments=files_of(note))


def collected(event: Event) -> MailDraft:
    """A collective invoice, to who pays."""
    invoice = models.Invoice.objects.get(pk=event.key("invoice"))
    payer = models.Organisation.objects.get(pk=invoice.payer)
    sections = models.InvoiceSection.objects.filter(invoice=invoice)
    projects = sections.values("settlement__project").distinct().count()

    def values(language: str) -> dict[str, str]:
        return {
            "number": invoice.full_number,
            "payer": payer.name,
            "period": f.period(invoice.start, invoice.end, language),
            "count": words.number_of_projects(projects, language),
            "order_number": invoice.order_number,
            "day": f.day(invoice.due_on, language) if invoice.due_on else "",
            **_money(invoice, language),
        }

    to, path = recipients.of_document(None, invoice.payer, event.today), links.document(invoice.public_id)
    return MailDraft("collective_invoice", to, values, path, attachments=files_of(invoice))


def payer_asked(event: Event) -> list[MailDraft]:
    """While it waits: to the side that must confirm, and to the other one, and who asked, that it was asked."""
    row = _change(event)
    if row.confirmed_at or row.refused_at:
        return []
    answers = recipients.of_organisations([row.confirmer_id], [Purpose.ADMIN, Purpose.BILLING])
    informed = [one for one in _both_sides(event, row) if one.email.lower() not in {to.email.lower() for to in answers}]
    return [
        _change_mail("payer_asked", event, row, answers, links.payers(row.confirmer.public_id)),
        _change_mail("payer_pending", event, row, informed, links.payer(row.contract.project.public_id)),
    ]


def payer_changed(event: Event) -> MailDraft:
    """To both sides: who pays from now on."""
    return _payer_mail("payer_changed", event)


def payer_refused(event: Event) -> MailDraft:
    """To both sides: everything stays as it is."""
    return _payer_mail("payer_refused", event)


def payer_withdrawn(event: Event) -> MailDraft:
    """To both sides: nobody needs to answer any more."""
    return _payer_mail("payer_withdrawn", event)


def _payer_mail(key: str, event: Event) -> MailDraft:
    row = _change(event)
    path = links.payer(row.contract.project.public_id)
    return _change_mail(key, event, row, _both_sides(event, row), path)


def _change_mail(key: str, event: Event, row: models.PayerChange, to: list[Recipient], path: str) -> MailDraft:
    """To readers of either side: whose project it is, and whether it is they who are to pay."""
    of_project = to_reader_of(row.contract.project)

    def personal(reader: Recipient) -> dict[str, str]:
        is_readers = reader.reads_for == row.payer_id
        payer = words.the_organisation(row.payer.name, is_readers=is_readers, language=reader.language)
        return of_project(reader) | {"the_payer": payer}

    return MailDraft(key, to, _change_values(event, row), path, personal=personal)


def _change(event: Event) -> models.PayerChange:
    found = models.PayerChange.objects.select_related(
        "contract__project__customer", "contract__plan", "contract__payer", "payer", "confirmer"
    )
    return found.get(pk=event.key("change"))


def _both_sides(event: Event, row: models.PayerChange) -> list[Recipient]:
    sides = [row.payer_id, event.key("present")]
    return recipients.of_payer_change(row.contract.project_id, sides, row.asked_by, event.today)


def _change_values(event: Event, row: models.PayerChange) -> Values:
    project, person = row.contract.project, models.User.objects.filter(pk=row.asked_by).first()
    present = models.Organisation.objects.get(pk=event.key("present"))

    def values(language: str) -> dict[str, str]:
        return {
            "organisation": row.payer.name,
            "confirmer": row.confirmer.name,
            "payer": present.name,
            "project": project.name,
            "customer": project.customer.name,
            "option": words.plan(option_on(contract_of(row.contract), event.today), language),
            "person": (person.name or person.email) if person else project.customer.name,
        }

    return values


def _invoiced(event: Event, settlement: models.Settlement, invoice: models.Invoice) -> MailDraft:
    project, until = project_of(event), _covered_until(event)
    payer = models.Organisation.objects.get(pk=invoice.payer)
    wanted = _wanted(settlement, invoice)
    from_balance, files = settlement.ssc - settlement.recharged, files_of(invoice)

    def values(language: str) -> dict[str, str]:
        return {
            **_what(settlement, language),
            "from_balance": _some(from_balance, language),
            "invoiced_ssc": f.ssc(settlement.recharged, language),
            "number": invoice.full_number,
            **_money(invoice, language),
            "payer": payer.name,
            "order_number": invoice.order_number,
            "attached": _attached(files),
            "covered_until": f.until(until, language) if until else "",
        }

    to = _to(event, project, invoice)
    if wanted and wanted.invoice_contact:
        to = recipients.with_address(to, wanted.invoice_contact, payer.id)
    draft = about_project("settlement_invoiced", project, to, values, _where(project, invoice))
    return replace(draft, attachments=files)


def files_of(document: models.Invoice | None) -> tuple[Attached, ...]:
    """The document as it was issued, as PDF and in the syntax that its payer wants, where it is to be had."""
    return tuple(Attached("invoice", document.id, form) for form in _forms(document)) if document else ()


def _attached(files: tuple[Attached, ...]) -> str:
    """In words."""
    return words.attached(file.form for file in files)


def _forms(document: models.Invoice) -> tuple[str, ...]:
    xml = models.Organisation.objects.values_list("invoice_xml", flat=True).get(pk=document.payer)
    return ("pdf", xml) if xml and not lacks(document_of(document.id)) else ("pdf",)


def _where(project: models.Project, document: models.Invoice | None) -> str:
    """The invoice or credit note; without one, the credits that were moved."""
    if document is None:
        return links.credits(project.public_id)
    return links.invoice(project.public_id, document.public_id)


def _from_balance(event: Event, settlement: models.Settlement) -> MailDraft:
    project, until = project_of(event), _covered_until(event)

    def values(language: str) -> dict[str, str]:
        return {
            **_what(settlement, language),
            "balance": f.ssc(project.free + project.held, language),
            "covered_until": f.until(until, language) if until else "",
        }

    return about_project("settlement_booked", project, _to(event, project, None), values, _where(project, None))


def _wanted(settlement: models.Settlement, invoice: models.Invoice) -> models.Contract | None:
    """The contract whose payer is invoiced, with what that wants on invoices."""
    if settlement.contract is None:
        return None
    return models.Contract.objects.filter(pk=settlement.contract, payer=invoice.payer).first()


def _to(event: Event, project: models.Project, document: models.Invoice | None) -> list[recipients.Recipient]:
    if document is not None:
        return recipients.of_document(project.id, document.payer, event.today)
    return recipients.of_project(project.id, [Purpose.BILLING], event.today)


def _what(settlement: models.Settlement, language: str) -> dict[str, str]:
    return {
        "what": words.reason(Reason(settlement.reason), language),
        "period": f.period(settlement.start, settlement.end, language),
        "ssc": f.ssc(settlement.ssc, language),
    }


def _money(document: models.Invoice | None, language: str) -> dict[str, str]:
    """Net, VAT and gross of an invoice; negative ones of a credit note."""
    if document is None:
        return {"net": "", "tax": "", "gross": ""}
    amounts = {"net": document.net, "tax": document.tax, "gross": document.gross}
    return {name: f.money(minor, document.currency, language) for name, minor in amounts.items()}


def _some(ssc: Ssc, language: str) -> str:
    return f.ssc(ssc, language) if ssc else ""


def _covered_until(event: Event) -> date | None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(upper(days)) FROM coverage WHERE project_id = %s", [event.project])
        found = cursor.fetchone()
    return found[0] if found else None


BUILDERS: dict[str, MailBuilder] = {
    "settlement.booked": booked,
    "settlement.voided": voided,
    "mail.document_again": document_again,
    "invoice.credited": credited,
    "invoice.collected": collected,
    "mail.payer_asked": payer_asked,
    "mail.payer_changed": payer_changed,
    "mail.payer_refused": payer_refused,
    "mail.payer_withdrawn": payer_withdrawn,
}
