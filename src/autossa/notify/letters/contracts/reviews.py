"""Mails about the review of a contract: submitted, a question, answered, approved, rejected, withdrawn."""

from collections.abc import Mapping

from autossa.notify.drafts import Event, MailBuilder, MailDraft, find_activity, signed
from autossa.notify.letters.contracts.facts import UNDER_REVIEW, ContractFacts
from autossa.queries.billing.next_charges import next_charge
from autossa.store import models
from autossa.wording import formats as f
from autossa.wording import glossary as words


def submitted(event: Event) -> list[MailDraft]:
    """A copy of what was submitted; to the reviewers what is to be decided, while it still is."""
    facts = ContractFacts(event)
    contract = facts.contract
    by = find_activity(event, "conclude_contract")
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

    copy = facts.mail("contract_in_review", values, done_as="conclude_contract")
    return [copy, facts.to_reviewers("contract_to_review", to_decide)] if contract.status in UNDER_REVIEW else [copy]


def question(event: Event) -> MailDraft | None:
    """The vendor's question, to the customer."""
    facts = ContractFacts(event)
    said = facts.message("ask_question")
    return facts.mail("contract_question", lambda _: {"question": said.text if said else ""})


def back_in_review(event: Event) -> MailDraft | None:
    """The customer's answer, to the reviewers."""
    facts = ContractFacts(event)
    said = facts.message("answer_question")

    def values(language: str) -> dict[str, str]:
        person = signed(said, facts.project.customer_id, language) if said else ""
        return {"answer": said.text if said else "", "person": person}

    return facts.to_reviewers("contract_answered", values)


def approved(event: Event) -> MailDraft:
    """Approved: what it begins with, and how long it goes on."""
    facts = ContractFacts(event)
    charge = next_charge(facts.loaded(), event.today)

    def values(language: str) -> dict[str, str]:
        return {
            "option": words.plan(facts.option, language),
            "start": f.day(facts.contract.start, language),
            "payer": facts.contract.payer.name,
            "next_booking": f.day(charge.day, language) if charge else "",
            **facts.goes_on(language),
        }

    return facts.mail("contract_approved", values)


def rejected(event: Event) -> MailDraft | None:
    """Rejected, with the reason."""
    facts = ContractFacts(event)
    contract, said = facts.contract, facts.message("reject_contract")
    days = ((contract.decided_on or event.today) - contract.concluded_on).days if contract.gap_start else 0

    def values(language: str) -> dict[str, str]:
        return {
            "reason": said.text if said else "",
            "released": _released(contract, language),
            "excused": words.days(days, language) if days else "",
        }

    return facts.mail("contract_rejected", values)


def withdrawn(event: Event) -> MailDraft | None:
    """Withdrawn before a decision."""
    facts = ContractFacts(event)

    def values(language: str) -> dict[str, str]:
        return {"released": _released(facts.contract, language)}

    return facts.mail("contract_withdrawn", values, done_as="withdraw_contract")


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


def _gap(facts: ContractFacts, language: str) -> dict[str, str]:
    """The gap as it was computed at the conclusion: once, or late and held."""
    contract = facts.contract
    if contract.gap_start is None:
        return dict.fromkeys(("gap_from", "gap_last", "gap_once", "gap_twice", "gap_times"), "")
    cost = f.ssc(_gap_ssc(contract), language)
    return {
        "gap_from": f.day(contract.gap_start, language),
        "gap_last": f.until(contract.concluded_on, language),
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


BUILDERS: dict[str, MailBuilder] = {
    "contract.concluded": submitted,
    "contract.question": question,
    "contract.in_review": back_in_review,
    "contract.rejected": rejected,
    "contract.withdrawn": withdrawn,
}
