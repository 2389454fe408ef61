"""When a dated version may begin, and the withdrawal of one that has not begun (rule 2): one law for all of them.

A version that is entered today begins after every period that a run had to book by today: a late run never changes what
anything costs. The database keeps the same law by a trigger.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.validation import MAX_REASON, read_text
from autossa.queries.vendor.first_days import earliest_start, is_priced_by
from autossa.store import models

MAX_AHEAD = timedelta(days=3653)


class VersionExists(Invalid):
    """There is a version from {starts_on} already; versions are never edited."""

    field = "starts_on"


class VersionTooEarly(Invalid):
    """What is entered today begins on {earliest} at the earliest, not on {starts_on}: late runs cost the same."""

    field = "starts_on"


class VersionTooFar(Invalid):
    """{starts_on} is more than ten years ahead; check the year."""

    field = "starts_on"


class VersionNotFound(NotFound):
    """There is no version from {starts_on}."""


class VersionBegun(Invalid):
    """The version from {starts_on} has begun; what has begun is superseded, never withdrawn."""


class VersionCounts(Invalid):
    """The version from {starts_on} counts already: a period that begins on that day or later was due to be booked."""


def check_start(earlier: QuerySet[Any], starts_on: date, ctx: ActionContext) -> None:
    """A first version may begin on any day. Raises VersionExists, VersionTooEarly, VersionTooFar.

    `earlier` are the versions there are; whoever asks holds a lock of what they are versions of.
    """
    if starts_on - ctx.today > MAX_AHEAD:
        raise VersionTooFar(starts_on=starts_on)
    if earlier.filter(starts_on=starts_on).exists():
        raise VersionExists(starts_on=starts_on)
    earliest = earliest_start(ctx.today)
    if starts_on < earliest and earlier.exists():
        raise VersionTooEarly(starts_on=starts_on, earliest=earliest)


def withdraw(among: QuerySet[Any], starts_on: date, reason: str, ctx: ActionContext) -> Any:
    """Take a version back that has not begun; it is kept, with the reason, and counts no more.

    Raises VersionNotFound, VersionBegun, or as `read_text`.
    """
    why = read_text(reason, "the reason", MAX_REASON, field="reason")
    row = among.filter(starts_on=starts_on).first()
    if row is None:
        raise VersionNotFound(starts_on=starts_on)
    if starts_on <= ctx.today:
        raise VersionBegun(starts_on=starts_on)
    row.withdrawn_on, row.withdrawal = ctx.today, why
    row.save(update_fields=["withdrawn_on", "withdrawal"])
    return row


def check_price_unused(price_list: UUID, starts_on: date, ctx: ActionContext) -> None:
    """A price counts before it begins, for the periods that are booked in advance. Raises VersionCounts."""
    if is_priced_by(price_list, starts_on, ctx.today):
        raise VersionCounts(starts_on=starts_on)


def check_policy_unused(policy: models.PolicyVersion) -> None:
    """No contract was concluded under it. Raises VersionCounts."""
    if models.Contract.objects.filter(plan__policy=policy).exists():
        raise VersionCounts(starts_on=policy.starts_on)
