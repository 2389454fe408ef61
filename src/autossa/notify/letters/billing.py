"""Mails about bookings (invoiced, paid from the balance, taken back), and about who pays."""

from datetime import date

from django.db import connection

from autossa.domain.amounts import Ssc
from autossa.domain.invoices import Reason
from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft, names, option_of, project_of
from autossa.queries.organisations import recipients
from autossa.queries.organisations.recipients import Purpose
from autossa.store import models
from autossa.wording import formats as f
from autossa.wording import glossary as words

_INVOICE, _CREDIT_NOTE = "INV", "CN"


def booked(event: Event) -> MailDraft | None:
    """The invoice to who pays; without one, to who looks after the project. None for a booking of nothing."""
    settlement = models.Settlement.objects.get(pk=event.key("settlement"))
    if not settlement.ssc:
        return None
    invoice = models.Invoice.objects.filter(settlement=settlement.id, series=_INVOICE).first()
    return _invoiced(event, settlement, invoice) if invoice else _from_balance(event, settlement)


def voided(event: Event) -> MailDraft | None:
    """Taken back, with the reason and the credit note if there was an invoice."""
    found = models.Settlement.objects.select_related("void")
    settlement = found.get(pk=event.key("settlement"))
    project, until = project_of(event), _covered_until(event)
    note = models.Invoice.objects.filter(settlement=settlement.id, series=_CREDIT_NOTE).first()
    invoice = models.Invoice.objects.filter(pk=note.corrects).first() if note and note.corrects else None

    def values(language: str) -> dict[str, str]:
        return {
            **names(project),
            **_what(settlement, language),
            "reason": settlement.void.reason,
            "number": note.full_number if note else "",
            "corrects": invoice.full_number if invoice else "",
            **_money(note, language),
            "covered_until": f.until(until, language) if until else "",
        }

    to = _to(event, project, note)
    return MailDraft("settlement_voided", to, values, links.project(project.public_id))


def payer_asked(event: Event) -> MailDraft | None:
    """To the organisation that must confirm, while it has not answered."""
    found = models.PayerChange.objects.select_related(
        "contract__project__customer", "contract__plan", "payer", "confirmer"
    )
    row = found.filter(pk=event.key("change"), confirmed_at=None, refused_at=None).first()
    if row is None:
        return None
    project, confirmer = row.contract.project, row.confirmer
    payer = row.payer
    person = models.User.objects.filter(pk=row.asked_by).first()

    def values(language: str) -> dict[str, str]:
        return {
            "organisation": payer.name,
            "confirmer": confirmer.name,
            "project": project.name,
            "customer": project.customer.name,
            "option": words.plan(option_of(row.contract.plan), language),
            "person": (person.name or person.email) if person else project.customer.name,
        }

    to = recipients.of_organisations([confirmer.id], [Purpose.ADMIN, Purpose.BILLING])
    return MailDraft("payer_asked", to, values, links.payers(confirmer.public_id))


def payer_refused(event: Event) -> MailDraft | None:
    """To the person who asked."""
    found = models.PayerChange.objects.select_related(
        "contract__project__customer", "contract__payer", "payer", "confirmer"
    )
    row = found.get(pk=event.key("change"))
    project = row.contract.project
    values = {
        "organisation": row.payer.name,
        "confirmer": row.confirmer.name,
        "payer": row.contract.payer.name,
        "project": project.name,
        "customer": project.customer.name,
    }
    to = recipients.of_user(row.asked_by)
    return MailDraft("payer_refused", to, lambda _: values, links.payer(project.public_id))


def _invoiced(event: Event, settlement: models.Settlement, invoice: models.Invoice) -> MailDraft:
    project, until = project_of(event), _covered_until(event)
    payer = models.Organisation.objects.get(pk=invoice.payer)
    from_balance = settlement.ssc - settlement.recharged

    def values(language: str) -> dict[str, str]:
        return {
            **names(project),
            **_what(settlement, language),
            "from_balance": _some(from_balance, language),
            "invoiced_ssc": f.ssc(settlement.recharged, language),
            "number": invoice.full_number,
            **_money(invoice, language),
            "payer": payer.name,
            "covered_until": f.until(until, language) if until else "",
        }

    to = _to(event, project, invoice)
    return MailDraft("settlement_invoiced", to, values, links.project(project.public_id))


def _from_balance(event: Event, settlement: models.Settlement) -> MailDraft:
    project, until = project_of(event), _covered_until(event)

    def values(language: str) -> dict[str, str]:
        return {
            **names(project),
            **_what(settlement, language),
            "balance": f.ssc(project.free + project.held, language),
            "covered_until": f.until(until, language) if until else "",
        }

    return MailDraft("settlement_booked", _to(event, project, None), values, links.project(project.public_id))


def _to(event: Event, project: models.Project, document: models.Invoice | None) -> list[recipients.Recipient]:
    if document is not None:
        return recipients.of_invoice(project.id, document.payer, event.today)
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
    "mail.payer_asked": payer_asked,
    "mail.payer_refused": payer_refused,
}
