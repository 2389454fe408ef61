"""Mails about direct debits: the copy of a mandate, and that something is collected on another day (billing 12).

No account is named in them but by its last four signs; the copy that the payer gets has it whole.
"""

from datetime import date

from autossa.domain.billing.payments.mandates import MONTHS
from autossa.notify import links
from autossa.notify.drafts import Attached, Event, MailBuilder, MailDraft
from autossa.queries.billing.methods.mandates import MandateRow, mandate_row
from autossa.queries.organisations import recipients
from autossa.store import models
from autossa.wording import formats as f


def mandate_given(event: Event) -> MailDraft | None:
    """The copy of a new mandate to the payer; None where it is gone already."""
    return _mandate("mandate_given", event)


def mandate_amended(event: Event) -> MailDraft | None:
    """The copy of a mandate whose account changed."""
    return _mandate("mandate_amended", event)


def collection_moved(event: Event) -> MailDraft:
    """To the payer: these documents are collected on another day than they say."""
    payer = models.Organisation.objects.get(pk=event.key("payer"))
    claims = list(models.Claim.objects.filter(pk__in=event.payload["documents"]).order_by("number"))
    collect_on = date.fromisoformat(event.payload["day"])

    def values(language: str) -> dict[str, str]:
        return {
            "payer": payer.name,
            "day": f.day(collect_on, language),
            "numbers": ", ".join(claim.number for claim in claims),
            "gross": f.money(sum(claim.gross for claim in claims), claims[0].currency, language),
        }

    to = recipients.of_document(None, payer.pk, event.today)
    return MailDraft("collection_moved", to, values, links.payment_methods(payer.public_id))


def _mandate(key: str, event: Event) -> MailDraft | None:
    found = mandate_row(event.key("mandate"), event.today, MONTHS)
    if found is None or not found.is_in_force:
        return None
    payer = models.Organisation.objects.get(mandates=found.key)
    to, files = recipients.of_document(None, payer.pk, event.today), (Attached("mandate", found.key, "pdf"),)
    path = links.payment_methods(payer.public_id)
    return MailDraft(key, to, lambda language: _values(found, payer.name, language), path, attachments=files)


def _values(found: MandateRow, payer: str, language: str) -> dict[str, str]:
    return {
        "payer": payer,
        "mandate": found.reference,
        "account": found.account,
        "holder": found.holder,
        "day": f.day(found.signed_on, language),
    }


BUILDERS: dict[str, MailBuilder] = {
    "mail.mandate_given": mandate_given,
    "mail.mandate_amended": mandate_amended,
    "mail.collection_moved": collection_moved,
}
