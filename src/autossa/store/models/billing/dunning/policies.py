"""The vendor's levels of dunning, version by version, and its table of base rates (billing 16)."""

from django.db import models

from autossa.store.models.base import Identified, check


class DunningPolicy(Identified):
    """The levels from a day on, a list of {name, days, fees, what, en, de}. Append-only.

    Without a row nobody is dunned; `is_on` says whether anything happens by itself. `interest_points` in hundredths of
    a percentage point above the base rate; None: no interest.
    """

    PREFIX = "dpo"

    starts_on = models.DateField()
    is_on = models.BooleanField()
    levels = models.JSONField()
    warn_days = models.PositiveSmallIntegerField()
    interest_points = models.PositiveIntegerField(null=True, blank=True)
    max_open_monthly = models.PositiveSmallIntegerField()
    max_open = models.PositiveSmallIntegerField()
    set_by = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "dunning_policies"
        constraints = [check("dunning_policies_periods", models.Q(max_open_monthly__gte=1, max_open__gte=1))]


class BaseRate(Identified):
    """From that day on the base rate is so many hundredths of a per cent, below 0 too. Append-only."""

    starts_on = models.DateField()
    points = models.IntegerField()
    set_by = models.UUIDField(null=True, blank=True)
    set_at = models.DateTimeField()

    class Meta:
        db_table = "base_rates"
        constraints = [check("base_rates_points", models.Q(points__gte=-10_000, points__lte=10_000))]
