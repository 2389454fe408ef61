"""The vendor's review of a contract, and its withdrawal (rule 4)."""

from datetime import date
from fractions import Fraction

from autossa.domain.charges import Charge
from autossa.domain.contracts import Contract, Gap, Status
from autossa.domain.credits import draws_held
from autossa.domain.entries import ContractMoved, CreditsReleased
from autossa.domain.gaps import back_payment
from autossa.domain.invoices import Reason
from autossa.domain.licenses import confirm
from autossa.domain.lifecycle import Action, refused_in_state
from autossa.domain.prices import list_price
from autossa.domain.projects import Outcome, Project, Terms, record, the_contract
from autossa.domain.refusals import Code, Refusal
from autossa.domain.settlements import Bill, Settlement, settle, settle_from_held, unpriced


def ask(project: Project, day: date) -> Outcome | Refusal:
    """Staff asks, the contract waits for the customer's answer (rule 4). Refused: `not_in_review`."""
    return _move(project, day, Action.ASK, Status.QUESTION)


def answer(project: Project, day: date) -> Outcome | Refusal:
    """The customer answers, the contract is in review again (rule 4). Refused: `not_in_question`."""
    return _move(project, day, Action.ANSWER, Status.IN_REVIEW)


def approve(project: Project, day: date) -> Outcome | Refusal:
    """The vendor approves (rule 4): requested lines are confirmed as in rule 6, the gap is paid and covered.

    Refused whole, in this order: `not_in_review`, `past_fixed_end`, `no_price`.
    """
    if refusal := refused_in_state(Action.APPROVE, project.contract):
        return refusal
    contract = the_contract(project)
    if contract.fixed_end is not None and day >= contract.fixed_end:
        return Refusal(Code.PAST_FIXED_END)
    status = Status.ACTIVE if contract.fixed_end is None else Status.ENDING
    outcome = _confirm_requested(record(project, ContractMoved(day, status)), contract, day)
    if isinstance(outcome, Refusal) or contract.gap is None:
        return outcome
    paid = _pay_gap(outcome.project, contract, contract.gap, day)
    return paid if isinstance(paid, Refusal) else outcome.then(paid)


def reject(project: Project, day: date) -> Outcome | Refusal:
    """The vendor rejects; what was held is free again (rule 4). Refused: `not_in_review`."""
    return _close(project, day, Action.REJECT, Status.REJECTED)


def withdraw(project: Project, day: date) -> Outcome | Refusal:
    """Whoever concluded it withdraws it; what was held is free again (rule 4). Refused: `not_in_review`."""
    return _close(project, day, Action.WITHDRAW, Status.WITHDRAWN)


def _move(project: Project, day: date, action: Action, status: Status) -> Outcome | Refusal:
    refusal = refused_in_state(action, project.contract)
    return refusal or record(project, ContractMoved(day, status))


def _close(project: Project, day: date, action: Action, status: Status) -> Outcome | Refusal:
    outcome = _move(project, day, action, status)
    draws = draws_held(project.credits)
    if isinstance(outcome, Refusal) or not draws:
        return outcome
    return outcome.then(CreditsReleased(day, draws))


def _confirm_requested(outcome: Outcome, contract: Contract, day: date) -> Outcome | Refusal:
    for line in outcome.project.lines:
        if line.number in contract.requested and line.is_requested:
            confirmed = confirm(outcome.project, day, line.number)
            if isinstance(confirmed, Refusal):
                return confirmed
            outcome = outcome.followed_by(confirmed)
    return outcome


def _pay_gap(project: Project, contract: Contract, gap: Gap, day: date) -> Settlement | Refusal:
    terms = project.terms
    if gap.late:
        return settle_from_held(_gap_bill(contract, gap, unpriced(gap.charges), terms, day), project.credits, day)
    price = list_price(terms.prices, contract.concluded_on, day)
    priced = tuple((charge, price) for charge in gap.charges)
    return settle(_gap_bill(contract, gap, priced, terms, day), project.credits, day)


def _gap_bill(
    contract: Contract, gap: Gap, priced: tuple[tuple[Charge, Fraction | None], ...], terms: Terms, day: date
) -> Bill:
    """Gap SSC cost list price, without the option's adjustment (rule 3)."""
    return Bill(
        Reason.GAP,
        gap.start,
        gap.end,
        priced,
        tax_rate=terms.tax_rate_on(gap.start, gap.end, day),  # supplied once it is over
        coverage=back_payment(gap),
        contract=contract.number,
        places=terms.places,
    )
