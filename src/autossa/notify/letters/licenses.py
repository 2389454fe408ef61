"""Mails about requested licenses: to who asked and to the customer, that the vendor refused one."""

from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft, names, project_of
from autossa.queries.organisations import recipients
from autossa.store import models
from autossa.wording import formats as f
from autossa.wording import glossary as words


def refused(event: Event) -> MailDraft:
    """The vendor does not confirm it, and says why."""
    project = project_of(event)
    lines = models.LicenseLine.objects.select_related("license__license_type")
    line = lines.get(project=project, number=event.payload["line"])
    asked = models.Activity.objects.filter(
        project=project.id, action="request_license", details__license=line.license.code
    ).first()
    to = recipients.of_request(project.id, asked.actor if asked else None, event.today)

    def values(language: str) -> dict[str, str]:
        return names(project) | {
            "license": words.license(line.quantity, line.license.license_type.name, line.license.code, language),
            "day": f.day(asked.day, language) if asked else "",
            "reason": event.payload["reason"],
        }

    return MailDraft("license_refused", to, values, links.licenses(project.public_id))


BUILDERS: dict[str, MailBuilder] = {"mail.license_refused": refused}
