"""What the vendor decides of dunning on a day: levels with their texts, and the table of base rates (billing 16)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from autossa.domain.billing.dunning.interest import BaseRate
from autossa.domain.billing.dunning.levels import DunningPolicy, Level, What
from autossa.store import models

LANGUAGES = ("en", "de")


@dataclass(frozen=True, slots=True)
class DunningTerms:
    """A version: its levels, whether anything happens by itself, the text of each level by name and language."""

    key: UUID
    starts_on: date
    is_on: bool
    policy: DunningPolicy
    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)
    rates: tuple[BaseRate, ...] = ()

    def text(self, level: int, language: str) -> str:
        """The text of a level, which counts from 1, in a language; in English where there is none in it."""
        name = self.policy.levels[level - 1].name
        return self.texts.get((name, language)) or self.texts.get((name, LANGUAGES[0]), "")


def dunning_terms(day: date) -> DunningTerms | None:
    """Those in force on a day; None where nothing was ever set: nobody is dunned. Two queries."""
    row = _versions().filter(starts_on__lte=day).first()
    return _terms(row, base_rates()) if row else None


def terms_in_force(day: date) -> DunningTerms | None:
    """As `dunning_terms`, where dunning is on."""
    found = dunning_terms(day)
    return found if found and found.is_on else None


@dataclass(frozen=True, slots=True)
class PolicyPage:
    """What is in force on a day, all versions and base rates, the newest first."""

    now: DunningTerms | None
    versions: tuple[DunningTerms, ...]
    rates: tuple[BaseRate, ...]


def policy_page(day: date) -> PolicyPage:
    """All that the vendor has set."""
    return PolicyPage(dunning_terms(day), all_terms(), base_rates()[::-1])


def terms_with_key(key: UUID) -> DunningTerms:
    """A version by its key: the one that a letter was written by."""
    return _terms(models.DunningPolicy.objects.get(pk=key), ())


def all_terms() -> tuple[DunningTerms, ...]:
    """All versions, the newest first."""
    return tuple(_terms(row, ()) for row in _versions())


def base_rates() -> tuple[BaseRate, ...]:
    """The table, by first day; of two of a day the later one holds."""
    found = models.BaseRate.objects.order_by("starts_on", "id").values_list("starts_on", "points")
    return tuple(BaseRate(starts_on, points) for starts_on, points in dict(found).items())


def _versions() -> Any:
    return models.DunningPolicy.objects.order_by("-starts_on", "-id")


def _terms(row: models.DunningPolicy, rates: tuple[BaseRate, ...]) -> DunningTerms:
    policy = DunningPolicy(
        tuple(Level(one["name"], one["days"], one["fees"], What(one["what"])) for one in row.levels),
        row.warn_days,
        row.interest_points,
        row.max_open_monthly,
        row.max_open,
    )
    texts = {(one["name"], language): one.get(language, "") for one in row.levels for language in LANGUAGES}
    return DunningTerms(row.id, row.starts_on, row.is_on, policy, texts, rates)
