"""A project as a use case would find it on a day: what was due before is booked first (rule 5), unapplied."""

from dataclasses import replace
from datetime import date
from typing import NamedTuple
from uuid import UUID

from autossa.domain.dates import DAY
from autossa.domain.projects import Project, Terms, has_ended
from autossa.domain.renewals import catch_up
from autossa.store import models
from autossa.store.loading import Loaded, load_projects
from autossa.store.terms import load_versions


class Present(NamedTuple):
    """The domain's project on a day, the currency of what would be invoiced, and to whom if not to the customer."""

    project: Project
    currency: str
    paid_by: str = ""


def present(project: UUID, day: date) -> Present | None:
    """The project, for the preview of something done on the day; None when it is not there (any more)."""
    loaded = load_projects([project], day, lock=False).get(project)
    return None if loaded is None else project_on(loaded, day)


def project_on(loaded: Loaded, day: date) -> Present:
    """The project at the begin of the day.

    Where its contract ends by then, policy and price list are those of the day and the project again, as in
    `operations.decide.decide`.
    """
    project = catch_up(loaded.project, loaded.touched_on, day).project
    if not has_ended(loaded.project, project):
        contract = project.contract
        return Present(project, loaded.currency, loaded.other_payer(contract.booked_until - DAY) if contract else "")
    price_list = models.PriceList.objects.get(project=loaded.id)
    versions = load_versions({price_list.id})
    terms = Terms(versions.policy_on(day).policy, versions.prices[price_list.id], loaded.customers_tax_rate)
    return Present(replace(project, terms=terms), price_list.currency)
