"""What the vendor decides of dunning: its stages with their texts and fees, and the base rates."""

from ninja import Router

from autossa.api.v1.billing.dunning.shapes import (
    BaseRateIn,
    BaseRateOut,
    DunningPolicyIn,
    DunningPolicyOut,
    LevelIn,
    LevelOut,
    TermsOfDunning,
)
from autossa.api.v1.frame.calls import Call, context_of
from autossa.api.v1.frame.endpoints import endpoint
from autossa.api.v1.frame.shapes import minor
from autossa.domain.amounts import parse_decimal, show
from autossa.domain.billing.dunning.interest import BaseRate
from autossa.domain.billing.dunning.levels import STANDARD_LEVELS, Level
from autossa.domain.currencies import places_of
from autossa.domain.rights import Action
from autossa.operations.billing.dunning.policy import LevelText, set_base_rate, set_policy
from autossa.queries.billing.dunning.policies import DunningTerms, policy_page
from autossa.queries.permissions import Scope

router = Router(tags=["Dunning"])
_HUNDRED = 100
_WHAT = {level.name: level.what for level in STANDARD_LEVELS}


@endpoint(router, "GET", "/dunning-policy", Scope.VENDOR, Action.KEEP_BOOKS, answer=DunningPolicyOut)
def get_dunning_policy(request: Call) -> DunningPolicyOut:
    """Finance: the stages in force, those before and to come, and the base rates."""
    return _out(request)


@endpoint(router, "POST", "/dunning-policy", Scope.VENDOR, Action.KEEP_BOOKS, answer=DunningPolicyOut, status=201)
def add_dunning_policy(request: Call, body: DunningPolicyIn) -> DunningPolicyOut:
    """Finance: a new version of the stages, from a day on."""
    set_policy(
        starts_on=body.starts_on, is_on=body.is_on, levels=[_level(one) for one in body.levels],
        warn_days=body.warn_days, interest_points=_points(body.interest) if body.interest is not None else None,
        max_open_monthly=body.max_open_monthly, max_open=body.max_open, ctx=context_of(request),
    )  # fmt: skip
    return _out(request)


@endpoint(router, "POST", "/base-rates", Scope.VENDOR, Action.KEEP_BOOKS, answer=DunningPolicyOut, status=201)
def add_base_rate(request: Call, body: BaseRateIn) -> DunningPolicyOut:
    """Finance: the base rate from a day on."""
    set_base_rate(points=_points(body.percent), starts_on=body.starts_on, ctx=context_of(request))
    return _out(request)


def _points(text: str) -> int:
    """Hundredths of a per cent."""
    return (parse_decimal(text) * _HUNDRED).numerator


def _level(given: LevelIn) -> LevelText:
    fees = {currency: minor(amount, currency, "levels") for currency, amount in given.fees.items()}
    texts: dict[str, str] = {language: text for language, text in given.texts.items()}  # noqa: C416 - of any language
    return LevelText(Level(given.name, given.days, fees, _WHAT[given.name]), texts)


def _out(call: Call) -> DunningPolicyOut:
    page = policy_page(call.today)
    return DunningPolicyOut(
        now=_terms(page.now) if page.now else None, versions=[_terms(one) for one in page.versions],
        rates=[_rate(one) for one in page.rates],
    )  # fmt: skip


def _rate(one: BaseRate) -> BaseRateOut:
    return BaseRateOut(starts_on=one.starts_on, percent=show(one.points))


def _terms(found: DunningTerms) -> TermsOfDunning:
    policy = found.policy
    points = policy.interest_points
    return TermsOfDunning(
        starts_on=found.starts_on, is_on=found.is_on, levels=[_level_out(one, found) for one in policy.levels],
        warn_days=policy.warn_days, interest=None if points is None else show(points),
        max_open_monthly=policy.max_open_monthly, max_open=policy.max_open,
    )  # fmt: skip


def _level_out(level: Level, found: DunningTerms) -> LevelOut:
    fees = {currency: show(fee, places_of(currency)) for currency, fee in level.fees.items()}
    texts = {language: text for (name, language), text in found.texts.items() if name == level.name}
    return LevelOut(name=level.name, days=level.days, what=level.what.value, fees=fees, texts=texts)
