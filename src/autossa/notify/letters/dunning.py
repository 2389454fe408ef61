"""Mails about what is unpaid: the letter with its PDF, and that a contract will be suspended (billing 16, 17)."""

from autossa.domain.contracts import option_on
from autossa.notify import links
from autossa.notify.drafts import Attached, Event, MailBuilder, MailDraft, about_project, project_of
from autossa.notify.letters.contracts.facts import TO_BILLING
from autossa.queries.organisations import recipients
from autossa.store import models
from autossa.store.ids import public_id
from autossa.store.options import contract_of
from autossa.wording import formats as f
from autossa.wording import glossary as words
from autossa.wording.billing import dunning


def letter(event: Event) -> MailDraft:
    """To whoever gets the payer's invoices, with the letter as PDF."""
    row = models.DunningLetter.objects.select_related("payer").get(pk=event.key("letter"))

    def values(language: str) -> dict[str, str]:
        return {
            "number": row.full_number,
            "level": dunning.level_name(row.name, language),
            "payer": row.payer.name,
            "gross": f.money(row.total, row.currency, language),
            "last_day": f.day(row.pay_until, language),
        }

    to = recipients.of_payers([row.payer_id])
    path = links.letter(public_id("org", row.payer_id), row.public_id)
    return MailDraft("dunning_letter", to, values, path, attachments=(Attached("dunning", row.id, "pdf"),))


def warned(event: Event) -> MailDraft | None:
    """To the contract's people, some days before it is suspended; None where it is paid or suspended meanwhile."""
    row = models.SuspensionWarning.objects.select_related("contract__plan__policy").get(pk=event.key("warning"))
    open_ones = models.Claim.objects.filter(pk__in=row.documents, rest__gt=0).order_by("due_on", "id")
    if not open_ones or row.contract.status == "suspended":
        return None
    project, option = project_of(event), option_on(contract_of(row.contract), event.today)

    def values(language: str) -> dict[str, str]:
        return {
            "option": words.plan(option, language),
            "day": f.day(row.suspend_on, language),
            "invoices": "\n".join(one.number for one in open_ones),
        }

    to = recipients.of_contract(project.id, row.payer_id, None, TO_BILLING, event.today)
    return about_project("suspension_ahead", project, to, values, links.contracts(project.public_id))


BUILDERS: dict[str, MailBuilder] = {"dunning.letter": letter, "dunning.warned": warned}
