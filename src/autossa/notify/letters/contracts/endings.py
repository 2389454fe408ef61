"""Mails about a contract after its review: suspended, resumed, its option changed, cancelled, ended."""

from datetime import date, timedelta

from autossa.domain.contracts import Status
from autossa.domain.dates import DAY
from autossa.notify.drafts import Event, MailBuilder, MailDraft
from autossa.notify.letters.contracts.facts import TO_BILLING, TO_LICENSE, UNDER_REVIEW, ContractFacts
from autossa.notify.letters.contracts.reviews import approved
from autossa.queries.billing.next_charges import next_charge
from autossa.wording import formats as f
from autossa.wording import glossary as words


def running(event: Event) -> MailDraft | None:
    """Approved, or resumed; a cancellation and its undoing are told by the end that was set."""
    before = event.payload.get("from")
    if before in UNDER_REVIEW:
        return approved(event)
    return _resumed(event) if before == Status.SUSPENDED.value else None


def end_set(event: Event) -> MailDraft | None:
    """Cancelled, or that was taken back."""
    facts = ContractFacts(event)
    if event.payload["undone"]:
        return facts.mail("cancellation_undone", lambda language: facts.goes_on(language), done_as="undo_cancellation")
    end = facts.contract.ends_on
    if end is None:
        return None  # taken back meanwhile: the mail of that says so

    def values(language: str) -> dict[str, str]:
        return {
            "end": f.until(end, language),
            "undo_until": f.until(end, language),
            "grace": words.days_for(facts.policy.grace_days, language),
            "gap_times": facts.times(language),
        }

    return facts.mail("contract_ending", values, TO_LICENSE, done_as="cancel_contract")


def option_changed(event: Event) -> MailDraft | None:
    """Another option from a term end on, or in review at once; or that was taken back."""
    facts, given = ContractFacts(event), event.payload
    option = facts.option_named(given["option"])
    former = facts.option_named(given["former"])
    starts_on = date.fromisoformat(given["starts_on"])

    def values(language: str) -> dict[str, str]:
        return {
            "option": words.plan(option, language),
            "former": words.plan(former, language),
            "term": words.term(option, language),
            "adjustment": words.adjustment(option, language),
            "start": f.day(starts_on, language),
            "fixed_end": facts.fixed_end(language),
            "last_cancel": facts.last_cancel(language),
        }

    if given["undone"]:
        return facts.mail("option_undone", values, done_as="undo_change_option")
    if not given["in_review"]:
        return facts.mail("option_changed", values, done_as="change_option")
    return facts.mail("option_replaced", values, done_as="change_option")


def ended(event: Event) -> MailDraft | None:
    """The contract has ended."""
    facts = ContractFacts(event)
    until = facts.loaded().project.covered_until

    def values(language: str) -> dict[str, str]:
        single = until - DAY + timedelta(days=facts.policy.grace_days) if until else None
        return {
            "covered_until": f.until(until, language) if until else "",
            "single_until": f.day(single, language) if single else "",
            "gap_times": facts.times(language),
        }

    return facts.mail("contract_ended", values, TO_LICENSE)


def suspended(event: Event) -> MailDraft | None:
    """Suspended, with the reason if one was given."""
    facts = ContractFacts(event)
    said, until = facts.message("suspend_contract"), facts.loaded().project.covered_until

    def values(language: str) -> dict[str, str]:
        return {
            "reason": said.text if said else "",
            "covered_until": f.until(until, language) if until else "",
        }

    return facts.mail("contract_suspended", values, TO_BILLING)


def terminated(event: Event) -> MailDraft | None:
    """Terminated while it was suspended, with the reason if one was given."""
    facts = ContractFacts(event)
    said, until = facts.message("terminate_contract"), facts.loaded().project.covered_until

    def values(language: str) -> dict[str, str]:
        return {
            "reason": said.text if said else "",
            "covered_until": f.until(until, language) if until else "",
            "gap_times": facts.times(language),
        }

    return facts.mail("contract_terminated", values, TO_BILLING)


def _resumed(event: Event) -> MailDraft:
    facts = ContractFacts(event)
    loaded = facts.loaded()
    until, charge = loaded.project.covered_until, next_charge(loaded, event.today)

    def values(language: str) -> dict[str, str]:
        return {
            "covered_until": f.until(until, language) if until else "",
            "next_booking": f.day(charge.day, language) if charge else "",
        }

    return facts.mail("contract_resumed", values, TO_BILLING)


BUILDERS: dict[str, MailBuilder] = {
    "contract.active": running,
    "contract.ending": running,
    "contract.end_set": end_set,
    "contract.option_changed": option_changed,
    "contract.ended": ended,
    "contract.suspended": suspended,
    "contract.terminated": terminated,
}
