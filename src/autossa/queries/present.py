"""A project as a use case would find it today: what was due before is booked first (rule 5), unapplied."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from autossa.domain.projects import Project
from autossa.domain.renewals import catch_up
from autossa.store import models
from autossa.store.loading import Loaded, load_projects
from autossa.store.terms import load_versions


@dataclass(frozen=True, slots=True)
class Present:
    """The domain's project on a day, and the currency of its price list."""

    project: Project
    currency: str


def present(project: UUID, day: date) -> Present | None:
    """The project, for the preview of something done on the day; None when it is not there (any more)."""
    loaded = load_projects([project], day, lock=False).get(project)
    if loaded is None:
        return None
    facts = catch_up(loaded.project, loaded.touched_on, day).project
    return _without_its_terms(loaded, facts, day) if _has_ended(loaded.project, facts) else _same(loaded, facts)


def _same(loaded: Loaded, facts: Project) -> Present:
    return Present(facts, loaded.currency)


def _has_ended(before: Project, after: Project) -> bool:
    was, now = before.contract, after.contract
    return was is not None and was.is_open and now is not None and not now.is_open


def _without_its_terms(loaded: Loaded, facts: Project, day: date) -> Present:
    """The contract ended meanwhile: its policy and price list hold no longer."""
    row = models.Project.objects.select_related("price_list").get(pk=loaded.id)
    versions = load_versions({row.price_list_id})
    policy, prices = versions.policy_on(day).policy, versions.prices[row.price_list_id]
    return Present(replace(facts, terms=replace(facts.terms, policy=policy, prices=prices)), row.price_list.currency)
