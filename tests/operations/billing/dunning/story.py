"""A payer that does not pay, through the store: the daily run, then the run of dunning."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

from autossa.domain.billing.documents import Method
from autossa.domain.billing.dunning.levels import STANDARD_LEVELS, Level
from autossa.domain.dates import DAY
from autossa.operations.billing.dunning.policy import LevelText, set_policy
from autossa.operations.billing.payments import receiving
from autossa.operations.runs import dunning, renewals
from autossa.store import models
from autossa.store.ids import new_id
from tests.cast.shop import Shop, d, on

FEES = {"first": 500, "final": 1000}


def dunned(day: str = "2026-01-01", *, is_on: bool = True, **more: object) -> None:
    """The standard levels, with fees and short texts, from a day on."""
    levels = [
        LevelText(
            Level(one.name, one.days, {"EUR": FEES[one.name]} if one.name in FEES else {}, one.what),
            {"en": f"Text of {one.name}", "de": f"Text zu {one.name}"},
        )
        for one in STANDARD_LEVELS
    ]
    set_policy(starts_on=d(day), is_on=is_on, levels=levels, ctx=on(day), **more)  # type: ignore[arg-type]


def days(first: str, last: str) -> Iterator[date]:
    """Each day, both included."""
    day = d(first)
    while day <= d(last):
        yield day
        day += DAY


def pass_days(first: str, last: str) -> list[dunning.Report]:
    """Both runs of each day."""
    return [pass_day(day.isoformat()) for day in days(first, last)]


def pass_day(day: str) -> dunning.Report:
    """Both runs of a day; asked again, dunning finds nothing."""
    renewals.run(ctx=on(day))
    report = dunning.run(ctx=on(day))
    assert not report.failed
    assert dunning.run(ctx=on(day)) == dunning.Report()
    return report


def pay(shop: Shop, day: str, *documents: UUID, amount: int | None = None) -> None:
    """The whole of these, or of everything."""
    claims = models.Claim.objects.filter(payer=shop.alice)
    claims = claims.filter(pk__in=documents) if documents else claims
    receiving.enter(
        payment=new_id(), payer=shop.alice, amount=amount or sum(claims.values_list("rest", flat=True)),
        currency="EUR", method=Method.TRANSFER, day=d(day), documents=documents, ctx=on(day),
    )  # fmt: skip


def letters() -> list[tuple[str, str]]:
    """Day and level of each letter, in order."""
    found = models.DunningLetter.objects.order_by("day", "id").values_list("day", "name")
    return [(day.isoformat(), name) for day, name in found]
