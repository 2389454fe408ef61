"""Releases: drafted, published, entitled earlier, withdrawn (rule 9)."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import partial
from uuid import UUID

from django.db import transaction

from autossa.domain.dates import add_months
from autossa.domain.releases.catalogue import Channel, Need, ReleaseClass
from autossa.operations.activity import record_activity
from autossa.operations.context import ActionContext
from autossa.operations.errors import Invalid, NotFound
from autossa.operations.releases import files
from autossa.operations.releases.products import BranchNotFound, TypeUnknown
from autossa.operations.runs.task_days import again
from autossa.operations.validation import MAX_CODE, MAX_REASON, read_line, read_text
from autossa.store import models

MAX_NOTES = 20_000
MOST_EARLIER = 5
"""Years by which a day that entitles may be before its release: an earlier one is a slip, and could not be undone."""


class VersionTaken(Invalid):
    """Product {product} has a release {version} already."""

    field = "version"


class ReleaseNotFound(NotFound):
    """There is no such release."""


class EntitledTooLate(Invalid):
    """The day that entitles must not be after {latest}: an earlier one was promised."""

    field = "entitled_as_of"


class EntitledTooEarly(Invalid):
    """The day that entitles must not be before {earliest}: that would be {years} years before the release."""

    field = "entitled_as_of"


class NotADraft(Invalid):
    """Release {version} is published already; what is out stays as it is."""


class NotPublished(Invalid):
    """Release {version} is a draft; publish it first."""


class WithdrawnAlready(Invalid):
    """Release {version} was withdrawn already, from {day} on."""


class WithdrawnBeforeRelease(Invalid):
    """Release {version} is released on {released_on}; it cannot be withdrawn from an earlier day."""

    field = "day"


class WithdrawalNotEarlier(Invalid):
    """Release {version} is withdrawn from {day} on; that day can only be brought forward."""

    field = "day"


@dataclass(frozen=True, slots=True)
class ReleaseText:
    """What a release is: its version, day, class, channel, notes, and the license types that it needs, by code."""

    version: str
    released_on: date
    release_class: ReleaseClass = ReleaseClass.FEATURE
    channel: Channel = Channel.STABLE
    notes: str = ""
    features: Collection[str] = ()
    requires: Collection[str] = ()


def draft(*, branch: UUID, given: ReleaseText, ctx: ActionContext) -> UUID:
    """A release that nobody is shown yet. Raises BranchNotFound, VersionTaken, TypeUnknown, and as `read_line`."""
    version, notes = _checked(given)
    with transaction.atomic():
        on = models.Branch.objects.select_related("product").filter(pk=branch).first()
        if on is None:
            raise BranchNotFound
        _check_free(on.product, version)
        row = models.Release(product=on.product, branch=on)
        _fill(row, given, version, notes)
        record_activity(ctx, "draft_release", details=_about(row))
    return row.id


def edit_draft(*, release: UUID, given: ReleaseText, ctx: ActionContext) -> None:
    """Change what is not published yet. Raises ReleaseNotFound, NotADraft, and as `draft`."""
    version, notes = _checked(given)
    with transaction.atomic():
        row = locked(release)
        ctx.check_seen()
        _refuse_published(row)
        _check_free(row.product, version, row.id)
        _fill(row, given, version, notes)
        record_activity(ctx, "edit_release", details=_about(row))


def delete_draft(*, release: UUID, ctx: ActionContext) -> None:
    """Forget what is not published yet, with its files. Raises ReleaseNotFound, NotADraft."""
    with transaction.atomic():
        row = locked(release)
        ctx.check_seen()
        _refuse_published(row)
        details = _about(row)
        stored = list(row.artifacts.values_list("stored", flat=True))
        row.artifacts.all().delete()
        row.delete()
        for name in stored:
            transaction.on_commit(partial(files.remove, name))
        record_activity(ctx, "delete_release", details=details)


def publish(*, release: UUID, ctx: ActionContext) -> None:
    """Show a release to all that it is for; its day may lie ahead. Raises ReleaseNotFound, NotADraft."""
    with transaction.atomic():
        row = locked(release)
        ctx.check_seen()
        _refuse_published(row)
        row.published_at = ctx.now
        row.save(update_fields=["published_at"])
        record_activity(ctx, "publish_release", details=_about(row))
        if row.released_on <= ctx.today:
            again("license_files", ctx.today)  # it may begin a major version: the worker looks at its next round


def entitle_as_of(*, release: UUID, day: date, reason: str, ctx: ActionContext) -> None:
    """Let an earlier day entitle to a release than its own (rule 9).

    Raises ReleaseNotFound, EntitledTooLate for a later day than the one that counts now, EntitledTooEarly for one that
    is more than MOST_EARLIER years before the release, ChangedSinceShown, and as `read_text`.
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        row = locked(release)
        ctx.check_seen()
        latest = row.entitled_as_of or row.released_on
        if day > latest:
            raise EntitledTooLate(latest=latest)
        earliest = add_months(row.released_on, -12 * MOST_EARLIER)
        if day < earliest:
            raise EntitledTooEarly(earliest=earliest, years=MOST_EARLIER)
        row.entitled_as_of, row.entitled_reason = day, reason
        row.save(update_fields=["entitled_as_of", "entitled_reason"])
        record_activity(ctx, "entitle_release", details=_about(row) | {"as_of": day.isoformat(), "reason": reason})


def withdraw(*, release: UUID, day: date, reason: str, ctx: ActionContext) -> None:
    """From a day on nobody installs it anew; who has it keeps it (rule 9). A day to come can be brought forward.

    Raises ReleaseNotFound, NotPublished, WithdrawnAlready, WithdrawalNotEarlier, WithdrawnBeforeRelease,
    ChangedSinceShown, and as `read_text`.
    """
    reason = read_text(reason, "the reason", MAX_REASON, field="reason")
    with transaction.atomic():
        row = locked(release)
        ctx.check_seen()
        _check_withdrawal(row, day, ctx)
        row.withdrawn_on, row.withdrawal = day, reason
        row.save(update_fields=["withdrawn_on", "withdrawal"])
        record_activity(ctx, "withdraw_release", details=_about(row) | {"day": day.isoformat(), "reason": reason})


def _check_withdrawal(row: models.Release, day: date, ctx: ActionContext) -> None:
    if row.published_at is None:
        raise NotPublished(version=row.version)
    if row.withdrawn_on is not None and row.withdrawn_on <= ctx.today:
        raise WithdrawnAlready(version=row.version, day=row.withdrawn_on)
    if row.withdrawn_on is not None and day >= row.withdrawn_on:
        raise WithdrawalNotEarlier(version=row.version, day=row.withdrawn_on)
    if day < row.released_on:
        raise WithdrawnBeforeRelease(version=row.version, released_on=row.released_on)


def _checked(given: ReleaseText) -> tuple[str, str]:
    version = read_line(given.version, "the version", MAX_CODE, field="version")
    return version, read_text(given.notes, "the notes", MAX_NOTES, required=False, field="notes")


def _check_free(product: models.Product, version: str, own: UUID | None = None) -> None:
    models.Product.objects.select_for_update().get(pk=product.pk)  # two at once: one of them waits
    taken = product.releases.filter(version=version).values_list("id", flat=True).first()
    if taken is not None and taken != own:
        raise VersionTaken(product=product.code, version=version)


def _fill(row: models.Release, given: ReleaseText, version: str, notes: str) -> None:
    row.version, row.notes, row.channel = version, notes, given.channel.value
    row.released_on, row.release_class = given.released_on, given.release_class.value
    row.save()
    row.needs.all().delete()
    for need, codes in ((Need.FEATURE, given.features), (Need.INSTALL, given.requires)):
        types = dict(models.LicenseType.objects.filter(code__in=codes).values_list("code", "id"))
        if (unknown := next((code for code in codes if code not in types), None)) is not None:
            raise TypeUnknown(code=unknown)
        needs = [models.ReleaseNeed(release=row, license_type_id=key, need=need.value) for key in types.values()]
        models.ReleaseNeed.objects.bulk_create(needs)


def _refuse_published(row: models.Release) -> None:
    if row.published_at is not None:
        raise NotADraft(version=row.version)


def _about(row: models.Release) -> dict[str, str]:
    return {"product": row.product.code, "version": row.version, "released_on": row.released_on.isoformat()}


def locked(key: UUID) -> models.Release:
    """The release with its product, locked. Raises ReleaseNotFound."""
    row = models.Release.objects.select_for_update(of=["self"]).select_related("product").filter(pk=key).first()
    if row is None:
        raise ReleaseNotFound
    return row
