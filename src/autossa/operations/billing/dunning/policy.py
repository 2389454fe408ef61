"""What the vendor decides of dunning: a version of its levels, and the table of base rates (billing 16)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction

from autossa.domain.billing.dunning.levels import STANDARD_LEVELS, WARN_DAYS, DunningPolicy, Level
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid
from autossa.operations.validation import MAX_MESSAGE, read_text
from autossa.queries.billing.dunning.policies import all_terms
from autossa.store import models
from autossa.wording.billing.dunning import standard_text
from autossa.wording.languages import LANGUAGES

MOST_POINTS = 10_000
MAX_OPEN_MONTHLY, MAX_OPEN = DunningPolicy().max_open_monthly, DunningPolicy().max_open


class LevelsInvalid(Invalid):
    """Each stage comes later than the one before, from the day after the due day on; only the last one suspends."""


class StartsBefore(Invalid):
    """What is entered today begins today, {today}, at the earliest."""

    field = "starts_on"


class BaseRateMissing(Invalid):
    """Interest needs a base rate: enter the table first."""

    field = "interest_points"


class BaseRateInvalid(Invalid):
    """A base rate is from -100 % to 100 %."""

    field = "percent"


@dataclass(frozen=True, slots=True)
class LevelText:
    """A level with its texts, by language."""

    level: Level
    texts: Mapping[str, str] = field(default_factory=dict)


def standard_levels() -> tuple[LevelText, ...]:
    """Ours, with our texts: four stages without a fee."""
    return tuple(
        LevelText(level, {language: standard_text(level.name, language) for language in LANGUAGES})
        for level in STANDARD_LEVELS
    )


def set_policy(
    *,
    starts_on: date,
    is_on: bool,
    levels: Iterable[LevelText],
    ctx: ActionContext,
    warn_days: int = WARN_DAYS,
    interest_points: int | None = None,
    max_open_monthly: int = MAX_OPEN_MONTHLY,
    max_open: int = MAX_OPEN,
) -> None:
    """From a day on, today or later, payers are dunned so; of two versions of a day the later one holds.

    Raises LevelsInvalid, StartsBefore, BaseRateMissing, and as `read_text` for texts.
    """
    listed = [_cleaned(one) for one in levels]
    if starts_on < ctx.today:
        raise StartsBefore(today=ctx.today)
    try:
        DunningPolicy(tuple(one.level for one in listed), warn_days, interest_points, max_open_monthly, max_open)
    except ValueError:
        raise LevelsInvalid from None
    with transaction.atomic():
        if interest_points is not None and not models.BaseRate.objects.exists():
            raise BaseRateMissing
        models.DunningPolicy.objects.create(
            starts_on=starts_on, is_on=is_on, levels=[_json(one) for one in listed], warn_days=warn_days,
            interest_points=interest_points, max_open_monthly=max_open_monthly, max_open=max_open,
            set_by=ctx.actor.user, set_at=ctx.now,
        )  # fmt: skip
        details = {
            "starts_on": starts_on.isoformat(),
            "is_on": is_on,
            "levels": {one.level.name: one.level.days for one in listed},
        }
        record_activity(ctx, "set_dunning_policy", details=details)


def switch(*, is_on: bool, starts_on: date, ctx: ActionContext) -> None:
    """On or off from a day on, with the stages that are there already, or ours. Raises as `set_policy`."""
    before = next(iter(all_terms()), None)
    if before is None:
        set_policy(starts_on=starts_on, is_on=is_on, levels=standard_levels(), ctx=ctx)
        return
    policy = before.policy
    levels = [
        LevelText(level, {language: before.texts[level.name, language] for language in LANGUAGES})
        for level in policy.levels
    ]
    set_policy(
        starts_on=starts_on, is_on=is_on, levels=levels, warn_days=policy.warn_days,
        interest_points=policy.interest_points, max_open_monthly=policy.max_open_monthly, max_open=policy.max_open,
        ctx=ctx,
    )  # fmt: skip


def set_base_rate(*, points: int, starts_on: date, ctx: ActionContext) -> None:
    """From a day on the base rate is so many hundredths of a per cent. Raises BaseRateInvalid."""
    if abs(points) > MOST_POINTS:
        raise BaseRateInvalid
    with transaction.atomic():
        models.BaseRate.objects.create(starts_on=starts_on, points=points, set_by=ctx.actor.user, set_at=ctx.now)
        record_activity(ctx, "set_base_rate", details={"starts_on": starts_on.isoformat(), "points": points})


def _cleaned(one: LevelText) -> LevelText:
    texts = {
        language: read_text(one.texts.get(language, ""), "the text", MAX_MESSAGE, required=language == LANGUAGES[0])
        for language in LANGUAGES
    }
    return LevelText(one.level, texts)


def _json(one: LevelText) -> dict[str, Any]:
    level = one.level
    fees = {currency: amount for currency, amount in level.fees.items() if amount}
    return {"name": level.name, "days": level.days, "fees": fees, "what": level.what.value, **one.texts}
