"""E-mails about lapsed projects whose contract was to follow once its order was paid."""

from django.utils.translation import override

from autossa.domain.conclusions import conclude
from autossa.domain.refusals import Refusal
from autossa.notify import links
from autossa.notify.drafts import Event, MailBuilder, MailDraft
from autossa.notify.letters import ordered
from autossa.queries.as_of import project_as_of
from autossa.store import models
from autossa.wording import formats as f
from autossa.wording import glossary as words
from autossa.wording.refusals import explain, explain_error


def not_continued(event: Event) -> MailDraft:
    """The credits are there, and the contract could not be concluded: why, and how to go on."""
    asked = models.Continuation.objects.select_related("order__project__customer", "order__payer")
    row = asked.get(pk=event.key("order"))
    now = project_as_of(row.order.project_id, event.today)
    options = now.project.terms.policy.options if now else ()
    option = next((one for one in options if one.name == row.option), None)
    refusal = conclude(now.project, event.today, option, row.fixed_end) if now and option else None

    def values(language: str) -> dict[str, str]:
        with override(language):
            refused = explain(refusal).text if isinstance(refusal, Refusal) else explain_error(row.refusal, {}, "")
        return ordered.common(row.order, language) | {
            "ssc": f.ssc(row.order.ssc, language),
            "balance": f.ssc(now.project.credits.free if now else 0, language),
            "option": words.plan(option, language) if option else row.option,
            "refused": refused or row.refusal,
        }

    return ordered.answer("contract_not_continued", event, row.order, values, links.lapsed(row.order.project.public_id))


BUILDERS: dict[str, MailBuilder] = {"mail.contract_not_continued": not_continued}
