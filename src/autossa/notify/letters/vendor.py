"""Mails about the vendor's terms: new versions that are coming, and those that were withdrawn before they began."""

from collections.abc import Iterable
from uuid import UUID

from autossa.domain.billing.terms import TermsKind
from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft
from autossa.queries.organisations import recipients
from autossa.queries.organisations.recipients import Purpose
from autossa.store import models
from autossa.wording import glossary as words


def terms_announced(event: Event) -> MailDraft | None:
    """To who looks after contracts at an organisation, as long as a version that it names stands."""
    found = models.TermsVersion.objects.filter(pk__in=event.payload["versions"], withdrawn_on=None)
    return _about(event, "terms_announced", found.order_by("-kind"))


def terms_withdrawn(event: Event) -> MailDraft | None:
    """To the same, once a version that they were told of is withdrawn."""
    found = models.TermsVersion.objects.filter(pk=event.key("version")).exclude(withdrawn_on=None)
    return _about(event, "terms_withdrawn", found)


def _about(event: Event, key: str, found: Iterable[models.TermsVersion]) -> MailDraft | None:
    organisation = UUID(event.payload["organisation"])
    versions, name = list(found), models.Organisation.objects.values_list("name", flat=True).get(pk=organisation)
    if not versions:
        return None

    def values(language: str) -> dict[str, str]:
        said = [words.terms_version_from(TermsKind(one.kind), one.number, one.starts_on, language) for one in versions]
        return {"organisation": name, "versions": "\n".join(said)}

    return MailDraft(key, recipients.of_organisations([organisation], [Purpose.ADMIN]), values, links.TERMS)


BUILDERS: dict[str, MailBuilder] = {
    "mail.terms_announced": terms_announced,
    "mail.terms_withdrawn": terms_withdrawn,
}
