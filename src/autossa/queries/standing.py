"""A project as a use case on a day would find it: what was due before is thought to be booked, nothing is written."""

from dataclasses import replace
from datetime import date

from autossa.domain.projects import Project, Terms
from autossa.domain.renewals import catch_up
from autossa.store import models
from autossa.store.loading import Loaded
from autossa.store.terms import load_versions


def project_on(loaded: Loaded, day: date) -> tuple[Project, str]:
    """The project at the begin of the day, and the currency of what would be invoiced.

    Where its contract ends by then, policy and price list are those of the day and the project again, as in
    `operations.deciding.decide`.
    """
    was = loaded.project.contract
    project = catch_up(loaded.project, loaded.touched_on, day).project
    if was is None or not was.is_open or project.contract is None or project.contract.is_open:
        return project, loaded.currency
    price_list = models.PriceList.objects.get(project=loaded.id)
    versions = load_versions({price_list.id})
    terms = Terms(versions.policy_on(day).policy, versions.prices[price_list.id], project.terms.tax_rate)
    return replace(project, terms=terms), price_list.currency
