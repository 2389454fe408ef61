"""Mails about a contract: submitted, reviewed, suspended, cancelled, ended."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from autossa.domain.cancellations import earliest_end, last_day_to_cancel
from autossa.domain.contracts import Status
from autossa.domain.dates import DAY
from autossa.operations import formatting as f
from autossa.operations.mail_texts import links, words
from autossa.operations.mail_texts.letters import (
    Event,
    Letter,
    Maker,
    Values,
    names,
    option_of,
    project_of,
    signed,
    written,
)
from autossa.queries import recipients
from autossa.queries.next_charges import next_charge
from autossa.queries.recipients import Purpose
from autossa.store import models
from autossa.store.exact import fraction
from autossa.store.loading import Loaded, load_projects

_UNDER_REVIEW = {Status.IN_REVIEW.value, Status.QUESTION.value}
_TO_ADMIN = (Purpose.ADMIN,)
_TO_BILLING = (Purpose.ADMIN, Purpose.BILLING)
_TO_LICENSE = (Purpose.ADMIN, Purpose.LICENSE)


class _Facts:
    """What mails about a contract are made of."""

    def __init__(self, event: Event) -> None:
        found = models.Contract.objects.select_related("plan__policy", "payer")
        self.event = event
        self.contract = found.get(pk=event.key("contract"))
        self.project = project_of(event)
        self.option = option_of(self.contract.plan)
        self.policy = self.contract.plan.policy

    def letter(self, key: str, values: Values, purposes: Collection[Purpose] = _TO_ADMIN, done_as: str = "") -> Letter:
        """To the customer, the partners with a right to it, the payer; and to who did it by that action, once."""
        payer, project, today = self.contract.payer_id, self.project, self.event.today
        did = self.message(done_as) if done_as else None
        to = recipients.of_contract(project.id, payer, did.actor if did else None, purposes, today)
        return Letter(key, to, lambda language: names(project) | values(language), links.project(project.public_id))

    def message(self, kind: str) -> models.ContractMessage | None:
        """What was said or done about the contract together with the event: who did it, and their words."""
        found = models.ContractMessage.objects.filter(contract=self.contract, kind=kind)
        return found.filter(pk__gt=self.event.id).order_by("pk").first() or found.order_by("-pk").first()

    def to_reviewers(self, key: str, values: Values) -> Letter:
        """To the vendor's staff that decides."""
        project, to = self.project, recipients.reviewers()
        return Letter(key, to, lambda language: names(project) | values(language), links.review(project.public_id))

    def loaded(self) -> Loaded:
        """The project as the rules see it today."""
        return load_projects([self.project.id], self.event.today, lock=False)[self.project.id]

    def times(self, language: str) -> str:
        """What a late gap is multiplied by."""
        return words.times(fraction(self.policy.late_multiplier), language)

    def last_cancel(self, language: str) -> str:
        """The last day to cancel for the next term end; empty when an end is set."""
        if self.contract.ends_on is not None:
            return ""
        end = earliest_end(self.contract.start, self.option, self.event.today)
        return f.day(last_day_to_cancel(end, self.option), language)

    def fixed_end(self, language: str) -> str:
        """The end agreed at conclusion, the last day included."""
        return f.last_day(self.contract.fixed_end, language) if self.contract.fixed_end else ""


def submitted(event: Event) -> list[Letter]:
    """A copy of what was submitted; to the reviewers what is to be decided, while it still is."""
    facts = _Facts(event)
    contract = facts.contract
    by = written(event, "conclude_contract")
    agreed = (by.details.get("agreed") or {}) if by else {}
    lines = list(
        models.LicenseLine.objects.filter(project=facts.project)
        .select_related("license__license_type")
        .order_by("place", "number")
    )

    def to_decide(language: str) -> dict[str, str]:
        return {
            "day": f.day(contract.concluded_on, language),
            "person": by.actor_name if by else "",
            "option": words.plan(facts.option, language),
            "adjustment": words.adjustment(facts.option, language),
            "start": f.day(contract.start, language),
            "fixed_end": facts.fixed_end(language),
            "payer": contract.payer.name,
            **_gap(facts, language),
        }

    def values(language: str) -> dict[str, str]:
        listed = {"term": words.term(facts.option, language), "licenses": _licenses(lines, contract, language)}
        return to_decide(language) | listed | _agreed(agreed, contract.currency, language)

    copy = facts.letter("contract_in_review", values, done_as="conclude_contract")
    return [copy, facts.to_reviewers("contract_to_review", to_decide)] if contract.status in _UNDER_REVIEW else [copy]


def question(event: Event) -> Letter | None:
    """The vendor's question, to the customer."""
    facts = _Facts(event)
    said = facts.message("ask_question")
    return facts.letter("contract_question", lambda _: {"question": said.text if said else ""})


def back_in_review(event: Event) -> Letter | None:
    """The customer's answer, to the reviewers."""
    facts = _Facts(event)
    said = facts.message("answer_question")

    def values(language: str) -> dict[str, str]:
        person = signed(said, facts.project.customer_id, language) if said else ""
        return {"answer": said.text if said else "", "person": person}

    return facts.to_reviewers("contract_answered", values)


def running(event: Event) -> Letter | None:
    """Approved, or resumed; a cancellation and its undoing are told by the end that was set."""
    before = event.payload.get("from")
    if before in _UNDER_REVIEW:
        return _approved(event)
    return _resumed(event) if before == Status.SUSPENDED.value else None


def rejected(event: Event) -> Letter | None:
    """Rejected, with the reason."""
    facts = _Facts(event)
    contract, said = facts.contract, facts.message("reject_contract")
    days = ((contract.decided_on or event.today) - contract.concluded_on).days if contract.gap_start else 0

    def values(language: str) -> dict[str, str]:
        return {
            "reason": said.text if said else "",
            "released": _released(contract, language),
            "excused": words.days(days, language) if days else "",
        }

    return facts.letter("contract_rejected", values)


def withdrawn(event: Event) -> Letter | None:
    """Withdrawn before a decision."""
    facts = _Facts(event)

    def values(language: str) -> dict[str, str]:
        return {"released": _released(facts.contract, language)}

    return facts.letter("contract_withdrawn", values, done_as="withdraw_contract")


def end_set(event: Event) -> Letter | None:
    """Cancelled, or that was taken back."""
    facts = _Facts(event)
    if event.payload["undone"]:
        return facts.letter(
            "cancellation_undone", lambda language: _goes_on(facts, language), done_as="undo_cancellation"
        )
    end = facts.contract.ends_on
    if end is None:
        return None  # taken back meanwhile: the mail of that says so

    def values(language: str) -> dict[str, str]:
        return {
            "end": f.last_day(end, language),
            "undo_until": f.last_day(end, language),
            "grace": words.days_for(facts.policy.grace_days, language),
            "gap_times": facts.times(language),
        }

    return facts.letter("contract_ending", values, _TO_LICENSE, done_as="cancel_contract")


def ended(event: Event) -> Letter | None:
    """The contract has ended."""
    facts = _Facts(event)
    until = facts.loaded().project.covered_until

    def values(language: str) -> dict[str, str]:
        single = until - DAY + timedelta(days=facts.policy.grace_days) if until else None
        return {
            "covered_until": f.last_day(until, language) if until else "",
            "single_until": f.day(single, language) if single else "",
            "gap_times": facts.times(language),
        }

    return facts.letter("contract_ended", values, _TO_LICENSE)


def suspended(event: Event) -> Letter | None:
    """Suspended, with the reason if one was given."""
    facts = _Facts(event)
    said, until = facts.message("suspend_contract"), facts.loaded().project.covered_until

    def values(language: str) -> dict[str, str]:
        return {
            "reason": said.text if said else "",
            "covered_until": f.last_day(until, language) if until else "",
        }

    return facts.letter("contract_suspended", values, _TO_BILLING)


def _approved(event: Event) -> Letter:
    facts = _Facts(event)
    charge = next_charge(facts.loaded(), event.today)

    def values(language: str) -> dict[str, str]:
        return {
            "option": words.plan(facts.option, language),
            "start": f.day(facts.contract.start, language),
            "payer": facts.contract.payer.name,
            "next_booking": f.day(charge.day, language) if charge else "",
            **_goes_on(facts, language),
        }

    return facts.letter("contract_approved", values)


def _resumed(event: Event) -> Letter:
    facts = _Facts(event)
    loaded = facts.loaded()
    until, charge = loaded.project.covered_until, next_charge(loaded, event.today)

    def values(language: str) -> dict[str, str]:
        return {
            "covered_until": f.last_day(until, language) if until else "",
            "next_booking": f.day(charge.day, language) if charge else "",
        }

    return facts.letter("contract_resumed", values, _TO_BILLING)


def _goes_on(facts: _Facts, language: str) -> dict[str, str]:
    return {"fixed_end": facts.fixed_end(language), "last_cancel": facts.last_cancel(language)}


def _agreed(agreed: Mapping[str, str], currency: str, language: str) -> dict[str, str]:
    """The figures that whoever submitted it has agreed to; empty where none were shown."""

    def money(name: str) -> str:
        return f.money(int(agreed[name]), currency, language) if int(agreed.get(name, 0)) else ""

    def ssc(name: str) -> str:
        return f.ssc(int(agreed[name]), language) if int(agreed.get(name, 0)) else ""

    return {
        "first_gross": money("gross"),
        "first_balance": ssc("from_balance"),
        "year_ssc": ssc("year_ssc"),
        "year_net": money("year_net"),
        "year_tax": money("year_tax"),
        "year_gross": money("year_gross"),
    }


def _licenses(lines: list[models.LicenseLine], contract: models.Contract, language: str) -> str:
    """What the contract was concluded for: the lines alive on its start day, those it will confirm included."""
    shown = []
    for line in lines:
        if line.added_on <= contract.start and (line.ended_on is None or contract.start < line.ended_on):
            text = words.license(line.quantity, line.license.license_type.name, line.license.code, language)
            is_requested = line.number in contract.requested
            shown.append(words.requested(text, language) if is_requested else text)
    return "\n".join(shown)


def _gap(facts: _Facts, language: str) -> dict[str, str]:
    """The gap as it was computed at the conclusion: once, or late and held."""
    contract = facts.contract
    if contract.gap_start is None or not contract.gap_covers:
        return dict.fromkeys(("gap_from", "gap_last", "gap_once", "gap_twice", "gap_times"), "")
    cost = f.ssc(_gap_ssc(contract), language)
    return {
        "gap_from": f.day(contract.gap_start, language),
        "gap_last": f.last_day(contract.concluded_on, language),
        "gap_once": "" if contract.gap_late else cost,
        "gap_twice": cost if contract.gap_late else "",
        "gap_times": facts.times(language),
    }


def _released(contract: models.Contract, language: str) -> str:
    """What was held for a late gap, and is free again."""
    held = _gap_ssc(contract) if contract.gap_late else 0
    return f.ssc(held, language) if held else ""


def _gap_ssc(contract: models.Contract) -> int:
    return sum(contract.gap_charges.values_list("ssc", flat=True))


MAKERS: dict[str, Maker] = {
    "contract.concluded": submitted,
    "contract.question": question,
    "contract.in_review": back_in_review,
    "contract.active": running,
    "contract.ending": running,
    "contract.rejected": rejected,
    "contract.withdrawn": withdrawn,
    "contract.end_set": end_set,
    "contract.ended": ended,
    "contract.suspended": suspended,
}
