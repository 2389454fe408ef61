"""A project as a use case finds it on a day, and what a rule does to it then: the one way that everything is foreseen.

`operations.decide` asks the same functions under its lock and writes what they say; a preview shows it (law 6).
"""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from autossa.domain.at_once import Rule
from autossa.domain.currencies import places_of
from autossa.domain.dates import DAY
from autossa.domain.projects import Outcome, Project, Terms, has_ended
from autossa.domain.refusals import Refusal
from autossa.domain.renewals import catch_up, run_from
from autossa.domain.topups import top_up
from autossa.store import models
from autossa.store.engine.load import Loaded, load_projects
from autossa.store.engine.terms import load_versions


@dataclass(frozen=True, slots=True)
class ProjectAsOf:
    """The domain's project on a day, the currency of what would be invoiced, and to whom if not to the customer.

    `caught_up` is what was due before the day and is booked first (rule 5). `contract_ended` says that the contract
    ended by it: policy and price list are those of the day then, and the customer's again.
    """

    day: date
    project: Project
    currency: str
    paid_by: str
    caught_up: Outcome
    contract_ended: bool = False


def project_as_of(project: UUID, day: date) -> ProjectAsOf | None:
    """The project at the begin of the day, unlocked; None when it is not there (any more)."""
    loaded = load_projects([project], day, lock=False).get(project)
    return None if loaded is None else as_of(loaded, day)


def as_of(loaded: Loaded, day: date) -> ProjectAsOf:
    """Loaded facts at the begin of the day: what was due before is booked first."""
    caught_up = catch_up(loaded.project, loaded.touched_on, day)
    project = caught_up.project
    if not has_ended(loaded.project, project):
        contract = project.contract
        paid_by = loaded.other_payer(contract.booked_until - DAY) if contract else ""
        return ProjectAsOf(day, project, loaded.currency, paid_by, caught_up)
    price_list = models.PriceList.objects.get(project=loaded.id)
    versions = load_versions({price_list.id})
    terms = Terms(
        versions.policy_on(day).policy,
        versions.prices[price_list.id],
        places=places_of(price_list.currency),
        tax_rates=loaded.customers_tax_rates,
    )
    return ProjectAsOf(day, replace(project, terms=terms), price_list.currency, "", caught_up, contract_ended=True)


def plan(found: ProjectAsOf, rule: Rule) -> Outcome | Refusal:
    """What a use case would do, or why not; what was due before is not among its entries."""
    return rule(found.project)


def plan_with_credits(found: ProjectAsOf, rule: Rule) -> tuple[Outcome | None, Refusal | None]:
    """What a use case would do; where only credits are missing, what it would do with them, beside the refusal."""
    result = plan(found, rule)
    refusal = result if isinstance(result, Refusal) else None
    if refusal is not None and refusal.missing_ssc:
        result = rule(top_up(found.project, found.day, refusal.missing_ssc).project)
    return (None if isinstance(result, Refusal) else result), refusal


def plan_run(loaded: Loaded, day: date) -> Outcome:
    """What the daily run of a day does with a project: missed days first, each as of itself (rule 5)."""
    return run_from(loaded.project, loaded.touched_on, day)
