"""Which event makes which mail, by the topic of its row in the outbox; an event that is not here makes none."""

from autossa.notify.drafts import Event, MailBuilder, MailDraft
from autossa.notify.letters import (
    accounts,
    billing,
    credits,
    debits,
    dunning,
    lapsed,
    licenses,
    orders,
    organisations,
    payments,
    projects,
    runs,
    vendor,
    webhooks,
)
from autossa.notify.letters.contracts import endings, reviews

BUILDERS: dict[str, MailBuilder] = {
    **accounts.BUILDERS,
    **billing.BUILDERS,
    **credits.BUILDERS,
    **debits.BUILDERS,
    **dunning.BUILDERS,
    **endings.BUILDERS,
    **lapsed.BUILDERS,
    **licenses.BUILDERS,
    **orders.BUILDERS,
    **organisations.BUILDERS,
    **payments.BUILDERS,
    **projects.BUILDERS,
    **reviews.BUILDERS,
    **runs.BUILDERS,
    **vendor.BUILDERS,
    **webhooks.BUILDERS,
}


def build_mails(event: Event) -> list[MailDraft]:
    """The mails that an event makes; none when it makes none, or no longer."""
    builder = BUILDERS.get(event.topic)
    found = builder(event) if builder else None
    if found is None:
        return []
    return [found] if isinstance(found, MailDraft) else list(found)
