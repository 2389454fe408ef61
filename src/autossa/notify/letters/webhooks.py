"""Mails about webhooks: an endpoint that fails, one that was switched off for it."""

from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft, Values
from autossa.queries.organisations import recipients
from autossa.store import models
from autossa.wording import formats as f
from autossa.wording import glossary as words


def failing(event: Event) -> MailDraft | None:
    """To who leads the organisation, as long as it fails."""
    row = _endpoint(event)
    if row is None or row.failing_since is None or row.disabled_at is not None:
        return None
    since = row.failing_since

    def values(language: str) -> dict[str, str]:
        return _named(row) | {"moment": f.moment(since, event.zone, language)}

    return _mail("webhook_failing", row, values)


def disabled(event: Event) -> MailDraft | None:
    """To the same, as long as it is off."""
    row = _endpoint(event)
    if row is None or row.disabled_at is None:
        return None
    why = row.disabled_why

    def values(language: str) -> dict[str, str]:
        return _named(row) | {"why_off": words.webhook_why(why, language)}

    return _mail("webhook_disabled", row, values)


def _endpoint(event: Event) -> models.WebhookEndpoint | None:
    found = models.WebhookEndpoint.objects.select_related("organisation")
    return found.filter(pk=event.key("endpoint"), removed_at=None).first()


def _named(row: models.WebhookEndpoint) -> dict[str, str]:
    """Of the address what is no link: nothing in a value is one."""
    return {"organisation": row.organisation.name, "target": row.url.partition("://")[2]}


def _mail(key: str, row: models.WebhookEndpoint, values: Values) -> MailDraft:
    to = recipients.of_owners(row.organisation_id)
    return MailDraft(key, to, values, links.webhook(row.organisation.public_id, row.public_id))


BUILDERS: dict[str, MailBuilder] = {"webhook.failing": failing, "webhook.disabled": disabled}
