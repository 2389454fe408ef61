"""Mails about runs: one that is halted, one that is to be voided, and once a day whatever else needs somebody."""

from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft
from autossa.queries.organisations import recipients
from autossa.queries.organisations.recipients import known_by_key
from autossa.store import models
from autossa.wording import formats as f
from autossa.wording import glossary as words


def halted(event: Event) -> MailDraft | None:
    """To who may start runs, as long as nobody has decided."""
    row = models.Run.objects.filter(pk=event.key("run"), state="halted", decided_at=None).first()
    if row is None:
        return None

    def values(language: str) -> dict[str, str]:
        return {"day": f.day(row.day, language), "figures": "\n".join(words.halted_because(row.figures, language))}

    return MailDraft("run_halted", recipients.run_keepers(), values, links.run(row.public_id))


def attention(event: Event) -> MailDraft | None:
    """To the same, with what was so when it was looked at; at most once a day."""
    found = event.payload

    def values(language: str) -> dict[str, str]:
        return {"attention": "\n".join(words.attention(found, language))}

    return MailDraft("run_attention", recipients.run_keepers(), values, links.RUNS)


def voiding(event: Event) -> MailDraft | None:
    """To all who could approve it, as long as it waits for a second person."""
    waiting = models.RunVoiding.objects.filter(pk=event.key("voiding"), approved_at=None, declined_at=None)
    row = waiting.select_related("run").first()
    if row is None:
        return None

    def values(language: str) -> dict[str, str]:
        return {"day": f.day(row.run.day, language), "reason": row.reason, "person": known_by_key(row.proposed_by)}

    return MailDraft("run_voiding", recipients.run_keepers(correcting=True), values, links.run(row.run.public_id))


BUILDERS: dict[str, MailBuilder] = {"run.halted": halted, "run.attention": attention, "run.voiding": voiding}
