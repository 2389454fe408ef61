"""Mails about an organisation and its people: invitations, hand-overs, staff that acts for it."""

from autossa.domain.rights import Right, Role
from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft
from autossa.notify.mail.compose import vendor
from autossa.queries.organisations import recipients
from autossa.queries.organisations.recipients import Purpose
from autossa.store import models
from autossa.wording import formats as f
from autossa.wording import glossary as words
from autossa.wording.languages import LANGUAGES


def invitation(event: Event) -> MailDraft | None:
    """To the invited address, while the invitation can still be accepted."""
    open_ones = models.Invitation.objects.open().filter(expires_at__gt=event.now)
    row = open_ones.select_related("organisation", "invited_by").filter(pk=event.key("invitation")).first()
    if row is None or "secret" not in event.payload:
        return None

    inviter = row.invited_by

    def values(language: str) -> dict[str, str]:
        return {
            "organisation": row.organisation.name,
            "inviter": inviter.name if inviter else vendor(),
            "role": words.role(Role(row.role), language),
            "until": f.moment(row.expires_at, event.zone, language),
        }

    language = event.payload.get("language") or (inviter.language if inviter else LANGUAGES[0])
    to = recipients.of_address(row.email, language)
    path = links.invitation(event.payload["secret"])
    return MailDraft("invitation", to, values, path, expires=row.expires_at)


def handed_over(event: Event) -> list[MailDraft]:
    """To the partner, and to the customer who gave it."""
    return _hand_over(event, "handed_over")


def hand_over_revoked(event: Event) -> list[MailDraft]:
    """To the partner, and to the customer who took it back."""
    return _hand_over(event, "hand_over_revoked")


def access_requested(event: Event) -> MailDraft | None:
    """To the owners of the customer, who answer; while it waits."""
    row = _asked(event)
    if row.hand_over_id or row.declined_at:
        return None
    asker = models.User.objects.filter(pk=row.asked_by).first()

    def values(language: str) -> dict[str, str]:
        return _asked_for(row, language) | {"person": str(asker) if asker else ""}

    to = recipients.of_owners(row.customer_id)
    return MailDraft("access_requested", to, values, links.access_requests(row.customer.public_id))


def access_declined(event: Event) -> MailDraft:
    """To who asked, and to the partner."""
    row = _asked(event)
    to = recipients.of_access_request(row.partner_id, row.asked_by)
    path = links.customers(row.partner.public_id)
    return MailDraft("access_declined", to, lambda language: _asked_for(row, language), path)


def company_waiting(event: Event) -> MailDraft | None:
    """To the reviewers, while it still waits."""
    found = models.Organisation.objects.filter(pk=event.key("organisation"), verified_on=None, suspended_on=None)
    row = found.first()
    if row is None:
        return None
    values = {"organisation": row.name, "number": row.number}
    return MailDraft("company_waiting", recipients.reviewers(), lambda _: values, links.verify(row.public_id))


def company_verified(event: Event) -> MailDraft:
    """To the company's contacts, else its owners."""
    row = models.Organisation.objects.get(pk=event.key("organisation"))
    values = {"organisation": row.name, "number": row.number}
    to = recipients.of_organisations([row.id], [Purpose.ADMIN])
    return MailDraft("company_verified", to, lambda _: values, links.HOME)


def merged(event: Event) -> list[MailDraft]:
    """To the owners of the organisation that stayed, and to those of the one that was closed: persons, no contacts."""
    kept = models.Organisation.objects.get(pk=event.key("into"))
    gone = models.Organisation.objects.get(pk=event.key("merged"))
    waiting = models.Admission.objects.open().filter(organisation=kept, merged=gone).select_related("user")
    people = ", ".join(f"{row.user} ({row.user.email})" for row in waiting.order_by("user__email"))
    both = {"organisation": kept.name, "merged": gone.name, "number": gone.number}
    return [
        MailDraft(
            "organisation_merged",
            recipients.of_owners(kept.id),
            lambda _: both | {"people": people},
            links.people(kept.public_id),
        ),
        MailDraft("organisation_closed", recipients.of_owners(gone.id), lambda _: both, links.HOME),
    ]


def acting(event: Event) -> MailDraft | None:
    """To the organisation that staff acts for."""
    row = models.Acting.objects.select_related("user", "organisation").get(pk=event.key("acting"))

    def values(language: str) -> dict[str, str]:
        return {
            "organisation": row.organisation.name,
            "person": row.user.name or row.user.email,
            "reason": row.reason,
            "until": f.moment(row.ends_at, event.zone, language),
        }

    to = recipients.of_organisations([row.organisation_id], [Purpose.ADMIN])
    return MailDraft("acting", to, values, links.activity(row.organisation.public_id))


def _hand_over(event: Event, key: str) -> list[MailDraft]:
    """Each side is led to its own page of it; an address that is of both gets one mail."""
    found = models.HandOver.objects.select_related("customer", "partner", "project")
    row = found.get(pk=event.key("hand_over"))

    def values(language: str) -> dict[str, str]:
        return {
            "customer": row.customer.name,
            "partner": row.partner.name,
            "rights": words.rights([Right(right) for right in row.rights], language),
            "scope": row.project.name if row.project else words.all_projects(language),
            "start": f.day(row.starts_on, language),
            "end": f.until(row.ends_on, language) if row.ends_on else "",
            "day": f.day(row.ends_on or event.today, language),
        }

    asked = models.AccessRequest.objects.filter(hand_over=row).first()
    partner = recipients.of_access_request(row.partner_id, asked.asked_by if asked else None)
    others = [one for one in recipients.of_organisations([row.customer_id], [Purpose.ADMIN]) if one not in partner]
    to_partner = {"giver": row.customer.name, "receiver": ""}
    to_customer = {"giver": "", "receiver": row.partner.name}
    return [
        MailDraft(key, partner, values, links.customers(row.partner.public_id), personal=lambda _: to_partner),
        MailDraft(key, others, values, links.partner_access(row.customer.public_id), personal=lambda _: to_customer),
    ]


def _asked(event: Event) -> models.AccessRequest:
    found = models.AccessRequest.objects.select_related("customer", "partner", "project")
    return found.get(pk=event.key("request"))


def _asked_for(row: models.AccessRequest, language: str) -> dict[str, str]:
    return {
        "customer": row.customer.name,
        "partner": row.partner.name,
        "rights": words.rights([Right(right) for right in row.rights], language),
        "scope": row.project.name if row.project else words.all_projects(language),
    }


BUILDERS: dict[str, MailBuilder] = {
    "mail.invitation": invitation,
    "mail.handed_over": handed_over,
    "mail.access_requested": access_requested,
    "mail.access_declined": access_declined,
    "mail.hand_over_revoked": hand_over_revoked,
    "mail.company_waiting": company_waiting,
    "mail.company_verified": company_verified,
    "mail.merged": merged,
    "mail.acting": acting,
}
